"""Values as Microsoft's XML writes them, exactly both ways: moments, durations, lags, money, numbers.

Every reader raises ValueError for what means nothing and `Beyond` for what is meant but cannot be planned.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from typing import Any

from zhike.methods.schedule.plan import HOUR, MINUTE

SECONDS_OF_TICK = 6
LONGEST = 100_000 * 24 * HOUR  # ticks of a duration or a lag: 100,000 days around the clock
MOST_WORK = 10**15
FIRST_YEAR, LAST_YEAR = 1900, 2199
PERCENT_UNITS = {19: False, 51: False, 20: True, 52: True}  # format -> elapsed
UNITS = {3: "m", 4: "em", 5: "h", 6: "eh", 7: "d", 8: "ed", 9: "w", 10: "ew", 11: "mo", 12: "emo"}
FORMATS = {unit: number for number, unit in UNITS.items()}
ESTIMATED = 32  # added to a format: the duration is a guess
DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d{1,9}(?:\.\d{1,9})?)D)?"
    r"(?:T(?:(?P<hours>\d{1,12}(?:\.\d{1,9})?)H)?(?:(?P<minutes>\d{1,15}(?:\.\d{1,9})?)M)?(?:(?P<seconds>\d{1,15}(?:\.\d{1,9})?)S)?)?",
    re.ASCII,
)
WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
NUMBER = re.compile(r"[+-]?(?:\d{1,25}(?:\.\d{0,25})?|\.\d{1,25})(?:[eE][+-]?\d{1,2})?", re.ASCII)
MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


class Beyond(Exception):
    """A value that is well written but lies outside what can be planned; `code` is that of the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value is read from text and written as text; writing None leaves the element out."""

    read: Callable[[str], Any]
    write: Callable[[Any], str | None]


def moment(text: str) -> datetime:
    """A moment on the wall clock as written: a zone, if any, is not applied."""
    found = MOMENT.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Beyond("date_out_of_range")
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 -- wall clock


def moment_text(value: datetime | None) -> str | None:
    return None if value is None else value.strftime("%Y-%m-%dT%H:%M:%S")


def ticks(text: str) -> int:
    """An ISO 8601 duration in ticks, to the nearest; a day in it is 24 hours."""
    found = DURATION.fullmatch(text.strip())
    if not found or text.strip()[-1] in "PT":
        raise ValueError(text)
    part = {name: Decimal(value or 0) for name, value in found.groupdict().items() if name != "sign"}
    seconds = ((part["days"] * 24 + part["hours"]) * 60 + part["minutes"]) * 60 + part["seconds"]
    amount = int((seconds / SECONDS_OF_TICK).to_integral_value())
    return -amount if found["sign"] else amount


def ticks_text(value: int | None) -> str | None:
    if value is None:
        return None
    hours, rest = divmod(abs(value), HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return f"{'-' if value < 0 else ''}PT{hours}H{minutes}M{rest * SECONDS_OF_TICK}S"


def duration(text: str) -> int:
    """A duration that can be planned: 0 to 100,000 days."""
    amount = ticks(text)
    if amount < 0:
        raise ValueError(text)
    if amount > LONGEST:
        raise Beyond("duration_out_of_range")
    return amount


def work(text: str) -> int:
    amount = ticks(text)
    if not 0 <= amount <= MOST_WORK:
        raise ValueError(text)
    return amount


def whole(text: str) -> int:
    if not WHOLE.fullmatch(text.strip()):
        raise ValueError(text)
    return int(text)


def identity(text: str) -> int:
    """A UID: not negative, 31 bits."""
    number = whole(text)
    if not 0 <= number < 2**31:
        raise ValueError(text)
    return number


def tenths(text: str) -> int:
    """A lag, slack or delay in tenths of a minute; old writers add a decimal point."""
    number = int(decimal(text).to_integral_value())
    if abs(number) > LONGEST:
        raise Beyond("duration_out_of_range")
    return number


def decimal(text: str) -> Decimal:
    if not NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if abs(value) >= 10**25:
        raise ValueError(text)
    return value


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def money(text: str) -> Decimal:
    """Microsoft writes money in hundredths."""
    return decimal(plain(decimal(text).scaleb(-2)))


def money_text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value.scaleb(2))


def rate(text: str) -> Decimal:
    """Rates, other than costs, are in whole units."""
    return decimal(plain(decimal(text)))


def units(text: str) -> float:
    """1.00 is a whole person, which a plan calls 100."""
    value = decimal(text)
    if not 0 <= value <= 10**9:
        raise ValueError(text)
    return float(value * 100)


def units_text(value: float | None) -> str | None:
    return None if value is None else plain(Decimal(repr(float(value))).scaleb(-2))


def percent(text: str) -> float:
    value = decimal(text)
    if not 0 <= value <= 100:
        raise ValueError(text)
    return float(round(value))


def percent_text(value: float | None) -> str | None:
    return None if value is None else str(round(value))


def flag(text: str) -> bool:
    said = text.strip().lower()
    if said not in ("0", "1", "true", "false"):
        raise ValueError(text)
    return said in ("1", "true")


def flag_text(value: bool | None) -> str | None:
    return None if value is None else "1" if value else "0"


def whole_text(value: int | None) -> str | None:
    return None if value is None else str(int(value))


def priority(text: str) -> int:
    number = whole(text)
    if not 0 <= number <= 1000:
        raise ValueError(text)
    return number


def minutes_of_day(text: str) -> int:
    """A time of day in minutes after midnight, to the minute below."""
    found = CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        raise ValueError(text)
    minutes = int(found[1]) * 60 + int(found[2])
    if minutes > 1440:
        raise ValueError(text)
    return minutes


def clock_text(minutes: int) -> str:
    """24:00 is written 00:00, as Microsoft Project does."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


def day(text: str) -> date:
    return moment(text).date()


def one_of(kind: type[IntEnum]) -> Codec:
    return Codec(lambda text: kind(whole(text)), lambda value: None if value is None else str(int(value)))


def positive(text: str) -> int:
    number = whole(text)
    if not 0 < number < 10**6:
        raise ValueError(text)
    return number


TEXT = Codec(str, lambda value: value or None)
MOMENT_AT = Codec(moment, moment_text)
DURATION_OF = Codec(duration, ticks_text)
WORK_OF = Codec(work, ticks_text)
TENTHS = Codec(tenths, whole_text)
MONEY = Codec(money, money_text)
HOURLY = Codec(rate, lambda value: None if value is None else plain(value))
UNITS_OF = Codec(units, units_text)
PERCENT = Codec(percent, percent_text)
FLAG = Codec(flag, flag_text)
NOT_FLAG = Codec(lambda text: not flag(text), lambda value: None if value is None else flag_text(not value))
IDENTITY = Codec(identity, whole_text)
WHOLE_NUMBER = Codec(whole, whole_text)
PRIORITY = Codec(priority, whole_text)
POSITIVE = Codec(positive, whole_text)
