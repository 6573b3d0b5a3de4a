"""One forecast from beginning to end: simulate, remember, summarise."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

import numpy as np

from zhike.methods.schedule.forecast import sensitivity
from zhike.methods.schedule.forecast.results import (
    PERCENTS,
    Bar,
    Chance,
    Forecast,
    RiskShare,
    Spread,
    Spreads,
    Sway,
)  # fmt: skip
from zhike.methods.schedule.forecast.sampling import Simulation, Worker
from zhike.methods.schedule.forecast.settings import Settings
from zhike.methods.schedule.forecast.tracks import Figures, Track
from zhike.methods.schedule.forecast.uncertainty import Estimates, uncertainty_of
from zhike.methods.schedule.kernels.draws import WHO
from zhike.methods.schedule.kernels.passes import MEASURE, NEVER, NODE
from zhike.methods.schedule.moments import from_ticks, to_ticks
from zhike.methods.schedule.network import Array, Network

PILOT = 64  # samples that lay out the bins
BARS = 40
BYTES = 4  # of a sample that is kept


class Run:
    """A simulation and what was remembered of it.

    `finishes` are the finishes of the project by sample, moments as ticks since 1900; `occurred[r]` says in which
    samples risk r happened; `share` answers what share of the samples something holds for.
    """

    def __init__(
        self, network: Network, estimates: Estimates, settings: Settings, compile_it: bool | None = None,
        all_by_passes: bool = False,
    ) -> None:  # fmt: skip
        known = uncertainty_of(network, estimates, settings)
        self.settings, self.network = settings, network
        self.simulation = Simulation(network, known, settings, compile_it, all_by_passes)
        self.finishes = np.zeros(settings.samples, np.int64)
        self.occurred = np.zeros((len(settings.risks), settings.samples), bool)
        self._lay_out()
        workers = self.simulation.run(settings.samples, self)
        self.critical = np.sum([np.asarray(worker.critical) for worker in workers], axis=0) / settings.samples

    def _lay_out(self) -> None:
        simulation, network, samples = self.simulation, self.network, self.settings.samples
        nodes = network.tables.nodes.reshape(-1, NODE)[:-1]
        self.summaries = simulation.layout.summaries[1:]
        rows = len(nodes) + len(self.summaries)
        keep_all = rows * samples * BYTES <= self.settings.memory
        kept = np.full(len(nodes), keep_all)
        if not keep_all:
            columns = network.columns
            wanted = np.isin(columns.ids, list(self.settings.watched)) | (columns.latest < NEVER)
            wanted |= (columns.length == 0) & ~network.is_summary
            places = network.place[wanted & (network.place >= 0)]
            kept[places[: self.settings.memory // (BYTES * samples)]] = True
        row = network.summary_row
        self.tasks = Track(simulation, simulation.layout.home, nodes[:, MEASURE], kept, samples)
        self.on_clock = np.flatnonzero(simulation.layout.home == 0)
        around = np.zeros(len(self.summaries), np.int64)
        fits = keep_all or len(self.summaries) * samples * BYTES <= self.settings.memory
        self.spans = Track(simulation, around, around + row, np.full(len(around), fits), samples)

    def reset(self) -> None:
        """Lay out bins by the first samples, for those tasks that are not kept whole."""
        if self.tasks.is_whole and self.spans.is_whole:
            return
        simulation, tables = self.simulation, []
        worker = Worker(simulation)
        for first in range(0, min(PILOT, self.settings.samples), simulation.chunk):
            count = min(simulation.chunk, self.settings.samples - first)
            self._pass(worker, first, count)
            tables.append((worker.rows(worker.finishes, count).copy(), worker.rows(worker.latest, count).copy()))
        self.tasks.reset(np.concatenate([finishes for finishes, _ in tables], axis=1))
        self.spans.reset(np.concatenate([latest for _, latest in tables], axis=1)[1:])

    def take(self, worker: Worker, first: int, count: int) -> None:
        self.finishes[first : first + count] = self._pass(worker, first, count)
        self.occurred[:, first : first + count] = worker.rows(worker.occurs, count)
        worker.count_critical(count)
        self.tasks.take(worker.finishes, worker.rows(worker.finishes, count), first, count)
        latest = worker.latest[count:]
        self.spans.take(latest, worker.rows(worker.latest, count)[1:], first, count)

    def _pass(self, worker: Worker, first: int, count: int) -> Array:
        """Dates of one chunk, late ones too; returns the finishes of the project."""
        worker.sample(first, count)
        worker.forward(count)
        finishes = worker.project_finishes(count)
        worker.backward(count)
        if self.simulation.has_late:
            worker.forward(count, finishing=True)
        self._must_be_within(worker, count)
        return finishes

    def _must_be_within(self, worker: Worker, count: int) -> None:
        """IndexError: a moment is so early or late that no calendar's tables hold it."""
        moments = worker.rows(worker.finishes, count)[self.on_clock]
        for moment in (moments.min(), moments.max()) if moments.size else ():
            worker.kernel.work_before(worker.clock, self.network.summary_row, int(moment))

    def share(self, holds: Callable[["Run"], Array]) -> float:
        """The share of samples for which something holds, such as `run.occurred[0] & (run.finishes > …)`."""
        return float(np.mean(holds(self)))

    @cached_property
    def worked(self) -> Array:
        """The finishes of the project in ticks worked in its calendar, sorted."""
        return np.sort(self._works(self.finishes))

    def _works(self, moments: Array) -> Array:
        simulation = self.simulation
        out = simulation.numbers(np.zeros(len(moments)))
        simulation.kernel.works(simulation.clock, self.network.summary_row, simulation.numbers(moments), out)
        return np.asarray(out, np.int64)

    def _moments(self, row: int, worked: Array) -> Array:
        simulation = self.simulation
        out = simulation.numbers(np.zeros(len(worked)))
        simulation.kernel.moments_of(simulation.clock, row, simulation.numbers(worked), out)
        return np.asarray(out, np.int64)

    def forecast(self) -> Forecast:
        """Everything there is to say."""
        settings, network = self.settings, self.network
        best = sensitivity.candidates(self.simulation, self.critical, settings.candidates)
        crucial = sensitivity.cruciality(self.simulation, best, self.finishes)
        ids = network.columns.ids
        at_work = np.flatnonzero(network.place >= 0)
        shares = self.critical[network.place[at_work]]
        who = self.simulation.uncertainty.who.reshape(-1, WHO)
        tasks_of = self._tasks_of_nodes()[who[best, 0]]
        return Forecast(
            seed=settings.seed, samples=settings.samples, method=settings.method, correlation=settings.correlation,
            project=self._project(), tasks=self._spreads(),
            milestones=tuple(ids[at_work[network.columns.length[at_work] == 0]].tolist()),
            criticality=dict(zip(ids[at_work].tolist(), shares.tolist(), strict=True)),
            cruciality=dict(zip(ids[tasks_of].tolist(), crucial.tolist(), strict=True)),
            tornado=self._tornado(best, crucial), chances=self._chances(),
            chance_of_plan=float(np.mean(self.finishes <= self.simulation.planned.project_finish)),
            risks=tuple(
                RiskShare(risk.name, float(happened.mean()))
                for risk, happened in zip(settings.risks, self.occurred, strict=True)
            ),
            histogram=self._histogram(), curve=self._curve(), p80_error=self._error_of_p80(),
            counted_in_bins=0 if self.tasks.is_whole else int(len(self.tasks.home) - len(self.tasks.kept)),
        )  # fmt: skip

    def _tasks_of_nodes(self) -> Array:
        tasks = np.zeros(self.network.count, np.int64)
        at_work = np.flatnonzero(self.network.place >= 0)
        tasks[self.network.place[at_work]] = at_work
        return tasks

    def _project(self) -> Spread:
        worked, ordered = self.worked, np.sort(self.finishes)
        found = np.quantile(worked, np.asarray(PERCENTS) / 100)
        moments = np.clip(
            self._moments(self.network.summary_row, np.rint(found).astype(np.int64)), ordered[0], ordered[-1]
        )
        mean = self._moments(self.network.summary_row, np.rint([worked.mean()]).astype(np.int64))[0]
        return Spread(
            from_ticks(self.simulation.planned.project_finish), from_ticks(min(max(mean, ordered[0]), ordered[-1])),
            float(worked.std()), tuple(from_ticks(ticks) for ticks in moments.tolist()),
        )  # fmt: skip

    def _spreads(self) -> Spreads:
        percents = np.asarray(PERCENTS, float)
        network, at_work = self.network, np.flatnonzero(self.network.place >= 0)
        of_nodes, of_spans = self.tasks.figures(percents), self.spans.figures(percents)
        rows = network.place[at_work]
        parts = []
        for figures, chosen in ((of_nodes, rows), (of_spans, np.arange(len(self.summaries)))):
            parts.append((self._as_moments(figures)[chosen], self._means(figures)[chosen], figures.sd[chosen]))
        tasks = np.concatenate([at_work, self.summaries])
        return Spreads(
            network.columns.ids[tasks], self.simulation.planned.finish[tasks],
            *(np.concatenate([part[index] for part in parts]) for index in (1, 2, 0)),
        )  # fmt: skip

    def _as_moments(self, figures: Figures) -> Array:
        moments = figures.percentiles.copy()
        for row in np.unique(figures.home).tolist():
            mine = figures.home == row
            moments[mine] = self._moments(row, figures.percentiles[mine].ravel()).reshape(-1, moments.shape[1])
        return moments

    def _means(self, figures: Figures) -> Array:
        """No earlier than P10 and no later than P90 where nothing varies: 17:00 and 8:00 of the next day are one."""
        means = np.rint(figures.mean).astype(np.int64)
        for row in np.unique(figures.measure).tolist():
            mine = figures.measure == row
            means[mine] = self._moments(row, means[mine])
        return means

    def _tornado(self, best: Array, crucial: Array) -> tuple[Sway, ...]:
        settings, network = self.settings, self.network
        chosen = best[np.argsort(-np.abs(crucial), kind="stable")[: settings.tornado]]
        tornado = sensitivity.Tornado(self.simulation, chosen)
        finishes = tornado.run()
        if len(finishes) == 1:
            return ()
        worked = self._works(finishes.ravel()).reshape(finishes.shape)
        p80 = np.rint(np.quantile(worked, 0.8, axis=1)).astype(np.int64)
        moments = self._moments(network.summary_row, p80)
        tasks = network.columns.ids[self._tasks_of_nodes()[tornado.places]].tolist()
        names: list[tuple[int | None, str | None]] = [(task, None) for task in tasks]
        names += [(None, risk.name) for risk in settings.risks]
        sways = [
            Sway(task, risk, from_ticks(moment), int(found - p80[0]))
            for (task, risk), moment, found in zip(names, moments[1:].tolist(), p80[1:].tolist(), strict=True)
        ]
        return tuple(sorted(sways, key=lambda sway: -abs(sway.change)))

    def _chances(self) -> tuple[Chance, ...]:
        """Of the dates asked for, and of each deadline."""
        found = [Chance(None, by, float(np.mean(self.finishes <= to_ticks(by)))) for by in self.settings.targets]
        columns, network = self.network.columns, self.network
        spans = {task: row for row, task in enumerate(self.summaries.tolist())}
        for task in np.flatnonzero(columns.latest < NEVER).tolist():
            deadline, node = int(columns.latest[task]), int(network.place[task])
            track, row = (self.spans, spans.get(task)) if node < 0 else (self.tasks, node)
            if row is None or row not in track.place:
                continue
            by = self.simulation.kernel.work_before(self.simulation.clock, int(track.home[row]), deadline)
            found.append(Chance(int(columns.ids[task]), from_ticks(deadline), float(np.mean(track.of(row) <= by))))
        return tuple(found)

    def _histogram(self) -> tuple[Bar, ...]:
        worked = self.worked
        marks = np.unique(np.rint(np.linspace(worked[0] - 1, worked[-1], BARS + 1)).astype(np.int64))
        counts = np.diff(np.searchsorted(worked, marks, side="right"))
        moments = [from_ticks(ticks) for ticks in self._moments(self.network.summary_row, marks).tolist()]
        return tuple(
            Bar(since, until, int(count)) for since, until, count in zip(moments, moments[1:], counts, strict=False)
        )

    def _curve(self) -> tuple[tuple[datetime, float], ...]:
        """The S-curve: a point for each percent of the samples."""
        ordered = np.sort(self.finishes)
        shares = np.linspace(0, 1, 101)
        places = np.clip(np.ceil(shares * len(ordered)).astype(int) - 1, 0, len(ordered) - 1)
        points = {from_ticks(ordered[place]): float(share) for place, share in zip(places, shares, strict=True)}
        return tuple(points.items())

    def _error_of_p80(self) -> int:
        """Half the distance of the order statistics one standard deviation of a binomial count either side of P80."""
        count = len(self.worked)
        apart = np.sqrt(count * 0.8 * 0.2)
        low, high = np.clip([int(0.8 * count - apart), int(np.ceil(0.8 * count + apart))], 0, count - 1)
        return int(self.worked[high] - self.worked[low]) // 2
