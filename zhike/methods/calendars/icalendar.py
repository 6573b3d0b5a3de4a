"""Calendars other programs subscribe to: RFC 5545, as little of it as is needed, and that rightly.

    text = write_calendar("Bridge", [Happening("key@zhike", "Go-live", date(2026, 6, 1), date(2026, 6, 2), …)])

Moments are written in UTC, so no definition of a time zone has to travel along; whole days carry no zone at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCER = "-//Zhike//Plan//EN"
LINE = 75  # octets, without the line break
BREAK = "\r\n"
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Happening:
    """Something in a calendar: on whole days (`ends` is the day after the last), or from one moment to another, both
    with their time zone. `revision` grows with every change."""

    key: str
    title: str
    starts: date | datetime
    ends: date | datetime
    stamped_at: datetime
    text: str = ""
    address: str = ""
    kind: str = ""
    revision: int = 0
    is_cancelled: bool = False


def write_calendar(name: str, happenings: Iterable[Happening], *, every: timedelta = timedelta(hours=1)) -> bytes:
    """The calendar; `every` is how often a subscriber should look again."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCER}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_duration(every)}", f"X-PUBLISHED-TTL:{_duration(every)}",
    ]  # fmt: skip
    for one in happenings:
        lines += _event(one)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + BREAK for line in lines).encode()


def escaped(text: str) -> str:
    """Text as a value: without control characters, with what has a meaning of its own escaped."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in plain if one in "\n\t" or (ord(one) >= 32 and ord(one) != 127)).translate(_ESCAPED)


def folded(line: str) -> str:
    """At most 75 octets a line; what follows begins with a blank. No character is torn apart."""
    if len(line.encode()) <= LINE:
        return line
    return (BREAK + " ").join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece: list[str] = []
    length, most = 0, LINE
    for character in line:
        size = len(character.encode())
        if length + size > most:
            yield "".join(piece)
            piece, length, most = [], 0, LINE - 1
        piece.append(character)
        length += size
    yield "".join(piece)


def _event(one: Happening) -> list[str]:
    lines = [
        "BEGIN:VEVENT", f"UID:{escaped(one.key)}", f"DTSTAMP:{_moment(one.stamped_at)}", f"SEQUENCE:{one.revision}",
        f"DTSTART{_when(one.starts)}", f"DTEND{_when(_after(one.starts, one.ends))}", f"SUMMARY:{escaped(one.title)}",
    ]  # fmt: skip
    if one.text:
        lines.append(f"DESCRIPTION:{escaped(one.text)}")
    if one.address:
        lines.append(f"URL:{''.join(one.address.split())}")
    if one.kind:
        lines.append(f"CATEGORIES:{escaped(one.kind)}")
    lines += [f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    return lines


def _after(starts: date | datetime, ends: date | datetime) -> date | datetime:
    """An event ends after it starts: at least a minute, or a day."""
    least = timedelta(minutes=1) if isinstance(starts, datetime) else timedelta(days=1)
    return max(ends, starts + least)


def _when(at: date | datetime) -> str:
    return f":{_moment(at)}" if isinstance(at, datetime) else f";VALUE=DATE:{at:%Y%m%d}"


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("A moment without a time zone is no moment of a calendar.")
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _duration(span: timedelta) -> str:
    return f"PT{max(1, round(span.total_seconds() / 60))}M"
