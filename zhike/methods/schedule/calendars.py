"""Calendars of a plan, turned into tables.

`resolve` works out what each calendar says of every day: its week, and the days on which it differs, with base
calendars, exceptions (recurring ones too) and other work weeks taken in. Resolved calendars can be joined: the union
is when any of several people works, the intersection when a task's and a person's hours both allow it. `clock_of`
makes the tables of `kernels.clock` from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhike.methods.schedule.kernels.clock import BUCKET, END, ROWS
from zhike.methods.schedule.moments import FIRST_DAY, LAST_DAY, day_number
from zhike.methods.schedule.plan import MINUTE, Calendar, DayException, Periods
from zhike.methods.schedule.recurrences import days_of_recurrence

LAST_NUMBER = day_number(LAST_DAY)
MOST_EXCEPTIONAL_DAYS = 1_000_000  # of one calendar, after ranges and recurrences are spelled out
WHOLE_WEEK = 7


class BadCalendar(ValueError):
    """A calendar that means nothing: its base is missing or itself, periods overlap, or too many exceptions."""


@dataclass(frozen=True)
class Resolved:
    """What a calendar says: `week` Monday to Sunday, and the days (since 1900) on which something else holds."""

    week: tuple[Periods, ...]
    days: Mapping[int, Periods]

    def on(self, day: int) -> Periods:
        found = self.days.get(day)
        return self.week[day % 7] if found is None else found  # 1 January 1900 was a Monday

    @property
    def ever_works(self) -> bool:
        return any(self.week) or any(self.days.values())


def resolve(calendars: Iterable[Calendar]) -> dict[int, Resolved]:
    """Every calendar by its id. BadCalendar: see there; the message names the calendar."""
    known = {calendar.id: calendar for calendar in calendars}
    done: dict[int, Resolved] = {}
    for calendar in known.values():
        for link in reversed(_ancestry(calendar, known)):
            if link.id not in done:
                done[link.id] = _resolved(link, done[link.base] if link.base is not None else None)
    return done


def days_of(exception: DayException) -> Iterator[date]:
    """The days an exception covers, between 1900 and 2199."""
    if exception.recurrence is not None:
        yield from days_of_recurrence(exception.recurrence, exception.first, exception.last)
        return
    day, last = max(exception.first, FIRST_DAY), min(exception.last, LAST_DAY)
    while day <= last:
        yield day
        if day == LAST_DAY:
            return
        day += timedelta(days=1)


def union(parts: Sequence[Resolved]) -> Resolved:
    """When at least one of them works."""
    return _joined(parts, _either)


def intersection(parts: Sequence[Resolved]) -> Resolved:
    """When all of them work."""
    return _joined(parts, _both)


def clock_of(rows: Sequence[Resolved], first: int, last: int) -> np.ndarray:
    """Tables for the calendars `rows` (as rows 1, 2, …; row 0 is around the clock) from day `first` to `last`.

    `first` and `last` are days since 1900, both included. See `kernels.clock` for what stands where.
    """
    days, count = last - first + 1, len(rows) + 1
    patterns: dict[Periods, int] = {(): 0}
    pattern = np.zeros((count, days), np.int64)
    weekdays = (np.arange(days) + first) % WHOLE_WEEK
    for row, calendar in enumerate(rows, 1):
        of_week = [patterns.setdefault(periods, len(patterns)) for periods in calendar.week]
        pattern[row] = np.asarray(of_week, np.int64)[weekdays]
        for day, periods in calendar.days.items():
            if first <= day <= last:
                pattern[row, day - first] = patterns.setdefault(periods, len(patterns))
    lengths = np.asarray([sum(ends - begins for begins, ends in periods) * MINUTE for periods in patterns], np.int64)
    head = ROWS + 2 * count + 1
    starts, parts = _parts(patterns, head)
    tables = head + len(parts)
    row_size = 2 * (days + 1)
    body = np.zeros((count, days + 1, 2), np.int64)
    body[:, :days, 1] = np.asarray(starts, np.int64)[pattern]
    np.cumsum(lengths[pattern], axis=1, out=body[:, 1:, 0])
    firsts = tables + np.arange(count) * row_size
    buckets = [_buckets(body[row, :, 0], int(firsts[row])) for row in range(count)]
    places = tables + count * row_size + np.cumsum([0, *(len(part) for part in buckets)])[:-1]
    return np.concatenate([[first, days], [count], firsts[1:], places, [0], parts, body.ravel(), *buckets])


def _ancestry(calendar: Calendar, known: Mapping[int, Calendar]) -> list[Calendar]:
    chain = [calendar]
    while (base := chain[-1].base) is not None:
        if base not in known:
            raise BadCalendar(f"Calendar “{chain[-1].name}” builds on a calendar that does not exist ({base}).")
        if any(link.id == base for link in chain):
            raise BadCalendar(f"Calendar “{calendar.name}” builds on itself.")
        chain.append(known[base])
    return chain


def _resolved(calendar: Calendar, base: Resolved | None) -> Resolved:
    if len(calendar.week) != WHOLE_WEEK:
        raise BadCalendar(f"Calendar “{calendar.name}” does not have a week of seven days.")
    week = tuple(
        _checked(calendar, (base.week[index] if base else ()) if periods is None else periods)
        for index, periods in enumerate(calendar.week)
    )
    return Resolved(week, _with_exceptions(calendar, dict(base.days) if base else {}))


def _with_exceptions(calendar: Calendar, days: dict[int, Periods]) -> dict[int, Periods]:
    """Exceptions are laid over work weeks, and among each the first that covers a day wins."""
    for work_week in reversed(calendar.work_weeks):
        for day in days_of(DayException(work_week.first, work_week.last)):
            periods = work_week.days[day.weekday()]
            if periods is not None:
                days[day_number(day)] = _checked(calendar, periods)
    for exception in reversed(calendar.exceptions):
        periods = _checked(calendar, exception.periods)
        for day in days_of(exception):
            days[day_number(day)] = periods
        if len(days) > MOST_EXCEPTIONAL_DAYS:
            raise BadCalendar(f"Calendar “{calendar.name}” has too many exceptions.")
    return days


def _checked(calendar: Calendar, periods: Periods) -> Periods:
    ends = 0
    for begins, until in periods:
        if not ends <= begins < until <= 1440:
            raise BadCalendar(f"Calendar “{calendar.name}” has periods that overlap or leave the day.")
        ends = until
    return tuple(periods)


def _joined(parts: Sequence[Resolved], join: Callable[[Sequence[Periods]], Periods]) -> Resolved:
    if len(parts) == 1:
        return parts[0]
    week = tuple(join([part.week[index] for part in parts]) for index in range(WHOLE_WEEK))
    special = set().union(*(part.days for part in parts))
    return Resolved(week, {day: join([part.on(day) for part in parts]) for day in special})


def _either(sets: Sequence[Periods]) -> Periods:
    joined: list[tuple[int, int]] = []
    for begins, ends in sorted(period for periods in sets for period in periods):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return tuple(joined)


def _both(sets: Sequence[Periods]) -> Periods:
    common: Periods = sets[0]
    for periods in sets[1:]:
        common = tuple(
            (max(a, c), min(b, d)) for a, b in common for c, d in periods if max(a, c) < min(b, d)
        )  # fmt: skip
    return common


def _buckets(worked: np.ndarray, first: int) -> np.ndarray:
    marks = np.arange(0, int(worked[-1]) + BUCKET, BUCKET)
    return first + 2 * np.clip(np.searchsorted(worked, marks, side="right") - 1, 0, len(worked) - 2)


def _parts(patterns: Iterable[Periods], at: int) -> tuple[list[int], list[int]]:
    """Where each pattern's periods begin if the table stands at `at`, and the table."""
    starts: list[int] = []
    table: list[int] = []
    for periods in patterns:
        starts.append(at + len(table))
        done = 0
        for begins, ends in periods:
            table += [begins * MINUTE, ends * MINUTE, done, done + (ends - begins) * MINUTE]
            done += (ends - begins) * MINUTE
        table += [24 * 60 * MINUTE, END, done, END]
    return starts, table
