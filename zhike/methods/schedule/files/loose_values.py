"""Values of exports and spreadsheets, which are written in many ways: days, moments, text of any JSON value."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from zhike.methods.schedule.files.values import FIRST_YEAR, LAST_YEAR

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 -- read as a row
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.+))?", re.ASCII)
CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?(?:\s*(.+))?", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s+(.+))?", re.ASCII)
NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:[,\s]+(.+))?", re.ASCII)
NAMED = re.compile(r"(\d{1,2})[/ .-]+([A-Za-z]{3})[a-z]*[/ .,-]+(\d{2}|\d{4})(?:[,\s]+(.+))?", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?", re.ASCII)
LONGEST = 40


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Of days written like 3/4/2026, by those that leave no choice; None if all do."""
    found = None
    for text in texts:
        numbers = NUMBERS.fullmatch(text.strip()[:LONGEST])
        if numbers:
            first, second = int(numbers[1]), int(numbers[2])
            if first > 12:
                return True
            found = False if second > 12 else found
    return found


def moment_of(text: str, day_first: bool = True) -> date | datetime:
    """A day, or a moment if there is a time with it; with its zone if that is written. ValueError: it is neither."""
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError(text)
    if found := ISO.fullmatch(text):
        return _iso(found)
    for form in (CHINESE, YEAR_FIRST):
        if found := form.fullmatch(text):
            return _with_clock(date(_year(found[1]), int(found[2]), int(found[3])), found[4])
    if found := NAMED.fullmatch(text):
        return _with_clock(date(_year(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1])), found[4])
    if found := NUMBERS.fullmatch(text):
        day, month = (found[1], found[2]) if day_first else (found[2], found[1])
        return _with_clock(date(_year(found[3]), int(month), int(day)), found[4])
    raise ValueError(text)


def _iso(found: re.Match[str]) -> date | datetime:
    day = date(_year(found[1]), int(found[2]), int(found[3]))
    if not found[4]:
        return day
    if CLOCK.fullmatch(found[4]):
        return _with_clock(day, found[4])
    zoned = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", found[4])
    return datetime.fromisoformat(f"{day.isoformat()}T{zoned}")


def _with_clock(day: date, clock: str | None) -> date | datetime:
    if not clock:
        return day
    found = CLOCK.fullmatch(clock.strip())
    if not found:
        raise ValueError(clock)
    hour = int(found[1])
    if found[4]:
        if not 1 <= hour <= 12:
            raise ValueError(clock)
        hour = hour % 12 + (12 if found[4][0] in "Pp" else 0)
    return datetime(day.year, day.month, day.day, hour, int(found[2]), int(found[3] or 0))  # noqa: DTZ001 -- as written


def _year(text: str) -> int:
    year = int(text) + (2000 if len(text) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def text_of(value: Any) -> str:
    """A value of JSON as text; nothing for null, objects and arrays."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def dicts_of(value: Any) -> list[dict[str, Any]]:
    """The objects in an array of JSON; none if it is no array."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
