"""A plan's people on a grid of time: who is free in which slot, and which tasks may be moved.

Made for `kernels.levelling`, which says what the arrays mean.
"""

from dataclasses import dataclass, field
from math import gcd
from typing import Any

import numpy as np

from zhike.methods.schedule.calendars import Resolved
from zhike.methods.schedule.critical_path import Schedule
from zhike.methods.schedule.kernels.passes import (
    ALAP,
    BEGUN,
    CONSTRAINT,
    DATE,
    EARLY_START,
    FINISH,
    FNLT,
    KIND,
    LATE_START,
    LENGTH,
    MFO,
    MSO,
    NEVER,
    NODE,
    NONE,
    ROW,
    SNLT,
    START,
    TASK,
)  # fmt: skip
from zhike.methods.schedule.levelling.demand import capacity_steps, units_of, uses
from zhike.methods.schedule.levelling.problem import NEVER_MOVES
from zhike.methods.schedule.network import Array
from zhike.methods.schedule.plan import DAY, HOUR, MINUTE, Plan, Resource

FINEST, COARSEST = 15 * MINUTE, HOUR
MOST_CELLS = 60_000_000  # resources × slots
WORKING_SHARE = 5  # a week has about five times the hours in it that are worked


class TooMuch(ValueError):
    """The plan has too many resources over too long a time for a grid of hours."""


@dataclass
class Grid:
    """`resources`: those of the plan that are in demand, in the order of `free`. The rest: see the kernel."""

    resources: list[Resource]
    needs_first: Array
    needs: Array
    movable: Array
    limits: Array
    origin: int
    grain: int
    slots: int
    project_start: int
    free: Array = field(init=False)
    works: Array = field(init=False)

    @property
    def setup(self) -> Array:
        return np.asarray([self.origin, self.grain, self.slots, self.project_start], np.int64)


def grid_of(
    plan: Plan, base: Schedule, *, within_float: bool, stuck: frozenset[int] = frozenset(), longer: int = 1
) -> Grid:
    """The grid of a plan whose dates without levelling are `base`.

    `stuck`: nodes for which there never is room; they stay. `longer`: how many times the usual length it has. TooMuch.
    """
    nodes = base.network.tables.nodes.reshape(-1, NODE)[:-1]
    dates = base.dates.reshape(-1, DATE)
    held, resources = _needs(plan, base)
    movable = _movable(plan, base, nodes) & (np.asarray([bool(row) for row in held], bool))
    movable[list(stuck)] = False
    limits = np.full(len(nodes), NEVER, np.int64)
    capped = np.isin(nodes[:, CONSTRAINT], (SNLT, FNLT)) | within_float
    limits[capped] = np.maximum(dates[capped, LATE_START], dates[capped, EARLY_START])
    flat = [number for row in held for pair in row for number in pair]
    origin = int(dates[:, START].min(initial=base.project_start)) // DAY * DAY
    grain = _grain(base, nodes)
    slots = _slots(base, nodes, held, resources, origin, grain) * longer
    if slots * max(len(resources), 1) > MOST_CELLS:
        raise TooMuch("There are too many resources over too long a time to level this plan.")
    grid = Grid(
        resources, np.cumsum([0, *map(len, held)]), np.asarray(flat, np.int64), movable.astype(np.int64), limits,
        origin, grain, slots, base.project_start,
    )  # fmt: skip
    grid.works = _works(base.network.calendars, grid)
    grid.free = _free(grid)
    return grid


def _needs(plan: Plan, base: Schedule) -> tuple[list[list[tuple[int, int]]], list[Resource]]:
    """Per node the pairs (resource, units), no more units than there ever are: more cannot be served at any time."""
    wanted = uses(plan, base)
    asked = {use.resource for use in wanted}
    resources = [resource for resource in plan.resources if resource.id in asked]
    number = {resource.id: at for at, resource in enumerate(resources)}
    most = [max(units for _, units in capacity_steps(resource)) for resource in resources]
    held: list[list[tuple[int, int]]] = [[] for _ in range(base.network.count)]
    for use in wanted:
        resource = number[use.resource]
        if most[resource]:
            held[int(base.network.place[use.task])].append((resource, min(use.units, most[resource])))
    return held, resources


