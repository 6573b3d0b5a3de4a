"""Amounts laid over working time: the planned value of every day from the budget of every task, and the earned value
of days nobody kept.

An amount is spread evenly over the working time between a start and a finish. What takes no working time (a milestone,
a task on a day off) falls due at its finish, all at once: the 0/100 rule.
"""

from dataclasses import dataclass

import numpy as np

CRUMB = 1e-9  # of the whole: what rounding may add up to


@dataclass(frozen=True, slots=True)
class Phased:
    """Amounts over positions (working time): a cumulative curve that never falls, linear between its corners.

    `at` (k,) are the positions of the corners, rising; `value` (k,) what is reached there, `lead` (k,) what was
    reached just before: they differ where something falls due at once.
    """

    at: np.ndarray
    lead: np.ndarray
    value: np.ndarray

    @property
    def total(self) -> float:
        return float(self.value[-1]) if len(self.value) else 0.0

    @property
    def start(self) -> float:
        """Where the first of it begins."""
        return float(self.at[0]) if len(self.at) else 0.0

    @property
    def finish(self) -> float:
        """Where the last of it is due: the end of the plan, whether the last tasks have a budget or not."""
        return float(self.at[-1]) if len(self.at) else 0.0

    def until(self, positions: np.ndarray) -> np.ndarray:
        """What is reached at positions (n,) → (n,), things due there included."""
        if not len(self.at):
            return np.zeros(len(positions))
        positions = np.asarray(positions, np.float64)
        place = np.searchsorted(self.at, positions, side="right") - 1
        low = np.clip(place, 0, len(self.at) - 1)
        high = np.minimum(low + 1, len(self.at) - 1)
        width = self.at[high] - self.at[low]
        share = np.divide(positions - self.at[low], width, out=np.zeros(len(positions)), where=width > 0)
        found = self.value[low] + (self.lead[high] - self.value[low]) * np.clip(share, 0.0, 1.0)
        return np.where(place < 0, 0.0, found)

    def when(self, amount: float) -> float:
        """The last position up to which no more than `amount` is planned: the inverse of the curve, and with it the
        earned schedule (see there). Never beyond where all of it is reached."""
        if not len(self.at) or amount < 0:
            return self.start
        near = self.total * CRUMB
        if amount >= self.total - near:
            return float(self.at[np.searchsorted(self.value, self.total - near, side="left")])
        place = int(np.searchsorted(self.value, amount + near, side="right")) - 1
        if place < 0:  # something is due at the very start, and not even that is earned
            return self.start
        low, high = self.value[place], self.lead[place + 1]
        share = max(0.0, (amount - low) / (high - low)) if high > amount else 1.0
        return float(self.at[place] + (self.at[place + 1] - self.at[place]) * share)


def phase(amounts: np.ndarray, starts: np.ndarray, finishes: np.ndarray) -> Phased:
    """The curve of `amounts` (n,), each between its position in `starts` and `finishes` (n,); n may be 0.

    The cost is that of sorting 2n positions, however long the plan takes: ten thousand tasks over three years take a
    few milliseconds. Negative amounts are refused (ValueError): a plan does not take value back.
    """
    amounts, starts, finishes = (np.asarray(one, np.float64) for one in (amounts, starts, finishes))
    if (amounts < 0).any():
        raise ValueError("No amount may be negative.")
    finishes = np.maximum(starts, finishes)
    at, where = np.unique(np.concatenate([starts, finishes]), return_inverse=True)
    if not len(at):
        return Phased(at, at, at)
    begin, end = where[: len(amounts)], where[len(amounts) :]
    length = finishes - starts
    lasts = length > 0
    slope = np.divide(amounts, length, out=np.zeros(len(amounts)), where=lasts)
    rates = _summed(begin, slope, len(at)) - _summed(end, slope, len(at))
    at_once = _summed(end, np.where(lasts, 0.0, amounts), len(at))
    at_work = np.cumsum(_summed(begin, lasts, len(at)) - _summed(end, lasts, len(at)))
    rate = np.where(at_work > 0.5, np.maximum(np.cumsum(rates), 0.0), 0.0)  # nobody at work: no crumbs of rounding
    value = np.cumsum(np.concatenate([[0.0], rate[:-1] * np.diff(at)]) + at_once)
    value = value * (float(amounts.sum()) / value[-1] if value[-1] else 0.0)  # rounding, so that the end is the whole
    return Phased(at, np.maximum(value - at_once, np.concatenate([[0.0], value[:-1]])), value)


def earned_back(
    amounts: np.ndarray, starts: np.ndarray, finishes: np.ndarray, shares: np.ndarray, now: float
) -> Phased:
    """The earned value of the past where nobody kept it: from when tasks began and were done, and how far they are.

    `starts`, `finishes` (n,): positions, actual where known, else planned; `shares` (n,) from 0 to 1 are done. What is
    done was earned evenly from start to finish; what is under way, from its start to now, the share that is done.
    Nothing is earned after `now`, whatever the dates say.
    """
    shares = np.clip(np.asarray(shares, np.float64), 0.0, 1.0)
    begun = np.minimum(np.asarray(starts, np.float64), now)
    until = np.where(shares >= 1.0, np.minimum(np.asarray(finishes, np.float64), now), now)
    counts = shares > 0
    return phase((np.asarray(amounts, np.float64) * shares)[counts], begun[counts], until[counts])


def _summed(places: np.ndarray, amounts: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(places, weights=amounts, minlength=count)[:count]
