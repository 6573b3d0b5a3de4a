"""From rows to a plan the engine computes, and its dates back into rows: only those that changed.

`load` and `store` are the two seams to the database; between them is nothing but arithmetic. NumPy is imported when a
plan is first computed: a web process that opens none does not pay for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.errors import Invalid
from zhike.methods.schedule import plan as words
from zhike.plan.edits.writing import write_columns
from zhike.plan.models import (
    Assignment,
    CalendarException,
    Link,
    Plan,
    Resource,
    Task,
    WorkCalendar,
    from_ticks,
    to_ticks,
)

READ = (
    "number", "parent_id", "duration", "is_elapsed", "is_manual", "is_active", "constraint", "constraint_at",
    "deadline", "calendar_id", "ignores_resource_calendars", "priority", "levelling_delay", "percent_complete",
    "actual_start", "actual_finish", "remaining", "resume", "segments", "kind", "state",
)  # fmt: skip
DERIVED = (
    "start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float",
    "is_critical", "driver_id", "reason", "duration", "percent_complete", "state",
)  # fmt: skip
AS_STORED = (
    "duration", "is_elapsed", "is_manual", "is_active", "constraint_at", "deadline", "ignores_resource_calendars",
    "priority", "levelling_delay",
)  # fmt: skip
REPORTED = ("percent_complete", "actual_start", "actual_finish", "remaining", "resume")  # a summary's follow from below
REASONS = {
    -1: "project", -2: "constraint", -3: "actual", -4: "by_hand", -5: "levelling", -6: "summary",
}  # fmt: skip
Row = tuple[Any, ...]


@dataclass(slots=True)
class Loaded:
    """A plan for the engine, and by the place in its lists: the keys of tasks and links, and what is stored."""

    plan: words.Plan
    keys: list[UUID] = field(default_factory=list)
    links: list[UUID] = field(default_factory=list)
    stored: list[Row] = field(default_factory=list)  # DERIVED
    leaves: list[bool] = field(default_factory=list)
    calendars: dict[UUID, int] = field(default_factory=dict)


@dataclass(slots=True)
class Recomputed:
    """What a computation changed: by task, start and finish before and after."""

    finish: datetime | None
    progress: float
    moved: dict[UUID, tuple[datetime | None, datetime | None, datetime | None, datetime | None]]


def reschedule(plan: Plan) -> Recomputed:
    """Compute every date of the plan anew and store what changed. `plan.finish` and `plan.progress` are set, not saved.

    Invalid: tasks wait for each other in a circle, or dates run out of all bounds; in words.
    """
    loaded = load(plan)
    found = compute(loaded)
    changed = store(loaded, found)
    plan.finish = _moment(found.project_finish) if loaded.keys else None
    plan.progress = changed.progress
    changed.finish = plan.finish
    return changed


def compute(loaded: Loaded) -> Any:
    """The engine's `Schedule`, or a refusal people understand."""
    from zhike.methods.schedule.calendars import BadCalendar
    from zhike.methods.schedule.compiling import BadPlan, compile_plan
    from zhike.methods.schedule.critical_path import BeyondHorizon, schedule
    from zhike.methods.schedule.moments import OutOfRange
    from zhike.methods.schedule.network import CycleFound

    try:
        return schedule(compile_plan(loaded.plan))
    except CycleFound as circle:
        raise Invalid(link=_circle_words(loaded, circle.path)) from circle
    except BadCalendar as error:
        raise Invalid(calendar=_("One of the calendars has no working time. Give it some hours first.")) from error
    except (BeyondHorizon, OutOfRange) as error:
        raise Invalid(start=_("With this the plan would leave the years 1900 to 2199. Check the dates.")) from error
    except BadPlan as error:
        raise Invalid({"_": _("This plan cannot be computed: %(why)s") % {"why": error}}) from error


# --- rows in ---------------------------------------------------------------------------------------------


def load(plan: Plan) -> Loaded:
    """The plan as the engine takes it. Tasks go by their numbers, in the order of the outline."""
    loaded = Loaded(_frame(plan))
    rows = Task.objects.filter(plan=plan).order_by("position", "id").values_list("pk", *READ, *DERIVED[:-3])
    numbers: dict[UUID | None, int | None] = {None: None}
    _calendars(plan, loaded)
    for key, *values in rows:
        row = dict(zip(READ, values, strict=False))
        numbers[key] = row["number"]
        loaded.keys.append(key)
        loaded.stored.append((*values[len(READ) :], row["duration"], row["percent_complete"], row["state"]))
        loaded.leaves.append(row["kind"] != Task.Kind.SUMMARY)
        loaded.plan.tasks.append(_task(row, numbers, loaded))
    for key, before, after, kind, lag, unit in (
        Link.objects.filter(plan=plan)
        .order_by("id")
        .values_list("pk", "predecessor_id", "successor_id", "kind", "lag", "lag_unit")
    ):
        loaded.links.append(key)
        ends: Any = numbers[before], numbers[after]
        loaded.plan.links.append(words.Link(*ends, words.LinkKind(kind), lag, words.LagUnit(unit)))
    _people(plan, loaded, numbers)
    return loaded


