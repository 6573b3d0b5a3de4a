"""All dates of a network in plain Python, as quickly as that goes: ticks from node to node, everything else as arrays.

`kernels.ticks` goes through the network, forward and backward, with nothing but additions and comparisons. When each
task is worked is then known, and its dates, the link that decided its start, its floats and whether it is critical are
computed for all tasks at once. What comes out is what `kernels.passes` says task by task, to the last number; tests
hold the two against each other. A process that has numba has no need of this.
"""

from typing import Any

import numpy as np

from zhike.methods.schedule.kernels import plain
from zhike.methods.schedule.kernels.passes import (
    ALAP,
    ASAP,
    AT,
    BEGUN,
    BY_CONSTRAINT,
    BY_LEVELLING,
    BY_PROJECT,
    CONSTRAINT,
    CRITICAL,
    DATE,
    DELAY,
    DRIVER,
    EARLY_FINISH,
    EARLY_START,
    EDGE,
    ELAPSED,
    ELAPSED_PERCENT,
    ENDED,
    FF,
    FINISH,
    FIRST,
    FNET,
    FREE,
    FROM,
    FS,
    INNER,
    INTO,
    KIND,
    LAG,
    LAST,
    LATE_FINISH,
    LATE_START,
    LATEST,
    LENGTH,
    LINK,
    MANUAL,
    MEASURE,
    NEVER,
    NODE,
    NONE,
    OUT,
    PERCENT,
    ROW,
    SF,
    SNET,
    SPAN,
    SS,
    START,
    TASK,
    TO,
    TOTAL,
    UNIT,
    WORK_OF_FINISH,
    WORK_OF_LATE_FINISH,
    WORK_OF_LATE_START,
    WORK_OF_START,
    WORKING,
)  # fmt: skip
from zhike.methods.schedule.network import Array, Network


