"""ABC classes and the data quality score, against figures worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.methods.quality.completeness import Field, freshness, quality
from zhike.methods.segments.pareto import Grade, abc


def grades(values, **limits) -> str:
    return "".join(item.grade for item in abc(enumerate(values), **limits))


def test_the_golden_example():
    ranked = abc(enumerate([500, 200, 120, 80, 40, 30, 20, 10]))
    assert [round(item.cumulative * 100) for item in ranked] == [50, 70, 82, 90, 94, 97, 99, 100]
    assert "".join(item.grade for item in ranked) == "AABBBCCC"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([80, 15, 5], "ABC"),  # exactly on both limits
        ([850, 100, 50], "ABC"),  # the largest is A though it passes the limit alone
        ([1], "A"),
        ([10] * 10, "A" * 10),  # equal values are never parted
        ([50, 20, 10, 10, 10], "AAAAA"),
        ([50, 25, 10, 10, 5], "AABBC"),
        ([100, 0, -30], "ACC"),
        ([0, 0], "CC"),
        ([-1, -2], "CC"),
        ([], ""),
    ],
)
def test_ties_zeros_negatives_and_limits(values, expected):
    assert grades(values) == expected


def test_the_order_is_by_value_and_stable():
    ranked = abc({"b": 5, "a": 5, "c": 9})
    assert [item.key for item in ranked] == ["c", "b", "a"]


def test_eighty_per_cent_is_eighty_per_cent_in_floats_too():
    assert grades([0.7, 0.1, 0.1, 0.1]) == grades([Decimal(7), 1, 1, 1]) == grades([7, 1, 1, 1])


def test_limits_can_be_set_and_are_checked():
    assert grades([5, 3, 2], a=50, b=80) == "ABC"
    for a, b in [(0, 95), (90, 80), (80, 101)]:
        with pytest.raises(ValueError):
            abc([], a=a, b=b)
    for value in (float("nan"), float("inf"), Decimal("NaN")):
        with pytest.raises(ValueError):
            abc([("x", value)])


@given(st.lists(st.integers(-100, 1000), max_size=30))
def test_classes_fall_with_the_value_and_shares_add_up(values):
    ranked = abc(enumerate(values))
    letters = [item.grade for item in ranked]
    assert letters == sorted(letters)
    by_value = {}
    for item in ranked:
        assert by_value.setdefault(item.value, item.grade) == item.grade
    if any(value > 0 for value in values):
        assert ranked[0].grade is Grade.A
        assert ranked[-1].cumulative == 1.0


def test_a_record_half_filled_and_one_half_life_old():
    result = quality(
        [
            Field("name", 3, present=True),
            Field("phone", 2, present=True, age=730, half_life=730),
            Field("mail", 1, present=False, half_life=730),
        ]
    )
    assert result.score == pytest.approx((3 + 1) / 6)
    assert [part.name for part in result.worst()] == ["phone", "mail"]
    assert result.worst()[0].lost == pytest.approx(1 / 6)


def test_stale_fields_are_those_past_their_half_life_oldest_first():
    fields = [Field(str(age), 1, present=True, age=age, half_life=100) for age in (50, 100, 150, 300)]
    assert [part.name for part in quality(fields).stale()] == ["300", "150"]


def test_freshness_at_the_edges():
    assert freshness(None, None) == 1
    assert freshness(None, 10) == 0.5
    assert freshness(-5, 10) == 1
    assert freshness(20, 10) == 0.25
    with pytest.raises(ValueError):
        freshness(1, 0)


def test_nothing_to_ask_for_is_complete_and_weights_are_not_negative():
    assert quality([]).score == 1
    assert quality([Field("x", 0, present=False)]).score == 1
    with pytest.raises(ValueError):
        quality([Field("x", -1, present=True)])


FIELDS = st.builds(
    Field,
    st.just("x"),
    st.floats(0, 10),
    st.booleans(),
    st.none() | st.floats(0, 5000),
    st.none() | st.floats(1, 2000),
)


@given(st.lists(FIELDS, max_size=10))
def test_the_score_is_a_share_and_gains_and_losses_make_the_whole(fields):
    result = quality(fields)
    assert 0 <= result.score <= 1
    if sum(field.weight for field in fields) > 1e-6:
        assert sum(part.gained + part.lost for part in result.parts) == pytest.approx(1)
