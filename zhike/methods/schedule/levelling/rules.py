"""Schedules at once: activity lists by rules of priority.

Latest finish, latest start, slack: Davis & Patterson (Management Science 21, 1975); most successors: Alvarez-Valdés &
Tamarit (1989); greatest rank positional weight: Helgeson & Birnie (1961); greatest resource demand and its weighted
form (WRUP): Ulusoy & Özdamar (1989). All are compared in Kolisch & Hartmann (1999). They are used in the serial scheme
and, where every slot is worked, in the parallel one.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zhike.methods.schedule.kernels.serial import ACT, AFTER, ARC, BEFORE, LAG, LENGTH, OTHER, RELEASE
from zhike.methods.schedule.levelling.packing import Packed

Key = Sequence[float]


@dataclass
class Facts:
    """What rules look at, by number of the packed activities: heads and tails are lengths of the longest chains of
    activities before its start and after its finish, in worked slots."""

    packed: Packed
    lengths: list[int] = field(init=False)
    before: list[list[int]] = field(init=False)
    after: list[list[int]] = field(init=False)
    heads: list[int] = field(init=False)
    tails: list[int] = field(init=False)

    def __post_init__(self) -> None:
        work, count = self.packed.work, self.packed.problem.count
        acts = [int(number) for number in work.acts]
        self.lengths = acts[LENGTH : count * ACT : ACT]
        self.before, waits = _rows(acts[BEFORE::ACT], work.before)
        self.after, self._waits = _rows(acts[AFTER::ACT], work.after)
        self.heads, self.tails = acts[RELEASE : count * ACT : ACT], [0] * count
        plain = self.packed.problem.is_plain
        for j in range(count):
            for other, lag in zip(self.before[j], waits[j], strict=True):
                self.heads[j] = max(self.heads[j], self.heads[other] + (lag if plain else self.lengths[other]))
        for j in reversed(range(count)):
            for other, lag in zip(self.after[j], self._waits[j], strict=True):
                gap = lag - self.lengths[j] if plain else 0
                self.tails[j] = max(self.tails[j], gap + self.lengths[other] + self.tails[other])

    @property
    def longest(self) -> int:
        """The length of the longest chain: no schedule is shorter where every slot is worked."""
        return max((h + d + t for h, d, t in zip(self.heads, self.lengths, self.tails, strict=True)), default=0)


def latest_finish(facts: Facts) -> Key:
    return [-tail for tail in facts.tails]


def latest_start(facts: Facts) -> Key:
    return [-tail - length for tail, length in zip(facts.tails, facts.lengths, strict=True)]


def least_slack(facts: Facts) -> Key:
    parts = zip(facts.heads, facts.lengths, facts.tails, strict=True)
    return [-head - length - tail for head, length, tail in parts]


def latest_middle(facts: Facts) -> Key:
    """The middle of the time between latest start and latest finish."""
    return [-2 * tail - length for tail, length in zip(facts.tails, facts.lengths, strict=True)]


def most_successors(facts: Facts) -> Key:
    reached = [0] * len(facts.lengths)
    for j in reversed(range(len(reached))):
        for other in facts.after[j]:
            reached[j] |= reached[other] | 1 << other
    return [-found.bit_count() for found in reached]


def rank_weight(facts: Facts) -> Key:
    """An activity with all its direct successors' lengths."""
    return [-length - sum(facts.lengths[other] for other in facts.after[j]) for j, length in enumerate(facts.lengths)]


def resource_demand(facts: Facts) -> Key:
    """What it takes of the resources, as a share of what there is, times its length; its successors count by half."""
    own = [_share(facts, j) for j in range(len(facts.lengths))]
    return [-own[j] - 0.5 * sum(own[other] for other in facts.after[j]) for j in range(len(own))]


def earliest_finish(facts: Facts) -> Key:
    return [head + length for head, length in zip(facts.heads, facts.lengths, strict=True)]


def by_priority(facts: Facts) -> Key:
    """The priorities people gave, the latest start among equals. Not one of RULES: it serves people, not the finish."""
    priorities = facts.packed.problem.priorities
    given = [priorities[activity] if priorities else 0 for activity in facts.packed.order]
    scale = facts.longest + 1
    return [-priority * scale + key for priority, key in zip(given, latest_start(facts), strict=True)]


RULES: tuple[Callable[[Facts], Key], ...] = (
    latest_finish, latest_start, latest_middle, least_slack, most_successors, rank_weight, resource_demand,
    earliest_finish,
)  # fmt: skip


def listed(facts: Facts, key: Key) -> list[int]:
    """An activity list: of those whose predecessors are in it, the one with the smallest key comes next."""
    arcs = [(before, j) for j, row in enumerate(facts.before) for before in row]
    return ordered(key, [before for before, _ in arcs], [after for _, after in arcs])


def ordered(key: Key, before: Sequence[int], after: Sequence[int]) -> list[int]:
    """0 to len(key) - 1, each after[k] behind before[k], as far as that allows by key."""
    waiting = [0] * len(key)
    followers: list[list[int]] = [[] for _ in key]
    for first, then in zip(before, after, strict=True):
        waiting[then] += 1
        followers[first].append(then)
    ready = [(key[j], j) for j, count in enumerate(waiting) if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        _, j = heapq.heappop(ready)
        order.append(j)
        for other in followers[j]:
            waiting[other] -= 1
            if not waiting[other]:
                heapq.heappush(ready, (key[other], other))
    return order


def _rows(first: Sequence[int], arcs: Sequence[int]) -> tuple[list[list[int]], list[list[int]]]:
    """Of each activity, the other ends of its arcs, and their lags."""
    spans = list(pairwise(first))
    others, lags = ([int(number) for number in arcs[field::ARC]] for field in (OTHER, LAG))
    return [others[a:b] for a, b in spans], [lags[a:b] for a, b in spans]


def _share(facts: Facts, j: int) -> float:
    problem = facts.packed.problem
    activity = facts.packed.order[j]
    demands = problem.demands[activity] if problem.demands else {}
    shares = [units / max(problem.units(resource, problem.slots), 1) for resource, units in demands.items()]
    return facts.lengths[j] * sum(shares)
