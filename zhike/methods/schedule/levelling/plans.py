"""Levelling a plan: tasks wait until those who do them are free, everything ends as early as can be found, and each
move says why.

Orders in which tasks are served are found by rules, then by `solver` on a coarse copy of the plan (`guide`), then by
disturbing the best; each is turned into dates by `kernels.levelling` with the plan's own rules. Tasks are not split.
"""

import time
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from zhike.methods.schedule import kernels
from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.critical_path import BeyondHorizon, Schedule, schedule
from zhike.methods.schedule.kernels.passes import (
    DATE,
    DELAY,
    EDGE,
    FINISH,
    FROM,
    LATE_FINISH,
    LATE_START,
    LENGTH,
    NODE,
    ROW,
    START,
    TO,
    TOTAL,
)  # fmt: skip
from zhike.methods.schedule.levelling import guide, solver
from zhike.methods.schedule.levelling.demand import Overallocation, overallocations
from zhike.methods.schedule.levelling.grid import Grid, grid_of
from zhike.methods.schedule.levelling.moves import Move, moves_of
from zhike.methods.schedule.levelling.problem import Impossible
from zhike.methods.schedule.levelling.rules import ordered
from zhike.methods.schedule.moments import from_ticks
from zhike.methods.schedule.network import Array, Network
from zhike.methods.schedule.plan import Plan

GROWTH = (1, 2, 4, 8, 16)  # how much longer the grid is made where it ends before everything is done
GUIDED = 0.7  # of the time, for the coarse copy
DISTURBANCES = (0.003, 0.01, 0.03, 0.1)  # of the length of the plan


@dataclass(frozen=True)
class Levelling:
    """`schedule`: all dates with the delays levelling gave; `before`: where the plan asked too much of somebody.
    `is_kept`: the plan was left as it was. What else there is to say is worked out when it is asked for."""

    plan: Plan
    given: Schedule
    schedule: Schedule
    before: list[Overallocation]
    is_kept: bool = False

    @property
    def finish_before(self) -> datetime:
        return from_ticks(self.given.project_finish)

    @property
    def finish_after(self) -> datetime:
        return from_ticks(self.schedule.project_finish)

    @cached_property
    def delays(self) -> dict[int, int]:
        """Elapsed ticks per task id, for every task that has a delay now: what `Task.levelling_delay` is to be."""
        network = self.schedule.network
        given = network.tables.nodes[DELAY::NODE]
        places = [(int(task), int(network.place[at])) for at, task in enumerate(network.columns.ids)]
        return {task: int(given[node]) for task, node in places if node >= 0 and given[node] > 0}

    @cached_property
    def moves(self) -> list[Move]:
        """Each task that starts at another time than in the plan as it was, and why."""
        return [] if self.is_kept else moves_of(self.plan, self.given, self.schedule)

    @cached_property
    def after(self) -> list[Overallocation]:
        """What has no remedy in moving tasks: fixed dates, no float left, one task alone that asks too much."""
        return self.before if self.is_kept else overallocations(self.plan, self.schedule)


def level(plan: Plan, **how: Any) -> Levelling:
    """The last and best of `levellings`, with the same arguments."""
    return list(levellings(plan, **how))[-1]


def levellings(
    plan: Plan, *, seconds: float = 5.0, seed: int = 0, by_priority: bool = False, within_float: bool = False,
    orders: int | None = None, compile_it: bool | None = None,
) -> Iterator[Levelling]:  # fmt: skip
    """Better and better ways of levelling a plan, the first at once.

    Delays the plan has are taken away first; if nobody was asked too much with them and nothing found ends earlier,
    they stay. `by_priority`: tasks are served by their priority and then their late start, once, as in other
    products; else by what lets everything end earliest. `within_float`: no task is moved beyond its late start.
    `seconds`, or so many `orders` tried (then the same seed gives the same result). Errors: as `compile_plan` and
    `grid.TooMuch`.
    """
    levelled = _Levelled(plan, compile_it, within_float)
    yield levelled.kept()
    if not levelled.needs_levelling:
        return
    for order in levelled.first_orders(by_priority):
        if levelled.try_order(order):
            yield levelled.result()
    if by_priority:
        return
    for order in levelled.more_orders(seconds, seed, orders):
        if levelled.try_order(order):
            yield levelled.result()


