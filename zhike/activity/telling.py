"""The timeline as people read it: by day, bursts as one line, what changed from what to what, linked to its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.activity.declared import events
from zhike.activity.events import burst_sentence, sentence
from zhike.activity.models import Activity
from zhike.activity.subjects import addresses, model_of
from zhike.core.actors import Actor
from zhike.core.markup import format_html

BURST = timedelta(minutes=10)
Links = Mapping[Any, str]


@dataclass(frozen=True)
class Change:
    """One field, before and after, named and worded in the reader's language."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One thing that happened; or a burst of the same by one person, told as one with the others inside."""

    key: str
    sequence: int
    at: datetime
    icon: str
    sentence: SafeString
    visibility: str
    is_shredded: bool
    url: str
    changes: tuple[Change, ...] = ()
    others: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Day:
    date: date
    lines: list[Line] = field(default_factory=list)


def days(actor: Actor, rows: Sequence[Activity]) -> list[Day]:
    """The rows of one page, newest first, as days with lines. Asks once per kind of subject."""
    links = addresses(actor, {(row.subject_type, row.subject_id) for row in rows})
    told = []
    for day, of_day in groupby(rows, key=lambda row: timezone.localtime(row.happened_at).date()):
        told.append(Day(day, [_told(burst, links) for burst in _bursts(list(of_day))]))
    return told


def line(row: Activity, links: Links) -> Line:
    declared = events().get(row.verb)
    return Line(
        key=row.pk.hex,
        sequence=row.sequence,
        at=row.happened_at,
        icon=declared.icon if declared else "circle-dot",
        sentence=sentence(row, subject=linked(row, links)),
        visibility="shared" if row.shown_to_client else "internal",
        is_shredded=row.shredded_at is not None,
        url=links.get(row.subject_id, ""),
        changes=tuple(changes(row)),
    )


def linked(row: Activity, links: Links) -> SafeString | None:
    name, url = row.details.get("subject"), links.get(row.subject_id)
    return format_html('<a href="{}">{}</a>', url, name) if name and url else None


def changes(row: Activity) -> Iterator[Change]:
    """`before` and `after` as actions record them: {field: value}."""
    before, after = row.details.get("before"), row.details.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    labels = dict(zip(after, row.details.get("fields") or [], strict=False))
    for name in after:
        label, words = _column(row.subject_type, name)
        yield Change(label or str(labels.get(name, name)), words(before.get(name)), words(after[name]))


def _column(subject_type: str, name: str) -> tuple[str, Any]:
    """A field's name and how its values read, from the model, so that both follow the reader's language."""
    model = model_of(subject_type)
    known = {one.name: one for one in model._meta.get_fields()} if model else {}
    column: Any = known.get(name)
    choices = {str(key): str(label) for key, label in (getattr(column, "flatchoices", None) or ())}
    label = str(getattr(column, "verbose_name", ""))
    return label, lambda value: choices.get(str(value)) or _words(value)


def _words(value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_words(one) for one in value)
    if isinstance(value, dict):
        return _(", ").join(_(": ").join((str(name), _words(one))) for name, one in value.items())
    return str(value)


def _bursts(rows: list[Activity]) -> Iterator[list[Activity]]:
    """Runs of the same verb by the same person in the same place, each within minutes of the next."""
    burst: list[Activity] = []
    for row in rows:
        if burst and not _goes_on(burst[-1], row):
            yield burst
            burst = []
        burst.append(row)
    if burst:
        yield burst


def _goes_on(last: Activity, row: Activity) -> bool:
    same = all(
        getattr(last, name) == getattr(row, name)
        for name in ("verb", "actor_user_id", "actor_role", "client_id", "project_id", "shown_to_client")
    )
    return same and last.happened_at - row.happened_at <= BURST


def _told(burst: list[Activity], links: Links) -> Line:
    first = line(burst[0], links)
    if len(burst) == 1:
        return first
    one_subject = len({row.subject_id for row in burst}) == 1
    together = burst_sentence(burst[0], len(burst), subject=linked(burst[0], links)) if one_subject else None
    if one_subject and together is None and first.changes:
        together = _changed_fields(burst, links)
    others = tuple(line(row, links) for row in (burst if together else burst[1:]))
    return Line(
        **{
            **{name: getattr(first, name) for name in ("key", "sequence", "at", "icon", "visibility", "url")},
            "is_shredded": False,
            "sentence": together or first.sentence,
            "changes": () if together else first.changes,
            "others": others,
        }
    )


def _changed_fields(burst: list[Activity], links: Links) -> SafeString:
    """Several edits of one row within minutes are one piece of work to whoever reads of it."""
    fields = {name for row in burst for name in (row.details.get("after") or {})}
    subject = linked(burst[0], links) or burst[0].details.get("subject", "")
    told = _("{actor} changed {count} fields of {subject}.")
    return format_html(told, actor=burst[0].actor_name, count=len(fields), subject=subject)
