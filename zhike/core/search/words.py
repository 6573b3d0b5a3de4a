"""The full-text table on both databases: SQLite's FTS5 and PostgreSQL's tsvector with GIN.

Both see only tokens made in Python, so the same words find the same rows on either. Beside the words of its
row a row of this table holds marker tokens: whose it is (organisation and audience, so that an organisation's
searches do not grow with its neighbours), of which kind it is, and each word of its title once more as a
title word. Markers start with a private-use character, which no token of a text has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import RawSQL

from zhike.methods.search.tokens import Term, fts5_query, tsquery

_HOUSE, _KIND, _TITLE = "\ue000", "\ue001", "\ue002"
_BATCH = 500


@dataclass(frozen=True)
class Match:
    """What is looked for: all the terms, in one organisation's rows for one audience, of any of the kinds."""

    organisation_id: UUID
    audience: str
    terms: tuple[Term, ...]
    kinds: tuple[str, ...]
    title_only: bool = False

    def query(self) -> str:
        """As this database's full-text search takes it. Its tokens hold letters and digits only."""
        return self._tsquery() if connection.vendor == "postgresql" else self._fts5()

    def _fts5(self) -> str:
        kinds = " OR ".join(f'"{_KIND}{kind}"' for kind in self.kinds)
        return f'"{_house(self.organisation_id, self.audience)}" AND ({kinds}) AND {fts5_query(self._terms())}'

    def _tsquery(self) -> str:
        kinds = " | ".join(f"'{_KIND}{kind}'" for kind in self.kinds)
        return f"'{_house(self.organisation_id, self.audience)}' & ({kinds}) & {tsquery(self._terms())}"

    def _terms(self) -> Iterable[Term]:
        if not self.title_only:
            return self.terms
        return [Term(_TITLE + term.text, term.is_prefix) for term in self.terms]


def numbers(query: Any, most: int | None = None) -> RawSQL:
    """The numbers of the entries that hold what a `Match` looks for, as a subquery; of many the `most` highest."""
    if connection.vendor == "postgresql":
        sql, order = "SELECT id FROM core_search_words WHERE words @@ %s::tsquery", " ORDER BY id DESC LIMIT %s"
    else:
        sql = "SELECT rowid FROM core_search_words WHERE core_search_words MATCH %s"
        order = " ORDER BY rowid DESC LIMIT %s"
    if most is None:
        return RawSQL(sql, (query,), models.BigIntegerField())  # noqa: S611 (a query is made of tokens alone)
    return RawSQL(sql + order, (query, most), models.BigIntegerField())  # noqa: S611


def markers(organisation_id: UUID, audience: str, kind: str) -> list[str]:
    """What every row carries beside its own words."""
    return [_house(organisation_id, audience), _KIND + kind]


def as_title(tokens: Iterable[str]) -> list[str]:
    return [_TITLE + token for token in tokens]


def put(rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Write the tokens of these entries, in place of what is there."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO core_search_words (id, words) VALUES (%s, array_to_tsvector(%s)) "
                "ON CONFLICT (id) DO UPDATE SET words = excluded.words",
                [(number, list(dict.fromkeys(tokens))) for number, tokens in rows],
            )
        else:
            cursor.executemany(
                "REPLACE INTO core_search_words (rowid, words) VALUES (%s, %s)",
                [(number, " ".join(dict.fromkeys(tokens))) for number, tokens in rows],
            )


def drop(numbers: Sequence[int]) -> None:
    column = "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for at in range(0, len(numbers), _BATCH):
            part = numbers[at : at + _BATCH]
            places = ", ".join(["%s"] * len(part))
            cursor.execute(f"DELETE FROM core_search_words WHERE {column} IN ({places})", part)  # noqa: S608


def _house(organisation_id: UUID, audience: str) -> str:
    return f"{_HOUSE}{organisation_id.hex}{audience}"
