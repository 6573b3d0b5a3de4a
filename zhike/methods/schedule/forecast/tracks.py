"""What is remembered of the finishes of many rows (tasks, or summaries) over all samples, within bounds.

A row is kept whole, four bytes a sample, or counted into bins that a pilot of the first samples laid out; percentiles
read from bins are good to about a hundredth of what the pilot saw of the row's range.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from zhike.methods.schedule.forecast.sampling import Simulation
from zhike.methods.schedule.kernels.clock import END
from zhike.methods.schedule.kernels.simulation import BINS
from zhike.methods.schedule.network import Array
from zhike.methods.schedule.plan import DAY

MARGIN = 1.0  # of the pilot's range on either side


@dataclass
class Figures:
    """Of each row: percentiles, mean and standard deviation in ticks worked in the row's HOME (moments, where that is
    0); `mean` and `sd` are in `measure`, the row of the clock that the spread is told in."""

    percentiles: Array  # rows × percents
    mean: Array
    sd: Array
    home: Array
    measure: Array


class Track:
    """Finishes of rows 0 … n - 1. `home[i]` is the row of the clock in which row i counts; `measure[i]` the one in
    which its spread is told; `kept` are the rows remembered whole."""

    def __init__(self, simulation: Simulation, home: Array, measure: Array, kept: Array, samples: int) -> None:
        self.simulation, self.home, self.measure = simulation, home, measure
        self.kept, self.samples = np.flatnonzero(kept), samples
        self.is_whole = bool(kept.all())
        self.place = {int(row): at for at, row in enumerate(self.kept)}
        self.values = np.zeros((len(self.kept), samples), np.int32)
        self.lows: Any = None
        self._lock = Lock()

    def reset(self, pilot: Array) -> None:
        """`pilot`: rows × a few samples, to lay out the bins by; they are counted again when they come."""
        if self.is_whole or not len(self.home):
            return
        low, high = pilot.min(axis=1).astype(np.int64), pilot.max(axis=1).astype(np.int64)
        margin = ((high - low) * MARGIN).astype(np.int64)
        numbers = self.simulation.numbers
        self.lows = numbers(low - margin)
        self.widths = numbers(-(-(high - low + 2 * margin + 1) // BINS))
        self.counts = numbers(np.zeros(len(low) * BINS), np.int32)

    def take(self, table: Any, rows: Array, first: int, count: int) -> None:
        """`rows` is the worker's `table` as an array of rows."""
        self.values[:, first : first + count] = rows if self.is_whole else rows[self.kept]
        if not self.is_whole and len(self.home):
            with self._lock:
                self.simulation.kernel.tally(table, self.lows, self.widths, self.counts, count)

    def of(self, row: int) -> Array:
        """All samples of a row that was kept, in ticks worked in its HOME."""
        kept: Array = self.values[self.place[row]]
        return kept

    def figures(self, percents: Array) -> Figures:
        """Sorts what was kept: `of` is no longer in the order of samples afterwards."""
        rows = len(self.home)
        figures = Figures(
            np.zeros((rows, len(percents)), np.int64), np.zeros(rows), np.zeros(rows), self.home, self.measure
        )
        if not self.is_whole:
            self._figures_of_bins(figures, percents)
        self.simulation.share(len(self.kept), lambda first, last: self._figures_of_kept(figures, percents, first, last))
        return figures

    def _figures_of_kept(self, figures: Figures, percents: Array, first: int, last: int) -> None:
        place = percents / 100 * (self.samples - 1)
        low = place.astype(np.int64)
        high, part = np.minimum(low + 1, self.samples - 1), place - low
        for at in range(first, last):
            row, values = self.kept[at], self.values[at]
            values.sort()
            # No moment between two others: it might fall into the night.
            share = np.rint(part) if self.home[row] == 0 else part
            figures.percentiles[row] = np.rint(values[low] + share * (values[high].astype(np.int64) - values[low]))
            worked = values if self.home[row] == self.measure[row] else self._worked(row, values)
            middle = int(worked[self.samples // 2])
            apart = worked - middle
            figures.mean[row] = middle + apart.mean(dtype=float)
            figures.sd[row] = apart.std(dtype=float)

    def _worked(self, row: int, values: Array) -> Array:
        """Ticks worked by the row's measure, of what is given by its HOME."""
        simulation, kernel = self.simulation, self.simulation.kernel
        moments, out = simulation.numbers(values), simulation.numbers(np.zeros(len(values)))
        if self.home[row] != 0:
            kernel.moments_of(simulation.clock, int(self.home[row]), simulation.numbers(values), moments)
        kernel.works(simulation.clock, int(self.measure[row]), moments, out)
        return np.asarray(out, np.int64)

    def _figures_of_bins(self, figures: Figures, percents: Array) -> None:
        counts = np.asarray(self.counts, np.int64).reshape(-1, BINS)
        lows, widths = np.asarray(self.lows, float), np.asarray(self.widths, float)
        below = np.cumsum(counts, axis=1)
        for at, percent in enumerate(percents):
            wanted = percent / 100 * self.samples
            place = (below < wanted).sum(axis=1)
            place = np.minimum(place, BINS - 1)
            inside = np.take_along_axis(counts, place[:, None], 1)[:, 0]
            before = np.take_along_axis(below, place[:, None], 1)[:, 0] - inside
            share = (wanted - before) / np.maximum(inside, 1)
            figures.percentiles[:, at] = np.rint(lows + widths * (place + share) - 0.5 * (widths == 1))
        middles = np.arange(BINS) + 0.5
        mean = counts @ middles / self.samples
        spread = counts @ middles**2 / self.samples - mean**2
        figures.mean[:], figures.sd[:] = lows + widths * mean - 0.5, widths * np.sqrt(np.maximum(spread, 0))
        self._remeasure(figures)

    def _remeasure(self, figures: Figures) -> None:
        """Means and spreads of moments become those of working time, by the ticks worked around the mean."""
        for row in np.flatnonzero(self.home != self.measure).tolist():
            centre, around = int(figures.mean[row]), max(int(figures.sd[row]), 1)
            first, last = (day * DAY for day in self.simulation.network.horizon)
            if self.home[row] != 0:
                first, last = 0, END
            ends = [max(centre - around, first), centre, min(centre + around, last)]
            worked = self._worked(row, np.asarray(ends))
            figures.mean[row], figures.sd[row] = worked[1], (worked[2] - worked[0]) / 2
