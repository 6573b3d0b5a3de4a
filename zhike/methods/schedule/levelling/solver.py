"""Schedules, at once and then better: rules of priority, then a population of lists that get better.

Anytime: what is found so far is a whole schedule. Never worse than a schedule given. The same seed and the same number
of schedules give the same result on any machine; a limit in seconds does not, for it depends on how fast it is.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhike.methods.schedule import kernels
from zhike.methods.schedule.kernels.genetic import MADE, ONE, SEEN, SEEN_AT
from zhike.methods.schedule.levelling import bounds, checker
from zhike.methods.schedule.levelling.packing import Packed, as_array
from zhike.methods.schedule.levelling.problem import Impossible, Problem
from zhike.methods.schedule.levelling.rules import RULES, Facts, by_priority, latest_start, listed

MEMBERS = 200
NOISE = 0.15  # of the longest chain, by which the keys of first lists are disturbed
PATIENCE = 1000  # children per member without a better schedule, after which everything but the best begins anew
Clock = Callable[[], float]
TURN = 0.02  # seconds between two looks at the clock


class TooFewSlots(Impossible):
    """The calendars end before everything is done: `activity` found no room."""

    def __init__(self, activity: int) -> None:
        super().__init__(f"activity {activity} finds no room in the slots there are")
        self.activity = activity


@dataclass(frozen=True)
class Found:
    """A schedule: `starts` by activity, and the slot at which all has ended.

    `bound`: no schedule ends earlier, so far as is known. `schedules`: how many lists were tried until then.
    """

    starts: tuple[int, ...]
    end: int
    bound: int
    schedules: int
    seconds: float

    @property
    def is_best(self) -> bool:
        return self.end <= self.bound


def solve(
    problem: Problem, *, seconds: float = 5.0, schedules: int | None = None, seed: int = 0,
    given: Sequence[int] | None = None, compile_it: bool | None = None, clock: Clock = time.perf_counter,
) -> Iterator[Found]:  # fmt: skip
    """Better and better schedules: the first after milliseconds, the last when time or `schedules` (lists tried) are
    over.

    `given`: starts of a schedule one has; if it holds, nothing worse is returned. `compile_it`: with numba or in plain
    Python; undecided, with numba if this process has it loaded. `clock`: what `seconds` are counted by;
    `time.process_time` counts what was worked and not what was waited for. Impossible: there is no schedule.
    """
    search = _Search(problem, seed, compile_it, clock)
    search.until(seconds, schedules)
    if given is not None:
        search.begin_with(given)
    yield from search.rules()
    yield from search.evolution()


def best(problem: Problem, **how: Any) -> Found:
    """The last and best of `solve`, with the same arguments."""
    return list(solve(problem, **how))[-1]


def single_pass(problem: Problem, key: Callable[[Facts], Sequence[float]] = by_priority, **how: Any) -> Found:
    """One list by one rule, once through the serial scheme: quick, and what most products' levelling amounts to."""
    search = _Search(problem, 0, how.get("compile_it"))
    search.until(0, None)
    order = search.packed.shape(listed(search.facts, key(search.facts)))
    value = search.kernel.schedule(search.work, search.desk, order, False)
    search.raise_if_stuck(value)
    search.kernel.keep(search.desk, value)
    return search.found()


