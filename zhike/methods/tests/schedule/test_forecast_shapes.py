"""Distributions of durations against numerical integration and closed forms."""

from math import exp, gamma, log

import numpy as np
import pytest

from zhike.methods.schedule.forecast import shapes
from zhike.methods.schedule.forecast.settings import BadSettings
from zhike.methods.schedule.forecast.uncertainty import TASK_KEY, keys_of
from zhike.methods.schedule.kernels import draws

DENSITY = np.exp(-(shapes.GRID**2) / 2) / np.sqrt(2 * np.pi) / draws.STEPS


def moments(row):
    """Mean and standard deviation of a table of quantiles: the integral over the normal density."""
    mean = (row * DENSITY).sum()
    return mean, (((row - mean) ** 2) * DENSITY).sum() ** 0.5


def beta_probability(alpha, beta, x):
    """The regularised incomplete beta function by Simpson's rule, the slow and obvious way."""
    at = np.linspace(0, x, 20001)
    density = at ** (alpha - 1) * (1 - at) ** (beta - 1) * gamma(alpha + beta) / gamma(alpha) / gamma(beta)
    return x / 20000 / 3 * (density[0] + density[-1] + 4 * density[1:-1:2].sum() + 2 * density[2:-1:2].sum())


def test_pert_of_4_6_14_is_7_with_a_deviation_of_a_sixth_of_the_range():
    assert shapes.pert_moments(4, 6, 14) == pytest.approx((7.0, 1.667), abs=5e-4)


@pytest.mark.parametrize(("alpha", "beta"), [(1.0, 5.0), (1.8, 4.2), (3.0, 3.0), (4.6, 1.4), (2.0, 9.0)])
def test_the_inverse_incomplete_beta_agrees_with_numerical_integration(alpha, beta):
    row = shapes.beta_quantiles(alpha, beta)
    found = [beta_probability(alpha, beta, row[at]) for at in range(64, 400, 24)]
    assert found == pytest.approx([shapes.LOWER[at] for at in range(64, 400, 24)], abs=1e-7)
    assert (np.diff(row) >= 0).all()
    mean, sd = moments(row)
    total = alpha + beta
    assert (mean, sd) == pytest.approx((alpha / total, (alpha * beta / (total**2 * (total + 1))) ** 0.5), abs=1e-7)


def test_shapes_between_two_rows_of_the_table_are_off_by_less_than_a_five_thousandth():
    rows, triangles = shapes.pert_rows(4.0), shapes.triangular_rows()
    for mode in (0.003, 0.0117, 0.33, 0.71, 0.988):
        at, lower = np.array([mode]), shapes.LOWER
        exact = np.where(mode > lower, np.sqrt(lower * mode), 1 - np.sqrt(lower[::-1] * (1 - mode)))
        found = [shapes.quantile_of(triangles, at, z)[0] for z in shapes.GRID]
        assert found == pytest.approx(exact, abs=2e-4)
        found = [shapes.quantile_of(rows, at, z)[0] for z in shapes.GRID]
        assert found == pytest.approx(shapes.beta_quantiles(1 + 4 * mode, 5 - 4 * mode), abs=2e-4)


def test_a_range_given_as_p10_and_p90_has_them_there_and_the_mode_where_it_was_said():
    for rows in (shapes.pert_rows(4.0), shapes.triangular_rows()):
        low, likely, high = np.array([8.0, 3.0]), np.array([10.0, 9.0]), np.array([16.0, 10.0])
        mode, least, width = shapes.fitted(rows, low, likely, high)
        assert least + mode * width == pytest.approx(likely, abs=2e-3)
        for at in (0, 1):
            p10, p90 = (shapes.quantile_of(rows, mode[at : at + 1], z)[0] for z in (-shapes.P90, shapes.P90))
            assert least[at] + width[at] * p10 == pytest.approx(low[at], abs=2e-3)
            assert least[at] + width[at] * p90 == pytest.approx(high[at], abs=2e-3)


def test_lognormals_meet_the_range_or_the_mode_they_are_fitted_to():
    mu, sigma = shapes.lognormal_of_range(np.array([5000.0]), np.array([12000.0]))
    assert [exp(mu[0] + z * sigma[0]) for z in (-shapes.P90, shapes.P90)] == pytest.approx([5000, 12000])
    mu, sigma = shapes.lognormal_of_mode(np.array([6000.0]), np.array([12000.0]))
    assert shapes.likely_of(mu[0], sigma[0]) == pytest.approx(6000)
    assert mu[0] + shapes.P90 * sigma[0] == pytest.approx(log(12000))
    mean, sd = shapes.lognormal_moments(0.0, 0.5)
    assert (mean, sd) == pytest.approx((exp(0.125), exp(0.125) * (exp(0.25) - 1) ** 0.5))


def test_history_is_drawn_as_it_happened_and_five_cases_are_the_fewest():
    row = shapes.history_row([1.0, 2.0, 0.8, 1.2, 1.1])
    assert (row.min(), row.max()) == (0.8, 2.0)
    assert np.interp(0.5, shapes.LOWER, row) == pytest.approx(1.1, abs=1e-3)
    with pytest.raises(BadSettings, match="at least 5"):
        shapes.history_row([1.0, 1.1])


def test_draws_are_even_and_normal_and_those_of_two_tasks_have_nothing_in_common():
    keys = keys_of(7, TASK_KEY, np.arange(1, 9)).tolist()
    count, cells = 2500, shapes.normal_cells().tolist()
    seen = np.array([[draws.bits(low, high, sample) for sample in range(count)] for low, high in keys])
    bins = np.bincount((seen.ravel() >> 26), minlength=64)
    expected = seen.size / 64
    assert ((bins - expected) ** 2 / expected).sum() < 110  # chi-square, 63 degrees of freedom: 1 in 5,000
    drawn = np.array([[draws.normal(cells, low, high, sample) for sample in range(count)] for low, high in keys])
    assert drawn.mean() == pytest.approx(0, abs=0.03)
    assert drawn.std() == pytest.approx(1, abs=0.02)
    across = np.corrcoef(drawn) - np.eye(8)
    along = [np.corrcoef(row[1:], row[:-1])[0, 1] for row in drawn]
    assert np.abs(across).max() < 0.08
    assert np.abs(along).max() < 0.08


def test_normal_numbers_are_those_of_the_distribution_far_into_the_tails():
    cells = shapes.normal_cells().tolist()
    for z in (-5.5, -3.0, -2.4, -1.0, 0.3, 2.1, 2.5, 4.5):
        assert draws.quantile(shapes.probability(z)) == pytest.approx(z, abs=2e-6)
        assert shapes.normal_quantile(shapes.probability(z)) == pytest.approx(z, abs=1e-6)
    for at in (draws.EDGE, 100, 1024, 2000):
        middle = (cells[at] + cells[at + 1]) / 2
        assert middle == pytest.approx(draws.quantile((at + 0.5) / draws.CELLS), abs=2e-4)
