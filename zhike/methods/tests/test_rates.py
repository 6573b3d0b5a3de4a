"""Costs of work at rates that change."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhike.methods.costs.rates import ALWAYS, HOUR, Cost, Rate, converted, cost_of_work, parts_of, rate_at, spread

DAY = 14_400


def worked(moment: int) -> int:
    """Eight hours a day, from midnight on, every day."""
    return moment // DAY * 4_800 + min(moment % DAY, 4_800)


def test_an_hour_costs_what_it_costs_on_its_day() -> None:
    rates = [Rate(ALWAYS, Decimal(100)), Rate(2 * DAY, Decimal(150))]
    parts = parts_of([(0, 4 * DAY)], [rate.since for rate in rates], worked)
    assert parts == [(0, Decimal("0.5")), (2 * DAY, Decimal("0.5"))]
    assert cost_of_work(32 * HOUR, parts, rates, [0]).amount == Decimal(16 * 100 + 16 * 150)


def test_work_before_the_first_rate_is_told_and_not_priced() -> None:
    rates = [Rate(3 * DAY, Decimal(200))]
    found = cost_of_work(32 * HOUR, parts_of([(0, 4 * DAY)], [3 * DAY], worked), rates, [0])
    assert (found.amount, found.unpriced) == (Decimal(8 * 200), 24 * HOUR)
    assert cost_of_work(8 * HOUR, parts_of([(0, DAY)], [], worked), [], [0]).unpriced == 8 * HOUR
    assert rate_at(rates, 3 * DAY - 1) is None


def test_what_is_left_lies_at_the_end_and_costs_what_holds_then() -> None:
    rates = [Rate(ALWAYS, Decimal(100)), Rate(2 * DAY, Decimal(150))]
    parts = parts_of([(0, 4 * DAY)], [2 * DAY], worked, done=Decimal("0.75"))
    assert parts == [(2 * DAY, Decimal(1))]
    assert cost_of_work(8 * HOUR, parts, rates, [0]).amount == Decimal(1200)


def test_a_split_task_is_worked_in_its_parts_only() -> None:
    rates = [Rate(ALWAYS, Decimal(10)), Rate(3 * DAY, Decimal(20))]
    parts = parts_of([(0, DAY), (5 * DAY, 6 * DAY)], [3 * DAY], worked)
    assert cost_of_work(16 * HOUR, parts, rates, [0]).amount == Decimal(8 * 10 + 8 * 20)


def test_where_nothing_is_worked_the_first_moment_decides() -> None:
    rates = [Rate(ALWAYS, Decimal(10)), Rate(DAY, Decimal(20))]
    night = [(DAY + 5_000, DAY + 6_000)]
    assert cost_of_work(HOUR, parts_of(night, [], worked), rates, [0]).amount == Decimal(20)
    assert parts_of([], [], worked) == []


def test_money_falls_into_the_months_it_is_spent_in() -> None:
    bounds = [0, 2 * DAY]
    parts = parts_of([(0, 3 * DAY)], bounds, worked)
    found = spread(Decimal("100.00"), parts, bounds)
    assert found.by_period == {0: Decimal("66.67"), 1: Decimal("33.33")}
    assert found.less(spread(Decimal(10), [(0, Decimal(1))], bounds)).by_period[0] == Decimal("56.67")
    whole = Cost()
    whole.take(found)
    whole.take(found)
    assert whole.amount == Decimal(200)


@given(
    work=st.integers(0, 10_000_000), length=st.integers(1, 400), begins=st.integers(0, 30),
    changes=st.lists(st.tuples(st.integers(0, 500), st.decimals(0, 9_999, places=2)), max_size=4),
    done=st.integers(0, 99),
)  # fmt: skip
def test_parts_add_up_and_nothing_is_lost(
    work: int, length: int, begins: int, changes: list[tuple[int, Decimal]], done: int
) -> None:
    rates = sorted({at: Rate(at * DAY, hour) for at, hour in changes}.values(), key=lambda rate: rate.since)
    marks = [rate.since for rate in rates]
    bounds = [month * 30 * DAY for month in range(20)]
    parts = parts_of(
        [(begins * DAY, (begins + length) * DAY)], [*marks, *bounds], worked, Decimal(done) / 100
    )  # fmt: skip
    assert abs(sum(share for _start, share in parts) - 1) < Decimal("1e-20")
    found = cost_of_work(work, parts, rates, bounds)
    assert sum(found.by_period.values(), Decimal(0)) == found.amount
    assert found.amount == found.amount.quantize(Decimal("0.01"))
    if rates:
        priced = Decimal(work - found.unpriced) / HOUR
        slack = Decimal("0.02") + max(rate.hour for rate in rates) / HOUR
        assert priced * min(rate.hour for rate in rates) - slack <= found.amount
        assert found.amount <= priced * max(rate.hour for rate in rates) + slack


def test_rates_are_told_in_another_currency_at_what_it_is_worth_on_each_day():
    rates = [Rate(ALWAYS, Decimal(700), Decimal(70)), Rate(5 * DAY, Decimal(840))]
    worth = [(2 * DAY, Decimal(7)), (8 * DAY, Decimal(8))]  # before the first day the first one holds
    found = converted(rates, worth)
    assert [(one.since, one.hour, one.use) for one in found] == [
        (ALWAYS, Decimal(100), Decimal(10)), (5 * DAY, Decimal(120), Decimal(0)), (8 * DAY, Decimal(105), Decimal(0)),
    ]  # fmt: skip
    assert converted(rates, []) == rates
    assert converted([], worth) == []


def test_nothing_is_priced_in_another_currency_before_the_first_rate():
    found = converted([Rate(5 * DAY, Decimal(80))], [(0, Decimal(8)), (2 * DAY, Decimal(4))])
    assert [(one.since, one.hour) for one in found] == [(5 * DAY, Decimal(20))]