def _frame(plan: Plan) -> words.Plan:
    return words.Plan(
        start=plan.start,
        status_at=plan.status_at,
        minutes_per_day=plan.minutes_per_day,
        minutes_per_week=plan.minutes_per_week,
        days_per_month=plan.days_per_month,
        critical_limit=plan.critical_limit,
        has_multiple_critical_paths=plan.has_multiple_critical_paths,
        honours_constraints=plan.honours_constraints,
    )


def _task(row: dict[str, Any], numbers: dict[UUID | None, int | None], loaded: Loaded) -> words.Task:
    at = len(loaded.keys) - 1
    start, finish = loaded.stored[at][:2] if row["is_manual"] else (None, None)
    parts = tuple((datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in row["segments"])
    return words.Task(
        id=row["number"], parent=numbers[row["parent_id"]], start=start, finish=finish, segments=parts,
        is_milestone=row["kind"] == Task.Kind.MILESTONE, constraint=words.Constraint(row["constraint"]),
        calendar=loaded.calendars.get(row["calendar_id"]), **{name: row[name] for name in AS_STORED},
        **({name: row[name] for name in REPORTED} if loaded.leaves[at] else {}),
    )  # fmt: skip


def _calendars(plan: Plan, loaded: Loaded) -> None:
    """Every calendar of the organisation that this plan may use: of nobody's other project."""
    rows = list(WorkCalendar.objects.filter(Q(project=None) | Q(project=plan.project_id)).order_by("id"))
    loaded.calendars = {row.pk: number for number, row in enumerate(rows, 1)}
    exceptions: dict[UUID, list[words.DayException]] = {}
    for owner, name, first, last, periods, recurrence in CalendarException.objects.filter(
        calendar__in=[row.pk for row in rows]
    ).values_list("calendar_id", "name", "first", "last", "periods", "recurrence"):
        exceptions.setdefault(owner, []).append(
            words.DayException(
                first, last, tuple((begins, ends) for begins, ends in periods), name,
                words.Recurrence(**recurrence) if recurrence else None,
            )
        )  # fmt: skip
    loaded.plan.calendars = [
        words.Calendar(
            loaded.calendars[row.pk], row.name, tuple(row.days), tuple(exceptions.get(row.pk, ())),
            tuple(_work_week(one) for one in row.work_weeks), loaded.calendars.get(row.base_id),
        )
        for row in rows
    ]  # fmt: skip
    loaded.plan.calendar = loaded.calendars[plan.calendar_id]


def _work_week(kept: dict[str, Any]) -> words.WorkWeek:
    days = [None if day is None else tuple((begins, ends) for begins, ends in day) for day in kept["days"]]
    first, last = (datetime.fromisoformat(kept[name]).date() for name in ("first", "last"))
    return words.WorkWeek(first, last, tuple(days), kept.get("name", ""))


def _people(plan: Plan, loaded: Loaded, numbers: dict[UUID | None, int | None]) -> None:
    kinds = {"work": words.ResourceKind.WORK, "material": words.ResourceKind.MATERIAL, "cost": words.ResourceKind.COST}
    rows = Assignment.objects.filter(plan=plan).order_by("id")
    told = list(rows.values_list("task_id", "resource_id", "units", "work", "actual_work", "remaining_work"))
    resources = Resource.objects.filter(pk__in={one[1] for one in told}).order_by("id") if told else []
    known: dict[UUID, int] = {}
    for number, resource in enumerate(resources, 1):
        known[resource.pk] = number
        loaded.plan.resources.append(
            words.Resource(
                number, resource.name, kinds[resource.kind], max_units=resource.max_units,
                calendar=loaded.calendars.get(resource.calendar_id), is_generic=resource.is_generic,
            )
        )  # fmt: skip
    for number, (task, owner, units, work, actual, left) in enumerate(told, 1):
        at: Any = numbers[task]
        loaded.plan.assignments.append(words.Assignment(number, at, known[owner], units, work, actual, left))


# --- dates out -------------------------------------------------------------------------------------------


def store(loaded: Loaded, found: Any) -> Recomputed:
    """Write the dates that differ from what is stored, and say which starts and finishes moved."""
    columns = _columns(loaded, found)
    rows, moved = [], {}
    for key, was, now in zip(loaded.keys, loaded.stored, zip(*columns, strict=True), strict=True):
        if was != now:
            rows.append((*now, key))
            moved[key] = (was[0], was[1], now[0], now[1])
    stamp = timezone.now()
    write_columns(Task, (*DERIVED, "updated_at"), [(*row[:-1], stamp, row[-1]) for row in rows])
    roots = [at for at, task in enumerate(loaded.plan.tasks) if task.parent is None and task.is_active]
    weights = [(columns[11][at], columns[12][at]) for at in roots]
    return Recomputed(None, _share(weights), moved)


def _columns(loaded: Loaded, found: Any) -> list[list[Any]]:
    dates = [
        [_moment(ticks) for ticks in part.tolist()]
        for part in (
            found.start, found.finish, found.early_start, found.early_finish, found.late_start, found.late_finish,
        )
    ]  # fmt: skip
    is_planned = [moment is not None for moment in dates[0]]
    floats = [
        [value if planned else None for value, planned in zip(part.tolist(), is_planned, strict=True)]
        for part in (found.total_float, found.free_float)
    ]
    critical = [bool(one) and planned for one, planned in zip(found.is_critical.tolist(), is_planned, strict=True)]
    drivers = found.driver.tolist()
    links = [loaded.links[one] if one >= 0 else None for one in drivers]
    reasons = [
        "" if not planned or not leaf else "link" if one >= 0 else REASONS.get(one, "")
        for one, planned, leaf in zip(drivers, is_planned, loaded.leaves, strict=True)
    ]
    return [*dates, *floats, critical, links, reasons, *_rolled_up(loaded, found, dates)]


def _rolled_up(loaded: Loaded, found: Any, dates: list[list[Any]]) -> list[list[Any]]:
    """Duration, progress and state: of a task as entered, of a summary as they follow from what is in it."""
    durations = [row[11] for row in loaded.stored]
    progress = [row[12] for row in loaded.stored]
    states = [row[13] for row in loaded.stored]
    below: dict[int, list[int]] = {}
    places = {task.id: at for at, task in enumerate(loaded.plan.tasks)}
    for at in range(len(loaded.keys) - 1, -1, -1):
        task = loaded.plan.tasks[at]
        if not loaded.leaves[at]:
            parts = [one for one in below.get(at, ()) if loaded.plan.tasks[one].is_active]
            durations[at] = _span(found, dates[0][at], dates[1][at])
            progress[at] = round(_share([(durations[one], progress[one]) for one in parts]), 2)
            states[at] = _state_of([states[one] for one in parts])
        if task.parent is not None:
            below.setdefault(places[task.parent], []).append(at)
    return [durations, progress, states]


def _share(parts: list[tuple[int, float]]) -> float:
    """Progress weighted by duration; where nothing takes time, by number."""
    total = sum(duration for duration, _percent in parts)
    if total:
        return sum(duration * percent for duration, percent in parts) / total
    return sum(percent for _duration, percent in parts) / len(parts) if parts else 0.0


def _state_of(states: list[str]) -> str:
    State = Task.State  # noqa: N806  a class
    kinds = set(states) - {State.CANCELLED}
    if not kinds:
        return State.CANCELLED if states else State.TO_DO
    if kinds == {State.DONE}:
        return State.DONE
    return State.TO_DO if kinds == {State.TO_DO} else State.BLOCKED if kinds == {State.BLOCKED} else State.IN_PROGRESS


def _span(found: Any, start: datetime | None, finish: datetime | None) -> int:
    """Working time of the project's calendar between two moments."""
    from zhike.methods.schedule.kernels import plain

    if start is None or finish is None or finish <= start:
        return 0
    kernel, clock, row = plain("clock"), found.network.clock_lists, found.network.summary_row
    return int(kernel.work_before(clock, row, to_ticks(finish)) - kernel.work_before(clock, row, to_ticks(start)))


def _moment(ticks: int) -> datetime | None:
    return None if ticks < 0 else from_ticks(ticks)


def _circle_words(loaded: Loaded, path: Iterable[Any]) -> str:
    """The circle by the names people gave."""
    names = dict(
        Task.objects.filter(pk__in=loaded.keys, number__in=[int(one) for one in path]).values_list("number", "name")
    )
    told = " → ".join(f"T-{int(one)} {names.get(int(one), '')}".strip() for one in [*path, next(iter(path))])
    return _("These tasks would wait for each other in a circle: %(path)s. Remove one of the links.") % {"path": told}
