"""Keeping the index current: in the transaction of every change, and rebuilt when asked."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from zhike.core.models import SearchEntry
from zhike.core.prepared import prepared
from zhike.core.scope import current_organisation_id
from zhike.core.search import words
from zhike.core.search.sources import Source, sources_of
from zhike.methods.identity import pinyin
from zhike.methods.search.tokens import index_tokens, pinyin_tokens

LONGEST_TEXT = 20_000  # characters of a row that can be found by; PostgreSQL takes 1 MB of words per row
_FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
_BATCH = 500
_KEPT = ("title", "code", "spelling", "text", "weight")


@dataclass
class _Draft:
    """A row as one audience should find it from now on; no entry: it should not be found."""

    source: Source
    row: Any
    entry: SearchEntry | None


def reindex(subjects: Iterable[Any], *, anew: bool = False) -> None:
    """Bring the index up to date with these rows, in the caller's transaction.

    Rows that say the same as before cost one question and no write; `anew` writes them all the same (after a
    change of how texts are cut into words). Rows nobody searches, and rows no longer there, are fine.
    """
    by_model: dict[type[Any], dict[UUID, Any]] = defaultdict(dict)
    for subject in subjects:
        if subject.pk is not None and sources_of(type(subject)):
            by_model[type(subject)][subject.pk] = subject
    for model, rows in by_model.items():
        several = list(rows.values())
        for at in range(0, len(several), _BATCH):
            _reindex(sources_of(model), several[at : at + _BATCH], anew)


def forget(model: type[Any], ids: Iterable[UUID]) -> None:
    """Take rows that were deleted out of the index, in the caller's transaction."""
    entries = SearchEntry.objects.filter(subject_type=model._meta.label, subject_id__in=list(ids))
    _remove(list(entries.values_list("number", flat=True)))


def _reindex(sources: Sequence[Source], rows: list[Any], anew: bool) -> None:
    related = {name for source in sources for name in source.related}
    if related:
        prefetch_related_objects(rows, *sorted(related))
    known = _known(sources[0].subject_type, rows)
    drafts = [_draft(source, row) for source in sources for row in rows]
    changed = [draft for draft in drafts if draft.entry and (_adopt(draft, known) or anew)]
    before = {id(draft): known.get((draft.row.pk, draft.source.audience)) for draft in drafts}
    gone = [before[id(draft)] for draft in drafts if draft.entry is None]
    _remove([entry.number for entry in gone if entry is not None])
    moved = [(draft.entry, before[id(draft)]) for draft in changed]
    words.drop([old.number for new, old in moved if new and old and new.number != old.number])
    _write(changed)


def _known(subject_type: str, rows: list[Any]) -> dict[tuple[UUID, str], SearchEntry]:
    ids = [row.pk for row in rows]
    return {(entry.subject_id, entry.audience): entry for entry in _entries_of(subject_type, ids)}


@prepared
def _entries_of(subject_type: str, keys: list[UUID]) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(subject_type=subject_type, subject_id__in=keys)


def _draft(source: Source, row: Any) -> _Draft:
    if not source.findable(row):
        return _Draft(source, row, None)
    entry = SearchEntry(
        audience=source.audience,
        subject_type=source.subject_type,
        subject_id=row.pk,
        number=_number(source.weight, row),
        title=_clean(source.title(row))[:300],
        code=_clean(source.code(row))[:40],
        spelling=_spelling(source, row)[:600],
        text=_clean(source.text(row))[:LONGEST_TEXT],
        weight=source.weight,
        changed=int((getattr(row, "updated_at", None) or timezone.now()).timestamp()),
    )
    return _Draft(source, row, entry)


def _adopt(draft: _Draft, known: dict[tuple[UUID, str], SearchEntry]) -> bool:
    """Take over the identity of the entry already there. Whether what is found has changed."""
    entry = draft.entry
    before = known.get((draft.row.pk, draft.source.audience))
    if before is None or entry is None:
        return True
    entry.pk, entry.created_at = before.pk, before.created_at
    if entry.weight == before.weight:
        entry.number = before.number
    return any(getattr(entry, name) != getattr(before, name) for name in _KEPT)


def _write(drafts: list[_Draft]) -> None:
    if not drafts:
        return
    SearchEntry.objects.bulk_create(
        [draft.entry for draft in drafts if draft.entry],
        update_conflicts=True,
        unique_fields=["subject_id", "subject_type", "audience"],
        update_fields=[*_KEPT, "number", "changed", "updated_at"],
    )
    words.put([(draft.entry.number, _tokens(draft)) for draft in drafts if draft.entry])


def _remove(numbers: list[int]) -> None:
    if numbers:
        for at in range(0, len(numbers), _BATCH):
            SearchEntry.objects.filter(number__in=numbers[at : at + _BATCH]).delete()
        words.drop(numbers)


def _tokens(draft: _Draft) -> list[str]:
    source, entry = draft.source, draft.entry
    assert entry is not None
    title = index_tokens(f"{entry.title} / {entry.code}")
    for name in _names(source, draft.row):
        title += index_tokens(name) + pinyin_tokens(name, person=source.people)
    return [
        *words.markers(current_organisation_id(), source.audience, source.kind),
        *title,
        *words.as_title(title),
        *index_tokens(entry.text),
    ]


def _spelling(source: Source, row: Any) -> str:
    """Pinyin and initials of its names, each once, as somebody would type them."""
    spelled: dict[str, None] = {}
    for name in _names(source, row):
        spelled[pinyin.initials(name, person=source.people)] = None
        spelled[pinyin.full(name, person=source.people)] = None
    return " ".join(word for word in spelled if word)


def _names(source: Source, row: Any) -> list[str]:
    return [_clean(name)[:200] for name in source.names(row) if name][:12]


def _number(weight: int, row: Any) -> int:
    """Weight (3 bits), the day the row was made (15 bits, to 2109), chance (45 bits).

    Unique over all organisations without a counter everybody would queue for: at 50,000 rows a day two are
    the same once in 80 years, and then the constraint refuses the second.
    """
    made = getattr(row, "created_at", None) or timezone.now()
    day = min(max((made - _FIRST_DAY).days, 0), (1 << 15) - 1)
    return weight << 60 | day << 45 | secrets.randbits(45)


def _clean(text: Any) -> str:
    """As PostgreSQL can keep it."""
    return str(text or "").replace("\x00", "").strip()
