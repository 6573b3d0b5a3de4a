"""Forecasts from how many items a team finishes, without estimates (Vacanti, *Actionable Agile Metrics*, 2015).

Past counts of items finished per period (weeks or days, those with none too) are drawn again and again, until the
backlog is empty; the share of trials that are done by a period is the chance of being done by then. Items finished in
one period are taken to say nothing about the next; where work comes in bursts, count by weeks rather than by days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhike.methods.schedule.network import Array

LONGEST = 2_000  # periods looked ahead
FEWEST = 5


class TooLittleHistory(ValueError):
    """Fewer than five periods, or nothing ever finished: nothing can be said."""


@dataclass(frozen=True)
class Throughput:
    """When the backlog is empty: by `p50` in half of the trials, None where that lies beyond 2,000 periods.

    `curve` holds (day, share of trials that are done by its end); `p80_error` is the standard error of P80 in periods.
    """

    samples: int
    seed: int
    p50: date | None
    p80: date | None
    p95: date | None
    curve: tuple[tuple[date, float], ...]
    p80_error: float
    unfinished: float  # the share of trials that never end: more comes in than goes out


@dataclass(frozen=True)
class Little:
    """Little's law (1961), L = λ W: what a steady board must obey. `ratio` is the measured number of items at work over
    throughput × time each takes; far from 1 (a quarter, say), the board is not steady and a forecast from its past is
    worth less.
    """

    in_progress: float
    throughput: float  # items a period
    cycle_time: float  # periods
    expected: float
    ratio: float

    @property
    def is_steady(self) -> bool:
        return 0.75 <= self.ratio <= 1.25


def when_done(
    finished: Sequence[int], left: tuple[int, int], since: date, *, days: int = 7, split: tuple[float, float] = (1, 1),
    growth: Sequence[int] = (), samples: int = 10_000, seed: int = 1,
) -> Throughput:  # fmt: skip
    """When `left` items (least and most there may be) are finished.

    `finished` per period of `days` days; the first period ahead begins on `since`. Each item becomes `split` items
    (least and most, evenly likely) once people look at it closely; `growth` are past counts of items that came in per
    period, drawn alike. TooLittleHistory.
    """
    random = np.random.Generator(np.random.Philox(seed))
    out, more = _counts(finished), _counts(growth) if len(growth) else np.zeros(1, np.int64)
    start = random.integers(left[0], left[1] + 1, samples) * random.uniform(split[0], split[1], samples)
    waiting = np.ceil(start - 1e-9)
    ends = np.where(waiting > 0, LONGEST + 1, 0)
    for period in range(1, LONGEST + 1):
        going = np.flatnonzero(ends > LONGEST)
        if not len(going):
            break
        waiting[going] += random.choice(more, len(going)) - random.choice(out, len(going))
        ends[going[waiting[going] <= 0]] = period
    return _summed_up(np.sort(ends), since, days, seed)


def how_many(finished: Sequence[int], periods: int, *, samples: int = 10_000, seed: int = 1) -> dict[int, int]:
    """How many items will be finished in so many periods: by percent of certainty (50, 80, 95), at least so many.

    TooLittleHistory.
    """
    random = np.random.Generator(np.random.Philox(seed))
    counts, total = _counts(finished), np.zeros(samples, np.int64)
    for _ in range(periods):
        total += random.choice(counts, samples)
    total.sort()
    return {percent: int(total[int((100 - percent) / 100 * (samples - 1))]) for percent in (50, 80, 95)}


def little(in_progress: Sequence[int], finished: Sequence[int], cycle_times: Sequence[float]) -> Little:
    """Check a board by Little's law: items at work at the end of each period, items finished in each, and how many
    periods each finished item took. TooLittleHistory: nothing was finished."""
    if not len(in_progress) or not sum(finished) or not len(cycle_times):
        raise TooLittleHistory("Nothing was finished yet.")
    at_work, rate, time = float(np.mean(in_progress)), float(np.mean(finished)), float(np.mean(cycle_times))
    expected = rate * time
    return Little(at_work, rate, time, expected, at_work / expected if expected > 0 else float("inf"))


def _counts(counts: Sequence[int]) -> Array:
    values = np.asarray(counts, np.int64)
    if len(values) < FEWEST or (values < 0).any() or not values.any():
        raise TooLittleHistory(f"At least {FEWEST} periods are needed, in one of which something was finished.")
    return values


def _summed_up(ends: Array, since: date, days: int, seed: int) -> Throughput:
    def day(period: int) -> date:
        return since + timedelta(days=days * int(period) - 1) if period else since

    def percentile(percent: int) -> date | None:
        period = ends[min(int(np.ceil(percent / 100 * len(ends))) - 1, len(ends) - 1)]
        return None if period > LONGEST else day(period)

    periods, counts = np.unique(ends, return_counts=True)
    shares = np.cumsum(counts) / len(ends)
    curve = tuple((day(at), float(share)) for at, share in zip(periods, shares, strict=True) if at <= LONGEST)
    apart = np.sqrt(len(ends) * 0.8 * 0.2)
    low, high = np.clip([int(0.8 * len(ends) - apart), int(0.8 * len(ends) + apart)], 0, len(ends) - 1)
    return Throughput(
        len(ends), seed, percentile(50), percentile(80), percentile(95), curve, float(ends[high] - ends[low]) / 2,
        float(np.mean(ends > LONGEST)),
    )  # fmt: skip
