"""The plan as a client reads it: lines with their place on one time axis, and milestones against what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zhike.plan.portal import SharedPlan, SharedTask

STEPS = ((10, 1), (30, 3), (90, 12))  # up to so many months, a mark every so many; beyond that every five years

LAST_WORDS = 93  # percent of the axis from which on a word would stick out


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line: from when to when, and where on the axis, in percent as SVG reads it. Without dates it has no bar."""

    task: SharedTask
    starts: date | None
    ends: date | None
    at: str
    until: str
    width: str
    done: str  # how far the bar is filled
    promised_at: str  # "": nothing was promised
    promised_width: str
    is_milestone: bool
    is_summary: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A milestone: what was promised, what is expected now, and the difference in words."""

    name: str
    promised: date | None
    expected: date | None
    is_reached: bool
    difference: str
    tone: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A month, quarter or year that begins there."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    starts: date | None
    ends: date | None
    today: str  # "": today lies outside
    marks: tuple[Mark, ...] = ()


def lines_of(plan: SharedPlan) -> tuple[list[PlanLine], Axis]:
    span = _span(plan)
    found = [_line(one, span) for one in plan.tasks]
    if span is None:
        return found, Axis(None, None, "")
    today = _percent(_place(plan.now, span)) if span[0] <= plan.now <= span[1] else ""
    return found, Axis(_day(plan.start), _day(plan.finish), today, tuple(_marks(span)))


def promises_of(plan: SharedPlan) -> list[Promise]:
    milestones = [one for one in plan.tasks if one.kind == "milestone" and one.state != "cancelled"]
    return [_promise(one) for one in sorted(milestones, key=lambda one: (one.finish is None, one.finish))]


# --- below -----------------------------------------------------------------------------------------------


Span = tuple[datetime, datetime]


def _span(plan: SharedPlan) -> Span | None:
    """From the first day there is anything to draw to the last, whether planned or promised."""
    told = (plan.start, plan.finish, *(when for one in plan.tasks for when in (one.promised_start, one.promised)))
    moments = [one for one in told if one is not None]
    return (min(moments), max(moments)) if plan.start and plan.finish and min(moments) < max(moments) else None


def _line(one: SharedTask, span: Span | None) -> PlanLine:
    at, until = _place(one.start, span), _place(one.finish, span)
    width = max(until - at, 0.4)
    then, promised = _place(one.promised_start, span), _place(one.promised, span)
    is_point = one.kind == "milestone"
    return PlanLine(
        one, _day(one.start), _day(one.finish), _percent(at), _percent(until), _percent(width),
        _percent(width * one.progress / 100), _percent(promised if is_point else then) if one.promised else "",
        _percent(max(promised - then, 0.4)), is_point, one.kind == "summary",
    )  # fmt: skip


def _place(moment: datetime | None, span: Span | None) -> float:
    """In percent of the axis."""
    if moment is None or span is None:
        return 0
    return (moment - span[0]) / (span[1] - span[0]) * 100


def _percent(share: float) -> str:
    return f"{share:.2f}%"


def _marks(span: Span) -> Iterator[Mark]:
    """So many that they can be read."""
    first, last = span
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((every for most, every in STEPS if months <= most), 60)
    at = first.year * 12 + (first.month - 1)
    for month in range(at + 1, at + months + 1):
        day = datetime(month // 12, month % 12 + 1, 1)  # noqa: DTZ001  on the clock of the plan
        if month % step == 0:
            place = _place(day, span)
            yield Mark(_percent(place), _called(day, step) if place < LAST_WORDS else "")


def _called(day: datetime, step: int) -> str:
    if step >= 12 or day.month == 1:
        return _("{year}").format(year=day.year)
    return date_format(day, pgettext("how a month is written in a heading, as Django formats dates", "M"))


def _promise(one: SharedTask) -> Promise:
    promised, expected = _day(one.promised), _day(one.finish)
    reached = one.state == "done"
    words, tone = "", "good" if reached else ""
    if promised is not None and expected is not None:
        late = (expected - promised).days
        words = _difference(late)
        tone = "bad" if late > 14 else "warn" if late > 0 else "good"
    return Promise(one.name, promised, expected, reached, words, tone)


def _difference(late: int) -> str:
    if late > 0:
        words = ngettext("%(count)d day later than promised", "%(count)d days later than promised", late)
        return words % {"count": late}
    if late < 0:
        words = ngettext("%(count)d day earlier than promised", "%(count)d days earlier than promised", -late)
        return words % {"count": -late}
    return _("as promised")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
