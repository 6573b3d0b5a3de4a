"""Calendars as RFC 5545 wants them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from zhike.methods.calendars.icalendar import Happening, escaped, folded, write_calendar

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def one(**values: object) -> Happening:
    told: dict[str, object] = {"key": "a@zhike", "title": "上线", "starts": date(2026, 6, 1), "ends": date(2026, 6, 2)}
    return Happening(**{**told, "stamped_at": NOW, **values})  # type: ignore[arg-type]


def test_a_milestone_is_a_whole_day_and_a_task_is_in_universal_time() -> None:
    china = timezone(timedelta(hours=8))
    task = one(key="b@zhike", starts=datetime(2026, 6, 1, 8, tzinfo=china), ends=datetime(2026, 6, 3, 17, tzinfo=china))
    lines = unfolded(write_calendar("大桥", [one(), task]).decode())
    assert "DTSTART;VALUE=DATE:20260601" in lines
    assert "DTEND;VALUE=DATE:20260602" in lines
    assert "DTSTART:20260601T000000Z" in lines
    assert "DTEND:20260603T090000Z" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"VERSION:2.0", "SUMMARY:上线", "UID:a@zhike", "DTSTAMP:20260301T120000Z"} <= set(lines)


def test_nothing_ends_before_it_starts() -> None:
    lines = unfolded(write_calendar("x", [one(ends=date(2026, 6, 1)), one(starts=NOW, ends=NOW)]).decode())
    assert "DTEND;VALUE=DATE:20260602" in lines
    assert "DTEND:20260301T120100Z" in lines


def test_what_has_a_meaning_is_escaped_and_no_line_can_be_smuggled_in() -> None:
    assert escaped("a;b,c\\d\r\ne\nf\rg\x00\x07") == "a\\;b\\,c\\\\d\\ne\\nf\\ng"
    lines = unfolded(write_calendar("x", [one(title="x\r\nATTACH:http://evil", address="http://a\r\nb")]).decode())
    assert not any(line.startswith("ATTACH") for line in lines)
    assert "URL:http://ab" in lines


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_calendar("x", [one(starts=datetime(2026, 1, 1), ends=datetime(2026, 1, 2))])  # noqa: DTZ001


@given(any_.text(max_size=400))
def test_folding_tears_no_character_and_keeps_every_line_short(text: str) -> None:
    line = "SUMMARY:" + escaped(text.encode("utf-8", "ignore").decode())
    written = folded(line)
    assert written.replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in written.split("\r\n"))
