"""What the tasks of a plan cost: planned, spent and still to be spent, without the database.

Every piece of work is priced at the rates of the days it lies on. What is spent is what the approved hours of a
colleague cost, and while there are none, all of their work is still to come; for what nobody writes hours of (machines,
people outside, material, fixed costs) it is the share of the planned cost that is done. What remains is the rest of the
work, at the rates of the days it is planned for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from zhike.methods.costs.rates import (
    NOTHING,
    Cost,
    Part,
    Rate,
    Span,
    cost_of_work,
    parts_of,
    period_at,
    rate_at,
    spread,
)

ONE = Decimal(1)
MOST_PERIODS = 24


@dataclass(slots=True)  # not frozen: of ten thousand tasks there are twenty thousand, and freezing triples their cost
class Work:
    """What one resource does on a task, or what of it is used."""

    rates: Sequence[Rate]
    calendar: int
    name: str = ""  # whose it is, to say who has no rate
    ticks: int = 0  # of work
    quantity: Decimal = NOTHING  # of material
    amount: Decimal = NOTHING  # money as such
    uses: Decimal = NOTHING  # how many times the cost of a use comes up
    has_hours: bool = False  # somebody writes hours of it: what is spent is told by them
    is_silent: bool = False  # they wrote none yet: however much is done, all of it is still to come


@dataclass(slots=True)
class Job:
    """A task that counts: when it is worked on, how much of it is done, and by whom."""

    spans: Sequence[Span]
    done: Decimal
    works: Sequence[Work]
    rest: Sequence[Span] = ()  # where what is left lies, if that is said


@dataclass(slots=True)
class Priced:
    """What one task costs. `nameless` are ticks of work (0 of material) without a rate, by whose they are."""

    planned: Cost = field(default_factory=Cost)
    actual: Cost = field(default_factory=Cost)
    remaining: Cost = field(default_factory=Cost)
    nameless: dict[str, int] = field(default_factory=dict)
    is_silent: bool = False  # something is done, and nobody told of the hours


class Pricing:
    """Prices jobs. `worked(calendar, moment)` counts working time; `bounds` are the beginnings of the periods, `now`
    the one it is: what is spent lies no later, what remains no earlier."""

    def __init__(self, worked: Callable[[int, int], int], bounds: Sequence[int], now: int) -> None:
        self.worked = lru_cache(maxsize=1 << 16)(worked)  # the same days come up for many tasks
        self.bounds, self.now = bounds, period_at(bounds, now)
        self.edges: dict[tuple[int, ...], list[int]] = {}  # by the days rates change: those with the periods' own

    def price(self, job: Job) -> Priced:
        found = Priced()
        cut: dict[tuple[int, tuple[int, ...]], tuple[list[Part], list[Part]]] = {}
        for work in job.works:
            marks = tuple(rate.since for rate in work.rates)
            parts = cut.get((work.calendar, marks))
            if parts is None:
                parts = cut[work.calendar, marks] = self._parts(job, work.calendar, marks)
            self._add(found, work, job, *parts)
        return found

    def hours(self, ticks: int, moment: int, rates: Sequence[Rate]) -> Cost:
        """What hours cost that were written on a day."""
        return cost_of_work(ticks, [(moment, ONE)], rates, self.bounds)

    def _parts(self, job: Job, calendar: int, marks: tuple[int, ...]) -> tuple[list[Part], list[Part]]:
        """All of the task, and what is left of it."""

        def worked(moment: int) -> int:
            return self.worked(calendar, moment)

        edges = self._edges(marks)
        whole = parts_of(job.spans, edges, worked)
        if not 0 < job.done < 1:
            return whole, whole  # all of it is left, or nothing is
        if job.rest:
            return whole, parts_of(job.rest, edges, worked)
        return whole, parts_of(job.spans, edges, worked, job.done)

    def _edges(self, marks: tuple[int, ...]) -> list[int]:
        if marks not in self.edges:
            self.edges[marks] = sorted({*marks, *self.bounds})
        return self.edges[marks]

    def _add(self, found: Priced, work: Work, job: Job, whole: list[Part], rest: list[Part]) -> None:
        left = ONE if work.is_silent else ONE - job.done
        rest = whole if work.is_silent else rest
        planned, remaining = self._cost(work, whole, ONE), Cost()
        if left > 0:
            remaining = self._cost(work, rest, left, is_begun=left < ONE)
        found.planned.take(planned)
        found.remaining.take(self._no_earlier(remaining))
        if not work.has_hours and left < ONE:
            found.actual.take(self._no_later(planned.less(remaining)))
        found.is_silent |= work.is_silent and job.done > 0
        if planned.unpriced or (work.quantity and not work.rates):
            found.nameless[work.name] = found.nameless.get(work.name, 0) + planned.unpriced

    def _no_earlier(self, cost: Cost) -> Cost:
        if min(cost.by_period, default=self.now) >= self.now:
            return cost
        return _moved(cost, lambda period: max(period, self.now))

    def _no_later(self, cost: Cost) -> Cost:
        if max(cost.by_period, default=self.now) <= self.now:
            return cost
        return _moved(cost, lambda period: min(period, self.now))

    def _cost(self, work: Work, parts: list[Part], share: Decimal, *, is_begun: bool = False) -> Cost:
        """Of a share of the work, in these parts. A use is paid when it begins."""
        found = cost_of_work(round(work.ticks * share), parts, work.rates, self.bounds)
        rate = rate_at(work.rates, parts[0][0]) if parts else None
        amount = work.amount
        if rate is not None:
            amount += work.quantity * rate.hour
            if not is_begun:
                found.add(period_at(self.bounds, parts[0][0]), rate.use * work.uses)
        if amount:
            found.take(spread(amount * share, parts, self.bounds))
        return found


def periods_between(first: date, last: date) -> list[date]:
    """The beginnings of months, or of quarters or years where there would be too many."""
    found: list[date] = []
    for months in (1, 3, 12):
        found, day = [], date(first.year, (first.month - 1) // months * months + 1, 1)
        while day <= last and len(found) <= MOST_PERIODS:
            found.append(day)
            following = day.month + months
            day = date(day.year + (following - 1) // 12, (following - 1) % 12 + 1, 1)
        if len(found) <= MOST_PERIODS:
            break
    return found


def _moved(cost: Cost, to: Callable[[int], int]) -> Cost:
    found = Cost(unpriced=cost.unpriced)
    for period, amount in cost.by_period.items():
        found.add(to(period), amount)
    return found
