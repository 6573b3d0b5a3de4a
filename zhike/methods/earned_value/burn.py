"""How much is done by each day, in numbers of tasks: burn-up, cumulative flow, milestones that move.

A burn-up shows what is done under what there is to do, so that more scope does not look like less work. A cumulative
flow diagram shows, one over the other, how many things are in each state; the breadth of a band is the work in it
(Anderson, Kanban, 2010). A milestone trend shows, for each day of a report, what day was then expected; a line that
rises is a milestone that slips (Meilenstein-Trendanalyse, DIN 69901).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


def reached_by(moments: np.ndarray, days: np.ndarray) -> np.ndarray:
    """How many of `moments` (n,) lie before each of `days` (m,) → (m,). Negative moments are unknown and not counted.
    Both in one unit."""
    known = np.sort(np.asarray(moments)[np.asarray(moments) >= 0])
    return np.searchsorted(known, np.asarray(days), side="left")


def bands(counts: Sequence[Mapping[str, int]], states: Sequence[str]) -> np.ndarray:
    """Cumulative flow: for the counts by state of some days (m) the upper edge of each band (len(states), m), the
    first state at the bottom. A state nobody counted is 0."""
    table = np.asarray([[row.get(state, 0) for row in counts] for state in states], np.int64)
    return np.cumsum(table.reshape(len(states), len(counts)), axis=0)


@dataclass(frozen=True, slots=True)
class Drift:
    """How a milestone moved: expected days by report day, in the order of the reports."""

    reported: tuple[int, ...]
    expected: tuple[int, ...]

    @property
    def slip(self) -> int:
        """Days between the first and the last expectation; positive is later."""
        return self.expected[-1] - self.expected[0] if self.expected else 0

    @property
    def moves(self) -> int:
        """How often the expectation changed."""
        return int(np.count_nonzero(np.diff(self.expected))) if len(self.expected) > 1 else 0
