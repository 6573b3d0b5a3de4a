"""What a chart shows: plain values, in the reader's words. How it is drawn is told in the files beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from zhike.core.charts.units import COUNT, Unit

Value = int | float | Decimal | date | None
"""None: not known on that day, or not for this group. It leaves a gap; it is never a zero."""
Across = tuple[date, ...] | tuple[str, ...]

LINES, STEPS, AREAS, SLIP, BARS = "lines", "steps", "areas", "slip", "bars"
KINDS = (LINES, STEPS, AREAS, SLIP, BARS)
"""Lines over days; steps over days (a value holds until it changes); areas over days, one on the other; how forecast
days moved from one reporting day to the next, down to the diagonal where a day is reached; bars by group."""

PLAIN, REFERENCE, MEASURED, SECOND, EXPECTED = "plain", "reference", "measured", "second", "expected"
LOOKS = (PLAIN, REFERENCE, MEASURED, SECOND, EXPECTED)
"""A look says what a series is for: what was promised (grey, long dashes), what the chart is about (strong), what it is
compared with, what is expected (dashes in the colour of the series before it); plain is told by its place."""

TODAY, STATUS, EVENT = "today", "status", "event"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, area or set of bars: a value for each place of `Chart.across`."""

    name: str
    values: tuple[Value, ...]
    look: str = PLAIN


@dataclass(frozen=True, slots=True)
class Marker:
    """A day everybody asks about: a line from top to bottom with a word at its head."""

    day: date
    name: str
    kind: str = EVENT


@dataclass(frozen=True, slots=True)
class Level:
    """A value everybody asks about, such as a budget: a line from side to side."""

    value: int | float | Decimal
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`key` names it on its page and in file names. `across` are days in order, or the names of groups of bars.

    `unit` is that of the values; of a SLIP it is DAY. `alt` is the caller's sentence saying what one sees; first and
    last figures are added to it by themselves. `note` stands under the title.
    """

    key: str
    kind: str
    title: str
    across: Across
    series: tuple[Series, ...]
    unit: Unit = COUNT
    alt: str = ""
    note: str = ""
    markers: tuple[Marker, ...] = ()
    levels: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"There is no kind of chart called {self.kind!r}.")
        if any(len(one.values) != len(self.across) for one in self.series):
            raise ValueError(f"{self.key}: each series has one value for each of {len(self.across)} places.")
        if self.kind != BARS and any(after <= before for before, after in pairwise(self.days)):
            raise ValueError(f"{self.key}: days are in order, each once.")

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(one for one in self.across if isinstance(one, date))

    @property
    def is_empty(self) -> bool:
        return not any(value is not None for one in self.series for value in one.values)


def lined_up(*points: Sequence[tuple[date, Value]]) -> tuple[tuple[date, ...], list[tuple[Value, ...]]]:
    """The days of all these series together, and the values of each by them; None where one says nothing."""
    days = tuple(sorted({day for one in points for day, _value in one}))
    known = [dict(one) for one in points]
    return days, [tuple(one.get(day) for day in days) for one in known]


def number(value: Value) -> float | None:
    """A value as it is laid on an axis; a day is counted from the first of all."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().toordinal() + (value.hour * 60 + value.minute) / 1440
    return float(value.toordinal()) if isinstance(value, date) else float(value)
