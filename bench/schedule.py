"""How fast dates are computed: `python -m bench.schedule`.

Networks of 1,000 to 100,000 tasks on three calendars, with all kinds of links, lags and constraints. Beside each
figure stands its ratio to a lower bound measured in the same run: the same passes compiled without calendars, lags or
constraints, over arrays that hold nothing else. A single edit is followed in a plan of 10,000 tasks.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import numba
import numpy as np

from zhike.methods.schedule import kernels
from zhike.methods.schedule.calendars import resolve
from zhike.methods.schedule.critical_path import Engine
from zhike.methods.schedule.kernels.passes import EDGE, FROM, INTO, NEVER, NODE, NONE, SPAN
from zhike.methods.schedule.live import LiveSchedule
from zhike.methods.schedule.moments import to_ticks
from zhike.methods.schedule.network import Columns, Network, Options, network_of
from zhike.methods.schedule.plan import STANDARD_DAY, STANDARD_WEEK, Calendar, DayException

SIZES = (1_000, 10_000, 100_000)
NIGHT = (((0, 180), (240, 480), (1380, 1440)),) * 7
LANES = 100  # tasks that go on at the same time: a plan of 100,000 tasks is broad, not 270 years long


def network(count: int, seed: int = 1) -> Network:
    """A random plan: links reach forward, lanes wide at least, so that it is as broad as real plans are."""
    draw = np.random.default_rng(seed)
    years = range(2020, 2090)
    calendars = resolve(
        [
            Calendar(1, "Standard", STANDARD_WEEK, tuple(DayException(date(y, 10, 1), date(y, 10, 7)) for y in years)),
            Calendar(2, "Six days", (STANDARD_DAY,) * 6 + ((),)),
            Calendar(3, "Night", NIGHT),
        ]
    )
    lanes = min(LANES, count // 10)
    links = int(count * 1.6)
    before = draw.integers(0, count - lanes, links)
    after = before + lanes + draw.integers(-lanes // 2, lanes * 2, links)
    inside = after < count
    before, after = before[inside], after[inside]

    def all_of(value: int) -> np.ndarray:
        return np.full(count, value, np.int64)

    january, march = datetime(2026, 1, 5, 8), datetime(2026, 3, 2, 8)  # noqa: DTZ001 -- wall clock
    columns = Columns(
        ids=np.arange(count), parent=all_of(-1), is_active=np.ones(count, bool), is_manual=np.zeros(count, bool),
        length=draw.integers(1, 80, count) * 600, gap=all_of(0), row=draw.choice([1, 2, 3], count, p=[0.8, 0.15, 0.05]),
        measure=all_of(1), constraint=draw.choice([0] * 18 + [4, 6], count),
        constraint_at=all_of(to_ticks(march)), latest=all_of(NEVER), delay=all_of(0),
        begun=all_of(NONE), ended=all_of(NONE), resume=all_of(NONE), rest=all_of(0), fixed_start=all_of(NONE),
        fixed_finish=all_of(NONE), link_from=before, link_to=after,
        link_kind=draw.choice([1, 1, 1, 1, 3, 0], len(before)),
        link_lag=draw.choice([0, 0, 0, 4800, -2400], len(before)), link_unit=np.zeros(len(before), np.int64),
    )  # fmt: skip
    options = Options(start=to_ticks(january))
    return network_of(columns, options, [calendars[1], calendars[2], calendars[3]], 1)


@numba.njit(cache=True)
def bare(into, before, spans, early, late):
    """Forward and backward over the bare network: what no scheduler in any language can do without."""
    for node in range(len(spans)):
        start = 0
        for edge in range(into[node], into[node + 1]):
            start = max(start, early[before[edge]])
        early[node] = start + spans[node]
    finish = early.max()
    late[:] = finish
    for node in range(len(spans) - 1, -1, -1):
        start = late[node] - spans[node]
        for edge in range(into[node], into[node + 1]):
            late[before[edge]] = min(late[before[edge]], start)


def best(action: Callable[[], object], times: int) -> float:
    """The least seconds of several runs: what the work costs when nothing else gets in the way."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        found.append(time.perf_counter() - begun)
    return min(found)


def main() -> None:
    kernels.compiled("passes")
    print(f"{'tasks':>8} {'build':>9} {'bare':>9} {'passes':>9} {'× bare':>7} {'plain Python':>13} {'× size':>7}")
    smallest = 0.0
    for count in SIZES:
        begun = time.perf_counter()
        plan = network(count)
        build = time.perf_counter() - begun
        nodes, edges = plan.tables.nodes.reshape(-1, NODE), plan.tables.edges.reshape(-1, EDGE)
        arrays = nodes[:, INTO].copy(), edges[:, FROM].copy(), nodes[:-1, SPAN].copy()
        arrays += np.zeros(plan.count, np.int64), np.zeros(plan.count, np.int64)
        bare(*arrays)
        floor = best(partial(bare, *arrays), 20)
        engine = Engine(plan, compile_it=True)
        engine.compute()
        full = best(engine.run, 20)
        plain = best(Engine(plan, compile_it=False).run, 1 if count > 10_000 else 3)
        smallest = smallest or full
        print(
            f"{count:>8,} {build * 1e3:>7.1f}ms {floor * 1e3:>7.3f}ms {full * 1e3:>7.2f}ms {full / floor:>7.1f}"
            f" {plain * 1e3:>11.0f}ms {full / smallest:>7.1f}"
        )
    _edits(network(10_000))


def _edits(plan: Network) -> None:
    for compiled in (True, False):
        live, draw, times = LiveSchedule(plan, compile_it=compiled), np.random.default_rng(3), []
        for _ in range(300 if compiled else 60):
            task, length = int(draw.integers(0, 10_000)), int(draw.integers(1, 90)) * 600
            begun = time.perf_counter()
            live.change(task, length=length)
            live.settle()
            times.append(time.perf_counter() - begun)
        words = "compiled" if compiled else "plain Python"
        print(
            f"one edit in 10,000 tasks, {words}: median {statistics.median(times) * 1e3:.2f} ms,"
            f" 95 % under {statistics.quantiles(times[1:], n=20)[-1] * 1e3:.2f} ms"
        )


if __name__ == "__main__":
    main()