class _Search:
    def __init__(self, problem: Problem, seed: int, compile_it: bool | None, clock: Clock = time.perf_counter) -> None:
        self.clock, self.begun = clock, clock()
        self.problem = problem
        self.kernel: Any = kernels.loaded("genetic", compile_it)
        is_compiled = self.kernel is not kernels.plain("genetic")
        self.packed = Packed(problem, as_array if is_compiled else list)
        self.work, self.desk = self.packed.work, self.packed.desk(seed)
        self.facts = Facts(self.packed)
        self.bound = bounds.lower(self.facts)
        self.random = np.random.default_rng(seed)
        self.tried = 0

    def until(self, seconds: float, schedules: int | None) -> None:
        self.seconds, self.schedules = seconds, schedules

    @property
    def is_over(self) -> bool:
        if self.schedules is not None and self.tried >= self.schedules:
            return True
        return self._is_proven or self.clock() - self.begun >= self.seconds

    @property
    def _is_proven(self) -> bool:
        return bool(self.desk.state[SEEN] // ONE <= self.bound) and not self.problem.prefers_early_starts

    def begin_with(self, given: Sequence[int]) -> None:
        """Take a schedule for the best so far, if it holds."""
        if checker.faults(self.problem, given):
            return
        for number, activity in enumerate(self.packed.order):
            self.desk.start[number] = given[activity]
        ties = sum(given) if self.problem.prefers_early_starts else 0
        self.kernel.keep(self.desk, checker.end_of(self.problem, given) * ONE + min(ties, ONE - 1))

    def rules(self) -> Iterator[Found]:
        """By each rule, serially and in parallel, justified."""
        self.lists: list[Any] = []
        for rule in RULES:
            order = listed(self.facts, rule(self.facts))
            yield from self._try(order)
            if self.problem.is_plain and not self._is_done_early:
                yield from self._try(order, in_parallel=True)
            if self._is_done_early:
                return

    @property
    def _is_done_early(self) -> bool:
        return self.tried > 0 and self.is_over

    def evolution(self) -> Iterator[Found]:
        while not self.is_over:
            yield from self._generation()

    def _generation(self) -> Iterator[Found]:
        """A population until nothing better comes of it."""
        population = self.packed.population(MEMBERS)
        count, kernel, desk = self.problem.count, self.kernel, self.desk
        first, self.lists = self.lists, []
        for member in range(MEMBERS):
            if self.is_over:
                return
            order = first[member] if member < len(first) else self._list()
            yield from self._try(order)
            population.orders[member * count : (member + 1) * count] = self.lists.pop()
            population.values[member], population.digests[member] = self.value, kernel.digest(desk.start)
        desk.state[SEEN_AT] = desk.state[MADE]
        again = 1000 - 1000_000 // (1000 + 15 * count)  # about 15 disturbances for a thousand activities
        turn = 4
        while not self.is_over and (rest := int(desk.state[SEEN_AT]) + PATIENCE * MEMBERS - int(desk.state[MADE])) > 0:
            turn = min(turn, rest, *([self.schedules - self.tried] if self.schedules is not None else []))
            before, begun = int(desk.state[SEEN]), self.clock()
            self.tried += int(
                kernel.breed(self.work, population, desk, turn, again, self.bound if self._may_stop else -1)
            )
            turn = turn * 2 if self.clock() - begun < TURN else max(turn // 2, 1)
            if desk.state[SEEN] < before:
                yield self.found()

    @property
    def _may_stop(self) -> bool:
        return not self.problem.prefers_early_starts

    def _list(self) -> list[int]:
        noise = self.random.normal(0, NOISE * max(self.facts.longest, 1), self.problem.count)
        return listed(
            self.facts, [key + float(more) for key, more in zip(latest_start(self.facts), noise, strict=True)]
        )

    def _try(self, order: Sequence[int], *, in_parallel: bool = False) -> Iterator[Found]:
        """Schedule a list; `value` is its value, and the list of its schedule joins `lists`."""
        held, before = self.packed.shape(order), int(self.desk.state[SEEN])
        self.value = int(self.kernel.improve(self.work, self.desk, held, in_parallel))
        self.raise_if_stuck(self.value)
        self.lists.append(held)
        self.tried += 1
        if self.desk.state[SEEN] < before or self.tried == 1:
            yield self.found()

    def raise_if_stuck(self, value: int) -> None:
        if value < 0:
            raise TooFewSlots(self.packed.order[-1 - value])

    def found(self) -> Found:
        starts = self.packed.starts(self.desk.best)
        end = int(self.desk.state[SEEN]) // ONE
        return Found(tuple(starts), end, self.bound, self.tried, self.clock() - self.begun)
