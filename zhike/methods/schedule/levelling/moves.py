"""What levelling moved, and why: facts for pages to say in the reader's language, and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from zhike.methods.schedule import kernels
from zhike.methods.schedule.critical_path import Schedule
from zhike.methods.schedule.kernels.passes import DATE, DELAY, NODE, START
from zhike.methods.schedule.levelling.demand import Periods, Use, capacity_steps, uses
from zhike.methods.schedule.moments import from_ticks
from zhike.methods.schedule.plan import Plan

MOST_BLOCKERS = 30  # tasks looked at to explain one move


@dataclass(frozen=True, slots=True)
class Move:
    """A task that starts at another time than before, and why.

    It waits for `resource`, which is at work on `blocker` until `until`, and was given `delay` (elapsed ticks);
    without a blocker the resource is not available earlier. Or, with delay 0, it follows `follows`, which was moved
    itself (None: it starts when its dates allow, now that a former delay is gone).
    """

    task: int
    start_before: datetime
    start_after: datetime
    delay: int = 0
    resource: int | None = None
    blocker: int | None = None
    until: datetime | None = None
    follows: int | None = None


def moves_of(plan: Plan, before: Schedule, after: Schedule) -> list[Move]:
    """Every task whose start or delay differs, in the order of the outline. Summaries are not told: they only span."""
    network = after.network
    explain = _Explained(plan, after)
    found = []
    for task in range(len(network.columns.ids)):
        if network.place[task] < 0 or before.start[task] == after.start[task]:
            continue
        found.append(explain.move(task, int(before.start[task])))
    return found


class _Explained:
    def __init__(self, plan: Plan, after: Schedule) -> None:
        self._after = after
        self._ids = after.network.columns.ids
        self._nodes = after.network.tables.nodes
        self._passes: Any = kernels.plain("passes")
        self._clock = after.network.clock_list
        self._periods = Periods(after)
        self._steps = {resource.id: capacity_steps(resource) for resource in plan.resources}
        self._by_resource: dict[int, list[Use]] = {}
        self._by_task: dict[int, list[Use]] = {}
        for use in uses(plan, after):
            self._by_resource.setdefault(use.resource, []).append(use)
            self._by_task.setdefault(use.task, []).append(use)

    def move(self, task: int, before: int) -> Move:
        after = int(self._after.start[task])
        name = int(self._ids[task])
        moments = from_ticks(before), from_ticks(after)
        node = int(self._after.network.place[task])
        delay = int(self._nodes[node * NODE + DELAY])
        if not delay:
            return Move(name, *moments, follows=self._driver(task))
        moment = self._undelayed(node) + delay
        blocked = [found for use in self._by_task.get(task, ()) if (found := self._blocker(use, after))]
        if blocked:
            until, resource, blocker = max(blocked)
            return Move(name, *moments, delay, resource, int(self._ids[blocker]), from_ticks(until))
        resources = [use.resource for use in self._by_task.get(task, ()) if self._is_short(use, moment - 1)]
        return Move(name, *moments, delay, resources[0] if resources else None, until=from_ticks(moment))

    def _driver(self, task: int) -> int | None:
        link = int(self._after.driver[task])
        columns = self._after.network.columns
        return int(self._ids[columns.link_from[link]]) if link >= 0 else None

    def _undelayed(self, node: int) -> int:
        """When it would start without its delay, all others as they are."""
        network = self._after.network
        nodes, dates = self._nodes.copy(), np.asarray(self._after.dates, np.int64).ravel().copy()
        nodes[node * NODE + DELAY] = 0
        self._passes.forward(
            nodes,
            network.tables.edges,
            self._clock,
            network.tables.setup,
            dates,
            node,
            self._after.project_start,
            False,
        )
        return int(dates[node * DATE + START])

    def _blocker(self, use: Use, moment: int) -> tuple[int, int, int] | None:
        """(until, resource, task): the task at work with the resource that ends last before `moment`, of those without
        which there would have been room."""
        ends = (
            (int(self._after.finish[other.task]), other.resource, other.task)
            for other in self._by_resource[use.resource]
            if other.task != use.task and self._after.finish[other.task] <= moment
        )
        for found in sorted(ends, reverse=True)[:MOST_BLOCKERS]:
            if self._is_short(use, found[0] - 1):
                return found
        return None

    def _is_short(self, use: Use, tick: int) -> bool:
        """Whether less than it needs is left by the others in that tick."""
        capacity = [units for begin, units in self._steps[use.resource] if begin <= tick][-1]
        taken = 0
        for other in self._by_resource[use.resource]:
            if other.task != use.task and self._after.start[other.task] <= tick < self._after.finish[other.task]:
                taken += other.units * any(begin <= tick < end for begin, end in self._periods.of(other.task))
        return taken + use.units > capacity


def described(move: Move, resources: Mapping[int, str], tasks: Mapping[int, str]) -> str:
    """One English sentence, for the command line: "Build waits for Wang Wei, who is busy with *Design* until …"."""
    name = f"*{tasks.get(move.task, move.task)}*"
    when = f"(starts {move.start_after:%Y-%m-%d %H:%M} instead of {move.start_before:%Y-%m-%d %H:%M})"
    who = resources.get(move.resource, "somebody") if move.resource is not None else "somebody"
    if move.blocker is not None and move.until is not None:
        busy = f"*{tasks.get(move.blocker, move.blocker)}* until {move.until:%Y-%m-%d %H:%M}"
        return f"{name} waits for {who}, who is busy with {busy} {when}"
    if move.delay:
        return f"{name} waits for {who}, who is not free earlier {when}"
    if move.follows is not None:
        return f"{name} follows *{tasks.get(move.follows, move.follows)}* {when}"
    return f"{name} no longer has to wait {when}"
