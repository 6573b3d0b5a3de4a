"""Work that is not done cannot be done in the past: what was left undone by a day goes on after it, as people know it
from Microsoft Project ("reschedule uncompleted work")."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import ngettext_lazy

from zhike.core.words import Words, day_words, said
from zhike.plan.clocks import TaskClock, same_span
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Task

Constraint = Task.Constraint
FREE = (
    Constraint.AS_SOON_AS_POSSIBLE,
    Constraint.AS_LATE_AS_POSSIBLE,
    Constraint.START_NO_EARLIER_THAN,
)  # dates somebody set otherwise are a promise, and stay


class Put:
    """What was put later: tasks that had not begun, tasks under way, and those whose date is fixed and stays."""

    def __init__(self) -> None:
        self.later: list[Task] = []
        self.resumed: list[Task] = []
        self.fixed: list[Task] = []

    @property
    def count(self) -> int:
        return len(self.later) + len(self.resumed)


def put_after(draft: Draft, moment: datetime) -> tuple[Put, Words]:
    """Tasks that should have begun start then, and the rest of those under way goes on then."""
    put = Put()
    for task in draft.keep(_undone(draft, moment)):
        if task.actual_start is not None:
            _resume(draft, task, moment, put)
        elif task.is_manual:
            draft.touch(task)
            start, finish = task.start or moment, task.finish or moment
            task.start, task.finish = moment, same_span(start, finish, moment)
            put.later.append(task)
        elif task.constraint in FREE:
            draft.change(task, constraint=Constraint.START_NO_EARLIER_THAN, constraint_at=moment)
            put.later.append(task)
        else:
            put.fixed.append(task)
    if not put.count:
        return put, ""
    words = ngettext_lazy(
        "unfinished work of {count} task put after {day}", "unfinished work of {count} tasks put after {day}", put.count
    )
    return put, said(words, count=put.count, day=day_words(moment))


def carry_on(draft: Draft, task: Task, before: float) -> None:
    """More is done of a task that was interrupted: its rest goes on from where that work ended."""
    more = round(task.duration * (task.percent_complete - before) / 100)
    if task.resume is not None and more > 0:
        task.stop = task.resume = TaskClock(draft.plan, task).finish(task.resume, more)


# --- below -----------------------------------------------------------------------------------------------


def _undone(draft: Draft, moment: datetime) -> list[Task]:
    """Open tasks that begin before it, in the order of the outline."""
    open_now = Q(state__in=[Task.State.TO_DO, Task.State.IN_PROGRESS, Task.State.BLOCKED, Task.State.IN_REVIEW])
    found = Task.objects.filter(open_now, plan=draft.plan, is_active=True, start__lt=moment, actual_finish=None)
    return list(found.exclude(kind=Task.Kind.SUMMARY).order_by("position"))


def _resume(draft: Draft, task: Task, moment: datetime, put: Put) -> None:
    """What is done of it stays where it was; the rest goes on at the moment, unless it does so later anyway."""
    if task.percent_complete >= 100 or task.actual_start is None:
        return
    clock = TaskClock(draft.plan, task)
    rest = task.remaining if task.remaining is not None else round(task.duration * (1 - task.percent_complete / 100))
    stopped = clock.finish(task.actual_start, max(0, task.duration - rest))
    if task.resume is not None:
        stopped = task.stop or min(stopped, task.resume)
    goes_on = clock.next_start(moment)
    if (task.resume or clock.next_start(stopped)) >= goes_on:
        return
    draft.change(task, stop=min(stopped, moment), resume=goes_on)
    put.resumed.append(task)
