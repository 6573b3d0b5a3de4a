"""Moments as numbers: ticks (tenths of a minute) since 1 January 1900, 0:00, on the wall clock of a plan.

Nothing before 1900 or after 2199 can be planned; Microsoft Project ends in 2149.
"""

from datetime import date, datetime, timedelta

from zhike.methods.schedule.plan import DAY

EPOCH = datetime(1900, 1, 1)  # noqa: DTZ001 -- wall clock
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
FURTHEST = ((LAST_DAY - FIRST_DAY).days + 1) * DAY
TICK = timedelta(seconds=6)


class OutOfRange(ValueError):
    """A moment before 1900 or after 2199."""


def to_ticks(moment: datetime) -> int:
    """The tick a moment falls into. OutOfRange: it lies before 1900 or after 2199."""
    ticks = (moment - EPOCH) // TICK
    if not 0 <= ticks < FURTHEST:
        raise OutOfRange(f"{moment:%Y-%m-%d} lies outside the years 1900 to 2199.")
    return ticks


def from_ticks(ticks: int) -> datetime:
    return EPOCH + int(ticks) * TICK


def day_number(day: date) -> int:
    """Days since 1 January 1900."""
    return (day - FIRST_DAY).days
