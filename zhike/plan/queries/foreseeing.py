"""What was foreseen of a plan: how likely its dates are, who is asked too much, and how it could be levelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhike.core.actors import Actor
from zhike.plan.exporting import with_rows
from zhike.plan.models import Forecast, Levelling, Plan, Task
from zhike.plan.scheduling import told

LARGEST_LOOKED_AT = 1_500  # tasks of a plan whose overloads are worked out while somebody waits for the page
SHOWN = 10
LONGEST = timedelta(minutes=20)  # anything takes, compiling and the job's repetitions included
MOST_BARS = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of the histogram: what share of all samples is finished by then."""

    until: datetime
    share: float


@dataclass(frozen=True, slots=True)
class Sway:
    """A task whose uncertainty moves the 80 % date, or something that may happen (by what it was called then), by so
    many ticks."""

    task: Task | None
    risk: str
    change: int


@dataclass(frozen=True, slots=True)
class Likely:
    """A milestone, a task with a deadline: planned, half and 80 % likely finish, and how likely the date is kept."""

    task: Task
    p50: datetime
    p80: datetime
    chance: float | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A forecast, ready to be shown."""

    row: Forecast
    planned: datetime
    percentiles: list[tuple[int, datetime]]
    chance: float
    bars: list[Bar]
    sways: list[Sway]
    milestones: list[Likely]
    critical: list[tuple[Task, int]]  # and in how many percent of the samples
    is_current: bool


@dataclass(frozen=True, slots=True)
class Move:
    task: Task
    before: datetime
    after: datetime
    resource: str
    blocker: Task | None
    until: datetime | None
    follows: Task | None


@dataclass(frozen=True, slots=True)
class Overload:
    """Somebody who is asked for more than there is of them."""

    resource: str
    start: datetime
    finish: datetime
    demand: int
    capacity: int
    tasks: list[Task]


def last_forecast(plan: Plan) -> Forecast | None:
    """The last one asked for, whatever became of it."""
    found = Forecast.objects.filter(plan=plan).order_by("-created_at", "-id").first()
    if found is not None:
        found.plan = plan
    return found


def is_running(row: Forecast | Levelling | None) -> bool:
    """Whether somebody still works on it. A worker that gave up leaves it as it was."""
    return row is not None and row.state == "running" and timezone.now() - row.created_at < LONGEST


def likely_finish(plan: Plan) -> datetime | None:
    """By when it is done in 80 of 100 cases, as the last forecast found."""
    done = Forecast.objects.filter(plan=plan, state=Forecast.State.DONE).order_by("-created_at", "-id")
    return done.values_list("p80", flat=True).first()


def foreseen(plan: Plan) -> Foreseen | None:
    """The last forecast that was computed."""
    row = Forecast.objects.filter(plan=plan, state=Forecast.State.DONE).order_by("-created_at", "-id").first()
    if row is None:
        return None
    row.plan = plan
    result = row.result
    tasks = _tasks(plan)
    planned = datetime.fromisoformat(result["planned"])
    percentiles = [datetime.fromisoformat(text) for text in result["percentiles"]]
    return Foreseen(
        row, planned, [(10 + 5 * at, moment) for at, moment in enumerate(percentiles) if at % 2 == 0 or at == 14],
        result["chance_of_plan"], _bars(result["histogram"]),
        _sways(result, tasks), _milestones(result, tasks), _critical(result["tasks"], tasks), row.is_current,
    )  # fmt: skip


def last_levelling(plan: Plan) -> Levelling | None:
    found = Levelling.objects.filter(plan=plan).order_by("-created_at", "-id").first()
    if found is not None:
        found.plan = plan
    return found


def moves(row: Levelling) -> list[Move]:
    """Every task the proposal moves, in the order of the outline."""
    tasks = _tasks(row.plan)
    found = [
        Move(
            tasks[one["task"]], datetime.fromisoformat(one["before"]), datetime.fromisoformat(one["after"]),
            one["resource"], tasks.get(one["blocker"]), datetime.fromisoformat(one["until"]) if one["until"] else None,
            tasks.get(one["follows"]),
        )
        for one in row.moves
        if one["task"] in tasks
    ]  # fmt: skip
    return sorted(found, key=lambda move: move.task.position)


def overloads_left(row: Levelling) -> list[Overload]:
    """What no moving of tasks can cure."""
    tasks = _tasks(row.plan)
    return [_overload(one, tasks) for one in row.left]


def overloads(actor: Actor, plan: Plan) -> list[Overload] | None:
    """Who is asked for too much as the plan stands; None where that is too much to work out at once."""
    from zhike.methods.schedule.compiling import compile_plan
    from zhike.methods.schedule.critical_path import schedule
    from zhike.methods.schedule.levelling.demand import overallocations

    if Task.objects.filter(plan=plan).count() > LARGEST_LOOKED_AT:
        return None
    words, tasks = with_rows(Actor.system(actor.organisation_id), plan)
    names = {resource.id: resource.name for resource in words.resources}
    found = told(plan, lambda: overallocations(words, schedule(compile_plan(words), compile_it=False)))
    return [
        Overload(
            names[one.resource], one.start, one.finish, round(one.demand), round(one.capacity),
            [tasks[task] for task in one.tasks],
        )
        for one in found
    ]  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _tasks(plan: Plan) -> dict[str, Task]:
    return {str(task.pk): task for task in Task.objects.filter(plan=plan).select_related("project")}


def _overload(one: Mapping[str, Any], tasks: Mapping[str, Task]) -> Overload:
    start, finish = (datetime.fromisoformat(one[name]) for name in ("start", "finish"))
    named = [tasks[key] for key in one["tasks"] if key in tasks]
    return Overload(one["resource"], start, finish, one["demand"], one["capacity"], named)


def _bars(histogram: list[Any]) -> list[Bar]:
    """The columns of the forecast, put together to days, and days to as many columns as one takes in."""
    by_day: dict[date, int] = {}
    for _since, until, count in histogram:
        day = datetime.fromisoformat(until).date()
        by_day[day] = by_day.get(day, 0) + count
    filled = [day for day, count in by_day.items() if count]
    days = [day for day in sorted(by_day) if filled and min(filled) <= day <= max(filled)]
    at_once, total, done, bars = -(-len(days) // MOST_BARS) or 1, sum(by_day.values()) or 1, 0, []
    for first in range(0, len(days), at_once):
        together = days[first : first + at_once]
        done += sum(by_day[day] for day in together)
        bars.append(Bar(datetime.combine(together[-1], datetime.min.time()), done / total))
    return bars


def _sways(result: Mapping[str, Any], tasks: Mapping[str, Task]) -> list[Sway]:
    """What makes the date late, the worst first: tasks and risks. Forecasts of older versions knew no risks."""
    titles = {one["risk"]: one["title"] for one in result.get("risks", [])}
    found = []
    for key, _p80, change, *risk in result["tornado"]:
        title = titles.get(risk[0], "") if risk else ""
        if change < 0 and (key in tasks or title):
            found.append(Sway(tasks.get(key), title, change))
    return found[:SHOWN]


def _milestones(result: Mapping[str, Any], tasks: Mapping[str, Task]) -> list[Likely]:
    chances = {key: share for key, _by, share in result["chances"] if key}
    found = []
    for key, told_of in result["tasks"].items():
        task = tasks.get(key)
        if task is not None and (task.is_milestone or key in chances) and task.is_open:
            p50, p80 = datetime.fromisoformat(told_of["p50"]), datetime.fromisoformat(told_of["p80"])
            found.append(Likely(task, p50, p80, chances.get(key)))
    return sorted(found, key=lambda one: one.task.position)


def _critical(told_of: Mapping[str, Any], tasks: Mapping[str, Task]) -> list[tuple[Task, int]]:
    """The tasks that decide the finish most often."""
    shares = [(UUID(key), one["critical"]) for key, one in told_of.items() if round(one["critical"] * 100) > 0]
    shares.sort(key=lambda pair: -pair[1])
    named = [(tasks.get(str(key)), round(share * 100)) for key, share in shares]
    return [(task, percent) for task, percent in named if task is not None and not task.is_summary][:SHOWN]
