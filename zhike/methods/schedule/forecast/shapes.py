"""Distributions as tables of quantiles over a grid of normal numbers, and fits of them to what people estimate.

A row of a table is a distribution between 0 and 1: at point i of the grid, z = i / STEPS - LIMIT, stands its
quantile at the probability Φ(z). Beta and triangular distributions have one row for each of MODES places of the mode;
a mode between two of them is interpolated (the error stays below 2e-4 of the range, see the tests).

PERT: a beta distribution on [a, b] with α = 1 + λ (m - a)/(b - a) and β = 1 + λ (b - m)/(b - a), so that its mean is
(a + λ m + b)/(λ + 2); λ is 4 (Malcolm et al. 1959; Vose 2008). The customary sd (b - a)/6 is an approximation that
`pert_moments` gives; the sampled distribution has its own.
"""

from collections.abc import Sequence
from functools import cache
from math import erfc, exp, log, sqrt
from typing import Any

import numpy as np

from zhike.methods.schedule.forecast.settings import BadSettings
from zhike.methods.schedule.kernels.draws import CELLS, LIMIT, POINTS, STEPS

Array = np.ndarray[Any, Any]
MODES = 65
TRIANGULAR_MODES = 257
PANELS = 384
P90 = 1.2815515655446004  # the standard normal's
FEWEST = 5  # ratios of a history
GRID = np.arange(POINTS) / STEPS - LIMIT
POINTS_OF_GAUSS, WEIGHTS_OF_GAUSS = np.polynomial.legendre.leggauss(6)


def probability(z: float) -> float:
    """Φ(z)."""
    return 0.5 * erfc(-z / sqrt(2.0))


LOWER = np.asarray([probability(z) for z in GRID])


def pert_moments(optimistic: float, likely: float, pessimistic: float) -> tuple[float, float]:
    """Mean and standard deviation as PERT has always reckoned them: (O + 4 M + P)/6 and (P - O)/6 (Malcolm 1959)."""
    return (optimistic + 4 * likely + pessimistic) / 6, (pessimistic - optimistic) / 6


def beta_quantiles(alpha: float, beta: float) -> Array:
    """The inverse regularised incomplete beta function at Φ of each point of GRID, for α and β of at least 1.

    x = sin²θ takes the sharpness from the ends; the integral over θ by Gauss-Legendre panels; Newton for the inverse,
    each half of it from its own end, so that both tails are exact. Error below 1e-9.
    """
    half = POINTS // 2
    low = _lower_quantiles(alpha, beta, LOWER[: half + 1])
    high = _lower_quantiles(beta, alpha, LOWER[: half + 1])
    return np.concatenate([low, 1.0 - high[:half][::-1]])


def _lower_quantiles(alpha: float, beta: float, wanted: Array) -> Array:
    def density(theta: Array) -> Array:
        with np.errstate(divide="ignore"):
            return np.exp((2 * alpha - 1) * np.log(np.sin(theta)) + (2 * beta - 1) * np.log(np.cos(theta)))

    edges = np.linspace(0, np.pi / 2, PANELS + 1)
    width = edges[1]
    inside = edges[:-1, None] + width * (POINTS_OF_GAUSS + 1) / 2
    below = np.concatenate([[0.0], np.cumsum(density(inside) @ WEIGHTS_OF_GAUSS * width / 2)])
    target = wanted * below[-1]
    panel = np.clip(np.searchsorted(below, target, side="right") - 1, 0, PANELS - 1)
    theta = np.interp(target, below, edges)
    for _ in range(6):
        step = (theta - edges[panel])[:, None] / 2
        held = (
            below[panel]
            + (density(edges[panel][:, None] + step * (POINTS_OF_GAUSS + 1)) @ WEIGHTS_OF_GAUSS) * step[:, 0]
        )
        theta = np.clip(theta - (held - target) / np.maximum(density(theta), 1e-300), edges[panel], edges[panel + 1])
        theta = np.maximum(theta, 1e-12)
    return np.sin(theta) ** 2


