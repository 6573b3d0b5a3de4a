"""Forecasts of boards from what they finished."""

from datetime import date

import numpy as np
import pytest

from zhike.methods.schedule.forecast import how_many, when_done
from zhike.methods.schedule.forecast.throughput import TooLittleHistory, little

MONDAY = date(2026, 11, 30)


def test_a_steady_board_is_done_when_division_says():
    forecast = when_done([5] * 8, (20, 20), MONDAY)
    assert forecast.p50 == forecast.p80 == forecast.p95 == date(2026, 12, 27)
    assert forecast.curve == ((date(2026, 12, 27), 1.0),)


def test_an_uneven_board_is_done_later_the_surer_one_wants_to_be():
    forecast = when_done([0, 2, 9, 4, 5, 1, 7, 3], (40, 50), MONDAY, seed=3)
    assert forecast.p50 < forecast.p80 < forecast.p95
    assert forecast == when_done([0, 2, 9, 4, 5, 1, 7, 3], (40, 50), MONDAY, seed=3)
    assert forecast.p80_error <= 1


def test_items_that_split_and_items_that_come_in_make_it_longer():
    past = [3, 4, 5, 4, 3, 5]
    plain = when_done(past, (30, 30), MONDAY)
    assert when_done(past, (30, 30), MONDAY, split=(1.5, 2)).p80 > plain.p80
    assert when_done(past, (30, 30), MONDAY, growth=[1, 2, 1, 2, 1]).p80 > plain.p80
    endless = when_done(past, (30, 30), MONDAY, growth=[5, 6, 5, 6, 5], samples=200)
    assert endless.p80 is None
    assert endless.unfinished > 0.9


def test_how_many_items_are_surely_done_falls_with_how_sure_one_wants_to_be():
    counts = how_many([0, 2, 9, 4, 5, 1, 7, 3], 6)
    assert counts[50] > counts[80] > counts[95]
    assert how_many([5] * 6, 4) == {50: 20, 80: 20, 95: 20}


def test_four_of_five_boards_are_done_by_their_p80():
    """With a long history, resampling is calibrated; dates are whole weeks, so a little more than four of five."""
    random, met = np.random.default_rng(5), []
    for _ in range(400):
        history = random.poisson(40, 200)
        forecast = when_done(history, (800, 800), MONDAY, days=1, samples=400)
        done, day = 0, 0
        while done < 800:
            done, day = done + random.poisson(40), day + 1
        met.append(MONDAY.toordinal() + day - 1 <= forecast.p80.toordinal())
    assert 0.76 <= np.mean(met) <= 0.99


def test_too_little_history_is_said_rather_than_guessed_from():
    with pytest.raises(TooLittleHistory, match="5 periods"):
        when_done([3, 4], (10, 10), MONDAY)
    with pytest.raises(TooLittleHistory):
        how_many([0, 0, 0, 0, 0], 3)


def test_littles_law_tells_a_steady_board_from_one_that_fills_up():
    assert little([10, 10, 10], [5, 5, 5], [2, 2, 2]).is_steady
    filling = little([10, 20, 30], [5, 5, 5], [2, 2, 2])
    assert (filling.expected, filling.ratio, filling.is_steady) == (10, 2, False)
