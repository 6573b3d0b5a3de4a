"""Early and late dates, floats and the critical path of a network."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhike.methods.schedule.at_once import AtOnce
from zhike.methods.schedule.kernels import loaded
from zhike.methods.schedule.kernels.passes import (
    BY_SUMMARY,
    CRITICAL,
    DATE,
    DRIVER,
    FREE,
    LATE_FINISH,
    MULTIPLE,
    NEVER,
    NONE,
    TOTAL,
)  # fmt: skip
from zhike.methods.schedule.network import Array, Network, Tables
from zhike.methods.schedule.sweeping import Sweep, sweep_of


class BeyondHorizon(ValueError):
    """The plan runs out of the years 1900 to 2199."""


DEEP = 40  # levels of an outline from which on going through it line by line costs less
MOMENTS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


@dataclass
class Schedule:
    """Dates of every task, in the order of `network.columns.ids`: ticks since 1900, NONE (-1) for an inactive task.

    `start` and `finish` are when it is planned: late where it is to be done as late as possible, else early. Floats
    are working ticks of the task's own calendar. `driver` is the index of the link that decided the start, or one of
    the BY_… numbers of `kernels.passes`.
    """

    network: Network
    start: Array
    finish: Array
    early_start: Array
    early_finish: Array
    late_start: Array
    late_finish: Array
    total_float: Array
    free_float: Array
    is_critical: Array
    driver: Array
    project_start: int
    project_finish: int
    dates: Array  # by node, DATE numbers each, as the passes left them


def schedule(network: Network, compile_it: bool | None = None) -> Schedule:
    """Compute all dates anew.

    `compile_it`: with numba, or in plain Python; undecided, compiled if this process has numba already. BeyondHorizon.
    """
    engine = Engine(network, compile_it)
    engine.compute()
    return engine.schedule()


class Engine:
    """The kernels, compiled or plain, with the tables of one network in the form they like."""

    at_once_from = 120  # nodes: below, setting up arrays costs more than it saves

    def __init__(self, network: Network, compile_it: bool | None = None) -> None:
        self.network = network
        self.passes, self._floats = loaded("passes", compile_it), loaded("floats", compile_it)
        self._sweeps = loaded("sweeps", compile_it)
        self.is_compiled = self.passes is not loaded("passes", compile_it=False)
        self.tables: Tables = network.tables if self.is_compiled else network.table_lists
        self.clock = network.clock if self.is_compiled else network.clock_list
        self._table: Array | None = np.zeros((network.count, DATE), np.int64)
        self._dates: Any = self._table.ravel() if self.is_compiled else None
        self.start = self.finish = 0
        self._sweep: Sweep | None = None
        self._is_swept = False  # whether that is of the tables as they are now

    @property
    def dates(self) -> Any:
        """What was computed, as the kernels like it and may change it."""
        if self.is_compiled:
            return self._dates
        if self._table is not None:
            self._dates, self._table = self._table.ravel().tolist(), None
        return self._dates

    @property
    def table(self) -> Array:
        """The same, DATE numbers for each node, to be read before anything is computed again."""
        return np.asarray(self._dates, np.int64).reshape(-1, DATE) if self._table is None else self._table

    def schedule(self) -> Schedule:
        """What was computed, by task."""
        return schedule_of(self.network, self.table, self.start, self.finish)

    def compute(self) -> None:
        """All dates, over as many years as it takes. BeyondHorizon: more than there are."""
        while True:
            try:
                return self.run()
            except IndexError as error:
                self.look_further(error)

    def look_further(self, error: IndexError) -> None:
        """Let the tables of the calendars cover more years."""
        if not self.network.widen():
            raise BeyondHorizon("The plan runs out of the years 1900 to 2199.") from error
        self.clock = self.network.clock if self.is_compiled else self.network.clock_list

    def run(self) -> None:
        """Forward, backward, floats. A plan made from its finish is first gone through backward, to find its start."""
        options = self.network.options
        if self.goes_at_once and self._computed_at_once():
            return None
        if not self._is_swept:
            self._sweep, self._is_swept = self._look_over(), True
        if self._sweep is not None:
            return self._sweep_through(self._sweep)
        self.start = options.start
        if not options.from_start:
            self._backward_first(options.finish)
            if self.network.count:
                self.start = self.passes.earliest_late_start(self.tables.nodes, self.dates)
        self.forward(finishing=False)
        self.finish = max(int(self.passes.latest_finish(self.tables.nodes, self.dates)), self.start)
        if not options.from_start:
            self.finish = max(self.finish, options.finish)
        tables = *self.tables[:3], self.clock, self.tables.setup, self.dates
        if self.network.has_late_tasks:
            self.backward(self.finish)
            self.forward(finishing=True)
            self._floats.floats(*tables, options.critical_limit)
        else:
            self._floats.backward_and_floats(*tables, self.finish, options.critical_limit)

    def look_at_every_node(self) -> None:
        """Compute without sweeps from now on, and not at once: what tests hold both against."""
        self._sweep, self._is_swept, self.at_once_from = None, True, NEVER

    @property
    def goes_at_once(self) -> bool:
        """Whether all dates of this network are computed as arrays as far as that goes."""
        return not self.is_compiled and self.network.count >= self.at_once_from and self._is_swept_once

    @property
    def _is_swept_once(self) -> bool:
        """Whether each pass goes through the network once."""
        options = self.network.options
        return options.from_start and not options.multiple_critical_paths and not self.network.has_late_tasks

    def _computed_at_once(self) -> bool:
        """False: the tables of the calendars do not reach, or not for that; the passes know which."""
        found = AtOnce(self.network)
        try:
            self.finish = found.compute(self.network.options.start)
        except IndexError:
            return False
        self.start, self._table = self.network.options.start, found.dates
        return True

    def _look_over(self) -> Sweep | None:
        """What both passes need where each goes through the network once; None: one has to go through it again."""
        if not self._is_swept_once:
            return None
        found = sweep_of(self.network.tables, len(self.network.calendars) + 1)
        return found if self.is_compiled else found.listed()

    def _sweep_through(self, sweep: Sweep) -> None:
        (nodes, edges, leaving, setup), kernel, options = self.tables, self._sweeps, self.network.options
        lean, ins, outs, works, lates, marks = sweep
        self.start = options.start
        kernel.mark_starts(self.clock, marks, self.start)
        finish = kernel.sweep_forward(nodes, edges, self.clock, setup, self.dates, lean, ins, works, marks, self.start)
        self.finish = max(int(finish), self.start)
        kernel.mark_finishes(self.clock, marks, self.finish)
        kernel.sweep_backward(
            nodes, edges, leaving, self.clock, setup, self.dates, lean, outs, works, lates, marks, self.finish,
            options.critical_limit,
        )  # fmt: skip

    def forward(self, finishing: bool) -> None:
        nodes, edges, _, setup = self.tables
        self.passes.forward_all(nodes, edges, self.clock, setup, self.dates, self.start, finishing)

    def _backward_first(self, finish: int) -> None:
        """Before any early date is known, so that no open end can have its own finish yet."""
        setup = self.tables.setup
        without = setup.copy()
        without[MULTIPLE] = 0
        self.tables = self.tables._replace(setup=without)
        self.backward(finish)
        self.tables = self.tables._replace(setup=setup)

    def backward(self, finish: int) -> None:
        nodes, edges, leaving, setup = self.tables
        self.passes.backward_all(nodes, edges, leaving, self.clock, setup, self.dates, finish)


def schedule_of(network: Network, dates: Array, start: int, finish: int) -> Schedule:
    """Results by node (rows of DATE numbers) become results by task, with summaries rolled up."""
    has_node = network.place >= 0
    at = np.where(has_node, network.place, 0)
    columns = [_by_task(dates[:, column], at, has_node, NONE) for column in range(LATE_FINISH + 1)]
    if network.is_summary.any():
        _roll_up(network, columns)
    total, free, critical = _floats_of_summaries(network, dates, at, has_node, columns)
    driver = _by_task(_links(network, dates[:, DRIVER]), at, has_node, NONE)
    moments = dict(zip(MOMENTS, columns, strict=True))
    return Schedule(
        network,
        **moments,
        total_float=total,
        free_float=free,
        is_critical=critical,
        driver=driver,
        project_start=int(start),
        project_finish=int(finish),
        dates=dates,
    )


def _links(network: Network, drivers: Array) -> Array:
    """Edges become the links they stand for; a summary's own node says nothing more than that."""
    if not len(network.edge_link):
        return drivers
    links = network.edge_link[np.maximum(drivers, 0)]
    return np.where(drivers < 0, drivers, np.where(links >= 0, links, BY_SUMMARY))


