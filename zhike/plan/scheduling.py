"""The dates of a plan, computed anew after every edit, and those that changed put back into its rows.

An edit of tasks alone (a drag, a longer duration) is followed by the plan as it was left in memory by the edit before
it, if that was made in this process: then only what moves is computed. Anything else opens the plan from its rows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.errors import Invalid
from zhike.methods.schedule import plan as words
from zhike.plan.arrays import DATES, FLOATS, NO_FLOAT, NONE, Opened, open_plan, under_way
from zhike.plan.edits.writing import write_columns
from zhike.plan.models import Plan, Task, from_ticks, to_ticks
from zhike.plan.remembered import Remembered, keep, take
from zhike.plan.rolling import rolled_up, share

DERIVED = (
    *DATES, *FLOATS, "is_critical", "driver_id", "reason", "duration", "percent_complete", "state",
)  # fmt: skip
REASONS = {
    -1: "project", -2: "constraint", -3: "actual", -4: "by_hand", -5: "levelling", -6: "summary",
}  # fmt: skip
FOLLOWED = {  # columns whose change can be followed in memory
    "duration", "constraint", "constraint_at", "deadline", "levelling_delay", "actual_start", "actual_finish",
    "remaining", "resume", "percent_complete", "state",
}  # fmt: skip
REBUILT = {
    "is_manual", "is_active", "is_elapsed", "calendar_id", "ignores_resource_calendars", "segments", "kind", "start",
    "finish",
}  # fmt: skip
Span = tuple[datetime | None, datetime | None, datetime | None, datetime | None]


@dataclass(slots=True)
class Recomputed:
    """What a computation changed: by task, start and finish before and after."""

    finish: datetime | None
    progress: float
    moved: dict[UUID, Span]


def reschedule(plan: Plan, edited: Mapping[UUID, Task] | None = None) -> Recomputed:
    """Compute the dates of the plan anew and store what changed. `plan.finish` and `plan.progress` are set, not saved.

    `edited`: nothing but FOLLOWED columns of these tasks changed since the revision before; None: anything may have.
    Invalid: tasks wait for each other in a circle, or dates run out of all bounds; in words.
    """
    remembered = _followed(plan, edited) if edited is not None else None
    if remembered is None:
        remembered = opened(plan)
    changed = _store(remembered.opened, remembered.live.schedule())
    plan.finish = changed.finish
    plan.progress = changed.progress
    keep(plan, remembered)
    return changed


def opened(plan: Plan) -> Remembered:
    """The plan from its rows, computed. Invalid: it cannot be, in words."""
    from zhike.methods.schedule.live import LiveSchedule

    found = told(plan, lambda: open_plan(plan))
    return Remembered(found, told(plan, lambda: LiveSchedule(found.network, compile_it=False)))


def can_follow(images: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an edit is of tasks alone, and of nothing that changes how they hang together."""
    for image in images:
        before, after = image["before"], image["after"]
        if image["table"] != "task" or before is None or after is None:
            return False
        names = {*before, *after}
        if names & REBUILT or names & {"parent", "after", "number"}:
            return False
    return True


def told(plan: Plan, compute: Callable[[], Any]) -> Any:
    """What `compute` returns, or a refusal people understand."""
    from zhike.methods.schedule.calendars import BadCalendar
    from zhike.methods.schedule.compiling import BadPlan
    from zhike.methods.schedule.critical_path import BeyondHorizon
    from zhike.methods.schedule.moments import OutOfRange
    from zhike.methods.schedule.network import CycleFound

    try:
        return compute()
    except CycleFound as circle:
        raise Invalid(link=_circle_words(plan, circle.path)) from circle
    except BadCalendar as error:
        raise Invalid(calendar=_("One of the calendars has no working time. Give it some hours first.")) from error
    except (BeyondHorizon, OutOfRange) as error:
        raise Invalid(start=_("With this the plan would leave the years 1900 to 2199. Check the dates.")) from error
    except BadPlan as error:
        raise Invalid({"_": _("This plan cannot be computed: %(why)s") % {"why": error}}) from error


def circle_path(plan: words.Plan) -> list[Any]:
    """The tasks of a plan that wait for each other, by their numbers in it; nothing if none do."""
    from zhike.methods.schedule.compiling import compile_plan
    from zhike.methods.schedule.network import CycleFound

    try:
        compile_plan(plan)
    except CycleFound as circle:
        return list(circle.path)
    except ValueError:  # what else may be wrong is told when it is taken
        return []
    return []


# --- below -----------------------------------------------------------------------------------------------


def _followed(plan: Plan, edited: Mapping[UUID, Task]) -> Remembered | None:
    """The plan from memory with the edits taken over, if it is there."""
    remembered = take(plan)
    if remembered is not None:
        there = remembered
        told(plan, lambda: _follow(there, edited))
    return remembered


