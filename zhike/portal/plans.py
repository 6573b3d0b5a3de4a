"""The plan as a client reads it: lines with their place on one time axis, and milestones against what was promised."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.plan.portal import SharedPlan, SharedTask

WIDTH = 1000  # of the axis, in its own units


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line: from when to when, and where on the axis. Without dates it has no bar."""

    task: SharedTask
    starts: date | None
    ends: date | None
    at: int
    until: int
    done: int  # how far the bar is filled
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
class Axis:
    starts: date | None
    ends: date | None
    today: int | None  # None: today lies outside


def lines_of(plan: SharedPlan) -> tuple[list[PlanLine], Axis]:
    first, last = plan.start, plan.finish
    found = [_line(one, first, last) for one in plan.tasks]
    today = _place(plan.now, first, last) if first and last and first <= plan.now <= last else None
    return found, Axis(_day(first), _day(last), today)


def promises_of(plan: SharedPlan) -> list[Promise]:
    milestones = [one for one in plan.tasks if one.kind == "milestone" and one.state != "cancelled"]
    return [_promise(one) for one in sorted(milestones, key=lambda one: (one.finish is None, one.finish))]


# --- below -----------------------------------------------------------------------------------------------


def _line(one: SharedTask, first: datetime | None, last: datetime | None) -> PlanLine:
    at, until = _place(one.start, first, last), _place(one.finish, first, last)
    until = max(until, at + 4)
    return PlanLine(
        one, _day(one.start), _day(one.finish), at, until, at + round((until - at) * one.progress / 100),
        one.kind == "milestone", one.kind == "summary",
    )  # fmt: skip


def _place(moment: datetime | None, first: datetime | None, last: datetime | None) -> int:
    if moment is None or first is None or last is None or last <= first:
        return 0
    return round((moment - first) / (last - first) * WIDTH)


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
