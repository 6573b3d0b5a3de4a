"""How long a Monte Carlo forecast takes, against a plain NumPy simulation without calendars in the same run.

    python -m bench.forecast [--tasks 1000 10000 100000] [--samples 10000] [--threads 2]

Prints wall-clock and processor time (the better of some runs, after a warm-up) of: samples with criticality and
P-values of all tasks; cruciality; the tornado; the NumPy lower bound, which draws normal numbers, goes through the
network forward and backward without any calendar, one NumPy operation per link, and sorts. Then P80's standard error.
Samples shrink as tasks grow, so that every size costs about the same.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np

from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.forecast import Estimates, Run, Settings
from zhike.methods.schedule.forecast.sampling import Worker
from zhike.methods.schedule.network import Network
from zhike.methods.schedule.plan import (
    AROUND_THE_CLOCK,
    STANDARD_DAY,
    STANDARD_WEEK,
    Calendar,
    DayException,
    Estimate,
    Link,
    Plan,
    Task,
)

DAY = 4800


def plan_of(count: int, calendars: int, seed: int = 1) -> Plan:
    """Tasks of 1 to 20 days with 1.6 links each, in layers as wide as real plans are; two in five tasks have one of two
    other calendars (if there are three)."""
    chance = random.Random(seed)
    plan = Plan(datetime.fromisoformat("2026-01-05T08:00"))
    holidays = tuple(DayException(date(year, 5, 1), date(year, 5, 5)) for year in range(2026, 2030))
    plan.calendars = [
        Calendar(1, "Standard", STANDARD_WEEK, holidays),
        Calendar(2, "Six days", (STANDARD_DAY,) * 6 + ((),)),
        Calendar(3, "Always", AROUND_THE_CLOCK),
    ]
    width = max(10, count // 50)
    for number in range(1, count + 1):
        days = chance.randint(1, 20) * DAY
        calendar = chance.choice([None, None, None, 2, 3]) if calendars > 1 else None
        plan.tasks.append(Task(number, duration=days, calendar=calendar))
        plan.tasks[-1].estimate = Estimate(int(days * 0.7), days, int(days * 1.8))
        first = number - 1 - (number - 1) % width
        for before in {chance.randint(first - width + 1, first) for _ in range(1 if chance.random() < 0.4 else 2)}:
            if first:
                plan.links.append(Link(before, number))
    return plan


def timed(work: Callable[[], Any], runs: int) -> tuple[Any, float, float]:
    """What it returned, wall-clock and processor seconds: the least of each."""
    wall, processor, found = 1e9, 1e9, None
    for _ in range(runs):
        since, worked = time.perf_counter(), time.process_time()
        found = work()
        wall, processor = min(wall, time.perf_counter() - since), min(processor, time.process_time() - worked)
    return found, wall, processor


class Bound:
    """The plainest simulation NumPy can do of the same network: no calendars, no correlation, float32."""

    def __init__(self, network: Network, samples: int) -> None:
        edges = network.tables.edges.reshape(-1, 6)
        self.count, self.samples = network.count, samples
        self.before: list[list[int]] = [[] for _ in range(self.count)]
        self.after: list[list[int]] = [[] for _ in range(self.count)]
        for start, end in edges[:, :2].tolist():
            self.before[end].append(start)
            self.after[start].append(end)
        self.lengths = network.tables.nodes.reshape(-1, 17)[:-1, 3].astype(np.float32)

    def run(self) -> float:
        random_numbers, chunk = np.random.default_rng(1), max(64, min(1000, 20_000_000 // self.count))
        finishes = np.zeros((self.count, min(self.samples, 40_000_000 // self.count)), np.float32)
        critical = np.zeros(self.count, np.int64)
        for first in range(0, self.samples, chunk):
            size = min(chunk, self.samples - first)
            drawn = random_numbers.standard_normal((self.count, size), np.float32)
            drawn = (1 + 0.2 * drawn) * self.lengths[:, None]
            early = self._forward(drawn)
            late = self._backward(drawn, early.max(axis=0))
            critical += (late - early <= 0).sum(axis=1)
            finishes[:, first : first + size] = early[:, : max(0, finishes.shape[1] - first)]
        finishes.sort(axis=1)
        return float(finishes[:, int(0.8 * finishes.shape[1])].max())

    def _forward(self, drawn: np.ndarray) -> np.ndarray:
        early = drawn.copy()
        for node, before in enumerate(self.before):
            if before:
                held = early[before[0]]
                for other in before[1:]:
                    held = np.maximum(held, early[other])
                early[node] += held
        return early

    def _backward(self, drawn: np.ndarray, end: np.ndarray) -> np.ndarray:
        late = np.empty_like(drawn)
        for node in range(self.count - 1, -1, -1):
            held = end
            for other in self.after[node]:
                held = np.minimum(held, late[other] - drawn[other])
            late[node] = held
        return late


def measure(count: int, samples: int, threads: int, calendars: int, runs: int) -> None:
    plan = plan_of(count, calendars)
    network, estimates = compile_plan(plan), Estimates.of_plan(plan)
    bare = Settings(samples=samples, threads=threads, tornado=0, candidates=0)

    def forecast(settings: Settings) -> Any:
        return Run(network, estimates, settings, compile_it=True).forecast()

    forecast(Settings(samples=64, tornado=2, candidates=2))
    found, wall, processor = timed(lambda: forecast(bare), runs)
    _, bound, bound_processor = timed(Bound(network, samples).run, runs)
    per_visit = processor / samples / network.count * 1e9
    print(f"{count:>7,} tasks × {samples:>6,} samples, {calendars} calendar(s), {len(plan.links):,} links")
    print(
        f"    dates, criticality, P-values {wall:6.3f} s ({processor:.3f} s of processor; {per_visit:.0f} ns a task and"
        f" sample)\n    NumPy without calendars      {bound:6.3f} s ({bound_processor:.3f} s): ratio {wall / bound:.2f}"
        f" ({processor / bound_processor:.2f} of processor)"
    )
    _, with_crucial, _ = timed(lambda: forecast(Settings(samples=samples, threads=threads, tornado=0)), 1)
    whole, everything, _ = timed(lambda: forecast(Settings(samples=samples, threads=threads)), 1)
    print(f"    + cruciality of 100 tasks {with_crucial - wall:.3f} s, tornado of 20 {everything - with_crucial:.3f} s")
    print(
        f"    P80 {found.project.at(80)}, its standard error {found.p80_error / DAY:.2f} days;"
        f" sd {found.project.sd / DAY:.1f} days; {found.counted_in_bins:,} tasks in bins"
    )
    _steps(Run(network, estimates, Settings(samples=64, tornado=0, candidates=0), compile_it=True), count)
    assert whole.project == found.project


def _steps(run: Run, count: int) -> None:
    worker = Worker(run.simulation)
    size, told = run.simulation.chunk, []
    steps = (("draw", lambda: worker.sample(0, size)), ("forward", lambda: worker.forward(size)),
             ("backward", lambda: worker.backward(size)),
             ("critical", lambda: worker.count_critical(size)))  # fmt: skip
    for name, step in steps:
        _, _, processor = timed(step, 10)
        told.append(f"{name} {processor / size / count * 1e9:.0f}")
    print(f"    ns a task and sample, one thread: {', '.join(told)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    least = min(chosen.tasks)
    for count in chosen.tasks:
        samples = max(100, chosen.samples * least // count)
        for calendars in (1, 3) if count == least else (3,):
            measure(count, samples, chosen.threads, calendars, chosen.runs)


if __name__ == "__main__":
    main()
