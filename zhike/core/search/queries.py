"""Finding rows: over everything one may see, or within one list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from zhike.core.access import known_among, visible
from zhike.core.actors import Actor
from zhike.core.models import SearchEntry
from zhike.core.prepared import prepared
from zhike.core.search.ranking import Candidate, Ranking
from zhike.core.search.showing import holds, marked, may_be_false, snippet
from zhike.core.search.sources import CLIENTS, STAFF, Source, sources_for
from zhike.core.search.words import Match, numbers
from zhike.methods.search.tokens import query_terms

LONGEST_QUERY = 200
MOST_TERMS = 24
CAP = 200  # candidates looked at before those one may not see are put aside
_SPARE = 6  # rows read beyond those wanted, as some may not be this actor's to see
_COLUMNS = Candidate._fields


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    title: str  # safe HTML: escaped, with <mark>
    url: str
    icon: str
    code: str = ""
    detail: str = ""
    snippet: str = ""  # safe HTML


@dataclass(frozen=True)
class Group:
    kind: str
    label: str
    icon: str
    hits: list[Hit]


@dataclass(frozen=True)
class Hits:
    """What was found, best first; `cursor` asks for the next page, empty at the end."""

    items: list[Hit] = field(default_factory=list)
    sources: tuple[Source, ...] = ()
    cursor: str = ""

    @property
    def groups(self) -> list[Group]:
        """The same under headings; the kind of the best hit first."""
        kinds = list(dict.fromkeys(hit.kind for hit in self.items))
        by_kind = {source.kind: source for source in self.sources}
        return [
            Group(
                kind,
                by_kind[kind].heading,
                by_kind[kind].icon,
                [hit for hit in self.items if hit.kind == kind],
            )
            for kind in kinds
        ]


def search(
    actor: Actor, text: str, *, kinds: Iterable[str] | None = None, limit: int = 20, cursor: str = "",
    snippets: bool = True,
) -> Hits:  # fmt: skip
    """The rows this actor may see that hold every word of `text`: exact titles first, then by pinyin, then
    texts.
    """
    text = typed(text)
    wanted = None if kinds is None else set(kinds)
    sources = {one.subject_type: one for one in sources_for(actor) if wanted is None or one.kind in wanted}
    match = _match(actor, text, [one.kind for one in sources.values()])
    if match is None:
        return Hits()
    skip = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 6 else 0
    asked = _Question(actor, text, sources, skip + limit + 1, snippets)
    found = _found(asked, match)
    items = [_hit(asked, *one) for one in found[skip:][:limit]]
    return Hits(items, tuple(sources.values()), str(skip + limit) if len(found) > skip + limit else "")


def matching_ids(actor: Actor, model: type[Model], text: str) -> QuerySet[Any]:
    """The ids of rows of `model` that hold every word of `text`, for `filter(pk__in=…)` on a list one may
    see.

    A text without letters and digits finds nothing; an empty one should not be asked for.
    """
    match = _match(actor, typed(text), [str(model._meta.model_name)])
    entries = SearchEntry.objects.filter(subject_type=model._meta.label)
    entries = entries.none() if match is None else entries.filter(number__in=numbers(match.query()))
    return entries.values("subject_id")


def typed(text: str) -> str:
    """What somebody typed, as the databases bear it."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()[:LONGEST_QUERY].strip()


def _match(actor: Actor, text: str, kinds: Sequence[str]) -> Match | None:
    terms = tuple(query_terms(text)[:MOST_TERMS])
    if not terms or not kinds:
        return None
    return Match(actor.organisation_id, CLIENTS if actor.is_client else STAFF, terms, tuple(kinds))


Found = tuple[Candidate, Any, str]  # the entry, the row it stands for, the text it was found in


@dataclass(frozen=True)
class _Question:
    actor: Actor
    text: str
    sources: dict[str, Source]  # by model
    need: int  # how many hits are wanted, from the first on
    snippets: bool

    @property
    def texts_are_read(self) -> bool:
        return self.snippets or may_be_false(self.text)