def _follow(remembered: Remembered, edited: Mapping[UUID, Task]) -> None:
    """Take the edited tasks over into the arrays, and compute what moves."""
    import numpy as np

    rows = remembered.opened.rows
    places = [remembered.opened.places[task.number] for task in edited.values()]
    for at, task in zip(places, edited.values(), strict=True):
        for name in FOLLOWED - {"state"}:
            value = getattr(task, name)
            rows[name][at] = NONE if value is None else to_ticks(value) if isinstance(value, datetime) else value
        rows["state"][at] = task.state
    picked = {name: values[places] for name, values in rows.items() if isinstance(values, np.ndarray)}
    begun, resume, rest = under_way(picked)
    picked |= {"begun": begun, "resume": resume, "rest": rest}
    for order, at in enumerate(places):
        if not remembered.opened.network.is_summary[at] and remembered.opened.network.place[at] >= 0:
            remembered.live.change(at, **_engine_values({name: int(part[order]) for name, part in picked.items()}))
    remembered.live.settle()


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


def _store(opened: Opened, found: Any) -> Recomputed:
    """Write the dates that differ from what is stored, and say which starts and finishes moved."""
    import numpy as np

    now = _columns(opened, found)
    differs = np.zeros(len(opened.keys), bool)
    for name, values in now.items():
        stored = opened.rows[name]
        if isinstance(values, list):
            differs |= np.asarray([(a or "") != (b or "") for a, b in zip(stored, values, strict=True)], bool)
        else:
            differs |= stored != values
    places = np.flatnonzero(differs).tolist()
    before = {at: (opened.rows["start"][at], opened.rows["finish"][at]) for at in places}
    stamp = timezone.now()
    write_columns(Task, (*DERIVED, "updated_at"), [(*_row(now, at), stamp, UUID(opened.keys[at])) for at in places])
    opened.rows |= now
    spans = {
        UUID(opened.keys[at]): (
            _moment(before[at][0]), _moment(before[at][1]), _moment(now["start"][at]), _moment(now["finish"][at]),
        )
        for at in places
    }  # fmt: skip
    roots = (opened.network.columns.parent < 0) & opened.network.columns.is_active
    weights = zip(now["duration"][roots].tolist(), now["percent_complete"][roots].tolist(), strict=True)
    finish = _moment(found.project_finish) if opened.keys else None
    return Recomputed(finish, share(list(weights)), spans)


def _columns(opened: Opened, found: Any) -> dict[str, Any]:
    """What is stored of a schedule, by column."""
    import numpy as np

    is_planned = found.start >= 0
    now: dict[str, Any] = {name: getattr(found, name) for name in DATES}
    for name in FLOATS:
        now[name] = np.where(is_planned, getattr(found, name), NO_FLOAT)
    now["is_critical"] = (found.is_critical & is_planned).astype(np.int64)
    drivers, summaries = found.driver.tolist(), opened.network.is_summary.tolist()
    now["driver_id"] = [opened.links[one] if one >= 0 else "" for one in drivers]
    now["reason"] = [
        "" if not planned or summary else "link" if one >= 0 else REASONS.get(one, "")
        for one, planned, summary in zip(drivers, is_planned.tolist(), summaries, strict=True)
    ]
    return now | rolled_up(opened, found)


def _row(now: Mapping[str, Any], at: int) -> tuple[Any, ...]:
    """The values of DERIVED for one task, as the database takes them."""
    numbers = [_or_none(int(now[name][at]), NONE) for name in DATES]
    floats = [_or_none(int(now[name][at]), NO_FLOAT) for name in FLOATS]
    driver = now["driver_id"][at]
    return (
        *numbers, *floats, bool(now["is_critical"][at]), UUID(driver) if driver else None, now["reason"][at],
        int(now["duration"][at]), float(now["percent_complete"][at]), now["state"][at],
    )  # fmt: skip


def _or_none(value: int, nothing: int) -> int | None:
    return None if value == nothing else value


def _moment(ticks: Any) -> datetime | None:
    return None if ticks < 0 else from_ticks(int(ticks))


def _circle_words(plan: Plan, path: Iterable[Any]) -> str:
    """The circle by the names people gave."""
    numbers = [int(one) for one in path]
    names = dict(Task.objects.filter(plan=plan, number__in=numbers).values_list("number", "name"))
    round_trip = " → ".join(f"T-{one} {names.get(one, '')}".strip() for one in [*numbers, numbers[0]])
    words = _("These tasks would wait for each other in a circle: %(path)s. Remove one of the links.")
    return words % {"path": round_trip}
