"""What work costs at rates that change with the days, and in which period the money is spent.

Work lies evenly in the working time of its spans; each part of it costs what an hour costs then. That is how
Microsoft Project prices an assignment without a contour (rate table A, accrual *prorated*). Amounts are `Decimal`,
rounded to the cent so that the parts add up to the whole; a share is never a float. Moments are ticks (tenths of a
minute) of any calendar the caller counts in: `worked(moment)` says how many ticks are worked before a moment.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

HOUR = 600  # ticks
CENT = Decimal("0.01")
NOTHING, WHOLE = Decimal(0), Decimal(1)
ALWAYS = -1  # before any moment there is

Span = tuple[int, int]
Part = tuple[int, Decimal]  # the moment it begins, and its share of the whole


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour costs from a moment on (ALWAYS: from the beginning), and what each use costs."""

    since: int
    hour: Decimal
    use: Decimal = NOTHING


@dataclass(slots=True)
class Cost:
    """An amount with what of it falls into which period, and the ticks of work that have no rate."""

    amount: Decimal = NOTHING
    unpriced: int = 0
    by_period: dict[int, Decimal] = field(default_factory=dict)

    def add(self, period: int, amount: Decimal) -> None:
        if amount:
            self.amount += amount
            self.by_period[period] = self.by_period.get(period, NOTHING) + amount

    def take(self, other: "Cost") -> None:
        """This and that together."""
        self.unpriced += other.unpriced
        if not other.by_period:
            return
        if not self.by_period:
            self.by_period, self.amount = dict(other.by_period), self.amount + other.amount
            return
        for period, amount in other.by_period.items():
            self.add(period, amount)

    def less(self, other: "Cost") -> "Cost":
        """What is left of this when that, a part of it, is gone."""
        found = Cost(unpriced=self.unpriced - other.unpriced)
        for period in {**self.by_period, **other.by_period}:
            found.add(period, self.by_period.get(period, NOTHING) - other.by_period.get(period, NOTHING))
        return found


def rate_at(rates: Sequence[Rate], moment: int) -> Rate | None:
    """The rate that holds at a moment; None before the first one. `rates` in the order of `since`."""
    found = None
    for rate in rates:  # a handful at most
        if rate.since > moment:
            break
        found = rate
    return found


def converted(rates: Sequence[Rate], worth: Sequence[tuple[int, Decimal]]) -> list[Rate]:
    """Rates in another currency. `worth`, in the order of its moments: what one unit of that currency is worth in the
    one of the rates, from a moment on; before the first, the first holds. Not rounded: amounts are.

    >>> converted([Rate(ALWAYS, Decimal(700))], [(0, Decimal(7)), (10, Decimal(8))])[1].hour
    Decimal('87.5')
    """
    if not worth or not rates:
        return list(rates)
    first = rates[0].since
    marks = sorted({rate.since for rate in rates} | {moment for moment, _value in worth[1:] if moment > first})
    found = []
    for moment in marks:
        rate = rate_at(rates, moment)
        value = next((value for since, value in reversed(worth) if since <= moment), worth[0][1])
        assert rate is not None  # no mark lies before the first rate
        found.append(Rate(moment, rate.hour / value, rate.use / value))
    return found


def period_at(bounds: Sequence[int], moment: int) -> int:
    """Which period a moment lies in: `bounds` are their beginnings. What lies before the first counts into it."""
    return max(0, bisect_right(bounds, moment) - 1)


def parts_of(
    spans: Sequence[Span], marks: Sequence[int], worked: Callable[[int], int], done: Decimal = NOTHING
) -> list[Part]:
    """Cut the working time of some spans at marks (days a rate changes, months; in ascending order), leaving out the
    share that is `done`.

    The shares add up to 1. Where no time is worked in the spans, everything is at their beginning.
    """
    pieces = [piece for span in spans for piece in _cut(span, marks, worked)]
    if len(pieces) == 1 and done < 1:
        return [(pieces[0][0], WHOLE)]
    total = sum(ticks for _start, ticks in pieces)
    gone = total * done
    rest = total - gone
    if rest <= 0:
        return [(spans[0][0], WHOLE)] if spans else []
    found = []
    for start, ticks in pieces:
        left = max(NOTHING, ticks - gone)
        gone = max(NOTHING, gone - ticks)
        if left:
            found.append((start, left / rest))
    return found


def cost_of_work(work: int, parts: Sequence[Part], rates: Sequence[Rate], bounds: Sequence[int]) -> Cost:
    """What `work` ticks cost, lying in these parts. Work before the first rate has none, and is told as such."""
    if len(parts) == 1:
        return _of_one(work, parts[0][0], rates, bounds)
    found = Cost()
    exact = unpriced = NOTHING
    for start, share in parts:
        rate = rate_at(rates, start)
        if rate is None:
            unpriced += work * share
            continue
        exact += work * share * rate.hour / HOUR
        found.add(period_at(bounds, start), _cents(exact) - found.amount)
    found.unpriced = round(unpriced)
    return found


def spread(amount: Decimal, parts: Sequence[Part], bounds: Sequence[int]) -> Cost:
    """An amount that is spent as the work goes on: a fixed cost, say."""
    found, exact = Cost(), NOTHING
    for start, share in parts:
        exact += amount * share
        found.add(period_at(bounds, start), _cents(exact) - found.amount)
    return found


# --- below -----------------------------------------------------------------------------------------------


def _of_one(work: int, start: int, rates: Sequence[Rate], bounds: Sequence[int]) -> Cost:
    """Most work lies in one part, and ten thousand tasks are to be priced while somebody waits."""
    rate = rate_at(rates, start)
    if rate is None:
        return Cost(unpriced=work)
    amount = _cents(work * rate.hour / HOUR)
    return Cost(amount, 0, {period_at(bounds, start): amount}) if amount else Cost()


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _cut(span: Span, marks: Sequence[int], worked: Callable[[int], int]) -> list[tuple[int, int]]:
    """A span in pieces, each with its beginning and the ticks worked in it."""
    start, finish = span
    first, last = bisect_right(marks, start), bisect_left(marks, finish)
    pieces, before, begun = [], worked(start), start
    for edge in (*marks[first:last], finish):
        until = worked(edge)
        if until > before:
            pieces.append((begun, until - before))
        before, begun = until, edge
    return pieces
