"""A plan in memory follows edits of its tasks: those of this process, and those others made meanwhile.

What an edit changed is kept with it, so that it can be undone; so a plan that was compiled some edits ago needs only
them, not its rows. Where one of them changed how tasks hang together, or nobody kept it, the plan is opened anew.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from zhike.plan.arrays import NONE, STATES, under_way
from zhike.plan.edits.images import from_json
from zhike.plan.models import Plan, PlanEdit, Task, to_ticks
from zhike.plan.remembered import Remembered
from zhike.plan.rolling import stored_columns

FOLLOWED = {  # columns whose change can be followed in memory
    "duration", "constraint", "constraint_at", "deadline", "levelling_delay", "actual_start", "actual_finish",
    "remaining", "resume", "percent_complete", "state",
}  # fmt: skip
REBUILT = {
    "is_manual", "is_active", "is_elapsed", "calendar_id", "ignores_resource_calendars", "segments", "kind", "start",
    "finish",
}  # fmt: skip
WHO_WORKS = {"task_id", "resource_id"}
OF_SUMMARIES = {"constraint", "constraint_at"}  # hold everything in a summary, through nodes of its own
MOST_EDITS = 60  # beyond which reading the rows costs less
Entered = Mapping[str, Any]  # by name of a FOLLOWED column, as it stands in the arrays


def can_follow(images: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an edit is of tasks alone, and of nothing that changes how they hang together."""
    for image in images:
        before, after = image["before"], image["after"]
        if _has_no_dates(image):
            continue
        if image["table"] != "task" or before is None or after is None:
            return False
        names = {*before, *after}
        if names & REBUILT or names & {"parent", "after", "number"}:
            return False
    return True


def entered_of(task: Task) -> Entered:
    return {name: _number(name, getattr(task, name)) for name in FOLLOWED}


def follow(remembered: Remembered, changes: Mapping[str, Entered]) -> bool:
    """Take changes of tasks (by their keys) over into the arrays, and compute what moves. False: this cannot be
    followed, and nothing was touched. KeyError: one of the tasks is not in it."""
    opened, network = remembered.opened, remembered.opened.network
    places = opened.keys.places(changes)
    for at, entered in zip(places, changes.values(), strict=True):
        if network.is_summary[at] and any(entered[name] != opened.rows[name][at] for name in OF_SUMMARIES & {*entered}):
            return False
    for at, entered in zip(places, changes.values(), strict=True):
        for name, value in entered.items():
            opened.rows[name][at] = value
    picked = {name: values[places] for name, values in opened.rows.items()}
    begun, resume, rest = under_way(picked)
    picked |= {"begun": begun, "resume": resume, "rest": rest}
    for order, at in enumerate(places):
        if not network.is_summary[at] and network.place[at] >= 0:
            remembered.live.change(at, **_engine_values({name: int(part[order]) for name, part in picked.items()}))
    remembered.live.settle()
    return True


def caught_up(plan: Plan, remembered: Remembered, revision: int) -> bool:
    """Bring a plan compiled at this revision to where it is now. False: it cannot be, and is to be thrown away."""
    if revision == plan.revision:
        return True
    changes = _changes_since(plan, revision)
    if changes is None or not follow(remembered, changes):
        return False
    found = remembered.live.schedule()
    remembered.opened.rows |= stored_columns(remembered.opened, found)
    finish = None if plan.finish is None else to_ticks(plan.finish)
    return found.project_finish == finish  # what was stored by others; were it otherwise, something was missed


# --- below -----------------------------------------------------------------------------------------------


def _has_no_dates(image: Mapping[str, Any]) -> bool:
    """What a task is for, and how much somebody works on it, moves nothing; who works on it does, by their calendar."""
    if image["table"] == "taskrequirement":
        return True
    before, after = image["before"], image["after"]
    return image["table"] == "assignment" and before is not None and after is not None and not {*after} & WHO_WORKS


def _changes_since(plan: Plan, revision: int) -> dict[str, dict[str, Any]] | None:
    """By task, what edits made of it since; None if one of them cannot be followed."""
    if not 0 < plan.revision - revision <= MOST_EDITS:
        return None
    edits = PlanEdit.objects.filter(plan=plan, number__gt=revision).order_by("number").values_list("number", "images")
    found = list(edits)
    if [number for number, _images in found] != list(range(revision + 1, plan.revision + 1)):
        return None  # something else changed the dates
    changes: dict[str, dict[str, Any]] = {}
    for _edit, images in found:
        if not images or not can_follow(images):  # old edits are kept without what they changed
            return None
        for image in (one for one in images if not _has_no_dates(one)):
            after = {name: value for name, value in image["after"].items() if name in FOLLOWED}
            entered = {name: _number(name, value) for name, value in from_json(Task, after).items()}
            changes.setdefault(UUID(image["key"]).hex, {}).update(entered)
    return changes


def _number(name: str, value: Any) -> Any:
    """As it stands in the arrays."""
    if name == "state":
        return STATES.index(value)
    return NONE if value is None else to_ticks(value) if isinstance(value, datetime) else value


def _engine_values(row: Mapping[str, int]) -> dict[str, int]:
    """What the engine knows of a task, from its columns."""
    from zhike.methods.schedule.kernels.passes import NEVER

    is_dated = row["constraint"] < 2 or row["constraint_at"] >= 0
    return {
        "length": row["duration"], "constraint": row["constraint"] if is_dated else 0,
        "constraint_at": row["constraint_at"], "latest": NEVER if row["deadline"] < 0 else row["deadline"],
        "delay": row["levelling_delay"], "begun": row["begun"],
        "ended": row["actual_finish"] if row["begun"] >= 0 else NONE, "resume": row["resume"], "rest": row["rest"],
    }  # fmt: skip
