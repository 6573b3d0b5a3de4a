"""Working time for whole arrays: the arithmetic of `kernels.clock`, for all tasks of a plan in one go."""

from collections.abc import Callable
from typing import Any

import numpy as np

from zhike.methods.schedule.kernels.clock import DAY, END, ROWS

Array = np.ndarray[Any, Any]


class WorkingTime:
    """The calendars of a clock (see `kernels.clock`), each as a table of its periods, made when somebody asks for it.

    Every method takes the row each number is meant in; IndexError: beyond the horizon.
    """

    def __init__(self, clock: Array) -> None:
        self._clock = clock
        self._rows: dict[int, Periods] = {}

    def work_before(self, rows: Array, moments: Array) -> Array:
        return self._by_row(rows, moments, Periods.work_before)

    def finish_at(self, rows: Array, works: Array) -> Array:
        return self._by_row(rows, works, Periods.finish_at)

    def start_at(self, rows: Array, works: Array) -> Array:
        return self._by_row(rows, works, Periods.start_at)

    def shift(self, rows: Array, moments: Array, ticks: Array) -> Array:
        """So many working ticks later, or earlier; 0 leaves a moment alone."""
        found = moments.copy()
        for places, ask in ((ticks > 0, self.finish_at), (ticks < 0, self.start_at)):
            if places.any():
                works = self.work_before(rows[places], moments[places]) + ticks[places]
                found[places] = ask(rows[places], works)
        return found

    def _by_row(self, rows: Array, values: Array, ask: Callable[["Periods", Array], Array]) -> Array:
        found = values.copy()
        if not len(rows):
            return found
        used = np.flatnonzero(np.bincount(rows)).tolist()
        for row in used:
            if row == 0:
                continue
            if len(used) == 1:
                return ask(self._periods(row), values)
            places = np.flatnonzero(rows == row)
            found[places] = ask(self._periods(row), values[places])
        return found

    def _periods(self, row: int) -> "Periods":
        if row not in self._rows:
            self._rows[row] = Periods(self._clock, row)
        return self._rows[row]


class Periods:
    """One calendar within the horizon: when each of its periods begins, what was worked before it and by its end."""

    def __init__(self, clock: Array, row: int) -> None:
        self._first, days = int(clock[0]) * DAY, int(clock[1])
        self._last = self._first + days * DAY
        at = int(clock[ROWS + row])
        worked, parts = clock[at : at + 2 * days : 2], clock[at + 1 : at + 1 + 2 * days : 2]
        begins, before, by = [], [], []
        for part in np.unique(parts).tolist():
            on = np.flatnonzero(parts == part)
            while clock[part + 1] != END:
                begins.append(self._first + on * DAY + clock[part])
                before.append(worked[on] + clock[part + 2])
                by.append(worked[on] + clock[part + 3])
                part += 4
        order = np.argsort(np.concatenate([*begins, []])).astype(np.int64)
        self._begins, self._before, self._by = (
            np.concatenate([*part, []]).astype(np.int64)[order] for part in (begins, before, by)
        )
        self._all = int(clock[at + 2 * days])

    def work_before(self, moments: Array) -> Array:
        if not _lie(moments, self._first, self._last - 1):
            raise IndexError("beyond the horizon")
        if not self._all:
            return np.zeros(len(moments), np.int64)
        at = np.searchsorted(self._begins, moments, side="right") - 1
        into = np.maximum(at, 0)
        worked = np.minimum(self._before[into] + moments - self._begins[into], self._by[into])
        return np.where(at < 0, 0, worked)

    def finish_at(self, works: Array) -> Array:
        """Works of more than 0, since nothing finishes before anything is done."""
        return self._moments(works, 1, self._all, "left")

    def start_at(self, works: Array) -> Array:
        return self._moments(works, 0, self._all - 1, "right")

    def _moments(self, works: Array, least: int, most: int, side: Any) -> Array:
        if not _lie(works, least, most):
            raise IndexError("beyond the horizon")
        at = np.searchsorted(self._by, works, side=side)
        return self._begins[at] + works - self._before[at]


def _lie(values: Array, least: int, most: int) -> bool:
    return not len(values) or (int(values.min()) >= least and int(values.max()) <= most)
