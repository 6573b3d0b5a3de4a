"""The same edit of several chosen tasks: fields, and a shift by working days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core.errors import Invalid
from zhike.core.words import Words, listed, said
from zhike.plan.edits import dates, fields
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Plan, Task
from zhike.plan.queries.calendars import working_days

MOST_TASKS = 500
MOST_DAYS = 500
NAMED = 3  # tasks a refusal names


def change_selection(draft: Draft, keys: Sequence[UUID], values: Mapping[str, Any], days: int = 0) -> Words:
    """Set these fields of every chosen task, and move each by so many working days. All of them or none."""
    _check(keys, values, days)
    tasks = draft.tasks(keys)
    if days:
        _refuse_begun(tasks)
        _shift(draft, tasks, days)
    changed = sum(1 for task in tasks if str(fields.set_values(draft, task, dict(values)))) if values else 0
    return _words(tasks, values, days, changed)


def step(plan: Plan, moments: Sequence[datetime], days: int) -> list[datetime]:
    """Each moment, so many working days of the plan's calendar later or earlier, at the same time of day."""
    if not moments:
        return []
    reach = timedelta(days=abs(days) * 3 + 40)
    week, differing = working_days(plan, min(moments).date() - reach, max(moments).date() + reach)
    worked = dict(differing)
    return [datetime.combine(_stepped(one.date(), days, week, worked), one.time()) for one in moments]


def _stepped(day: date, days: int, week: Sequence[Any], worked: Mapping[date, bool]) -> date:
    direction, left, looked = (1 if days > 0 else -1), abs(days), 0
    while left and looked < abs(days) * 3 + 40:
        day += timedelta(days=direction)
        left -= worked.get(day, bool(week[day.weekday()]))
        looked += 1
    return day


def _check(keys: Sequence[UUID], values: Mapping[str, Any], days: int) -> None:
    if not keys:
        raise Invalid(tasks=_("Choose the tasks first."))
    if len(keys) > MOST_TASKS:
        raise Invalid(tasks=_("At most %(most)d tasks at once.") % {"most": MOST_TASKS})
    if not values and not days:
        raise Invalid({"_": _("Say what is to change: owner, state, what the client sees, or the dates.")})
    if abs(days) > MOST_DAYS:
        raise Invalid(days=_("At most %(most)d working days.") % {"most": MOST_DAYS})


def _refuse_begun(tasks: Sequence[Task]) -> None:
    """What has begun or cannot be moved by itself keeps its dates; who chose it is told, nothing is moved."""
    for is_so, words in (
        (lambda one: one.is_summary, _("Phases move with the tasks below them. Leave these out: %(tasks)s")),
        (lambda one: one.actual_start is not None, _("These have begun, so their start stays: %(tasks)s")),
        (lambda one: one.start is None, _("These do not count, so they have no dates: %(tasks)s")),
    ):
        found = [str(one) for one in tasks if is_so(one)]
        if found:
            told = _(", ").join(found[:NAMED]) + (" …" if len(found) > NAMED else "")
            raise Invalid(days=words % {"tasks": told})


def _shift(draft: Draft, tasks: Sequence[Task], days: int) -> None:
    starts = [task.start for task in tasks if task.start is not None]
    for task, moment in zip(tasks, step(draft.plan, starts, days), strict=True):
        dates.move(draft, task, moment)


def _words(tasks: Sequence[Task], values: Mapping[str, Any], days: int, changed: int) -> Words:
    parts: list[Any] = []
    if changed:
        parts.append(listed([fields.label_of(name) for name in values]))
    if days:
        later = ngettext_lazy("{days} working day later", "{days} working days later", abs(days))
        earlier = ngettext_lazy("{days} working day earlier", "{days} working days earlier", abs(days))
        parts.append(said(later if days > 0 else earlier, days=abs(days)))
    if not parts:
        return ""
    if len(tasks) == 1:
        return said(gettext_lazy("{what} of {task}"), what=listed(parts), task=str(tasks[0]))
    return said(gettext_lazy("{what} of {count} tasks"), what=listed(parts), count=len(tasks))
