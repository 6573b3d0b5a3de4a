"""Running the samples of a simulation: in chunks, by several threads, the same numbers whoever does what.

A `Simulation` holds the tables of one network; a `Worker` the room for one chunk. What a sample draws depends on the
seed, the task's id and the sample's number only (see `kernels.draws`).
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from zhike.methods.schedule.critical_path import BeyondHorizon, schedule
from zhike.methods.schedule.forecast.layout import Bridges, Layout, bound, bridges_of, layout_of
from zhike.methods.schedule.forecast.settings import Settings
from zhike.methods.schedule.forecast.shapes import normal_cells
from zhike.methods.schedule.forecast.uncertainty import Uncertainty
from zhike.methods.schedule.kernels import loaded
from zhike.methods.schedule.kernels import simulation as simulation_kernel
from zhike.methods.schedule.kernels.draws import IS_OFF, POINTS, RISK
from zhike.methods.schedule.kernels.passes import DATE, NONE
from zhike.methods.schedule.network import Array, Network
from zhike.methods.schedule.plan import DAY

MANY = 16  # pieces of work worth sharing among threads
ROOM = 1 << 17  # numbers in one table of a chunk, so that what is worked on stays near the processor


class Sink(Protocol):
    """What takes the chunks of a run."""

    def reset(self) -> None:
        """The run begins, or begins again because the calendars did not reach far enough."""

    def take(self, worker: "Worker", first: int, count: int) -> None:
        """Samples `first` to `first + count`: in any order, perhaps from several threads at once."""


class Simulation:
    """One network, ready to be gone through as often as one likes."""

    def __init__(
        self, network: Network, uncertainty: Uncertainty, settings: Settings, compile_it: bool | None = None,
        all_by_passes: bool = False,
    ) -> None:  # fmt: skip
        self.network, self.uncertainty, self.settings = network, uncertainty, settings
        self.draws, self.kernel = loaded("draws", compile_it), loaded("simulation", compile_it)
        self.is_compiled = self.kernel is not simulation_kernel
        self.planned = schedule(network, compile_it)
        self.start = self.planned.project_start
        self.least = NONE if network.options.from_start else network.options.finish
        self.has_late = network.has_late_tasks
        self.layout: Layout = layout_of(
            network, uncertainty.fixed, uncertainty.spread, uncertainty.link_edges, all_by_passes
        )
        self.count = network.count
        self.bridges = bridges_of(network, self.layout, None, (), 0, 0)
        self.chunk = max(16, min(256, 1 << int(np.log2(max(ROOM // max(self.count, 1), 1)))))

    def numbers(self, values: Array, kind: type = np.int64) -> Any:
        """A table in the form the kernels like: an array of their own, or a list."""
        return np.array(values, kind) if self.is_compiled else np.asarray(values, kind).tolist()

    @property
    def clock(self) -> Any:
        return self.network.clock if self.is_compiled else self.network.clock_list

    def _bridges(self) -> Bridges:
        finish, last = 2 * self.planned.project_finish - self.start, self.network.horizon[1] * DAY
        build = self.kernel.build if self.is_compiled else None
        return bridges_of(self.network, self.layout, build, self.clock, self.start, min(finish, last))

    def share(self, size: int, work: Callable[[int, int], None]) -> None:
        """Let `work(first, last)` do its parts of 0 … size, by as many threads as are allowed."""
        threads = self.settings.threads if size > MANY else 1
        marks = [size * at // threads for at in range(threads + 1)]
        if threads == 1:
            work(0, size)
            return
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(work, *ends) for ends in pairwise(marks)]:
                done.result()

    def run(self, samples: int, sink: Sink) -> list["Worker"]:
        """Let a sink take chunk after chunk. Returns the workers, with what they counted.

        BeyondHorizon: a sample runs out of the years 1900 to 2199.
        """
        while True:
            try:
                bound(self.network, self.layout, self.start)
                self.bridges = self._bridges()
                sink.reset()
                return self._run(samples, sink)
            except IndexError as error:
                if not self.network.widen():
                    raise BeyondHorizon("The plan runs out of the years 1900 to 2199 in some samples.") from error

    def _run(self, samples: int, sink: Sink) -> list["Worker"]:
        firsts = iter(range(0, samples, self.chunk))
        threads = self.settings.threads if self.is_compiled and samples > self.chunk else 1
        lock, workers = threading.Lock(), [Worker(self) for _ in range(threads)]

        def work(worker: Worker) -> None:
            while True:
                with lock:
                    first = next(firsts, None)
                if first is None:
                    return
                sink.take(worker, first, min(self.chunk, samples - first))

        if threads == 1:
            work(workers[0])
            return workers
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(work, worker) for worker in workers]:
                done.result()
        return workers


class Sampler:
    """Draws the durations of one chunk after another. Tables have rows of `count` samples."""

    def __init__(self, simulation: Simulation, known: Uncertainty) -> None:
        self.simulation, self.known, self.draws, numbers = simulation, known, simulation.draws, simulation.numbers
        self.who, self.how = numbers(known.who), numbers(known.how, float)
        self.shapes, self.touches = numbers(known.shapes, float), numbers(known.touches)
        self.risks, self.risk_keys = numbers(known.risks, float), numbers(known.risk_keys)
        self.factor_keys, self.group_keys = numbers(known.factor_keys), numbers(known.group_keys)
        self.cells, self.group_shares = numbers(normal_cells(), float), numbers(known.group_shares, float)
        self.drawn, self.shape = self.room(1, float), numbers(np.zeros(POINTS), float)
        self.common, self.shared = self.room(1, float), self.room(len(known.group_keys) // 2, float)
        risks = len(known.risks) // RISK
        self.occurs, self.impacts = self.room(risks), self.room(risks, float)
        self.link_edges, self.link_risks = numbers(known.link_edges), numbers(known.link_risks)
        self.extra = self.room(len(known.link_edges), np.int64)
        self.lengths, self._of = self.room(len(known.fixed)), 0

    def room(self, rows: int, kind: type = np.int32) -> Any:
        return self.simulation.numbers(np.zeros(rows * self.simulation.chunk), kind)

    def sample(self, first: int, count: int) -> None:
        """Draw the lengths of all nodes, and what risks do."""
        if self._of != count:
            self._of, lengths = count, np.repeat(self.known.fixed, count)
            self.lengths[: len(lengths)] = lengths if self.simulation.is_compiled else lengths.tolist()
        draws, cells = self.draws, self.cells
        draws.normals(cells, self.factor_keys, first, count, self.common)
        draws.normals(cells, self.group_keys, first, count, self.shared)
        draws.mix(self.common, self.group_shares, self.shared, count)
        draws.effects(
            cells, self.risks, self.risk_keys, self.shapes, self.common, first, count, self.shape, self.occurs,
            self.impacts,
        )  # fmt: skip
        draws.durations(
            cells, self.who, self.how, self.shapes, self.shared, self.touches, self.risks, self.impacts, first, count,
            self.shape, self.drawn, self.lengths,
        )  # fmt: skip
        draws.delays(self.link_risks, self.impacts, count, self.extra)

    def switch_off(self, risk: int, is_off: bool) -> None:
        """Let a risk not happen; or again."""
        self.risks[risk * RISK + IS_OFF] = 1.0 if is_off else 0.0

    def rows(self, table: Any, count: int) -> Array:
        """A table of this worker as rows of `count` samples."""
        size = len(table) // self.simulation.chunk
        return np.asarray(table)[: size * count].reshape(size, count)


class Worker(Sampler):
    """Room for the dates of one chunk of samples, and the steps it goes through."""

    def __init__(self, simulation: Simulation) -> None:
        super().__init__(simulation, simulation.uncertainty)
        numbers, layout, count = simulation.numbers, simulation.layout, simulation.count
        self.kernel, self.clock, bridges = simulation.kernel, simulation.clock, simulation.bridges
        self.nodes, self.edges, self.leaving, self.setup = (numbers(part) for part in simulation.network.tables)
        self.sim, self.slots, self.used = numbers(layout.sim), numbers(layout.slots), numbers(layout.used)
        table = bridges.table if simulation.is_compiled else bridges.table.tolist()
        self.bridges = numbers(bridges.ways), numbers(bridges.heads), table, self.room(1)
        self.critical, self.dates = numbers(np.zeros(count)), numbers(np.zeros(count * DATE))
        self.starts, self.finishes = self.room(count), self.room(count)
        self.late_starts, self.late_finishes = self.room(count), self.room(count)
        self.gathered = self.room(len(layout.slots) // simulation_kernel.SLOT)
        self.latest, self.ends = self.room(len(layout.summaries)), self.room(len(layout.used))

    def forward(self, count: int, finishing: bool = False, since: int = 0) -> None:
        """Early dates; where only lengths from the node `since` on have changed, of these and those behind them."""
        extra, late = (self.link_edges, self.extra), (self.late_starts, self.late_finishes)
        self.kernel.forward_samples(
            self.nodes, self.edges, self.clock, self.setup, self.sim, self.bridges, self.lengths, extra, self.starts,
            self.finishes, late, self.dates, self.simulation.start, finishing, count, since,
        )  # fmt: skip
        self.kernel.collect(self.clock, self.sim, self.slots, self.finishes, self.gathered, self.latest, count)

    def backward(self, count: int) -> None:
        self.kernel.ends_by_row(
            self.clock, self.used, self.latest, max(self.simulation.least, self.simulation.start), self.ends, count
        )
        self.kernel.backward_samples(
            self.nodes, self.edges, self.leaving, self.clock, self.setup, self.sim, self.bridges, self.lengths,
            (self.link_edges, self.extra), self.starts, self.finishes, self.late_starts, self.late_finishes, self.ends,
            self.dates, count,
        )  # fmt: skip

    def count_critical(self, count: int) -> None:
        self.kernel.count_critical(
            self.nodes, self.clock, self.sim, self.starts, self.finishes, self.late_starts, self.late_finishes,
            self.dates, self.simulation.network.options.critical_limit, self.critical, count,
        )  # fmt: skip

    def project_finishes(self, count: int) -> Array:
        """Moments, after a forward pass; the start of the project where nothing is planned."""
        return np.maximum(np.asarray(self.latest[:count], np.int64), self.simulation.start)
