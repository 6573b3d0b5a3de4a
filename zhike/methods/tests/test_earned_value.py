"""Earned value and earned schedule: published examples, hostile cases, and a slow calculation they must agree with."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.methods.earned_value.burn import Drift, bands, reached_by
from zhike.methods.earned_value.earned_schedule import EarnedSchedule, earned_time, planned_duration
from zhike.methods.earned_value.measures import Measures
from zhike.methods.earned_value.phasing import earned_back, phase
from zhike.methods.earned_value.working_days import WorkingDays
from zhike.methods.schedule.calendars import Resolved
from zhike.methods.schedule.moments import day_number
from zhike.methods.schedule.plan import DAY

LIPKE = (0, 10, 25, 45, 70, 90, 100)
WEEK = Resolved((*((((480, 720), (780, 1020)),) * 5), (), ()), {})  # Monday to Friday, eight hours
WORKDAY = 4_800


# --- measures ---


def test_the_published_example_comes_out_to_the_last_digit() -> None:
    found = Measures(Decimal(100), Decimal(70), Decimal(40), Decimal(50))
    assert (found.sv, found.cv) == (-30, -10)
    assert found.cpi == Decimal("0.8")
    assert round(found.spi, 3) == Decimal("0.571")
    assert found.eac_at_cpi == found.eac == 125
    assert found.eac_at_plan == 110
    assert round(found.eac_at_cpi_and_spi, 20) == Decimal("181.25")
    assert found.eac_bottom_up(Decimal(65)) == 115
    assert (found.etc(found.eac), found.vac(found.eac)) == (75, -25)
    assert found.tcpi_to_bac == Decimal("1.2")
    assert found.tcpi_to(found.eac) == Decimal("0.8")
    assert (found.percent_planned, found.percent_complete, found.percent_spent) == (70, 40, 50)


def test_with_fractions_nothing_is_rounded_at_all() -> None:
    found = Measures(*(Fraction(one) for one in (100, 70, 40, 50)))
    assert (found.spi, found.eac_at_cpi_and_spi) == (Fraction(4, 7), Fraction(725, 4))


def test_a_budget_of_zero_has_no_percentages_and_breaks_nothing() -> None:
    found = Measures(Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    assert (found.percent_planned, found.percent_complete, found.percent_spent) == (None, None, None)
    assert (found.spi, found.cpi) == (None, None)
    assert (found.eac, found.tcpi_to_bac, found.vac(found.eac)) == (0, 0, 0)


def test_without_actuals_cost_says_nothing_and_the_schedule_still_does() -> None:
    found = Measures(100.0, 70.0, 40.0, None)
    assert (found.cv, found.cpi, found.eac, found.eac_at_plan, found.tcpi_to_bac) == (None,) * 5
    assert (found.eac_bottom_up(60.0), found.etc(100.0)) == (None, None)
    assert found.sv == -30


def test_nothing_spent_yet_leaves_the_budget_as_the_estimate() -> None:
    found = Measures(Decimal(100), Decimal(10), Decimal(0), Decimal(0))
    assert (found.cpi, found.eac_at_cpi, found.eac) == (None, None, 100)


def test_money_spent_and_nothing_earned_has_no_estimate_by_the_index() -> None:
    found = Measures(Decimal(100), Decimal(10), Decimal(0), Decimal(30))
    assert (found.cpi, found.eac_at_cpi) == (0, None)
    assert found.eac == found.eac_at_plan == 130


def test_more_earned_than_budgeted_leaves_nothing_to_do() -> None:
    found = Measures(Decimal(100), Decimal(100), Decimal(120), Decimal(130))
    assert found.percent_complete == 120
    assert (found.remaining, found.eac, found.eac_at_plan, found.tcpi_to_bac) == (0, 130, 130, 0)


def test_what_is_all_done_cost_what_it_cost() -> None:
    found = Measures(Decimal(100), Decimal(100), Decimal(100), Decimal(90))
    assert (found.eac_at_cpi, found.eac_at_plan, found.eac_at_cpi_and_spi) == (90, 90, 90)
    assert found.vac(found.eac) == 10


def test_a_budget_that_is_spent_cannot_be_kept_however_well_the_rest_goes() -> None:
    assert Measures(Decimal(100), Decimal(90), Decimal(80), Decimal(100)).tcpi_to_bac is None


def test_without_a_baseline_there_is_nothing_to_be_late_against() -> None:
    found = Measures(Decimal(100), None, Decimal(40), Decimal(50))
    assert (found.sv, found.spi, found.percent_planned, found.eac_at_cpi_and_spi) == (None,) * 4
    assert found.eac == 125


MONEY = st.integers(0, 10**9)


@given(MONEY, MONEY, MONEY, MONEY)
def test_every_measure_is_the_definition_computed_with_whole_fractions(bac: int, pv: int, ev: int, ac: int) -> None:
    exact = Measures(*(Fraction(one) for one in (bac, pv, ev, ac)))
    found = Measures(*(Decimal(one) for one in (bac, pv, ev, ac)))
    rest = max(Fraction(bac - ev), Fraction(0))
    by_hand = {
        "sv": Fraction(ev - pv), "cv": Fraction(ev - ac), "spi": Fraction(ev, pv) if pv else None,
        "cpi": Fraction(ev, ac) if ac else None, "eac_at_plan": ac + rest,
        "eac_at_cpi": Fraction(ac) if not rest else ac + rest * Fraction(ac, ev) if ac and ev else None,
        "tcpi_to_bac": Fraction(0) if not rest else rest / (bac - ac) if bac > ac else None,
    }  # fmt: skip
    for name, told in by_hand.items():
        assert getattr(exact, name) == told, name
        close = getattr(found, name)
        assert (close is None) == (told is None), name
        assert told is None or abs(Fraction(close) - told) <= abs(told) * Fraction(1, 10**20), name


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_budget_divided_by_the_index_is_the_estimate(bac: int, ev: int, ac: int) -> None:
    found = Measures(Fraction(max(bac, ev)), None, Fraction(ev), Fraction(ac))
    assert found.eac_at_cpi == found.bac / found.cpi


# --- earned schedule ---


def test_the_published_schedule_comes_out_to_the_last_digit() -> None:
    found = EarnedSchedule(earned_time(LIPKE, 40), 4, planned_duration(LIPKE))
    assert found.es == 2.75
    assert found.sv_t == -1.25
    assert found.spi_t == 0.6875
    assert round(found.ieac_t, 3) == 8.727
    assert found.at_plan == 7.25
    assert found.tspi == 3.25 / 2


def test_an_estimate_at_the_pace_so_far_is_the_independent_one() -> None:
    found = EarnedSchedule(2.75, 4, 6)
    assert found.duration_at(found.spi_t) == pytest.approx(found.pd / found.spi_t)
    assert found.duration_at(1) == found.at_plan


def test_earned_time_is_never_beyond_the_planned_duration() -> None:
    assert earned_time((*LIPKE, 100, 100), 100) == 6
    assert earned_time(LIPKE, 250) == 6
    assert planned_duration((*LIPKE, 100, 100)) == 6


def test_after_the_planned_finish_the_index_goes_on_telling_how_late_it_is() -> None:
    found = EarnedSchedule(earned_time(LIPKE, 90), 8, 6)
    assert (found.spi_t, found.sv_t) == (0.625, -3)
    assert found.ieac_t == pytest.approx(9.6)
    assert found.tspi is None
    assert found.tspi_to(9.0) == 1


def test_all_done_late_is_told_by_the_day_it_was_done() -> None:
    found = EarnedSchedule(6, 8, 6, is_done=True)
    assert (found.ieac_t, found.at_plan, found.tspi, found.spi_t) == (8, 8, 0, 0.75)


def test_before_the_planned_start_there_is_no_index() -> None:
    found = EarnedSchedule(0.5, 0, 6)
    assert (found.spi_t, found.ieac_t, found.sv_t, found.at_plan) == (None, None, 0.5, 5.5)


def test_nothing_earned_after_time_has_passed_has_no_independent_estimate() -> None:
    found = EarnedSchedule(0, 3, 6)
    assert (found.spi_t, found.ieac_t, found.at_plan) == (0, None, 9)


def test_a_plan_that_begins_late_is_not_late_while_nothing_was_to_be_done() -> None:
    assert earned_time((0, 0, 0, 50, 100), 0) == 2


def test_what_stands_still_in_the_plan_is_earned_to_its_end() -> None:
    assert earned_time((0, 50, 50, 50, 100), 50) == 3
    assert earned_time((0, 50, 50, 50, 100), 49) == pytest.approx(0.98)


def test_a_plan_worth_nothing_is_earned_at_once() -> None:
    assert earned_time((0, 0, 0), 0) == planned_duration((0, 0, 0)) == 0


def test_planned_value_that_falls_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fall"):
        earned_time((0, 10, 5), 7)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.integers(0, 600))
def test_earned_time_is_lipkes_count_of_whole_periods_and_the_part_of_the_next(steps: list[int], earned: int) -> None:
    curve = np.concatenate([[0], np.cumsum(steps)])
    whole = sum(1 for value in curve[1:] if value <= earned)
    exact = Fraction(min(next((n for n, v in enumerate(curve) if v == curve[-1]), 0), whole))
    if earned < curve[-1]:
        exact = whole + Fraction(earned - int(curve[whole]), int(curve[whole + 1] - curve[whole]))
    assert earned_time(curve, earned) == pytest.approx(float(exact))


# --- working days ---

MONDAY = day_number(date(2026, 3, 30))


def test_weekends_and_holds_have_no_length() -> None:
    days = WorkingDays(WEEK, MONDAY, MONDAY + 13)
    assert days.total == 10 * WORKDAY
    held = WorkingDays(WEEK, MONDAY, MONDAY + 13, [(MONDAY + 2, MONDAY + 7)])
    assert held.total == 6 * WORKDAY
    assert held.before[2] == held.before[8] == 2 * WORKDAY


def test_within_a_day_the_hours_count() -> None:
    days = WorkingDays(WEEK, MONDAY, MONDAY + 6)
    morning = MONDAY * DAY
    at = [morning + hour * 600 for hour in (7, 8, 10, 12, 13, 17, 23)]
    assert days.positions(np.asarray(at)).tolist() == [0, 0, 1_200, 2_400, 2_400, 4_800, 4_800]
    assert days.position((MONDAY - 3) * DAY + 9_000) == 0
    assert days.position((MONDAY + 40) * DAY) == days.total


def test_a_position_is_found_again_on_its_day() -> None:
    days = WorkingDays(WEEK, MONDAY, MONDAY + 13)
    assert days.day_of(1) == MONDAY
    assert days.day_of(WORKDAY) == MONDAY
    assert days.day_of(5 * WORKDAY + 1) == MONDAY + 7
    assert days.day_of(days.total + WORKDAY) > MONDAY + 13
    assert WorkingDays(WEEK, MONDAY + 5, MONDAY + 6).day_of(4_000) == MONDAY + 6


# --- phasing ---

TASK = st.tuples(st.integers(0, 1_000), st.integers(0, 400), st.integers(0, 400))


@given(st.lists(TASK, max_size=25), st.lists(st.integers(-10, 900), min_size=1, max_size=25))
def test_every_point_of_the_curve_is_the_sum_over_the_tasks(tasks: list[tuple[int, int, int]], at: list[int]) -> None:
    amounts = np.asarray([amount for amount, _start, _length in tasks], float)
    starts = np.asarray([start for _amount, start, _length in tasks], float)
    finishes = starts + np.asarray([length for _amount, _start, length in tasks], float)
    curve = phase(amounts, starts, finishes)
    found = curve.until(np.asarray(at))
    for position, told in zip(at, found, strict=True):
        exact = sum((_due(task, position) for task in tasks), Fraction(0))
        assert told == pytest.approx(float(exact), abs=1e-6)
    assert curve.total == pytest.approx(amounts.sum())


@given(st.lists(TASK.filter(lambda task: task[0] > 0), min_size=1, max_size=12), st.floats(0, 1))
def test_the_inverse_of_the_curve_finds_what_is_earned(tasks: list[tuple[int, int, int]], share: float) -> None:
    amounts, starts, lengths = (np.asarray(column, float) for column in zip(*tasks, strict=True))
    curve = phase(amounts, starts, starts + lengths)
    earned = curve.total * share
    there = curve.when(earned)
    assert curve.start <= there <= curve.finish
    before, after = curve.until(np.asarray([there - 1e-6, there + 1e-6]))
    assert before <= earned + 1e-3
    assert after >= earned - 1e-3


def _due(task: tuple[int, int, int], position: int) -> Fraction:
    """What one task was to have earned, by the definition."""
    amount, start, length = task
    if not length:
        return Fraction(amount if position >= start else 0)
    return amount * min(max(Fraction(position - start, length), Fraction(0)), Fraction(1))


def test_a_milestone_falls_due_all_at_once() -> None:
    curve = phase(np.asarray([10.0, 90.0]), np.asarray([5.0, 0.0]), np.asarray([5.0, 10.0]))
    assert curve.until(np.asarray([4.0, 5.0, 10.0])).tolist() == pytest.approx([36, 55, 100])
    assert curve.when(50.0) == 5.0


def test_a_plan_without_tasks_or_without_a_budget_is_a_line_at_nothing() -> None:
    nobody = phase(np.zeros(0), np.zeros(0), np.zeros(0))
    assert nobody.until(np.asarray([3.0])).tolist() == [0.0]
    assert (nobody.total, nobody.when(0), nobody.finish) == (0, 0, 0)
    worthless = phase(np.zeros(2), np.asarray([0.0, 5.0]), np.asarray([4.0, 9.0]))
    assert (worthless.total, worthless.finish) == (0, 9)


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        phase(np.asarray([-1.0]), np.asarray([0.0]), np.asarray([1.0]))


def test_the_past_is_earned_from_actual_starts_up_to_now_and_never_later() -> None:
    curve = earned_back(
        np.asarray([100.0, 100.0, 100.0]), np.asarray([0.0, 10.0, 50.0]), np.asarray([20.0, 40.0, 60.0]),
        np.asarray([1.0, 0.5, 0.0]), now=30.0,
    )  # fmt: skip
    assert curve.until(np.asarray([10.0, 20.0, 30.0, 90.0])).tolist() == pytest.approx([50, 125, 150, 150])
    assert curve.finish == 30


def test_ten_thousand_tasks_over_years_add_up_exactly_at_the_end() -> None:
    random = np.random.default_rng(5)
    amounts = random.integers(1, 10_000, 10_000).astype(float)
    starts = random.integers(0, 500 * WORKDAY, 10_000).astype(float)
    curve = phase(amounts, starts, starts + random.integers(0, 60 * WORKDAY, 10_000))
    days = curve.until(np.arange(751) * WORKDAY)
    assert days[-1] == amounts.sum()
    assert (np.diff(days) >= 0).all()


# --- burn ---


def test_what_is_reached_by_a_day_counts_and_the_unknown_does_not() -> None:
    assert reached_by(np.asarray([5, 1, -1, 9]), np.asarray([1, 2, 6, 100])).tolist() == [0, 1, 2, 3]


def test_bands_lie_one_over_the_other() -> None:
    counts = [{"done": 1, "in_progress": 2}, {"done": 3, "to_do": 1}]
    assert bands(counts, ["done", "in_progress", "to_do"]).tolist() == [[1, 3], [3, 3], [3, 4]]
    assert bands([], ["done"]).shape == (1, 0)


def test_a_milestone_says_how_far_and_how_often_it_moved() -> None:
    assert Drift((1, 8, 15), (40, 40, 47)).slip == 7
    assert Drift((1, 8, 15), (40, 40, 47)).moves == 1
    assert Drift((), ()).slip == Drift((), ()).moves == 0
