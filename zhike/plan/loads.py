"""How many hours are planned for whom, and how many they have: arithmetic in working time, without the database.

An assignment asks for its share of every working hour of the person's calendar between the start and the finish of
its task. One table per calendar answers for any span (`methods/schedule/kernels/clock.py`), so the cost does not grow
with how long a task takes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from zhike.methods.schedule.moments import day_number, to_ticks
from zhike.methods.schedule.plan import Calendar

HOUR = 600  # ticks
DAY = 14_400
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A span in which a task asks for a share of somebody's time."""

    person: str
    task: int  # which of the tasks read
    start: int
    finish: int
    units: float


@dataclass(slots=True)
class Availability:
    """How much of their calendar somebody can give: `units`, from some day to another something else."""

    calendar: int
    units: float = FULL
    spans: Sequence[tuple[int, int, float]] = ()  # first and last day since 1900, units


@dataclass(slots=True)
class Periods:
    """Weeks or days, one after the other."""

    starts: list[date]
    length: int  # days
    bounds: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bounds = [day_number(one) * DAY for one in self.starts]
        self.bounds.append(self.bounds[-1] + self.length * DAY)

    @property
    def first(self) -> datetime:
        return datetime.combine(self.starts[0], datetime.min.time())

    @property
    def last(self) -> datetime:
        """The moment at which the last one ends."""
        return datetime.combine(self.starts[-1] + timedelta(days=self.length), datetime.min.time())


class Clocks:
    """Working time of several calendars within some periods."""

    def __init__(self, calendars: Iterable[Calendar], periods: Periods) -> None:
        from zhike.methods.schedule.calendars import clock_of, resolve
        from zhike.methods.schedule.kernels import plain

        resolved = resolve(calendars)
        first, last = day_number(periods.starts[0]), periods.bounds[-1] // DAY
        self._rows = {key: row for row, key in enumerate(resolved, 1)}
        self._clock: list[int] = clock_of(list(resolved.values()), first, last).tolist()
        self._work_before: Any = plain("clock").work_before
        self._bounds = periods.bounds
        self._marks: dict[int, list[int]] = {}

    def worked(self, calendar: int, moment: int) -> int:
        """Ticks worked in a calendar before a moment within the periods."""
        return int(self._work_before(self._clock, self._rows[calendar], moment))

    def marks(self, calendar: int) -> list[int]:
        """The same at every bound of the periods."""
        found = self._marks.get(calendar)
        if found is None:
            found = self._marks[calendar] = [self.worked(calendar, bound) for bound in self._bounds]
        return found


def spread(piece: Piece, calendar: int, clocks: Clocks, periods: Periods) -> list[tuple[int, float]]:
    """By period, the ticks this piece asks for."""
    bounds, units = periods.bounds, piece.units / FULL
    start, finish = max(piece.start, bounds[0]), min(piece.finish, bounds[-1])
    if start >= finish or not units:
        return []
    done, all_of_it, marks = clocks.worked(calendar, start), clocks.worked(calendar, finish), clocks.marks(calendar)
    at, found = bisect_right(bounds, start) - 1, []
    while done < all_of_it:
        until = min(all_of_it, marks[at + 1])
        if until > done:
            found.append((at, (until - done) * units))
            done = until
        at += 1
    return found


def capacity(person: Availability, clocks: Clocks, periods: Periods) -> list[float]:
    """By period, the ticks somebody has."""
    marks = clocks.marks(person.calendar)
    found = [(until - done) * person.units / FULL for done, until in pairwise(marks)]
    for first, last, units in person.spans:
        span = Piece("", 0, first * DAY, (last + 1) * DAY, units - person.units)
        for at, ticks in spread(span, person.calendar, clocks, periods):
            found[at] += ticks
    return [max(0.0, ticks) for ticks in found]


def span_of(segments: Sequence[Sequence[str]], start: int, finish: int) -> list[tuple[int, int]]:
    """When a task is worked on: its parts if it is split, else all of it."""
    if not segments:
        return [(start, finish)]
    return [
        (to_ticks(datetime.fromisoformat(first)), to_ticks(datetime.fromisoformat(last))) for first, last in segments
    ]
