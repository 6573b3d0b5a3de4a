"""A problem as the arrays the kernels work on: activities in topological order, resources side by side in words."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from zhike.methods.schedule.kernels.genetic import Desk, Population, Work
from zhike.methods.schedule.levelling.problem import Problem
from zhike.methods.schedule.plan import LinkKind

WORD = 60  # bits of a word that are used: an int64 with room to spare
Array = np.ndarray[Any, Any]
Shape = Callable[
    [Iterable[int]], Any
]  # how numbers are held: as an array, or as a list, which plain Python reads faster


def as_array(numbers: Iterable[int]) -> Array:
    return np.asarray(list(numbers), np.int64)


class Packed:
    """`work` for the kernels; `order[k]` is the activity of the problem that is number k there."""

    def __init__(self, problem: Problem, shape: Shape = as_array) -> None:
        problem.check()
        self.problem, self.shape = problem, shape
        self.order = problem.topological
        self.place = [0] * problem.count
        for number, activity in enumerate(self.order):
            self.place[activity] = number
        self.lanes = _Lanes(problem)
        self.work = self._work()

    def starts(self, found: Sequence[int]) -> list[int]:
        """Starts by number of the kernels as starts by activity of the problem."""
        return [int(found[number]) for number in self.place]

    def desk(self, seed: int) -> Any:
        """What the kernels write on."""
        count, empty = self.problem.count, lambda size: self.shape([0] * size)
        rows = [empty(count) for _ in range(6)]
        dice = (seed * 2654435761 + 97) % 0xFFFFFFFF or 1
        free, counts = empty(len(self.work.whole)), empty(self.problem.slots + 3)
        made: Any = Desk
        return made(*rows, free, counts, empty(count), self.shape([1 << 62, 0, 0, dice]))

    def population(self, size: int) -> Any:
        return Population(self.shape([0] * (size * self.problem.count)), self.shape([0] * size), self.shape([0] * size))

    def _work(self) -> Any:
        problem, shape, order = self.problem, self.shape, self.order
        needs = [self.lanes.needs(activity) if problem.lengths[activity] else [] for activity in order]
        before, after = self._arcs(forwards=True), self._arcs(forwards=False)
        columns = (
            [problem.lengths[activity] for activity in order],
            [problem.releases[activity] if problem.releases else 0 for activity in order],
            [self._calendar(activity) for activity in order],
            *(list(accumulate([0, *map(len, rows)])) for rows in (before, after, needs)),
            [0] * len(order),
            [0] * len(order),
        )
        ends = (0, 0, 0, *(column[-1] for column in columns[3:6]), 0, 0)
        flags = (problem.is_plain, any(map(self._is_loose, problem.arcs)), problem.prefers_early_starts)
        hours, index = self._hours()
        made: Any = Work
        return made(
            shape([self.lanes.guard, problem.slots, *map(int, flags), index]),
            shape([number for row in zip(*columns, strict=False) for number in row] + list(ends)),
            *(shape(number for row in rows for entry in row for number in entry) for rows in (before, after, needs)),
            shape(self.lanes.free().tolist()),
            shape(hours),
        )

    def _arcs(self, *, forwards: bool) -> list[list[tuple[int, int, int, int]]]:
        """By the activity that waits, or the one waited for: (the other, kind, lag, calendar of the lag)."""
        problem = self.problem
        rows: list[list[tuple[int, int, int, int]]] = [[] for _ in self.order]
        for arc in problem.arcs:
            near, far = (arc.after, arc.before) if forwards else (arc.before, arc.after)
            kind, lag = (
                (int(arc.kind), arc.lag) if not problem.is_plain else (LinkKind.START_TO_START.value, self._wait(arc))
            )
            rows[self.place[near]].append((self.place[far], kind, lag, 0 if arc.calendar is None else arc.calendar + 1))
        return rows

    def _wait(self, arc: Any) -> int:
        """From start to start, where nobody pauses."""
        wait = int(arc.lag)
        if arc.kind in (LinkKind.FINISH_TO_START, LinkKind.FINISH_TO_FINISH):
            wait += self.problem.lengths[arc.before]
        if arc.kind in (LinkKind.FINISH_TO_FINISH, LinkKind.START_TO_FINISH):
            wait -= self.problem.lengths[arc.after]
        return wait

    def _is_loose(self, arc: Any) -> bool:
        if self.problem.is_plain:
            return self._wait(arc) < 0
        return arc.lag < 0 or arc.kind in (LinkKind.FINISH_TO_FINISH, LinkKind.START_TO_FINISH)

    def _calendar(self, activity: int) -> int:
        number = self.problem.calendar[activity] if self.problem.calendar else None
        return 0 if number is None else number + 1

    def _hours(self) -> tuple[list[int], int]:
        """The tables of calendars and where the second of them begins; none where every slot is worked."""
        problem = self.problem
        if problem.is_plain:
            return [0], 0
        slots = problem.slots
        worked: list[Any] = [
            np.ones(slots, np.int64),
            *(np.frombuffer(row, np.uint8)[:slots] for row in problem.calendars),
        ]
        lists = [np.flatnonzero(row) for row in worked]
        first = list(accumulate([len(worked) + 1, *map(len, lists)]))
        before: list[Any] = [
            np.concatenate(([0], np.cumsum(row, dtype=np.int64), [len(lists[c])])) for c, row in enumerate(worked)
        ]
        return np.concatenate([first, *lists, *before]).tolist(), first[-1]


class _Lanes:
    """Which bits of which word tell of which resource."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        most = max(
            (max([units] if isinstance(units, int) else units, default=0) for units in problem.capacities), default=0
        )
        self.width = max(int(most).bit_length() + 1, 2)
        self.per_word = max(WORD // self.width, 1)
        self.words = max(-(-len(problem.capacities) // self.per_word), 1)
        self.guard = sum(1 << (lane * self.width + self.width - 1) for lane in range(self.per_word))

    def needs(self, activity: int) -> list[tuple[int, int]]:
        found: dict[int, int] = {}
        for resource, units in (self.problem.demands[activity] if self.problem.demands else {}).items():
            word, lane = divmod(resource, self.per_word)
            found[word] = found.get(word, 0) + (units << (lane * self.width))
        return sorted((word, need) for word, need in found.items() if need)

    def free(self) -> Array:
        slots = self.problem.slots
        free = np.full((self.words, slots), self.guard, np.int64)
        for resource, units in enumerate(self.problem.capacities):
            word, lane = divmod(resource, self.per_word)
            row = np.asarray([units] if isinstance(units, int) else units, np.int64)[:slots]
            row = np.concatenate((row, np.full(slots - len(row), row[-1])))
            free[word] += row << (lane * self.width)
        return free.ravel()