@cache
def pert_rows(weight: float) -> Array:
    """MODES rows of POINTS: the beta distributions of PERT with λ = `weight`, the mode from 0 to 1."""
    half = [
        beta_quantiles(1 + weight * mode, 1 + weight * (1 - mode))
        for mode in np.linspace(0, 1, MODES)[: MODES // 2 + 1]
    ]
    rows = np.asarray(half + [1.0 - row[::-1] for row in half[-2::-1]])
    rows.setflags(write=False)
    return rows


@cache
def triangular_rows() -> Array:
    """TRIANGULAR_MODES rows of POINTS: triangular distributions on [0, 1], the mode from 0 to 1."""
    mode = np.linspace(0, 1, TRIANGULAR_MODES)[:, None]
    rising, falling = np.sqrt(LOWER * mode), 1 - np.sqrt(LOWER[::-1] * (1 - mode))
    rows = np.where(mode > LOWER, rising, falling)
    rows.setflags(write=False)
    return rows


def history_row(ratios: Sequence[float]) -> Array:
    """The quantiles of ratios of actual to estimated duration, as they occurred (Hazen's plotting positions, straight
    between two, none beyond what happened). BadSettings: fewer than five, or one that is not above 0."""
    values = np.sort(np.asarray(ratios, float))
    if len(values) < FEWEST or not (values > 0).all() or not np.isfinite(values).all():
        raise BadSettings(f"A history needs at least {FEWEST} ratios, all above 0.")
    return np.interp(LOWER, (np.arange(len(values)) + 0.5) / len(values), values)


def quantile_of(rows: Array, mode: Array, z: float) -> Array:
    """The quantile at Φ(z) of the shapes whose mode is at `mode` (0 to 1)."""
    at = min(int((z + LIMIT) * STEPS), POINTS - 2)
    part = (z + LIMIT) * STEPS - at
    column = rows[:, at] + part * (rows[:, at + 1] - rows[:, at])
    found: Array = np.interp(mode, np.linspace(0, 1, len(rows)), column)
    return found


def fitted(rows: Array, low: Array, likely: Array, high: Array) -> tuple[Array, Array, Array]:
    """The mode's place (0 to 1), least value and width of distributions with the mode `likely`, P10 `low`, P90 `high`.

    Where the mode lies between P10 and P90 determines the shape; that is looked up in the table, and the scale follows.
    """
    places = np.linspace(0, 1, 1025)
    p10, p90 = quantile_of(rows, places, -P90), quantile_of(rows, places, P90)
    share = (likely - low) / np.where(high > low, high - low, 1)
    mode = np.interp(share, (places - p10) / (p90 - p10), places)
    left, right = np.interp(mode, places, p10), np.interp(mode, places, p90)
    width = (high - low) / (right - left)
    return mode, low - left * width, width


def lognormal_of_range(low: Array, high: Array) -> tuple[Array, Array]:
    """μ and σ of the logarithms, where P10 is `low` and P90 is `high`."""
    bottom, top = np.log(np.maximum(low, 1)), np.log(np.maximum(high, 1))
    return (bottom + top) / 2, (top - bottom) / (2 * P90)


def lognormal_of_mode(likely: Array, high: Array) -> tuple[Array, Array]:
    """μ and σ where the mode exp(μ - σ²) is `likely` and P90 = exp(μ + 1.2816 σ) is `high`."""
    middle, top = np.log(np.maximum(likely, 1)), np.log(np.maximum(high, 1))
    sigma = (np.sqrt(P90**2 + 4 * np.maximum(top - middle, 0)) - P90) / 2
    return middle + sigma**2, sigma


def lognormal_moments(mu: float, sigma: float) -> tuple[float, float]:
    """Mean and standard deviation of a lognormal distribution."""
    mean = exp(mu + sigma**2 / 2)
    return mean, mean * sqrt(exp(sigma**2) - 1)


def normal_quantile(p: float) -> float:
    """Φ⁻¹(p); infinite at 0 and 1. By Newton's method from the grid."""
    if p <= 0 or p >= 1:
        return -np.inf if p <= 0 else np.inf
    z = float(np.interp(p, LOWER, GRID))
    for _ in range(4):
        z -= (probability(z) - p) / max(exp(-z * z / 2) / 2.5066282746310002, 1e-300)
    return z


@cache
def normal_cells() -> Array:
    """The standard normal's quantiles at 0, 1/CELLS, … 1, for `draws.normal`; the first and last are not used."""
    cells = np.asarray([normal_quantile(at / CELLS) for at in range(CELLS + 1)])
    cells[0], cells[-1] = -LIMIT, LIMIT
    cells.setflags(write=False)
    return cells


def likely_of(mu: float, sigma: float) -> float:
    """The mode of a lognormal distribution."""
    return exp(min(mu - sigma**2, log(1e18)))