def _movable(plan: Plan, base: Schedule, nodes: Array) -> Any:
    """Not begun, not planned by hand, without a date it must keep, and of a priority that lets it be moved."""
    keeps = {task.id for task in plan.tasks if task.priority >= NEVER_MOVES}
    kept = np.zeros(len(nodes), bool)
    for at, task in enumerate(base.network.columns.ids):
        if int(task) in keeps and base.network.place[at] >= 0:
            kept[base.network.place[at]] = True
    fixed = np.isin(nodes[:, CONSTRAINT], (MSO, MFO, ALAP))
    return (nodes[:, KIND] == TASK) & (nodes[:, BEGUN] == NONE) & ~fixed & ~kept


def _grain(base: Schedule, nodes: Array) -> int:
    """Ticks per slot: so that periods of work and lengths of tasks are whole numbers of it, within reason."""
    grain = COARSEST
    for calendar in base.network.calendars:
        for periods in {*calendar.week, *calendar.days.values()}:
            for begins, ends in periods:
                grain = gcd(grain, begins * MINUTE, ends * MINUTE)
    for length in np.unique(nodes[:, LENGTH]).tolist():
        grain = gcd(grain, length)
    return grain if grain >= FINEST else FINEST


def _slots(
    base: Schedule, nodes: Array, held: list[list[tuple[int, int]]], resources: list[Resource], origin: int, grain: int
) -> int:
    """Enough for the busiest resource to do all that is asked of it after everything else, at the usual working
    hours."""
    load = [0.0] * len(resources)
    for node, pairs in enumerate(held):
        for resource, units in pairs:
            load[resource] += float(nodes[node, LENGTH]) * units / max(units_of(resources[resource].max_units), units)
    longest = int(max(load, default=0)) * WORKING_SHARE
    return (base.project_finish - origin + longest + 30 * DAY) // grain + 1


def _works(calendars: list[Resolved], grid: Grid) -> Array:
    """One row of slots per calendar; row 0 is around the clock. A slot that is worked in part counts as worked."""
    works = np.zeros((len(calendars) + 1, grid.slots), np.uint8)
    works[0] = 1
    per_day = DAY // grid.grain
    first = grid.origin // DAY
    days = -(-grid.slots // per_day)
    patterns: dict[Any, Array] = {}
    for row, calendar in enumerate(calendars, 1):
        listed = []
        for day in range(first, first + days):
            periods = calendar.on(day)
            if periods not in patterns:
                patterns[periods] = _pattern(periods, per_day, grid.grain)
            listed.append(patterns[periods])
        works[row] = np.concatenate(listed)[: grid.slots]
    return works.ravel()


def _pattern(periods: Any, per_day: int, grain: int) -> Array:
    found = np.zeros(per_day, np.uint8)
    for begins, ends in periods:
        found[begins * MINUTE // grain : -(-ends * MINUTE // grain)] = 1
    return found


def _free(grid: Grid) -> Array:
    """All that there is, before anybody is asked for anything."""
    free = np.zeros((len(grid.resources), grid.slots), np.int32)
    for row, resource in enumerate(grid.resources):
        for begin, units in capacity_steps(resource):
            slot = max(-(-(begin - grid.origin) // grid.grain), 0)
            free[row, slot:] = units
            if slot and slot < grid.slots:  # where less is to come within the slot before, that slot has less already
                free[row, slot - 1] = (
                    min(free[row, slot - 1], units) if (begin - grid.origin) % grid.grain else free[row, slot - 1]
                )
    return free.ravel()


def finish_of(dates: Array) -> int:
    """The last finish of all nodes."""
    return int(np.asarray(dates, np.int64).reshape(-1, DATE)[:, FINISH].max(initial=0))


def row_of(nodes: Array, node: int) -> int:
    return int(nodes[node * NODE + ROW])