def _by_task(values: Array, at: Array, has_node: Array, otherwise: int) -> Array:
    return np.where(has_node, values[at], otherwise) if len(values) else np.full(len(at), otherwise)


def _roll_up(network: Network, moments: list[Array]) -> None:
    """A summary spans what is in it; for late dates, tasks planned by hand count as they are planned."""
    by_hand = network.columns.is_manual & (network.place >= 0)
    moments[4], moments[5] = moments[4].copy(), moments[5].copy()
    own = moments[4][by_hand], moments[5][by_hand]
    moments[4][by_hand], moments[5][by_hand] = moments[2][by_hand], moments[3][by_hand]
    for low, high in ((0, 1), (2, 3), (4, 5)):
        moments[low], moments[high] = _spanned(network, moments[low], moments[high])
    moments[4][by_hand], moments[5][by_hand] = own


def _spanned(network: Network, low: Array, high: Array) -> tuple[Array, Array]:
    """The first `low` and the last `high` of whatever is in a summary; what has none of the latter does not count."""
    kernel, levels = loaded("order"), network.levels
    if kernel is not loaded("order", compile_it=False):
        first, last = low.astype(np.int64), high.astype(np.int64)
        kernel.roll_up(network.columns.parent, first, last)
        return first, last
    if len(levels) > DEEP:
        first, last = low.tolist(), high.tolist()
        kernel.roll_up(network.columns.parent.tolist(), first, last)
        return np.asarray(first, np.int64), np.asarray(last, np.int64)
    first, last = np.where(high < 0, NEVER, low), high.astype(np.int64)
    for level in levels:
        level = level[last[level] >= 0]
        np.minimum.at(first, network.columns.parent[level], first[level])
        np.maximum.at(last, network.columns.parent[level], last[level])
    return np.where(last < 0, low, first), last


