"""What every task of a plan is worth, in money, in work and in time, and how far it is: columns in, arrays out.

A line with lines below it counts by those, and only by what is its own besides (a fixed cost of a phase). What was
planned and is gone from the plan stays in the budget and earns nothing until somebody plans anew; what came since is
not in it. Milestones earn all or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import loads
from typing import Any

from zhike.plan.models import Task

COST, WORK, DURATION = "cost", "work", "duration"
BASES = (COST, WORK, DURATION)
NONE = -1
Columns = Mapping[str, Sequence[Any]]


@dataclass(slots=True)
class Tasks:
    """The plan as it is now, by key: what each counts and how far it is."""

    columns: Columns
    share: dict[str, float]  # 0 to 1, of what counts
    counts: list[bool]  # not cancelled, nor below something cancelled
    is_leaf: list[bool]

    @property
    def rows(self) -> list[int]:
        """Places of the tasks and milestones that count."""
        return [at for at, (counts, leaf) in enumerate(zip(self.counts, self.is_leaf, strict=True)) if counts and leaf]


@dataclass(slots=True)
class Budget:
    """By line that is worth something or marks the plan's course: key, start, finish (ticks) and amounts by basis."""

    keys: list[str]
    starts: Any
    finishes: Any
    amounts: dict[str, Any]  # basis -> (n,) money, or ticks of work or of working time
    lines: int = 0

    def total(self, basis: str) -> float:
        return float(self.amounts[basis].sum()) if basis in self.amounts else 0.0


def tasks_of(columns: Columns, at: int | None = None, now: int = 0) -> Tasks:
    """How far every task of the plan is; or, where nobody kept it, was at a moment before `now` (ticks): what was
    begun had come as far as its share of the time between its beginning and its end, or now."""
    if at is not None:
        columns = _back(columns, at, now)
    counts: list[bool] = []
    place = {key: at for at, key in enumerate(columns["id"])}
    for is_active, parent in zip(columns["is_active"], columns["parent_id"], strict=True):
        counts.append(bool(is_active) and (not parent or counts[place[parent]]))
    is_leaf = [kind != Task.Kind.SUMMARY for kind in columns["kind"]]
    share = {}
    facts = zip(columns["id"], columns["kind"], columns["state"], columns["percent"], counts, strict=True)
    for key, kind, state, percent, yes in facts:
        if not yes or state == Task.State.CANCELLED:
            share[key] = 0.0
        elif state == Task.State.DONE:
            share[key] = 1.0
        else:
            share[key] = 0.0 if kind == Task.Kind.MILESTONE else percent / 100
    return Tasks(columns, share, counts, is_leaf)


def budget_of_baseline(lines: Columns, tasks: Tasks, worked: Any) -> Budget:
    """What a baseline planned. `worked(starts, finishes)`: working time between moments, for what a file gives no
    figure of."""
    side = dict(zip(tasks.columns["id"], tasks.columns["side"], strict=True))
    keys, levels = list(lines["task_key"]), list(lines["level"])
    leaf = [at + 1 == len(levels) or levels[at + 1] <= level for at, level in enumerate(levels)]
    missing = [set(loads(kept).get("none", ())) if kept and '"none"' in kept else set() for kept in lines["kept"]]
    spans = worked(lines["start"], lines["finish"])
    columns = {
        COST: _own_costs(lines["cost"], levels, missing), DURATION: [0.0] * len(keys), WORK: [0.0] * len(keys),
    }  # fmt: skip
    for at, kind in enumerate(lines["kind"]):
        if not leaf[at] or kind == Task.Kind.MILESTONE or lines["start"][at] == NONE:
            continue
        columns[DURATION][at] = float(spans[at])
        told = lines["work"][at]
        ours = side.get(keys[at], Task.Side.OURS) == Task.Side.OURS
        columns[WORK][at] = float(told if told > 0 else spans[at] if ours and kind != Task.Kind.SUMMARY else 0)
    return _budget(keys, lines["start"], lines["finish"], columns, leaf)


def budget_of_plan(tasks: Tasks, costs: Mapping[str, float], works: Mapping[str, float], worked: Any) -> Budget:
    """What the plan as it is now is worth: while there is no baseline. `costs`: of each line alone, by key; `works`:
    assigned work in ticks."""
    told = tasks.columns
    keys, spans = list(told["id"]), worked(told["start"], told["finish"])
    columns = {COST: [0.0] * len(keys), DURATION: [0.0] * len(keys), WORK: [0.0] * len(keys)}
    for at, key in enumerate(keys):
        if not tasks.counts[at] or told["start"][at] == NONE:
            continue
        columns[COST][at] = costs.get(key, 0.0)
        if tasks.is_leaf[at] and told["kind"][at] == Task.Kind.TASK:
            columns[DURATION][at] = float(spans[at])
            columns[WORK][at] = planned_work(told, at, works, spans[at])
    return _budget(
        keys,
        told["start"],
        told["finish"],
        columns,
        [a and b for a, b in zip(tasks.counts, tasks.is_leaf, strict=True)],
    )


def planned_work(told: Columns, at: int, works: Mapping[str, float], span: float) -> float:
    """Ticks of work on a task: what is assigned; else, where it is ours, its effort, or its owner full-time."""
    assigned = works.get(told["id"][at])
    if assigned is not None:
        return float(assigned)
    if told["side"][at] != Task.Side.OURS:
        return 0.0
    return float(told["effort"][at] or span)


def _back(columns: Columns, at: int, now: int) -> Columns:
    states, percents = [], []
    told = zip(columns["state"], columns["percent"], columns["actual_start"], columns["actual_finish"], strict=True)
    for state, percent, begun, ended in told:
        if state == Task.State.CANCELLED or (ended != NONE and ended <= at):
            states.append(state)
            percents.append(percent)
        elif begun == NONE or begun >= at:
            states.append(Task.State.TO_DO.value)
            percents.append(0.0)
        else:
            until = max(begun + 1, ended if ended != NONE else now)
            states.append(Task.State.IN_PROGRESS.value)
            percents.append(percent * min(1.0, (at - begun) / (until - begun)))
    return {**columns, "state": states, "percent": percents}


def _own_costs(costs: Sequence[float], levels: Sequence[int], missing: Sequence[set[str]]) -> list[float]:
    """Of each line what it costs without those below it, never less than nothing."""
    own, below = [0.0] * len(levels), dict[int, float]()
    for at in range(len(levels) - 1, -1, -1):
        inside = below.pop(levels[at] + 1, 0.0)
        whole = inside if "cost" in missing[at] else max(float(costs[at]), inside)
        own[at] = whole - inside
        below[levels[at]] = below.get(levels[at], 0.0) + whole
    return own


def _budget(keys: list[str], starts: Any, finishes: Any, columns: dict[str, list[float]], leaf: list[bool]) -> Budget:
    import numpy as np

    amounts = {basis: np.asarray(column, np.float64) for basis, column in columns.items()}
    begins, ends = np.asarray(starts, np.int64), np.asarray(finishes, np.int64)
    told = (begins >= 0) & (ends >= 0)
    worth = told & (np.asarray(leaf, bool) | (amounts[COST] > 0))
    at = np.flatnonzero(worth)
    return Budget(
        [keys[one] for one in at.tolist()], begins[at], ends[at], {basis: row[at] for basis, row in amounts.items()},
        lines=len(keys),
    )  # fmt: skip
