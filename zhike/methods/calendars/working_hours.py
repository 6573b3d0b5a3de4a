"""When is it due, counted in hours people work.

A calendar is a week of periods in one time zone, days on which nobody works although the week says so, and days on
which people work although it does not (调休: in China a Saturday or Sunday is worked to make a holiday longer).

Rules where practice differs:

1. Hours are real hours: a period in which the clock is turned forward is an hour shorter, turned back an hour longer
   (IANA time zones through `zoneinfo`; a wall-clock time that does not exist counts as the same distance after the
   last one that does, PEP 495 with fold=0).
2. Nothing is due outside working time: eight hours from Friday 17:00 end on Monday, and what is asked on a Saturday
   starts counting when the next period begins.
3. When the amount ends exactly at the end of a period, it is due then, and not at the beginning of the next one:
   two hours from 10:00 of a morning that ends at 12:00 are due at 12:00.
4. A make-up workday has the hours of the weekday it stands for, if given, else those of the first weekday with hours.
5. A day that is both off and worked is worked: an organisation that says it works that day knows best.

The work is done per day, never per minute. Holidays come in as tables, so that this module knows no country.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes
FURTHEST = 3660  # days looked ahead: ten years
NOTHING = timedelta(0)


class NeverWorked(ValueError):
    """The calendar has no working time within ten years: the week is empty, or everything is a day off."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From and to, in minutes after midnight: 9:00–12:00 is Period(540, 720). 24:00 is 1440."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends <= DAY:
            raise ValueError(f"A period runs from 0:00 to 24:00 and ends after it begins; {self} does not.")

    @property
    def minutes(self) -> int:
        return self.ends - self.begins


@dataclass(frozen=True)
class WorkingCalendar:
    """`week` holds Monday's to Sunday's periods, sorted and apart. ValueError: not seven days, or overlapping."""

    week: tuple[tuple[Period, ...], ...]
    zone: ZoneInfo
    days_off: frozenset[date] = frozenset()
    extra_workdays: Mapping[date, int | None] = field(
        default_factory=dict
    )  # day -> the weekday it stands for (0 = Monday)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("A week has seven days.")
        for periods in self.week:
            if any(later.begins < earlier.ends for earlier, later in pairwise(periods)):
                raise ValueError("Periods of a day follow one another and do not overlap.")

    def periods_on(self, day: date) -> tuple[Period, ...]:
        """The working periods of one day; none on a day off."""
        if day in self.extra_workdays:
            stands_for = self.extra_workdays[day]
            if stands_for is not None:
                return self.week[stands_for]
            return next((periods for periods in self.week if periods), ())
        return () if day in self.days_off else self.week[day.weekday()]

    def works_on(self, day: date) -> bool:
        return bool(self.periods_on(day))


def add_working_time(calendar: WorkingCalendar, moment: datetime, amount: timedelta) -> datetime:
    """The moment at which `amount` of working time has passed since `moment`, in the calendar's time zone.

    `moment` must be aware (ValueError otherwise), `amount` not negative (ValueError). An amount of nothing is due at
    once if people work then, else when they begin. NeverWorked: there is not so much working time in ten years.
    """
    _check_aware(moment)
    if amount < NOTHING:
        raise ValueError("Working time can be added, not taken away.")
    left = amount
    for begins, ends in _stretches(calendar, moment):
        if left <= ends - begins:
            return (begins + left).astimezone(calendar.zone)
        left -= ends - begins
    raise NeverWorked("There is not so much working time in the next ten years.")


def working_time_between(calendar: WorkingCalendar, first: datetime, last: datetime) -> timedelta:
    """How much working time lies between two moments; negative when `last` is before `first`. Both aware.

    ValueError: a naive moment, or more than ten years apart.
    """
    _check_aware(first)
    _check_aware(last)
    if last < first:
        return -working_time_between(calendar, last, first)
    if last - first > timedelta(days=FURTHEST - 2):
        raise ValueError("The two moments are more than ten years apart.")
    total, until = NOTHING, last.astimezone(UTC)
    for begins, ends in _stretches(calendar, first):
        if begins >= until:
            break
        total += min(ends, until) - begins
    return total


def add_working_days(calendar: WorkingCalendar, moment: datetime, days: int) -> datetime:
    """The end of the `days`-th working day after the day of `moment`, in the calendar's time zone.

    So three working days from any hour of a Tuesday end with Friday's work. `days` is at least 1 (ValueError).
    """
    _check_aware(moment)
    if days < 1:
        raise ValueError("At least one working day.")
    start = moment.astimezone(calendar.zone).date()
    left = days
    for ahead in range(1, FURTHEST):
        day = start + timedelta(days=ahead)
        stretches = list(_of_day(calendar, day))
        if stretches:
            left -= 1
        if not left:
            return stretches[-1][1].astimezone(calendar.zone)
    raise NeverWorked("There are not so many working days in the next ten years.")


def is_working_time(calendar: WorkingCalendar, moment: datetime) -> bool:
    """Are people at work at this moment? The end of a period no longer counts."""
    _check_aware(moment)
    now = moment.astimezone(UTC)
    return any(begins <= now < ends for begins, ends in _of_day(calendar, moment.astimezone(calendar.zone).date()))


# --- below -----------------------------------------------------------------------------------------------


def _stretches(calendar: WorkingCalendar, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Working time from `moment` on, as (begin, end) in UTC, earliest first, for ten years."""
    now, start = moment.astimezone(UTC), moment.astimezone(calendar.zone).date()
    for ahead in range(FURTHEST):
        for begins, ends in _of_day(calendar, start + timedelta(days=ahead)):
            if ends > now:
                yield max(begins, now), ends


def _of_day(calendar: WorkingCalendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The day's periods in UTC. Where the clock is turned forward within one, what does not exist is left out."""
    earlier: datetime | None = None
    for period in calendar.periods_on(day):
        begins, ends = _at(calendar.zone, day, period.begins), _at(calendar.zone, day, period.ends)
        begins = max(begins, earlier) if earlier else begins
        if ends > begins:
            yield begins, ends
            earlier = ends


def _at(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    if minutes == DAY:
        day, minutes = day + timedelta(days=1), 0
    wall = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone)
    return wall.astimezone(UTC)


def _check_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
