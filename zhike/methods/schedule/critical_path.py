"""Early and late dates, floats and the critical path of a network."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhike.methods.schedule.kernels import loaded
from zhike.methods.schedule.kernels.passes import BY_SUMMARY, NONE, Dates
from zhike.methods.schedule.network import Array, Network, as_lists


class BeyondHorizon(ValueError):
    """The plan runs out of the years 1900 to 2199."""


@dataclass
class Schedule:
    """Dates of every task, in the order of `network.columns.ids`: ticks since 1900, NONE (-1) for an inactive task.

    `start` and `finish` are when it is planned: late where it is to be done as late as possible, else early. Floats
    are working ticks of the task's own calendar. `driver` is the index of the link that decided the start, or one of
    the BY_… numbers of `kernels.passes`.
    """

    network: Network
    start: Array
    finish: Array
    early_start: Array
    early_finish: Array
    late_start: Array
    late_finish: Array
    total_float: Array
    free_float: Array
    is_critical: Array
    driver: Array
    project_start: int
    project_finish: int
    dates: Dates  # by node, as the passes left them


def schedule(network: Network, compile_it: bool | None = None) -> Schedule:
    """Compute all dates anew.

    `compile_it`: with numba, or in plain Python; undecided, compiled if this process has numba already. BeyondHorizon.
    """
    while True:
        try:
            return _schedule(network, bool(loaded("passes", compile_it).__name__.rpartition(".")[2] != "passes"))
        except IndexError as error:
            if not network.widen():
                raise BeyondHorizon("The plan runs out of the years 1900 to 2199.") from error


def _schedule(network: Network, is_compiled: bool) -> Schedule:
    kernel = loaded("passes", is_compiled)
    net = network.net if is_compiled else network.net_lists
    clock = network.clock if is_compiled else network.clock_lists
    dates = empty_dates(len(network.net.kind))
    if not is_compiled:
        dates = as_lists(dates)
    start, finish = passes(kernel, net, clock, dates, network)
    kernel.floats(net, clock, dates, network.options.critical_limit)
    return schedule_of(network, Dates(*(np.asarray(part) for part in dates)), start, finish)


def passes(kernel: Any, net: Any, clock: Any, dates: Any, network: Network) -> tuple[int, int]:
    """Forward and backward; returns start and finish of the project."""
    options = network.options
    start = options.start
    if not options.from_start:
        kernel.backward_all(net, clock, dates, options.finish)
        start = kernel.earliest_late_start(net, dates) if len(network.net.kind) else options.finish
    kernel.forward_all(net, clock, dates, start, False)
    finish = max(kernel.latest_finish(net, dates), start)
    if not options.from_start:
        finish = max(finish, options.finish)
    kernel.backward_all(net, clock, dates, finish)
    if (network.net.constraint == 1).any():
        kernel.forward_all(net, clock, dates, start, True)
    return int(start), int(finish)


def empty_dates(count: int) -> Dates:
    parts = [np.zeros(count, np.int64) for _ in range(8)]
    return Dates(*parts, np.zeros(count, bool), np.zeros(count, np.int64))


def schedule_of(network: Network, dates: Dates, start: int, finish: int) -> Schedule:
    """Results by node become results by task, with summaries rolled up."""
    place = network.place
    at = np.where(place >= 0, place, 0)
    has_node = place >= 0
    moments = [_by_task(part, at, has_node, NONE) for part in dates[:6]]
    if network.is_summary.any():
        _roll_up(network, moments)
    total, free, critical = _floats_of_summaries(network, dates, at, has_node, moments)
    driver = np.where(
        has_node & (dates.driver[at] >= 0),
        network.edge_link[dates.driver[at]] if len(network.edge_link) else NONE,
        dates.driver[at],
    )
    return Schedule(network, *moments, total, free, critical, np.where(has_node, driver, NONE), start, finish, dates)


def _by_task(values: Array, at: Array, has_node: Array, otherwise: int) -> Array:
    return np.where(has_node, values[at], otherwise) if len(values) else np.full(len(at), otherwise)


def _roll_up(network: Network, moments: list[Array]) -> None:
    kernel = loaded("order")
    parents = network.columns.parent
    for low, high in ((0, 1), (2, 3), (4, 5)):
        if kernel.__name__.endswith(".order"):
            first, last = moments[low].tolist(), moments[high].tolist()
            kernel.roll_up(parents.tolist(), first, last)
            moments[low], moments[high] = np.asarray(first), np.asarray(last)
        else:
            kernel.roll_up(parents, moments[low], moments[high])


def _floats_of_summaries(
    network: Network, dates: Dates, at: Array, has_node: Array, moments: list[Array]
) -> tuple[Array, Array, Array]:
    """A summary's float is that of its span, measured in the project's calendar."""
    total, free = _by_task(dates.total, at, has_node, 0), _by_task(dates.free, at, has_node, 0)
    critical = _by_task(dates.critical, at, has_node, False).astype(bool)
    kernel, clock, row = loaded("clock", compile_it=False), network.clock_lists, network.summary_row
    for index in np.flatnonzero(network.is_summary & (moments[1] >= 0)).tolist():
        begin, end, _, _, late_begin, late_end = (kernel.work_before(clock, row, int(part[index])) for part in moments)
        total[index] = free[index] = min(late_begin - begin, late_end - end)
        critical[index] = total[index] <= network.options.critical_limit
    return total, free, critical
