"""Durations, lags and links as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.methods.schedule.durations import (
    AROUND_THE_CLOCK,
    Duration,
    Lag,
    NotReadable,
    Units,
    WrittenLink,
    format_duration,
    format_lag,
    format_link,
    parse_duration,
    parse_lag,
    parse_links,
)
from zhike.methods.schedule.plan import LagUnit, LinkKind

D = 4_800


@pytest.mark.parametrize(
    ("text", "ticks", "unit"),
    [
        ("3d", 3 * D, "d"), ("3", 3 * D, "d"), ("4h", 2_400, "h"), ("2w", 10 * D, "w"), ("30m", 300, "m"),
        ("1 mo", 20 * D, "mo"), ("1.5 天", 7_200, "d"), ("3 个工作日", 3 * D, "d"), ("2 周", 10 * D, "w"),
        ("５ｄ", 5 * D, "d"), ("0d", 0, "d"), ("5ed", 5 * 14_400, "ed"), ("3 个自然日", 3 * 14_400, "ed"),
        ("半天", D // 2, "d"), ("两周", 10 * D, "w"), ("十五天", 15 * D, "d"), ("二十天", 20 * D, "d"),
        ("1d 4h", D + 2_400, "d"),
        ("1,5d", 7_200, "d"), ("2 days", 2 * D, "d"), ("2 连续小时", 1_200, "eh"), (".5h", 300, "h"),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(text: str, ticks: int, unit: str) -> None:
    assert parse_duration(text) == Duration(ticks, unit)


def test_a_question_mark_says_that_it_is_a_guess() -> None:
    assert parse_duration("3d?") == Duration(3 * D, "d", is_estimated=True)
    assert format_duration(3 * D, is_estimated=True) == "3d?"


@pytest.mark.parametrize("text", ["", "soon", "3x", "-3d", "d", "3d 2ed", "99999999d", "三四天", "1e9"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(NotReadable):
        parse_duration(text)


def test_a_plan_says_how_long_its_day_is() -> None:
    short = Units(minutes_per_day=420, minutes_per_week=2100, days_per_month=21)
    assert parse_duration("1d", short).ticks == 4_200
    assert parse_duration("1w", short).ticks == 21_000
    assert parse_duration("1mo", short).ticks == 21 * 4_200
    assert format_duration(8_400, "d", units=short) == "2d"


@given(
    ticks=st.integers(0, 2_000).map(lambda hundredths: hundredths * 48),
    unit=st.sampled_from(["m", "h", "d", *AROUND_THE_CLOCK]),
    language=st.sampled_from(["en", "zh-hans"]),
)
def test_what_is_written_reads_back(ticks: int, unit: str, language: str) -> None:
    """To a hundredth of the unit it is shown in."""
    read = parse_duration(format_duration(ticks, unit, language))
    assert read.unit == unit
    assert abs(read.ticks - ticks) <= Units().ticks(unit) / 200 + 1


@pytest.mark.parametrize(
    ("text", "lag"),
    [
        ("", Lag()), ("+2d", Lag(2 * D)), ("-50%", Lag(-500, LagUnit.PERCENT, "%")),
        ("3ed", Lag(3 * 14_400, LagUnit.ELAPSED, "ed")), ("+12.5e%", Lag(125, LagUnit.ELAPSED_PERCENT, "e%")),
        ("－1 周", Lag(-5 * D, LagUnit.WORKING, "w")), ("2 天", Lag(2 * D)),
    ],
)  # fmt: skip
def test_lags(text: str, lag: Lag) -> None:
    assert parse_lag(text) == lag
    assert parse_lag(format_lag(lag)) == lag
    assert parse_lag(format_lag(lag, "zh-hans")) == lag


def test_links_are_read_as_in_microsoft_project() -> None:
    assert parse_links("5FS+2d, 7；9ss-50%、1.2FF") == [
        WrittenLink("5", LinkKind.FINISH_TO_START, Lag(2 * D)),
        WrittenLink("7"),
        WrittenLink("9", LinkKind.START_TO_START, Lag(-500, LagUnit.PERCENT, "%")),
        WrittenLink("1.2", LinkKind.FINISH_TO_FINISH),
    ]
    assert parse_links("T-3完成-开始(FS)+1 天") == [WrittenLink("3", LinkKind.FINISH_TO_START, Lag(D))]
    assert parse_links(" ") == []


@pytest.mark.parametrize("text", ["FS", "5XX", "5FS+soon", "a, b"])
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(NotReadable):
        parse_links(text)


def test_links_are_written_as_short_as_they_can_be() -> None:
    assert format_link("5", LinkKind.FINISH_TO_START, Lag()) == "5"
    assert format_link("5", LinkKind.START_TO_START, Lag()) == "5SS"
    assert format_link("5", LinkKind.FINISH_TO_START, Lag(2 * D)) == "5FS+2d"
