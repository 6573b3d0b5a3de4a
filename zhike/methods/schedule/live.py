"""A schedule that follows edits: change durations, dates and constraints of tasks, and only what moves is computed.

Adding and removing tasks or links changes the network itself: compile it anew (milliseconds), then `schedule`.
"""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from zhike.methods.schedule.critical_path import Engine
from zhike.methods.schedule.kernels import loaded
from zhike.methods.schedule.kernels.passes import (
    AT,
    BEGUN,
    CONSTRAINT,
    DATE,
    DELAY,
    EARLY_FINISH,
    ENDED,
    FIXED_FINISH,
    FIXED_START,
    KIND,
    LATEST,
    LENGTH,
    MANUAL,
    NODE,
    NONE,
    REST,
    RESUME,
    SPAN,
    TOTAL,
)  # fmt: skip
from zhike.methods.schedule.network import Array, Network

COLUMNS = {
    "constraint": CONSTRAINT, "constraint_at": AT, "latest": LATEST, "delay": DELAY, "begun": BEGUN, "ended": ENDED,
    "resume": RESUME, "rest": REST, "fixed_start": FIXED_START, "fixed_finish": FIXED_FINISH,
}  # fmt: skip

FEW = 8  # while no more than one task in so many moves, following them costs less than computing all at once


class Computed(NamedTuple):
    """Dates by node, DATE numbers each, with the start and the finish of the project."""

    dates: Array
    start: int
    finish: int


class LiveSchedule(Engine):
    """The dates of a network, kept right while its tasks are edited."""

    def __init__(self, network: Network, compile_it: bool | None = None, computed: Computed | None = None) -> None:
        """`computed`: the dates of this very network, if they were computed before. ValueError: they are of another."""
        super().__init__(network, compile_it)
        self._settling = loaded("incremental", compile_it)
        self._changed: set[int] = set()
        if computed is None:
            self.compute()
        else:
            self._resume(computed)
        self._marked, self._touched = self._flags(), self._flags()

    def change(self, task: int, **values: int) -> None:
        """Take over other values for a task (an index): `length`, or any of COLUMNS. `settle` computes what follows.

        KeyError: there is no such column. ValueError: the task is a summary or inactive and has no dates of its own.
        """
        node = int(self.network.place[task])
        if node < 0:
            raise ValueError("A summary or an inactive task has no dates of its own.")
        columns = self.network.columns
        for name, value in values.items():
            if name == "length":
                self._put(node, SPAN, value + int(columns.gap[task]))
            self._put(node, LENGTH if name == "length" else COLUMNS[name], value)
            getattr(columns, name)[task] = value
        self._changed.add(node)
        self._is_swept = False

    def settle(self) -> Array:
        """Compute whatever follows from the changes; the indices of the tasks whose dates are different now.

        BeyondHorizon: the plan runs out of the years 1900 to 2199; the changes stay to be taken back.
        """
        try:
            return self._settled()
        except IndexError as error:
            self._marked, self._touched = self._flags(), self._flags()
            self.look_further(error)
            self.compute()
            return np.flatnonzero(self.network.place >= 0)

    def computed(self) -> Computed:
        """What a process that has the same network need not compute."""
        return Computed(self.table.ravel().copy(), self.start, self.finish)

    def _resume(self, computed: Computed) -> None:
        if len(computed.dates) != self.network.count * DATE:
            raise ValueError("These are dates of another network.")
        self._table = computed.dates.reshape(-1, DATE)
        self._dates = self._table.ravel() if self.is_compiled else None
        self.start, self.finish = computed.start, computed.finish

    def _settled(self) -> Array:
        changed, self._changed = sorted(self._changed), set()
        if not changed:
            return np.empty(0, np.int64)
        if self.network.has_late_tasks or not self.network.options.from_start:
            self.run()
            return np.flatnonzero(self.network.place >= 0)
        before = self._table  # as arrays, if nothing was followed since all were computed at once
        is_done = self._follow(changed)
        for node in changed:
            self._touched[node] = True
        moved = np.asarray(self._touched)
        if not is_done:
            before = self.table.copy() if before is None or self.is_compiled else before
            self.run()
            moved = moved | (before[:, :TOTAL] != self.table[:, :TOTAL]).any(axis=1)
            self._marked, self._touched = self._flags(), self._flags()
        places = np.flatnonzero(moved)
        for node in places.tolist():
            self._touched[node] = False
        return self._tasks(places)

    def _follow(self, changed: list[int]) -> bool:
        """Compute what moves. False: it is so much that computing all at once costs less (see FEW)."""
        nodes, edges, leaving, setup = self.tables
        tables = nodes, edges, leaving, self.clock, setup, self.dates
        goes_at_once = self.goes_at_once
        most = self.network.count // FEW if goes_at_once else self.network.count
        for node in changed:
            self._settling.mark_behind(nodes, edges, leaving, self._marked, node)
        if not self._settling.forward_marked(
            *tables, self.start, False, self._marked, self._touched, changed[0], most
        ):  # fmt: skip
            return False
        finish = max(self._last_finish(), self.start)
        if finish != self.finish:  # all late dates move
            if goes_at_once:
                return False
            self.finish = finish
            self._marked[:] = [True] * self.network.count
        for node in changed:
            self._touched[node] = True
        self._settling.mark_late(nodes, edges, self._marked, self._touched)
        if not self._settling.backward_marked(
            *tables, finish, self._marked, self._touched, self.network.count - 1, most
        ):  # fmt: skip
            return False
        self._settling.floats_touched(*tables, self.network.options.critical_limit, self._touched, self._marked)
        return True

    def _last_finish(self) -> int:
        """As `passes.latest_finish`, which in plain Python took as long as all else that follows an edit."""
        if self.is_compiled:
            return int(self.passes.latest_finish(self.tables.nodes, self.dates))
        return max(map(self.dates.__getitem__, self._finishes), default=NONE)

    @cached_property
    def _finishes(self) -> list[int]:
        """Where among the dates the finishes of tasks stand."""
        kinds = self.network.tables.nodes.reshape(-1, NODE)[:-1, KIND]
        places: list[int] = (np.flatnonzero(kinds <= MANUAL) * DATE + EARLY_FINISH).tolist()
        return places

    def _tasks(self, nodes: Array) -> Array:
        task_of = np.full(self.network.count, -1)
        has_node = self.network.place >= 0
        task_of[self.network.place[has_node]] = np.flatnonzero(has_node)
        found = task_of[nodes]
        return found[found >= 0]

    def _put(self, node: int, column: int, value: int) -> None:
        self.tables.nodes[node * NODE + column] = value
        if not self.is_compiled:
            self.network.tables.nodes[node * NODE + column] = value

    def _flags(self) -> Any:
        flags = np.zeros(self.network.count, bool)
        return flags if self.is_compiled else flags.tolist()
