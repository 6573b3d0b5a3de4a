"""What the simulation's kernel needs to know of a network: which nodes are simple, and what is gathered for summaries.

See `kernels.simulation`. Simple is a task that has not begun, with links to its start only (and none counted around
the clock or in percent), with no constraint but one on how early it may start, without levelling delay; it is no
milestone unless its links have no lag. Next to something under way or at the edges of summaries nothing is simple.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhike.methods.schedule.kernels import plain
from zhike.methods.schedule.kernels import simulation as kernel
from zhike.methods.schedule.kernels.passes import (
    ASAP,
    AT,
    BEGUN,
    CONSTRAINT,
    DELAY,
    EDGE,
    FF,
    FIRST,
    FROM,
    INNER,
    INTO,
    KIND,
    LAG,
    LATEST,
    LENGTH,
    LINK,
    MANUAL,
    MULTIPLE,
    NEVER,
    NODE,
    NONE,
    RESUME,
    ROW,
    SF,
    SNET,
    SPAN,
    TASK,
    TO,
    UNIT,
)  # fmt: skip
from zhike.methods.schedule.network import Array, Network

OFTEN = 20_000  # grains of a bridge that are worth it for each link that crosses it
LONGEST_BRIDGES = 4_000_000  # numbers in all; 16 MB


@dataclass
class Layout:
    """`sim` and `slots` of `kernels.simulation`; `used` marks the rows of the clock that are some node's HOME;
    `summaries[k]` is the task that row k of the gathered finishes belongs to, -1 for the project."""

    sim: Array
    slots: Array
    used: Array
    summaries: Array

    @property
    def home(self) -> Array:
        home: Array = self.sim.reshape(-1, kernel.SIM)[:, kernel.HOME]
        return home


def layout_of(network: Network, lengths: Array, spread: Array, touched: Array, all_by_passes: bool = False) -> Layout:
    """`lengths` of all nodes, `spread` where they are sampled, `touched` the edges whose lags are. `all_by_passes`
    calls nothing simple; results are the same, which is what tests check."""
    nodes = network.tables.nodes.reshape(-1, NODE)
    table, edges = nodes[:-1], network.tables.edges.reshape(-1, EDGE)
    has_length = spread | (lengths > 0)
    simple = _simple(network, table, edges, has_length, touched) & (not all_by_passes)
    sim = np.zeros((len(table), kernel.SIM), np.int64)
    sim[:, kernel.IS_SIMPLE] = simple
    sim[:, kernel.HOME] = np.where(simple & has_length, table[:, ROW], 0)
    sim[:, kernel.GAP] = table[:, SPAN] - table[:, LENGTH]
    sim[:, kernel.TAKES_REST] = table[:, RESUME] != NONE
    sim[:, kernel.IS_CUT] = _cut(network, table, edges)
    sim[:, kernel.IN_SLOT] = NONE
    sim[:, kernel.FLOOR], sim[:, kernel.CAP] = kernel.LONG_AGO, kernel.LONG_AFTER
    slots, summaries = _slots(network, sim)
    used = np.zeros(len(network.calendars) + 1, np.int64)
    used[0] = 1
    used[sim[:, kernel.HOME]] = 1
    return Layout(sim.ravel(), slots.ravel(), used, summaries)


def bound(network: Network, layout: Layout, start: int) -> None:
    """Fill in the dates nothing may start before or finish after, by the network's clock as it is now. IndexError: a
    date lies beyond the horizon."""
    sim = layout.sim.reshape(-1, kernel.SIM)
    table = network.tables.nodes.reshape(-1, NODE)
    held_from = np.where(table[1:, INTO] > table[:-1, INTO], NONE, start)
    clock, worked = network.clock_list, plain("clock").work_before
    for node in np.flatnonzero(sim[:, kernel.IS_SIMPLE]).tolist():
        row = int(sim[node, kernel.HOME])
        since = int(table[node, AT]) if table[node, CONSTRAINT] == SNET else int(held_from[node])
        if since != NONE:
            sim[node, kernel.FLOOR] = worked(clock, row, since)
        if table[node, LATEST] < NEVER:
            sim[node, kernel.CAP] = worked(clock, row, int(table[node, LATEST]))


@dataclass
class Bridges:
    """See `kernels.simulation`."""

    ways: Array
    heads: Array
    table: Array


def bridges_of(network: Network, layout: Layout, build: Any, clock: Any, start: int, finish: int) -> Bridges:
    """Bridges between the calendars of tasks that are linked, from the start of the project to twice its length.
    `build` is the compiled kernel's, or None: then there are none."""
    edges, home = network.tables.edges.reshape(-1, EDGE), layout.home
    before, after = home[edges[:, FROM]], home[edges[:, TO]]
    pairs = np.stack([before, after, after, before], axis=1).reshape(-1, 2)
    ways = np.zeros(len(pairs), np.int64)
    heads, parts, room = [(0, 0, 0)], [], LONGEST_BRIDGES
    if build is None:
        return Bridges(ways, np.zeros(kernel.HEAD, np.int64), np.zeros(1, np.int32))
    worked = plain("clock").work_before
    crossing = pairs[:, 0] != pairs[:, 1]
    found, of_pair, often = np.unique(pairs[crossing], axis=0, return_inverse=True, return_counts=True)
    of_found = np.zeros(len(found), np.int64)
    for at in np.argsort(-often, kind="stable").tolist():
        row, other = found[at].tolist()
        first = -(-worked(clock, row, start) // kernel.GRAIN)
        size = min(worked(clock, row, finish) // kernel.GRAIN - first, often[at] * OFTEN)
        if not 0 < size <= room:
            continue
        part = np.zeros(size, np.int32)
        build(clock, row, other, first, size, part, 0)
        of_found[at] = len(heads) * kernel.HEAD
        heads.append((first, size, LONGEST_BRIDGES - room))
        parts.append(part)
        room -= size
    ways[crossing] = of_found[of_pair.ravel()]
    return Bridges(ways, np.asarray(heads, np.int64).ravel(), np.concatenate([*parts, np.zeros(1, np.int32)]))


def _simple(network: Network, table: Array, edges: Array, has_length: Array, touched: Array) -> Array:
    simple = (table[:, KIND] == TASK) & (table[:, BEGUN] == NONE) & (table[:, DELAY] == 0)
    simple &= (table[:, CONSTRAINT] == ASAP) | (table[:, CONSTRAINT] == SNET)
    lag, before, after = edges[:, LAG] != 0, edges[:, FROM], edges[:, TO]
    simple[after[np.isin(edges[:, LINK], (FF, SF))]] = False
    simple &= has_length | (table[:, SPAN] - table[:, LENGTH] == 0)
    for ends in (before, after):
        simple[ends[lag & (edges[:, UNIT] != 0)]] = False
        simple[ends[touched]] = False
    simple[after[lag & ~has_length[after]]] = False
    simple[before[(table[after, BEGUN] != NONE) | (table[after, KIND] == FIRST)]] = False
    return simple


def _cut(network: Network, table: Array, edges: Array) -> Array:
    """Where several critical paths are wanted, a task nothing waits for is late at its own finish."""
    cut = np.full(len(table), network.tables.setup[MULTIPLE] == 1) & (table[:, KIND] <= MANUAL)
    cut[edges[edges[:, INNER] == 0, FROM]] = False
    return cut


def _slots(network: Network, sim: Array) -> tuple[Array, Array]:
    """One slot for each summary and HOME of what is in it; children before parents, the project's last."""
    parent = network.columns.parent.tolist()
    number: dict[tuple[int, int], int] = {}
    chains: list[tuple[int, int]] = []
    depth: dict[int, int] = {NONE: 0}
    for task, above in enumerate(parent):
        depth[task] = depth[above] + 1
    for task in np.flatnonzero(network.place >= 0).tolist():
        above, row = parent[task], int(sim[network.place[task], kernel.HOME])
        while (above, row) not in number:
            number[above, row] = 0
            chains.append((above, row))
            if above == NONE:
                break
            above = parent[above]
    chains.sort(key=lambda pair: (-depth[pair[0]], pair))
    number = {pair: at for at, pair in enumerate(chains)}
    for task in np.flatnonzero(network.place >= 0).tolist():
        node = network.place[task]
        sim[node, kernel.IN_SLOT] = number[parent[task], int(sim[node, kernel.HOME])]
    summaries = [NONE, *sorted({task for task, _ in chains if task != NONE})]
    row_of = {task: at for at, task in enumerate(summaries)}
    slots = [
        (row, NONE if task == NONE else number[parent[task], row], row_of[task]) for task, row in chains
    ]  # fmt: skip
    return np.asarray(slots, np.int64).reshape(-1, kernel.SLOT), np.asarray(summaries, np.int64)
