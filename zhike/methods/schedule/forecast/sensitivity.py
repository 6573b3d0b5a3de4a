"""Which tasks and risks the finish hangs on."""

from dataclasses import replace
from typing import Any

import numpy as np

from zhike.methods.schedule.forecast.sampling import Sampler, Simulation, Worker
from zhike.methods.schedule.kernels import draws
from zhike.methods.schedule.kernels.draws import PLACE, RISK, TOUCHES, WHO
from zhike.methods.schedule.network import Array

GLANCE = 512  # samples from which the spread of durations is judged
MOST_VISITS = 20_000_000  # nodes × samples that each bar of a tornado may cost
FEWEST = 200


def candidates(simulation: Simulation, critical: Array, most: int) -> Array:
    """Which rows of `who` matter: the largest product of criticality and spread of the duration (the schedule
    sensitivity index of PMI and Vanhoucke 2010, but for a factor all have in common)."""
    who = simulation.uncertainty.who.reshape(-1, WHO)[:-1]
    if not len(who):
        return np.zeros(0, np.int64)
    drawn = _durations(
        simulation, np.arange(len(who)), min(GLANCE if len(who) < 20_000 else 64, simulation.settings.samples)
    )
    index = drawn.std(axis=1) * critical[who[:, PLACE]]
    best = np.argsort(-index, kind="stable")[:most]
    found: Array = best[index[best] > 0]
    return found


def cruciality(simulation: Simulation, rows: Array, finishes: Array) -> Array:
    """Spearman's rank correlation of the duration of each candidate with the project's finish."""
    if not len(rows):
        return np.zeros(0)
    drawn = _durations(simulation, rows, len(finishes))
    of_finish, found = _ranks(finishes), np.zeros(len(rows))

    def correlate(first: int, last: int) -> None:
        for at in range(first, last):
            ranks = _ranks(drawn[at])
            scale = ranks.std() * of_finish.std()
            found[at] = ((ranks * of_finish).mean() - ranks.mean() * of_finish.mean()) / scale if scale > 0 else 0.0

    simulation.share(len(rows), correlate)
    return found


def _durations(simulation: Simulation, rows: Array, samples: int) -> Array:
    """Durations of some of the sampled tasks (rows of `who`), drawn again, as they were drawn before."""
    known = simulation.uncertainty
    who = known.who.reshape(-1, WHO)
    ends = who[rows + 1, TOUCHES]
    parts = [known.touches[first:last] for first, last in zip(who[rows, TOUCHES].tolist(), ends.tolist(), strict=True)]
    fewer = np.concatenate([who[rows], who[-1:]]).copy()
    fewer[1:, TOUCHES] = np.cumsum([len(part) for part in parts])
    fewer[0, TOUCHES] = 0
    fewer[:-1, PLACE] = np.arange(len(rows))
    drawn = np.zeros((len(rows), samples), np.int32)
    few = _Few(simulation, replace(
        known, who=fewer.ravel(), how=known.how.reshape(-1, draws.HOW)[rows].ravel(),
        touches=np.concatenate([*parts, np.zeros(0, np.int64)]).astype(np.int64), fixed=np.zeros(len(rows), np.int64),
    ), drawn)  # fmt: skip
    few.run(samples)
    return drawn


class _Few:
    """Draws for some tasks only, without the network."""

    def __init__(self, simulation: Simulation, known: Any, drawn: Array) -> None:
        self.simulation, self.known, self.drawn = simulation, known, drawn

    def run(self, samples: int) -> None:
        chunk = self.simulation.chunk
        starts = range(0, samples, chunk)

        def work(first: int, last: int) -> None:
            worker = Sampler(self.simulation, self.known)
            for at in starts[first:last]:
                count = min(chunk, samples - at)
                worker.sample(at, count)
                self.drawn[:, at : at + count] = worker.rows(worker.lengths, count)

        self.simulation.share(len(starts), work)


def _ranks(values: Array) -> Array:
    """Ranks from 0; those of equal values are their mean."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sizes = np.diff(np.append(first, len(values)))
    ranks = np.empty(len(values))
    ranks[order] = np.repeat(first + (sizes - 1) / 2, sizes)
    return ranks


class Tornado:
    """The finish once as it is, once with each task fixed at its mode, once without each risk: on the same draws."""

    def __init__(self, simulation: Simulation, rows: Array) -> None:
        who = simulation.uncertainty.who.reshape(-1, WHO)
        self.simulation, self.places = simulation, who[rows, PLACE]
        self.risks = len(simulation.uncertainty.risks) // RISK
        fits = max(FEWEST, MOST_VISITS // max(simulation.count, 1))
        self.samples = min(simulation.settings.samples, simulation.settings.tornado_samples, fits)
        self.finishes = np.zeros((1 + len(rows) + self.risks, self.samples), np.int64)

    def run(self) -> Array:
        """Finishes of the project: as it is, then by task, then by risk; moments, rows × samples."""
        if len(self.finishes) > 1:
            self.simulation.run(self.samples, self)
        return self.finishes

    def reset(self) -> None:
        """Nothing is kept that would not be written again."""

    def take(self, worker: Worker, first: int, count: int) -> None:
        worker.sample(first, count)
        self._finish(worker, 0, first, count)
        # From the last node to the first: what a later one changed is computed anew with every earlier one.
        fixed = self.simulation.uncertainty.fixed
        for at in np.argsort(-self.places).tolist():
            node = int(self.places[at])
            here = slice(node * count, node * count + count)
            own = worker.lengths[here] if not self.simulation.is_compiled else worker.lengths[here].copy()
            worker.lengths[here] = [int(fixed[node])] * count
            self._finish(worker, 1 + at, first, count, since=node)
            worker.lengths[here] = own
        for risk in range(self.risks):
            worker.switch_off(risk, is_off=True)
            worker.sample(first, count)
            self._finish(worker, 1 + len(self.places) + risk, first, count)
            worker.switch_off(risk, is_off=False)

    def _finish(self, worker: Worker, row: int, first: int, count: int, since: int = 0) -> None:
        worker.forward(count, since=since)
        self.finishes[row, first : first + count] = worker.project_finishes(count)
