"""The days an axis is labelled with: every day, Mondays, months, quarters or years, as fine as there is room for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zhike.core.charts.units import month_name, short_day, year_name

STEPS = (("day", 1), ("day", 2), ("week", 1), ("week", 2), ("month", 1), ("month", 2), ("month", 3), ("month", 6))
YEARS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class DayTick:
    """`year` stands below the words where it changes; `whole` is both, where there is room beside but not below."""

    day: date
    words: str
    year: str = ""
    whole: str = ""


def day_ticks(first: date, last: date, fits: Callable[[list[DayTick]], bool]) -> list[DayTick]:
    """The finest ticks whose labels fit; never none: at worst, one day."""
    for ticks in _finer_first(first, last):
        if ticks and fits(ticks):
            return ticks
    return _told([first], short_day)


# --- below -----------------------------------------------------------------------------------------------


def _finer_first(first: date, last: date) -> Iterator[list[DayTick]]:
    days = (last - first).days
    for kind, step in STEPS:
        if days / (step * {"day": 1, "week": 7, "month": 30}[kind]) > 40:
            continue  # they cannot fit; spare the work
        if kind == "month":
            yield _told(list(_months(first, last, step)), month_name)
        else:
            yield _told(list(_every(first, last, kind, step)), short_day)
    for step in YEARS:
        yield [DayTick(day, year_name(day), "", year_name(day)) for day in _months(first, last, 12 * step)]


def _every(first: date, last: date, kind: str, step: int) -> Iterator[date]:
    length = step * (7 if kind == "week" else 1)
    day = first + timedelta(days=-first.weekday() % 7) if kind == "week" else first
    while day <= last:
        yield day
        day += timedelta(days=length)


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """The firsts of months whose number a year, or since year 0, is a multiple of the step."""
    count = first.year * 12 + first.month - 1 + (first.day > 1)
    count += -count % step
    while count < 12 * date.max.year and (day := date(count // 12, count % 12 + 1, 1)) <= last:
        yield day
        count += step


def _told(days: list[date], words: Callable[..., str]) -> list[DayTick]:
    """Each by its words; the year under the first of each year, even if there is but one: a chart is kept for long."""
    found, shown = [], 0
    for day in days:
        is_new = day.year != shown
        found.append(DayTick(day, words(day), year_name(day) if is_new else "", words(day, year=is_new)))
        shown = day.year
    return found
