"""What waits for what."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.errors import Invalid
from zhike.core.words import Words, said
from zhike.methods.schedule.durations import Lag, NotReadable, parse_lag
from zhike.methods.schedule.plan import LagUnit, LinkKind
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Link, Task
from zhike.plan.wording import units_of

NAMES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}


def link(draft: Draft, before: Task, after: Task, kind: Any = 1, lag: Any = "") -> Words:
    """`after` waits for `before`."""
    if before.pk == after.pk:
        raise Invalid(to=_("A task cannot wait for itself."))
    if draft.outline.is_within(before.pk, after.pk) or draft.outline.is_within(after.pk, before.pk):
        raise Invalid(to=_("A task and the summary it is part of cannot wait for each other."))
    number, found = kind_of(kind), lag_of(draft, lag)
    again = None
    if not draft.is_new(before) and not draft.is_new(after):
        again = Link.objects.filter(plan=draft.plan, predecessor=before, successor=after, kind=number).first()
    if again is not None and again.pk not in draft.gone:
        return relink(draft, again, kind=number, lag=found)
    row = Link(plan=draft.plan, predecessor=before, successor=after, kind=number)
    _put_lag(row, found)
    draft.add(row)
    return said(gettext_lazy("{after} now waits for {before}"), after=str(after), before=str(before))


def relink(draft: Draft, row: Link, kind: Any = None, lag: Any = None) -> Words:
    draft.touch(row)
    if kind is not None:
        row.kind = kind_of(kind)
        twins = Link.objects.filter(predecessor=row.predecessor_id, successor=row.successor_id, kind=row.kind)
        if twins.exclude(pk__in=[row.pk, *draft.gone]).exists():
            raise Invalid(kind=_("There is a link of this kind between the two already."))
    if lag is not None:
        _put_lag(row, lag if isinstance(lag, Lag) else lag_of(draft, lag))
    return said(gettext_lazy("how {after} waits for {before}"), **_ends(draft, row))


def unlink(draft: Draft, row: Link) -> Words:
    ends = _ends(draft, row)
    draft.remove(row)
    return said(gettext_lazy("{after} no longer waits for {before}"), **ends)


def kind_of(value: Any) -> int:
    number = NAMES.get(str(value).upper(), value)
    try:
        return int(LinkKind(int(number)))
    except (ValueError, TypeError) as error:
        raise Invalid(kind=_("A link is FS, SS, FF or SF.")) from error


def lag_of(draft: Draft, value: Any) -> Lag:
    """Text as people write it, or ticks of working time."""
    if isinstance(value, Lag):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Lag(value)
    try:
        return parse_lag(str(value or ""), units_of(draft.plan))
    except NotReadable as error:
        words = _("“%(part)s” is no lag. Write it like +2d, -1d, 3ed or 50%%.") % {"part": error.part}
        raise Invalid(lag=words) from error


def _put_lag(row: Link, lag: Lag) -> None:
    row.lag, row.lag_unit, row.lag_shown = lag.amount, int(LagUnit(lag.unit)), lag.shown[:3]


def _ends(draft: Draft, row: Link) -> dict[str, str]:
    before, after = draft.tasks([row.predecessor_id, row.successor_id])
    return {"before": str(before), "after": str(after)}