def _found(asked: _Question, match: Match) -> list[Found]:
    ranking = Ranking(asked.text)
    pool = _candidates(match)
    overflow = len(pool) == CAP
    if overflow:  # a common word: those that have it in their title may be older than the newest
        titled = _candidates(replace(match, title_only=True))
        pool = list({one.number: one for one in [*pool, *titled]}.values())
    found = list(_seen(asked, sorted(pool, key=ranking.key)))
    if overflow and len(found) < asked.need:  # one sees few of them: ask for exactly those
        pool = [one for source in asked.sources.values() for one in _candidates_of(asked.actor, source, match)]
        found = list(_seen(asked, sorted(pool, key=ranking.key)))
    return found


def _candidates(match: Match) -> list[Candidate]:
    return [Candidate(*values) for values in _newest(match.query())]


@prepared
def _newest(query: str) -> QuerySet[SearchEntry, tuple[Any, ...]]:
    entries = SearchEntry.objects.filter(number__in=numbers(query, CAP)).order_by("-number")
    return entries.values_list(*_COLUMNS)


def _candidates_of(actor: Actor, source: Source, match: Match) -> list[Candidate]:
    """Of one kind, those this actor may see, joined in the database: slower, but none is missed."""
    found = _newest_of_mine(actor, source.model, source.subject_type, source.audience, match.query())
    return [Candidate(*values) for values in found]


@prepared
def _newest_of_mine(
    actor: Actor, model: type[Model], subject_type: str, audience: str, query: str
) -> QuerySet[SearchEntry, tuple[Any, ...]]:
    mine = visible(actor, model).order_by().values("pk")
    entries = SearchEntry.objects.filter(subject_type=subject_type, audience=audience)
    entries = entries.filter(number__in=numbers(query), subject_id__in=mine).order_by("-number")[:CAP]
    return entries.values_list(*_COLUMNS)


def _seen(asked: _Question, ranked: list[Candidate]) -> Iterator[Found]:
    """In order, those this actor may see that hold the words as typed; reads no more rows than it must."""
    at, look, count = 0, asked.need + _SPARE, 0
    while at < len(ranked) and count < asked.need:
        part = ranked[at : at + look]
        rows = _rows(asked.actor, part, asked.sources)
        seen = [one for one in part if (one.subject_type, one.subject_id) in rows]
        texts = _texts([one.number for one in seen]) if asked.texts_are_read else {}
        for one in seen:
            words = texts.get(one.number, "")
            if not asked.texts_are_read or holds(asked.text, one.title, one.code, words):
                count += 1
                yield one, rows[one.subject_type, one.subject_id], words
        at, look = at + look, CAP


def _rows(actor: Actor, part: list[Candidate], sources: dict[str, Source]) -> dict[tuple[str, UUID], Any]:
    """The rows of these candidates that the actor may see: one query for each kind."""
    rows: dict[tuple[str, UUID], Any] = {}
    for label, source in sources.items():
        ids = [one.subject_id for one in part if one.subject_type == label]
        if ids:
            seen = known_among(actor, source.model, ids, source.related)
            rows.update({(label, row.pk): row for row in seen})
    return rows


def _texts(numbers: list[int]) -> dict[int, str]:
    return dict(_texts_of(numbers))


@prepared
def _texts_of(numbers: list[int]) -> QuerySet[SearchEntry, tuple[int, str]]:
    return SearchEntry.objects.filter(number__in=numbers).values_list("number", "text")


def _hit(asked: _Question, one: Candidate, row: Any, words: str) -> Hit:
    source = asked.sources[one.subject_type]
    return Hit(
        kind=source.kind,
        title=marked(one.title, asked.text),
        url=source.url(row),
        icon=source.icon,
        code=one.code,
        detail=source.detail(row),
        snippet=snippet(words, asked.text) if asked.snippets else "",
    )
