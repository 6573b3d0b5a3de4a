"""What the command line answers: dates, levelled starts, forecasts, as facts for programs and as tables for people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhike.methods.schedule.plan import Plan

MANY_TASKS = 5000  # from here on compiling takes less time than it saves
NONE = -1
SECONDS_OF_TICK = 6
PERCENTS = tuple(range(10, 100, 10))


@dataclass
class Answer:
    """`facts` are printed as JSON; `lines` and then `rows`, of which the first is the head, as text."""

    facts: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def critical_path(plan: Plan) -> Answer:
    """Early and late dates and floats of every task; floats in ticks, in the table in days of the plan."""
    from zhike.methods.schedule.compiling import compile_plan
    from zhike.methods.schedule.critical_path import schedule

    found = schedule(compile_plan(plan), compile_it=_may_compile(plan))
    rows = zip(
        plan.tasks, *(getattr(found, name).tolist() for name in MOMENTS), found.total_float.tolist(),
        found.free_float.tolist(), found.is_critical.tolist(), strict=True,
    )  # fmt: skip
    tasks = [_dated(task.id, task.name, row) for task, *row in rows]
    begins, ends = _iso(found.project_start), _iso(found.project_finish)
    table = [[str(task["id"]), task["name"], *_cells(task, plan)] for task in tasks]
    line = f"{_read(begins)} to {_read(ends)}, {sum(task['critical'] for task in tasks)} critical"
    return Answer({"start": begins, "finish": ends, "tasks": tasks}, [line], [HEAD, *table])


HEAD = ["id", "task", "early start", "early finish", "late start", "late finish", "float (days)", "free", "critical"]


def give_dates(plan: Plan) -> None:
    """Computes the dates of a plan of which some task has none; other programs expect them. Left out if impossible."""
    from zhike.methods.schedule.compiling import compile_plan
    from zhike.methods.schedule.critical_path import schedule
    from zhike.methods.schedule.moments import from_ticks

    if all(task.start is not None or not task.is_active for task in plan.tasks):
        return
    try:
        found = schedule(compile_plan(plan), compile_it=_may_compile(plan))
    except ValueError:  # circles, calendars without working time: the plan is written as it is
        return
    columns = zip(*(getattr(found, name).tolist() for name in MOMENTS), strict=True)
    for task, moments in zip(plan.tasks, columns, strict=True):
        for name, ticks in zip(MOMENTS, moments, strict=True):
            if ticks != NONE:
                setattr(task, name, from_ticks(ticks))
    plan.finish = plan.finish or from_ticks(found.project_finish)


MOMENTS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


def _dated(number: int, name: str, row: Sequence[Any]) -> dict[str, Any]:
    *moments, total, free, critical = row
    is_planned = moments[0] != NONE  # inactive tasks have no dates
    dates = {key: _iso(ticks) for key, ticks in zip(MOMENTS, moments, strict=True)}
    floats = {"total_float": total if is_planned else None, "free_float": free if is_planned else None}
    return {"id": number, "name": name, **dates, **floats, "critical": bool(critical)}


def _cells(task: dict[str, Any], plan: Plan) -> list[str]:
    day = plan.minutes_per_day * 10
    floats = ["" if task[name] is None else f"{task[name] / day:g}" for name in ("total_float", "free_float")]
    return [*(_read(task[name]) for name in MOMENTS[2:]), *floats, "yes" if task["critical"] else ""]


def levelling(plan: Plan, seconds: float, seed: int) -> Answer:
    """When each task starts once nobody is asked to do more than they can, and when everything is done."""
    from zhike.methods.schedule.levelling.plans import level
    from zhike.methods.schedule.moments import from_ticks

    found = level(plan, seconds=seconds, seed=seed, compile_it=_has_numba())
    start, tasks = from_ticks(found.schedule.project_start), _levelled_tasks(plan, found)
    facts = {
        "start": start.isoformat(),
        "finish": found.finish_after.isoformat(),
        "makespan": int((found.finish_after - start).total_seconds()) // SECONDS_OF_TICK,
        "finish_before": found.finish_before.isoformat(),
        "overallocations_before": len(found.before),
        "overallocations_after": len(found.after),
        "tasks": tasks,
    }
    cells = [[str(one["id"]), one["name"], _read(one["start"]), _read(one["finish"]), one["why"]] for one in tasks]
    finishes = f"{found.finish_after:%Y-%m-%d %H:%M} (before: {found.finish_before:%Y-%m-%d %H:%M})"
    line = f"done {finishes}; too much asked of somebody {len(found.before)} times before, {len(found.after)} after"
    return Answer(facts, [line], [["id", "task", "start", "finish", "why later"], *cells])


def _levelled_tasks(plan: Plan, found: Any) -> list[dict[str, Any]]:
    from zhike.methods.schedule.levelling.moves import described

    people, names = {one.id: one.name for one in plan.resources}, {task.id: task.name for task in plan.tasks}
    moved = {move.task: move.start_before.isoformat() for move in found.moves}
    why = {move.task: described(move, people, names) for move in found.moves}
    rows = zip(plan.tasks, found.schedule.start.tolist(), found.schedule.finish.tolist(), strict=True)
    return [
        {
            "id": task.id,
            "name": task.name,
            "start": _iso(begins),
            "finish": _iso(ends),
            "delay": found.delays.get(task.id, 0),
            "moved_from": moved.get(task.id),
            "why": why.get(task.id, ""),
        }
        for task, begins, ends in rows
    ]


def levelled_instance(instance: Any, seconds: float, seed: int) -> Answer:
    """The same for a problem of PSPLIB, in its periods; activities are numbered from 1 as in the file."""
    from zhike.methods.schedule.levelling.problem import problem_of
    from zhike.methods.schedule.levelling.solver import best

    found = best(problem_of(instance), seconds=seconds, seed=seed, compile_it=_has_numba())
    tasks = [{"id": number, "start": start} for number, start in enumerate(found.starts, 1)]
    facts = {"makespan": found.end, "bound": found.bound, "proven": found.is_best, "tasks": tasks}
    line = f"done after {found.end} periods; " + (
        "no schedule is shorter" if found.is_best else f"at least {found.bound}"
    )
    return Answer(facts, [line], [["id", "start"], *([str(task["id"]), str(task["start"])] for task in tasks)])


def simulation(plan: Plan, seed: int, samples: int) -> Answer:
    """By when the project and each milestone finish in 10, 20, … 90 of 100 samples."""
    from zhike.methods.schedule.forecast import Settings, as_json, simulate

    found = simulate(plan, Settings(seed=seed, samples=samples), compile_it=_has_numba())
    names = {task.id: task.name for task in plan.tasks}
    spreads: list[tuple[int | None, str, Any]] = [(None, "the project", found.project)]
    spreads += [(task, names[task], found.tasks[task]) for task in found.milestones]
    facts = {
        "seed": found.seed, "samples": found.samples, "method": found.method, "correlation": found.correlation,
        "chance_of_plan": found.chance_of_plan,
        "project": _percentiles(found.project),
        "milestones": [{"id": task, "name": name, **_percentiles(spread)} for task, name, spread in spreads[1:]],
        "criticality": as_json(found.criticality),
    }  # fmt: skip
    head = ["id", "name", "planned", *(f"P{percent}" for percent in PERCENTS)]
    rows = [
        [str(task or ""), name, _read(spread.planned.isoformat()), *(_read(at) for at in _percentiles(spread).values())]
        for task, name, spread in spreads
    ]
    line = f"{found.samples:,} samples, seed {found.seed}; the plan's own finish holds in {found.chance_of_plan:.0%}"
    return Answer(facts, [line], [head, *rows])


def _percentiles(spread: Any) -> dict[str, str]:
    return {f"P{percent}": spread.at(percent).isoformat() for percent in PERCENTS}


def _may_compile(plan: Plan) -> bool:
    """numba takes seconds to load: worth it for large plans, where it is installed."""
    return len(plan.tasks) >= MANY_TASKS and _has_numba()


def _has_numba() -> bool:
    from importlib.util import find_spec

    return find_spec("numba") is not None


def _iso(ticks: int) -> str | None:
    from zhike.methods.schedule.moments import from_ticks

    return None if ticks == NONE else from_ticks(ticks).isoformat()


def _read(moment: str | None) -> str:
    """A moment for people: 2026-03-02 08:00."""
    return "" if moment is None else datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M")


def as_table(answer: Answer) -> str:
    """Columns beside each other, Chinese characters counted twice as wide."""
    widths = [max(map(width, column)) for column in zip(*answer.rows, strict=True)]
    rows = [
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in map(_one_line, answer.rows)
    ]
    return "\n".join([*answer.lines, "", *rows]) + "\n"


def _one_line(row: Iterable[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in row]


def width(text: str) -> int:
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)
