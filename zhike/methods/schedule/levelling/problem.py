"""Activities that share scarce resources on a row of time slots: the resource-constrained project scheduling problem.

A slot is whatever grain of time suits: an hour, a day. Moments are slots from 0; an activity of length 3 that starts
in slot 5 and does not pause ends at 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from zhike.methods.schedule.files.psplib import Instance
from zhike.methods.schedule.plan import LinkKind

NEVER_MOVES = 1000
LARGEST_UNITS = 1 << 30


class Impossible(ValueError):
    """No schedule exists, or the problem contradicts itself; the message says why, with the activity's number."""


@dataclass(frozen=True, slots=True)
class Arc:
    """`after` waits for `before`: for its finish or start (by kind), and `lag` slots more.

    The lag counts worked slots of the calendar with that number; None is every slot. Negative: it need not quite wait.
    """

    before: int
    after: int
    lag: int = 0
    kind: LinkKind = LinkKind.FINISH_TO_START
    calendar: int | None = None


@dataclass(frozen=True)
class Problem:
    """What is to be scheduled.

    lengths: worked slots per activity. arcs: what waits for what. demands: per activity, units per resource number
    while it works. capacities: per resource its units, or one number per slot, of which the last holds for good.
    releases: the first slot at which each may start. calendars: per calendar one
    byte per slot, 1 where it is worked (they say how many slots there are). calendar: per activity a number of one,
    None for every slot. priorities: 0 to 1000, the larger is served first by the rule of priorities; `plans` sees to
    1000.
    """

    lengths: Sequence[int]
    arcs: Sequence[Arc] = ()
    demands: Sequence[dict[int, int]] = ()
    capacities: Sequence[int | Sequence[int]] = ()
    releases: Sequence[int] = ()
    calendars: Sequence[bytes] = ()
    calendar: Sequence[int | None] = ()
    priorities: Sequence[int] = ()
    prefers_early_starts: bool = False  # of schedules that end together, prefer the one whose activities start earlier

    @property
    def count(self) -> int:
        return len(self.lengths)

    @property
    def is_plain(self) -> bool:
        """Whether every slot is worked by all."""
        return not self.calendars

    @cached_property
    def slots(self) -> int:
        """How many slots are looked at: as many as calendars tell of, or as many as any sensible schedule needs."""
        if self.calendars:
            return min(map(len, self.calendars))
        waits = sum(abs(arc.lag) for arc in self.arcs) + max(self.releases, default=0)
        changes = max((len(units) for units in self.capacities if not isinstance(units, int)), default=0)
        return sum(self.lengths) + waits + changes + 1

    @cached_property
    def topological(self) -> list[int]:
        """The activities, each after all those it waits for. Impossible: they wait for one another in a circle."""
        waiting, followers = [0] * self.count, [[] for _ in range(self.count)]  # type: ignore[var-annotated]
        for arc in self.arcs:
            waiting[arc.after] += 1
            followers[arc.before].append(arc.after)
        order = [activity for activity in range(self.count) if not waiting[activity]]
        for activity in order:
            for other in followers[activity]:
                waiting[other] -= 1
                if not waiting[other]:
                    order.append(other)
        if len(order) < self.count:
            stuck = next(activity for activity in range(self.count) if waiting[activity])
            raise Impossible(f"activity {stuck} is part of, or waits for, a circle of activities")
        return order

    def units(self, resource: int, slot: int) -> int:
        capacity = self.capacities[resource]
        return capacity if isinstance(capacity, int) else capacity[min(slot, len(capacity) - 1)]

    def check(self) -> None:
        """Impossible: an activity wants more of a resource than there ever is for good, or numbers make no sense."""
        for activity, length in enumerate(self.lengths):
            if length < 0:
                raise Impossible(f"activity {activity} lasts {length} slots")
            for resource, units in self._needs(activity):
                lasting = self.units(resource, self.slots)
                if not 0 <= units < LARGEST_UNITS or (units > lasting and length):
                    raise Impossible(
                        f"activity {activity} needs {units} of resource {resource}, of which there are {lasting}"
                    )

    def _needs(self, activity: int) -> Sequence[tuple[int, int]]:
        return list(self.demands[activity].items()) if self.demands else []


def problem_of(instance: Instance) -> Problem:
    """A problem of PSPLIB."""
    return Problem(
        lengths=instance.durations,
        arcs=[Arc(job, other) for job, others in enumerate(instance.successors) for other in others],
        demands=[{r: units for r, units in enumerate(row) if units} for row in instance.demands],
        capacities=instance.capacities,
    )
