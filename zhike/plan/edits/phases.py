"""Dragging a summary moves what is in it, as people know it from other plans: everything that has not begun, by the
same working time, as one edit."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.errors import Invalid
from zhike.core.words import Words, day_words, said
from zhike.plan.clocks import TaskClock
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Link, Task

ANCHORED = Task.Constraint.AS_LATE_AS_POSSIBLE  # constraints after this one name a date
OF_FINISH = (
    Task.Constraint.MUST_FINISH_ON, Task.Constraint.FINISH_NO_EARLIER_THAN, Task.Constraint.FINISH_NO_LATER_THAN,
)  # fmt: skip
AT_ONCE = 500


def move_summary(draft: Draft, summary: Task, moment: datetime) -> Words:
    """Tasks that follow another one within keep following it; a date that was set moves along; what begins the summary
    is set to begin later, or earlier. What waits for a task outside is never set to begin before it.
    """
    if summary.start is None or moment == summary.start:
        return ""
    clock = TaskClock(draft.plan, summary)
    later = moment > summary.start
    distance = clock.between(summary.start, moment) if later else -clock.between(moment, summary.start)
    moved = [task for task, follows in _movable(draft, summary, later=later) if _shift(draft, task, distance, follows)]
    if not moved:
        raise Invalid(
            start=_(
                "Nothing in it can be moved: what is in it has begun, or waits for tasks outside. Move those instead."
            )
        )
    return said(gettext_lazy("{task} with what is in it moved to {day}"), task=str(summary), day=day_words(moment))


# --- below -----------------------------------------------------------------------------------------------


def _movable(draft: Draft, summary: Task, *, later: bool) -> Iterator[tuple[Task, bool]]:
    """Tasks within that have not begun, and whether each follows another one of them."""
    keys = draft.outline.subtree(summary.pk)
    tasks = [one for one in draft.tasks(keys) if not one.is_summary and _is_ahead(one)]
    within = {one.pk for one in tasks}
    held_by = _drivers(tasks)
    for task in tasks:
        before = held_by.get(task.pk)
        if before is None or before in within:
            yield task, before is not None
        elif later:
            yield task, False


def _is_ahead(task: Task) -> bool:
    return task.is_active and task.is_open and task.actual_start is None and task.start is not None


def _drivers(tasks: list[Task]) -> dict[object, object]:
    """By task, the one it waits for, where that is what holds its start."""
    links = {one.driver_id: one.pk for one in tasks if one.driver_id is not None and one.reason == "link"}
    found: dict[object, object] = {}
    keys = list(links)
    for first in range(0, len(keys), AT_ONCE):
        rows = Link.objects.filter(pk__in=keys[first : first + AT_ONCE]).values_list("pk", "predecessor_id")
        found |= {links[key]: before for key, before in rows}
    return found


def _shift(draft: Draft, task: Task, distance: int, follows: bool) -> bool:
    """Set what makes it lie there. A follower without a date of its own needs nothing, and moves all the same."""
    clock = TaskClock(draft.plan, task)
    if task.is_manual:
        start, finish = task.start, task.finish
        assert start is not None
        new = clock.shifted(start, distance, is_end=_ends_a_day(task, start, clock))
        draft.change(task, start=new, finish=clock.finish(new, clock.between(start, finish or start)))
    elif task.constraint > ANCHORED and task.constraint_at is not None:
        is_end = task.constraint in OF_FINISH or _ends_a_day(task, task.constraint_at, clock)
        draft.change(task, constraint_at=clock.shifted(task.constraint_at, distance, is_end=is_end))
    elif not follows and task.constraint != ANCHORED:
        assert task.start is not None
        there = clock.shifted(task.start, distance, is_end=_ends_a_day(task, task.start, clock))
        draft.change(task, constraint=Task.Constraint.START_NO_EARLIER_THAN, constraint_at=there)
    else:
        return follows
    return True


def _ends_a_day(task: Task, moment: datetime, clock: TaskClock) -> bool:
    """A milestone in the evening stays one."""
    return task.is_milestone and clock.next_start(moment) != moment
