"""Time along a page: where a moment lies, and headings as fine as the width allows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

ONE = timedelta(days=1)
ROOM = 0.09  # of the width, after the last bar: what stands beside bars
NARROWEST = {"day": 8.5, "week": 13.0, "month": 21.0, "quarter": 21.0}  # points a cell of each scale needs


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a heading, in points from the left."""

    x: float
    width: float
    words: str


class TimeScale:
    """Whole days from `first` to `last`, laid over `width` points."""

    def __init__(self, first: date, last: date, width: float) -> None:
        self.first, self.last, self.width = first, max(last, first + ONE), width
        self.day = width / ((self.last - self.first).days + 1)
        lengths = {"day": 1, "week": 7, "month": 30, "quarter": 91}
        fits = [name for name, days in lengths.items() if days * self.day >= NARROWEST[name]]
        self.zoom = fits[0] if fits else "year"

    def x(self, moment: datetime) -> float:
        """Where it lies; what lies outside is cut off at the edge."""
        away = (moment - datetime.combine(self.first, time())) / ONE * self.day
        return round(min(max(away, 0), self.width), 2)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.first <= moment.date() <= self.last

    def days(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += ONE

    def headings(self) -> tuple[list[Cell], list[Cell]]:
        """The larger parts of time and, below them, the smaller."""
        upper, lower = HEADINGS[self.zoom]
        return self._cells(*upper), self._cells(*lower)

    def _cells(self, begin: "Step", following: "Step", words: "Words") -> list[Cell]:
        found, at = [], begin(self.first)
        while at <= self.last:
            after = following(at)
            left, right = (self.x(datetime.combine(day, time())) for day in (at, min(after, self.last + ONE)))
            found.append(Cell(left, round(right - left, 2), words(at)))
            at = after
        return found


def span_of(moments: list[datetime], width: float) -> tuple[date, date]:
    """From the first moment to the last one, with room for what stands beside the last bar."""
    first, last = min(moments).date(), max(moments).date()
    days = (last - first).days + 1
    return first - timedelta(days=max(1, round(days * 0.015))), last + timedelta(days=max(2, round(days * ROOM)))


# --- below -----------------------------------------------------------------------------------------------

Step = Callable[[date], date]
Words = Callable[[date], str]
Part = tuple[Step, Step, Words]  # where the one a day lies in begins, where the next one does, and what it is called


def _same(day: date) -> date:
    return day


def _next_day(day: date) -> date:
    return day + ONE


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_week(day: date) -> date:
    return _monday(day) + timedelta(days=7)


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def _next_quarter(day: date) -> date:
    return (_quarter(day) + timedelta(days=95)).replace(day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def _next_year(day: date) -> date:
    return date(day.year + 1, 1, 1)


def _month_and_year(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def _month_alone(day: date) -> str:
    return date_format(day, pgettext("how a month is written in a heading, as Django formats dates", "M"))


def _year_alone(day: date) -> str:
    return _("{year}").format(year=day.year)


def _quarter_alone(day: date) -> str:
    return _("Q{n}").format(n=(day.month + 2) // 3)


def _number(day: date) -> str:
    return str(day.day)


MONTHS = (_month, _next_month, _month_and_year)
YEARS = (_year, _next_year, _year_alone)
HEADINGS: dict[str, tuple[Part, Part]] = {
    "day": (MONTHS, (_same, _next_day, _number)),
    "week": (MONTHS, (_monday, _next_week, _number)),
    "month": (YEARS, (_month, _next_month, _month_alone)),
    "quarter": (YEARS, (_quarter, _next_quarter, _quarter_alone)),
    "year": (YEARS, (_year, _next_year, _year_alone)),
}