class AtOnce:
    """One computation of a network whose tasks are all to be done as soon as possible, without critical paths of their
    own for open ends. `dates`: rows of DATE numbers by node. IndexError: the tables of the calendars do not reach."""

    def __init__(self, network: Network) -> None:
        self.network, self.time = network, network.working_time
        self.nodes = network.tables.nodes.reshape(-1, NODE)[:-1]
        self.edges = network.tables.edges.reshape(-1, EDGE)
        self.leaving: Array = network.tables.leaving
        self.dates = np.zeros((network.count, DATE), np.int64)
        self.listed = [0] * (network.count * DATE)  # as `passes` writes them, of the nodes that are for it to say
        self.rows, self.spans, kind = (self.nodes[:, column] for column in (ROW, SPAN, KIND))
        self.ahead = (kind == TASK) & (self.nodes[:, BEGUN] == NONE) & (self.nodes[:, ENDED] == NONE)
        self.before, self.after, self.link = (self.edges[:, column] for column in (FROM, TO, LINK))

    def compute(self, start: int) -> int:
        """Everything; gives the finish of the project."""
        self._forward(start)
        is_task = self.nodes[:, KIND] <= MANUAL
        finish = max(int(self.dates[is_task, EARLY_FINISH].max(initial=NONE)), start)
        self._backward(finish)
        self._total_floats()
        self._free_floats()
        return finish

    # --- forward ---

    def _forward(self, start: int) -> None:
        constraint = self.nodes[:, CONSTRAINT]
        easy = self.ahead & (self.spans > 0) & _is_one(constraint, (ASAP, SNET, FNET))
        easy[self.after[_is_one(self.link, (FF, SF))]] = False  # a finish that is drawn may stay where nobody works
        wanted = self._wanted(easy)
        same, lags = self.rows[self.before] == self.rows[self.after], self._lags()
        sources = np.where(same & self._is_counted(), 2 * self.before + _is_one(self.link, (FS, FF)), NONE)
        works = [0] * (2 * self.network.count)
        plain("ticks").forward_ticks(
            *self._tables(), easy.tolist(), self._ends(INTO), sources.tolist(), lags.tolist(),
            self._floors(easy, wanted, start).tolist(), self.spans.tolist(), self.nodes[:, DELAY].tolist(), works,
            [False] * self.network.count, start,
        )  # fmt: skip
        if min(works, default=0) < 0:
            raise IndexError("before all days")
        begin, finish = self._take(easy, works, (START, FINISH), (WORK_OF_START, WORK_OF_FINISH))
        self.dates[easy, EARLY_START], self.dates[easy, EARLY_FINISH] = begin, finish
        self._drivers(easy, wanted, start)

    def _wanted(self, easy: Array) -> Array:
        """To which moment a constraint holds the start of a node that is easy; NONE: to none."""
        wanted, constraint = np.full(self.network.count, NONE), self.nodes[:, CONSTRAINT]
        by_start, by_finish = easy & (constraint == SNET), easy & (constraint == FNET)
        wanted[by_start] = self.nodes[by_start, AT]
        ends = self.nodes[by_finish, AT]
        wanted[by_finish] = self.time.shift(self.rows[by_finish], ends, -self.spans[by_finish])
        return wanted

    def _floors(self, easy: Array, wanted: Array, start: int) -> Array:
        held = np.zeros(self.network.count, bool)
        held[self.after] = True
        moments = np.where(wanted != NONE, wanted, np.where(held, NONE, start))
        floors, places = np.full(self.network.count, NONE), easy & (moments != NONE)
        floors[places] = self.time.work_before(self.rows[places], moments[places])
        return floors

    def _drivers(self, easy: Array, wanted: Array, start: int) -> None:
        """Of the links that hold a start, the first of those that hold it longest; or what does in their place."""
        begin, driver = np.full(self.network.count, start), np.full(self.network.count, BY_PROJECT)
        edges = np.flatnonzero(easy[self.after])
        if len(edges):
            after, holds = self.after[edges], self._holds(edges, (START, FINISH))
            firsts = np.flatnonzero(np.diff(after, prepend=NONE))
            most = np.maximum.reduceat(holds, firsts)
            begin[after[firsts]] = most
            longest = np.flatnonzero(holds == np.repeat(most, np.diff(firsts, append=len(edges))))[::-1]
            driver[after[longest]] = edges[longest]  # of several the one that is put down last: the first
        moves = (wanted != NONE) & ((wanted > begin) | (driver == BY_PROJECT))
        driver[moves] = BY_CONSTRAINT
        driver[self.nodes[:, DELAY] > 0] = BY_LEVELLING
        self.dates[easy, DRIVER] = driver[easy]

    # --- backward ---

    def _backward(self, finish: int) -> None:
        constraint = self.nodes[:, CONSTRAINT]
        easy = self.ahead & (self.spans > 0) & _is_one(constraint, (ASAP, ALAP, SNET, FNET))
        waits = (self.nodes[:, KIND] != FIRST) & (self.nodes[:, BEGUN] == NONE) & (self.nodes[:, ENDED] == NONE)
        easy[self.before[~waits[self.after]]] = False  # what began, and the first task of a summary, ask for more
        for node in np.flatnonzero(~easy).tolist():
            self.listed[node * DATE : node * DATE + DATE] = self.dates[node].tolist()
        edges = self.leaving
        before, after = self.before[edges], self.after[edges]
        holds_start = _is_one(self.link[edges], (SS, SF))
        same = (self.rows[before] == self.rows[after]) & self._is_counted()[edges]
        sources = np.where(same, 2 * after + _is_one(self.link[edges], (FF, SF)), NONE)
        adds = -self._lags(-1)[edges] - np.where(holds_start, self.spans[before], 0)
        ceilings, caps = np.full(self.network.count, NONE), np.minimum(finish, self.nodes[:, LATEST])
        ceilings[easy] = self.time.work_before(self.rows[easy], caps[easy])
        works = [0] * (2 * self.network.count)
        nodes, edge_table, *others = self._tables()
        plain("ticks").backward_ticks(
            nodes, edge_table, self.network.table_lists.leaving, *others, easy.tolist(), self._ends(OUT),
            sources.tolist(), adds.tolist(), ceilings.tolist(), self.spans.tolist(), works,
            [False] * self.network.count, finish,
        )  # fmt: skip
        self._take(easy, works, (LATE_START, LATE_FINISH), (WORK_OF_LATE_START, WORK_OF_LATE_FINISH))

    # --- floats ---

    def _total_floats(self) -> None:
        """As `floats.total_float`, of every task that is not done."""
        nodes, dates = self.nodes, self.dates
        tasks = np.flatnonzero((nodes[:, KIND] <= MANUAL) & (nodes[:, ENDED] == NONE))
        by_work = (nodes[tasks, MEASURE] == self.rows[tasks]) & (dates[tasks, WORK_OF_START] != NONE)
        by_work &= dates[tasks, WORK_OF_LATE_START] != NONE
        total = np.minimum(
            dates[tasks, WORK_OF_LATE_START] - dates[tasks, WORK_OF_START],
            dates[tasks, WORK_OF_LATE_FINISH] - dates[tasks, WORK_OF_FINISH],
        )
        others = np.flatnonzero(~by_work)
        if len(others):
            total[others] = self._floats_by_dates(tasks[others])
        dates[tasks, TOTAL] = total
        dates[tasks, CRITICAL] = total <= self.network.options.critical_limit

    def _floats_by_dates(self, tasks: Array) -> Array:
        rows, dates = self.nodes[tasks, MEASURE], self.dates[tasks]
        by_finish, by_start = (
            self.time.work_before(rows, dates[:, late]) - self.time.work_before(rows, dates[:, early])
            for late, early in ((LATE_FINISH, FINISH), (LATE_START, START))
        )
        return np.where(self.nodes[tasks, BEGUN] != NONE, by_finish, np.minimum(by_finish, by_start))

    def _free_floats(self) -> None:
        """As `floats.free_float`: how much later a task may be without moving any other, by the project's calendar."""
        nodes, dates, edges = self.nodes, self.dates, self.leaving
        has_float = (nodes[:, ENDED] == NONE) & ((nodes[:, KIND] <= MANUAL) | (nodes[:, KIND] == LAST))
        counts = (self.edges[edges, INNER] == 0) & (nodes[self.after[edges], ENDED] == NONE)
        edges = edges[counts & has_float[self.before[edges]]]
        free = np.where(nodes[:, KIND] == LAST, NEVER, dates[:, TOTAL])
        if len(edges):
            gaps, before = self._gaps(edges), self.before[edges]
            firsts = np.flatnonzero(np.diff(before, prepend=NONE))
            free[before[firsts]] = np.minimum.reduceat(gaps, firsts)
        dates[has_float, FREE] = np.maximum(free[has_float], 0)

    def _gaps(self, edges: Array) -> Array:
        """What lies between the end a link leaves, with its lag, and the end it leads to."""
        row = self.network.summary_row
        before, after, lags = self.before[edges], self.after[edges], self._lags()[edges]
        works = self.dates[:, (WORK_OF_START, WORK_OF_FINISH)]
        is_near = (self.rows == row) & (works[:, 0] != NONE)
        is_there = is_near[after]
        seen = works[before, _is_one(self.link[edges], (FS, FF)) * 1] + lags
        counted = is_near[before] & ((lags == 0) | (is_there & (self.edges[edges, UNIT] == WORKING)))
        seen[~counted] = self._works_of(row, self._holds(edges[~counted], (START, FINISH)))
        ends = _is_one(self.link[edges], (FF, SF)) * 1
        there, moments = works[after, ends], self.dates[after, ends]  # START, FINISH are 0, 1
        there[~is_there] = self._works_of(row, moments[~is_there])
        return there - seen

    def _works_of(self, row: int, moments: Array) -> Array:
        return self.time.work_before(np.full(len(moments), row), moments)

    # --- both ways ---

    def _holds(self, edges: Array, ends: tuple[int, int]) -> Array:
        """The moments to which links hold what waits, with their lags: `passes.lagged`."""
        moments = self.dates[self.before[edges], np.where(_is_one(self.link[edges], (FS, FF)), ends[1], ends[0])]
        lags, unit = self._lags()[edges], self.edges[edges, UNIT]
        around = _is_one(unit, (ELAPSED, ELAPSED_PERCENT))
        worked = self.time.shift(self.rows[self.after[edges]], moments, np.where(around, 0, lags))
        return np.where(around, moments + lags, worked)

    def _lags(self, sign: int = 1) -> Array:
        """In ticks; a percentage is of the duration of the task waited for. Fractions are dropped as `passes` does."""
        lags = self.edges[:, LAG] * sign
        share = self.nodes[self.before, LENGTH] * lags // 1000
        return np.where(self.edges[:, UNIT] >= PERCENT, share, lags)

    def _is_counted(self) -> Array:
        """Whether a lag is in ticks of the calendar of what waits."""
        return ~_is_one(self.edges[:, UNIT], (ELAPSED, ELAPSED_PERCENT)) | (self.edges[:, LAG] == 0)

    def _tables(self) -> tuple[Any, ...]:
        lists = self.network.table_lists
        return lists.nodes, lists.edges, self.network.clock_list, lists.setup, self.listed

    def _ends(self, column: int) -> list[int]:
        return self.network.tables.nodes[column::NODE].tolist()

    def _take(
        self, easy: Array, works: list[int], ends: tuple[int, int], worked: tuple[int, int]
    ) -> tuple[Array, Array]:
        """Both ends of the easy nodes from their ticks, and of the others what `passes` said of them."""
        others = np.flatnonzero(~easy).tolist()
        if others:
            told = [self.listed[node * DATE : node * DATE + DATE] for node in others]
            self.dates[others] = told
        found = np.asarray(works, np.int64).reshape(-1, 2)[easy]
        rows = self.rows[easy]
        begin, finish = self.time.start_at(rows, found[:, 0]), self.time.finish_at(rows, found[:, 1])
        for column, values in ((ends[0], begin), (ends[1], finish), (worked[0], found[:, 0]), (worked[1], found[:, 1])):
            self.dates[easy, column] = values
        return begin, finish


def _is_one(values: Array, kinds: tuple[int, ...]) -> Array:
    """As numpy.isin, which sets much up for so few."""
    found = values == kinds[0]
    for kind in kinds[1:]:
        found |= values == kind
    return found
