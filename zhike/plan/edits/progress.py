"""How far a task is: state, progress and actual dates say the same, whichever of them somebody sets."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhike.core.errors import Invalid
from zhike.methods.schedule.durations import parse_duration
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.unfinished import carry_on
from zhike.plan.models import MomentField, Task
from zhike.plan.wording import now_here, units_of

State = Task.State
UNDER_WAY = {State.IN_PROGRESS, State.BLOCKED, State.IN_REVIEW}


def set_progress(draft: Draft, task: Task, value: Any) -> None:
    """Of something that has begun: it starts when it was planned to, or now if that lies ahead; all of it is done."""
    _refuse_summary(task, "progress")
    try:
        percent = float(str(value).strip().removesuffix("%") or 0)
    except ValueError as error:
        raise Invalid(progress=_("Write a number from 0 to 100.")) from error
    if not 0 <= percent <= 100:
        raise Invalid(progress=_("Write a number from 0 to 100."))
    if percent == 100:
        finish(task)
    elif percent:
        begin(task)
        before = task.percent_complete
        task.percent_complete, task.actual_finish = percent, None
        carry_on(draft, task, before)
        task.state = task.state if task.state in UNDER_WAY else State.IN_PROGRESS
    else:
        _not_begun(task)


def set_state(draft: Draft, task: Task, value: Any) -> None:
    _refuse_summary(task, "state")
    if value not in State.values:
        raise Invalid(state=_("Choose one of the offered values."))
    if value == task.state:
        return
    task.is_active = value != State.CANCELLED
    if value == State.DONE:
        finish(task)
    elif value == State.TO_DO:
        _not_begun(task)
    elif value in UNDER_WAY:
        begin(task)
        task.actual_finish = None
        task.percent_complete = min(task.percent_complete, 99)
    task.state = value
    if value != State.BLOCKED:
        task.blocked_by = ""


def set_actual_start(draft: Draft, task: Task, value: Any) -> None:
    _refuse_summary(task, "actual_start")
    moment = _moment("actual_start", value)
    if moment is None:
        _not_begun(task)
        return
    task.actual_start = moment
    if task.state == State.TO_DO:
        task.state = State.IN_PROGRESS


def set_actual_finish(draft: Draft, task: Task, value: Any) -> None:
    _refuse_summary(task, "actual_finish")
    moment = _moment("actual_finish", value)
    if moment is None:
        task.actual_finish = None
        if task.state == State.DONE:
            task.state, task.percent_complete = State.IN_PROGRESS, min(task.percent_complete, 99)
        return
    if task.actual_start is None:
        task.actual_start = min(task.start or moment, moment)
    finish(task)
    task.actual_finish = moment


def set_remaining(draft: Draft, task: Task, value: Any) -> None:
    """What is left of a started task; its duration becomes what is done and what is left."""
    _refuse_summary(task, "remaining")
    if value in (None, ""):
        task.remaining = None
        return
    left = value if isinstance(value, int) else parse_duration(str(value), units_of(draft.plan)).ticks
    done = round(task.duration * task.percent_complete / 100)
    begin(task)
    task.remaining, task.duration = left, done + left
    if task.duration:
        task.percent_complete = round(done / task.duration * 100, 2)


def begin(task: Task) -> None:
    """It has begun: as planned, or now if it was planned for later."""
    if task.actual_start is None:
        now = now_here()
        task.actual_start = min(task.start or now, now)


def finish(task: Task) -> None:
    """It is done: now, unless somebody says when."""
    begin(task)
    task.percent_complete, task.remaining, task.state, task.is_active = 100, None, State.DONE, True
    if task.actual_finish is None:
        task.actual_finish = max(now_here(), task.actual_start or now_here())


def _not_begun(task: Task) -> None:
    task.percent_complete, task.actual_start, task.actual_finish, task.remaining = 0, None, None, None
    task.stop = task.resume = None
    if task.state != State.CANCELLED:
        task.state = State.TO_DO


def _moment(name: str, value: Any) -> Any:
    try:
        moment = MomentField().to_python(value)
    except (ValidationError, ValueError, TypeError) as error:
        raise Invalid({name: _("Write a date and time, such as 2026-03-31 14:30.")}) from error
    if moment is not None and moment > now_here().replace(hour=23, minute=59):
        raise Invalid({name: _("What has happened cannot lie in the future.")})
    return moment


def _refuse_summary(task: Task, name: str) -> None:
    if task.is_summary:
        raise Invalid({name: _("This follows from the tasks below it. Change those.")})
