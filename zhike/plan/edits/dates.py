"""Dragging a task, or the end of it: what people know from Microsoft Project."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.errors import Invalid
from zhike.core.words import Words, day_words, said
from zhike.plan.clocks import TaskClock, same_span
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.fields import moment_of, set_values
from zhike.plan.edits.phases import move_summary
from zhike.plan.models import Task


def move(draft: Draft, task: Task, start: Any) -> Words:
    """To start then: one that is computed starts no earlier, one set by hand exactly then, a begun one began then.
    A summary moves with what is in it."""
    moment = _needed("start", start)
    if task.is_summary:
        return move_summary(draft, task, moment)
    draft.touch(task)
    if task.is_done:
        raise Invalid(start=_("It is done. Correct its actual dates instead."))
    if task.actual_start is not None:
        set_values(draft, task, {"actual_start": moment})
    elif task.is_manual:
        finish = task.finish or moment
        task.start, task.finish = moment, same_span(task.start or finish, finish, moment)
    else:
        task.constraint, task.constraint_at = Task.Constraint.START_NO_EARLIER_THAN, moment
    return said(gettext_lazy("{task} moved to {day}"), task=str(task), day=day_words(moment))


def stretch(draft: Draft, task: Task, finish: Any = None, duration: Any = None) -> Words:
    """Longer or shorter: to this finish, or to this duration."""
    if duration is not None:
        return set_values(draft, task, {"duration": duration})
    moment = _needed("finish", finish)
    start = task.actual_start or task.start
    if start is None or task.is_summary:
        raise Invalid(finish=_("A summary ends with what is in it. Stretch the tasks below it."))
    if moment < start:
        raise Invalid(finish=_("The finish lies before the start."))
    ticks = TaskClock(draft.plan, task).between(start, moment)
    unit = task.duration_unit
    words = set_values(draft, task, {"duration": ticks})
    task.duration_unit = unit
    if task.is_manual:
        task.finish = moment
    return words


def _needed(name: str, value: Any) -> datetime:
    moment = moment_of(name, value)
    if moment is None:
        raise Invalid({name: _("Please fill this in.")})
    return moment