class _Levelled:
    def __init__(self, plan: Plan, compile_it: bool | None, within_float: bool) -> None:
        self.begun = time.perf_counter()
        self.plan, self.within_float = plan, within_float
        self.kernel: Any = kernels.loaded("levelling", compile_it)
        self.compile_it = self.kernel is not kernels.plain("levelling")
        self.network = compile_plan(plan)
        self.given = schedule(self.network, self.compile_it)
        self.before = overallocations(plan, self.given)
        self.had_delays = bool((self.network.columns.delay > 0).any())
        self.base = schedule(_without_delays(self.network), self.compile_it)
        self.stuck: frozenset[int] = frozenset()
        self.growth = 0
        self.tried = 0
        self.best: tuple[int, int, int] | None = None
        if self.before or self.had_delays:
            self._prepare()

    @property
    def needs_levelling(self) -> bool:
        return bool(self.before or self.had_delays)

    def _prepare(self) -> None:
        """The grid, with what the tasks that stay ask for taken from it."""
        self.grid: Grid = grid_of(
            self.plan, self.base, within_float=self.within_float, stuck=self.stuck, longer=GROWTH[self.growth]
        )
        grid, tables = self.grid, self.base.network.tables
        self.nodes, self.dates = tables.nodes.copy(), np.asarray(self.base.dates, np.int64).ravel().copy()
        self.unserved = np.zeros(self.base.network.count, np.int64)
        rows, dates = tables.nodes.reshape(-1, NODE), self.dates.reshape(-1, DATE)
        for node in np.flatnonzero((np.diff(grid.needs_first) > 0) & (grid.movable == 0)).tolist():
            start, finish = int(dates[node, START]), int(dates[node, FINISH])
            kernel = self.kernel
            kernel.take(
                start,
                finish,
                int(rows[node, ROW]),
                node,
                grid.needs_first,
                grid.needs,
                grid.free,
                grid.works,
                grid.setup,
            )
        self.free = grid.free.copy()
        if not self.before:  # the delays it has already serve everybody
            self.best = (0, *self._worth(self.given.dates))

    def try_order(self, order: Array) -> bool:
        """Serve nodes in this order; whether that is better than all before."""
        while (node := self._served(order)) >= 0:
            if self.growth + 1 < len(GROWTH):
                self.growth += 1
            else:
                self.stuck |= {node}
            self._prepare()
        self.tried += 1
        value = (int(self.unserved.sum()), *self._worth(self.dates))
        if self.best is not None and value >= self.best:
            return False
        self.best, self.best_nodes, self.best_dates = value, self.nodes.copy(), self.dates.copy()
        return True

    def _served(self, order: Array) -> int:
        grid, tables = self.grid, self.base.network.tables
        np.copyto(grid.free, self.free)
        while True:
            try:
                return int(
                    self.kernel.level(
                        self.nodes, tables.edges, self.base.network.clock, tables.setup, self.dates, order,
                        grid.needs_first, grid.needs, grid.free, grid.works, grid.movable, grid.limits, self.unserved,
                        grid.setup,
                    )
                )  # fmt: skip
            except IndexError as error:
                np.copyto(grid.free, self.free)
                if not self.base.network.widen():
                    raise BeyondHorizon("The plan runs out of the years 1900 to 2199.") from error

    def _worth(self, dates: Array) -> tuple[int, int]:
        """The finish of the plan, then all finishes together: the smaller the better."""
        finishes = np.asarray(dates, np.int64).reshape(-1, DATE)[:, FINISH]
        return int(finishes.max(initial=0)), int(finishes.sum())

    def first_orders(self, by_priority: bool) -> Iterator[Array]:
        rows = self.base.network.tables.nodes.reshape(-1, NODE)[:-1]
        dates = np.asarray(self.base.dates, np.int64).reshape(-1, DATE)
        priority = self._priorities()
        late = dates[:, LATE_START]
        if by_priority:
            yield self._order(late - priority * (1 << 34))
            return
        yield self._order(late * 1000 - priority)
        yield self._order(dates[:, LATE_FINISH] * 1000 - priority)
        yield self._order(dates[:, LATE_START] + dates[:, LATE_FINISH])
        yield self._order(dates[:, TOTAL])
        yield self._order(dates[:, START])
        yield self._order(-rows[:, LENGTH])
        yield self._order(np.asarray(self.given.dates, np.int64).reshape(-1, DATE)[:, START])

    def _priorities(self) -> Array:
        found = np.full(self.base.network.count, 500, np.int64)
        for at, task in enumerate(self.plan.tasks):
            node = self.base.network.place[at]
            if node >= 0:
                found[node] = task.priority
        return found

    def _order(self, key: Array) -> Array:
        edges = self.base.network.tables.edges.reshape(-1, EDGE)
        return np.asarray(ordered(key.tolist(), edges[:, FROM].tolist(), edges[:, TO].tolist()), np.int64)

    def more_orders(self, seconds: float, seed: int, orders: int | None) -> Iterator[Array]:
        """From the coarse copy, then around the best."""
        random = np.random.default_rng(seed)
        until = self.begun + seconds
        yield from self._guided((until - time.perf_counter()) * GUIDED, seed, orders)
        while time.perf_counter() < until if orders is None else self.tried < orders:
            if self.best is None or not hasattr(self, "best_dates"):
                return
            starts = self.best_dates.reshape(-1, DATE)[:, START].astype(np.float64)
            spread = (self.best[1] - self.base.project_start) * random.choice(DISTURBANCES)
            yield self._order(starts + random.normal(0, max(spread, 1), len(starts)))

    def _guided(self, seconds: float, seed: int, orders: int | None) -> Iterator[Array]:
        try:
            problem = guide.problem_on(self.grid, self.base, self.free)
            for found in solver.solve(
                problem,
                seconds=seconds if orders is None else 1e9,
                schedules=orders,
                seed=seed,
                compile_it=self.compile_it,
            ):
                yield self._order(np.asarray(found.starts, np.int64))
        except Impossible:
            return  # as it is, rounded to slots; the plan itself is served all the same

    def kept(self) -> Levelling:
        """The plan as it is."""
        return Levelling(self.plan, self.given, self.given, self.before, is_kept=True)

    def result(self) -> Levelling:
        found = schedule(_with_nodes(self.base.network, self.best_nodes), self.compile_it)
        return Levelling(self.plan, self.given, found, self.before)


def _without_delays(network: Network) -> Network:
    nodes = network.tables.nodes.copy()
    nodes[DELAY::NODE] = 0
    return _with_nodes(network, nodes)


def _with_nodes(network: Network, nodes: Array) -> Network:
    """The same network with another table of nodes."""
    other = copy(network)
    for made_from_nodes in ("clock", "clock_list", "table_lists"):
        other.__dict__.pop(made_from_nodes, None)
    other.tables = network.tables._replace(nodes=nodes.copy())
    return other