def _floats_of_summaries(
    network: Network, dates: Array, at: Array, has_node: Array, moments: list[Array]
) -> tuple[Array, Array, Array]:
    """A summary's float is that of its span; its free float also heeds what waits for all of it."""
    total, free = _by_task(dates[:, TOTAL], at, has_node, 0), _by_task(dates[:, FREE], at, has_node, 0)
    critical = _by_task(dates[:, CRITICAL], at, has_node, 0).astype(bool)
    summaries = np.flatnonzero(network.is_summary & (moments[1] >= 0))
    if len(summaries):
        begun = _spanned(network, network.columns.begun, network.columns.begun)[0]
        found = _span_floats(network, [part[summaries] for part in moments], begun[summaries] >= 0)
        total[summaries], critical[summaries] = found, found <= network.options.critical_limit
        free[summaries] = np.maximum(found, 0)
        for summary, node in network.last_of.items():
            if dates[node, FREE] < NEVER:
                free[summary] = max(0, int(dates[node, FREE]))
    return total, free, critical


def _span_floats(network: Network, moments: list[Array], has_begun: Array) -> Array:
    """Of spans, in the project's calendar; of the finish only, once something in one began."""
    row = np.full(len(has_begun), network.summary_row)
    start, finish, _, _, late_start, late_finish = (network.working_time.work_before(row, part) for part in moments)
    return np.where(has_begun, late_finish - finish, np.minimum(late_finish - finish, late_start - start))
