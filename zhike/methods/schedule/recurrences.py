"""The days on which a recurring exception of a calendar falls, by the rules of Microsoft's XML schema."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from zhike.methods.schedule.moments import FIRST_DAY, LAST_DAY
from zhike.methods.schedule.plan import Recurrence

DAILY, YEARLY, YEARLY_POSITION, MONTHLY, MONTHLY_POSITION, WEEKLY, BY_DAY_COUNT = range(1, 8)
LAST_POSITION = 4


def days_of_recurrence(rule: Recurrence, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included, at most `rule.occurrences` of them if that is not 0."""
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    if first > last:
        return iter(())
    days = (day for day in _candidates(rule, first, last) if first <= day <= last)
    return islice(days, rule.occurrences) if rule.occurrences else days


def _candidates(rule: Recurrence, first: date, last: date) -> Iterator[date]:
    every = max(1, rule.every)
    if rule.kind == WEEKLY:
        return _weekly(rule, first, last, every)
    if rule.kind in (YEARLY, YEARLY_POSITION):
        months = ((year, rule.month + 1) for year in range(first.year, last.year + 1, every))
    elif rule.kind in (MONTHLY, MONTHLY_POSITION):
        start = first.year * 12 + first.month - 1
        months = ((at // 12, at % 12 + 1) for at in range(start, last.year * 12 + last.month, every))
    else:
        return (first + timedelta(days=step) for step in range(0, (last - first).days + 1, every))
    by_position = rule.kind in (YEARLY_POSITION, MONTHLY_POSITION)
    pick: Callable[[int, int], date | None] = (
        (lambda year, month: _by_position(rule, year, month))
        if by_position
        else (lambda year, month: _by_number(rule.month_day, year, month))
    )
    return (day for year, month in months if (day := pick(year, month)) is not None)


def _weekly(rule: Recurrence, first: date, last: date, every: int) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    wanted = [index for index in range(7) if rule.weekdays & (1 << (index + 1) % 7)]
    for week in range(0, (last - monday).days + 1, 7 * every):
        for index in wanted:
            if monday.toordinal() + week + index <= LAST_DAY.toordinal():
                yield monday + timedelta(days=week + index)


def _by_number(number: int, year: int, month: int) -> date | None:
    return date(year, month, number) if 1 <= number <= monthrange(year, month)[1] else None


def _by_position(rule: Recurrence, year: int, month: int) -> date | None:
    """The first, … fourth or last day, working day, weekend day, Sunday, … Saturday of a month."""
    fits = _kind_of_day(rule.item)
    days = [day for number in range(1, monthrange(year, month)[1] + 1) if fits(day := date(year, month, number))]
    if rule.position >= LAST_POSITION:
        return days[-1]
    return days[rule.position] if rule.position < len(days) else None


def _kind_of_day(item: int) -> Callable[[date], bool]:
    if item == 0:
        return lambda day: True
    if item == 1:
        return lambda day: day.weekday() < 5
    if item == 2:
        return lambda day: day.weekday() >= 5
    return lambda day: (day.weekday() + 1) % 7 == item - 3
