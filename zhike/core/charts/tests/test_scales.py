"""Axes: round values, days as fine as there is room for, words of the reader's language."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from zhike.core import charts
from zhike.core.charts import money
from zhike.core.charts.calendar_ticks import DayTick, day_ticks
from zhike.core.charts.scales import Scale, round_ticks, tick_words


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 1_240_000, [0, 250_000, 500_000, 750_000, 1_000_000, 1_250_000]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-30, 45, [-40, -20, 0, 20, 40, 60]),
        (0.62, 1.08, [0.6, 0.7, 0.8, 0.9, 1.0, 1.1]),
    ],
)
def test_an_axis_is_labelled_with_round_values_that_hold_everything(
    low: float, high: float, ticks: list[float]
) -> None:
    assert round_ticks(low, high, 6) == pytest.approx(ticks)


def test_things_that_are_counted_have_no_halves() -> None:
    assert round_ticks(0, 3, 8, whole=True) == [0, 1, 2, 3]
    assert round_ticks(0, 0, 8, whole=True) == [0, 1]


@given(some.floats(-1e9, 1e9), some.floats(0, 1e9), some.integers(2, 8))
def test_round_values_rise_and_hold_whatever_is_between(low: float, spread: float, most: int) -> None:
    ticks = round_ticks(low, low + spread, most)
    assert ticks == sorted(set(ticks))
    slack = 1e-6 * max(abs(low), spread, 1)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + spread - slack
    assert 2 <= len(ticks) <= most + 2


def test_a_scale_turns_values_into_places_and_knows_what_it_holds() -> None:
    scale = Scale(0, 200, 300, 100)  # upwards on a page is less
    assert [scale.at(value) for value in (0, 50, 200)] == [300, 250, 100]
    assert scale.holds(200)
    assert not scale.holds(201)


def test_amounts_on_an_axis_are_short_in_the_readers_way() -> None:
    ticks = [0.0, 250_000.0, 500_000.0]
    with translation.override("zh-hans"):
        assert tick_words(ticks, money("CNY")) == ["0", "25万", "50万"]
    with translation.override("en"):
        assert tick_words(ticks, money("CNY")) == ["0", "250K", "500K"]
        assert tick_words([0.0, 0.25, 0.5], charts.NUMBER) == ["0.00", "0.25", "0.50"]
        assert tick_words([0.0, 50.0], charts.PERCENT) == ["0%", "50%"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, ["Mar 2"]),
        (5, ["Mar 2", "Mar 3", "Mar 4", "Mar 5", "Mar 6", "Mar 7"]),
        (35, ["Mar 2", "Mar 9", "Mar 16", "Mar 23", "Mar 30", "Apr 6"]),
        (150, ["Apr", "May", "Jun", "Jul"]),
        (700, ["Jul", "Jan", "Jul", "Jan"]),
        (3000, ["2028", "2030", "2032", "2034"]),
    ],
)
def test_days_are_named_as_finely_as_six_labels_allow(days: int, words: list[str]) -> None:
    first = date(2026, 3, 2)
    ticks = day_ticks(first, first + timedelta(days=days), lambda some: len(some) <= 6)
    assert [tick.words for tick in ticks] == words


def test_the_year_is_told_once_for_each_year() -> None:
    def fits(ticks: list[DayTick]) -> bool:
        return len(ticks) <= 8

    ticks = day_ticks(date(2026, 10, 5), date(2027, 3, 20), fits)
    assert [(tick.words, tick.year) for tick in ticks] == [
        ("Nov", "2026"), ("Dec", ""), ("Jan", "2027"), ("Feb", ""), ("Mar", ""),
    ]  # fmt: skip
    with translation.override("zh-hans"):
        assert day_ticks(date(2026, 10, 5), date(2027, 3, 20), fits)[0].whole == "2026年11月"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_figures_are_written_in_full_and_short(language: str) -> None:
    with translation.override(language):
        full = [
            charts.shown(*one) for one in ((1_280_000, money("CNY")), (62.5, charts.PERCENT), (0.8712, charts.NUMBER))
        ]
        short = charts.short(788_720, money("CNY"))
    if language == "en":
        assert (full, short) == (["CN¥1,280,000", "62.5%", "0.87"], "CN¥789K")
    else:
        assert (full, short) == (["¥1,280,000", "62.5%", "0.87"], "¥78.9万")
    assert charts.shown(None, charts.HOURS) == "—"
    assert charts.shown(-1234.5, money("USD")) == "-$1,234.50"
