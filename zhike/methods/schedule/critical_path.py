"""Early and late dates, floats and the critical path of a network."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhike.methods.schedule.kernels import loaded
from zhike.methods.schedule.kernels.passes import NEVER, NONE, Dates
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
    """A summary spans what is in it; for late dates, tasks planned by hand count as they are planned."""
    by_hand = network.columns.is_manual & (network.place >= 0)
    moments[4], moments[5] = moments[4].copy(), moments[5].copy()
    own = moments[4][by_hand], moments[5][by_hand]
    moments[4][by_hand], moments[5][by_hand] = moments[2][by_hand], moments[3][by_hand]
    for low, high in ((0, 1), (2, 3), (4, 5)):
        moments[low], moments[high] = _spanned(network, moments[low], moments[high])
    moments[4][by_hand], moments[5][by_hand] = own


def _spanned(network: Network, low: Array, high: Array) -> tuple[Array, Array]:
    kernel = loaded("order")
    if kernel is loaded("order", compile_it=False):
        first, last = low.tolist(), high.tolist()
        kernel.roll_up(network.columns.parent.tolist(), first, last)
        return np.asarray(first, np.int64), np.asarray(last, np.int64)
    first, last = low.astype(np.int64), high.astype(np.int64)
    kernel.roll_up(network.columns.parent, first, last)
    return first, last


def _floats_of_summaries(
    network: Network, dates: Dates, at: Array, has_node: Array, moments: list[Array]
) -> tuple[Array, Array, Array]:
    """A summary's float is that of its span; its free float also heeds what waits for all of it."""
    total, free = _by_task(dates.total, at, has_node, 0), _by_task(dates.free, at, has_node, 0)
    critical = _by_task(dates.critical, at, has_node, False).astype(bool)
    summaries = np.flatnonzero(network.is_summary & (moments[1] >= 0))
    if len(summaries):
        begun = _spanned(network, network.columns.begun, network.columns.begun)[0]
        found = _span_floats(network, [part[summaries] for part in moments], begun[summaries] >= 0)
        total[summaries], critical[summaries] = found, found <= network.options.critical_limit
        free[summaries] = np.maximum(found, 0)
        for summary, node in network.last_of.items():
            if dates.free[node] < NEVER:
                free[summary] = max(0, int(dates.free[node]))
    return total, free, critical


def _span_floats(network: Network, moments: list[Array], has_begun: Array) -> Array:
    kernel = loaded("passes")
    start, finish, _, _, late_start, late_finish = moments
    total = np.zeros(len(start), np.int64)
    if kernel is not loaded("passes", compile_it=False):
        kernel.floats_of_spans(
            network.clock, network.summary_row, start, finish, late_start, late_finish, has_begun, total
        )
        return total
    found = total.tolist()
    parts = [part.tolist() for part in (start, finish, late_start, late_finish, has_begun)]
    kernel.floats_of_spans(network.clock_lists, network.summary_row, *parts, found)
    return np.asarray(found, np.int64)
