"""The tables of a network for `kernels.sweeps`: what is easy about it, and where in the tables of ticks it stands."""

from typing import Any, NamedTuple

import numpy as np

from zhike.methods.schedule.kernels.passes import (
    ALAP,
    ASAP,
    BEGUN,
    CONSTRAINT,
    DELAY,
    EDGE,
    ENDED,
    FF,
    FNET,
    FROM,
    FS,
    INTO,
    KIND,
    LAG,
    LATEST,
    LINK,
    MEASURE,
    NEVER,
    NODE,
    NONE,
    OUT,
    PROJECT_ROW,
    ROW,
    SF,
    SNET,
    SPAN,
    SS,
    TASK,
    TO,
    UNIT,
    WORKING,
)  # fmt: skip
from zhike.methods.schedule.kernels.sweeps import (
    BY_OWN,
    BY_PROJECTS,
    EASY_BACKWARD,
    EASY_FORWARD,
    IN_EDGE,
    LEAN,
    MARKS,
    NOT_BEFORE,
    OUT_EDGE,
)
from zhike.methods.schedule.network import Array, Tables

MOST = 1 << 30  # longer durations and lags are left to the passes, so that all fits into half the memory


class Sweep(NamedTuple):
    """See `kernels.sweeps`: arrays, or lists."""

    lean: Any
    ins: Any
    outs: Any
    works: Any
    lates: Any
    marks: Any

    def listed(self) -> "Sweep":
        return Sweep(*(part.tolist() for part in self))


def sweep_of(tables: Tables, rows: int) -> Sweep:
    """`tables` as arrays; `rows`: how many the clock has."""
    nodes, edges = tables.nodes.reshape(-1, NODE), tables.edges.reshape(-1, EDGE)
    count, leaving = len(nodes) - 1, tables.leaving
    project = int(tables.setup[PROJECT_ROW])
    lean = np.zeros((count + 1, LEAN), np.int32)
    lean[:-1, :2] = np.minimum(nodes[:-1, (SPAN, ROW)], MOST)
    lean[:-1, 2] = _ease(nodes[:-1], edges, project)
    lean[:, 3:] = nodes[:, (INTO, OUT)]
    ticks = np.zeros(4 * count, np.int64)
    return Sweep(
        lean.ravel(), _into(nodes, edges, project).ravel(), _out(nodes, edges[leaving], project).ravel(),
        ticks, ticks.copy(), np.zeros(MARKS * rows, np.int64),
    )  # fmt: skip


def _ease(nodes: Array, edges: Array, project: int) -> Array:
    """What each node is: the sum of what `kernels.sweeps` calls HOW."""
    ahead = (nodes[:, KIND] == TASK) & (nodes[:, BEGUN] == NONE) & (nodes[:, ENDED] == NONE)
    constraint, span = nodes[:, CONSTRAINT], nodes[:, SPAN]
    easy = ahead & (span > 0) & (span < MOST)
    not_before = np.isin(constraint, (SNET, FNET))
    forward = easy & (nodes[:, DELAY] == 0) & ((constraint == ASAP) | not_before)
    leads_on = np.ones(len(nodes), bool)  # only to tasks that have not begun
    leads_on[edges[~ahead[edges[:, TO]], FROM]] = False
    backward = easy & leads_on & (nodes[:, LATEST] >= NEVER) & ((constraint <= ALAP) | not_before)
    by_own, by_project = nodes[:, MEASURE] == nodes[:, ROW], nodes[:, MEASURE] == project
    kinds = (EASY_FORWARD, forward), (NOT_BEFORE, not_before), (EASY_BACKWARD, backward), (BY_OWN, by_own)
    return sum(power * holds for power, holds in (*kinds, (BY_PROJECTS, by_project)))  # type: ignore[return-value]


def _is_counted(edges: Array) -> Array:
    """Lags that are ticks of a calendar, or none."""
    return ((edges[:, UNIT] == WORKING) & (np.abs(edges[:, LAG]) < MOST)) | (edges[:, LAG] == 0)


def _into(nodes: Array, edges: Array, project: int) -> Array:
    table = np.zeros((len(edges), IN_EDGE), np.int32)
    before, counted, kind = edges[:, FROM], _is_counted(edges), edges[:, LINK]
    home, other = nodes[edges[:, TO], ROW], nodes[before, ROW]
    source = np.where(home == project, before * 4 + 2, np.where(home == other, before * 4, NONE))
    table[:, 0] = np.where(counted & (source >= 0), source + np.isin(kind, (FS, FF)), NONE)
    table[:, 1] = np.where(counted, edges[:, LAG], 0)
    table[:, 2] = np.isin(kind, (FF, SF))
    return table


def _out(nodes: Array, edges: Array, project: int) -> Array:
    """`edges` in the order of the nodes they leave."""
    table = np.zeros((len(edges), OUT_EDGE), np.int32)
    after, counted, kind = edges[:, TO], _is_counted(edges), edges[:, LINK]
    home, other, has_lag = nodes[edges[:, FROM], ROW], nodes[after, ROW], edges[:, LAG] != 0
    source = np.where(home == other, after * 4, np.where((home == project) & ~has_lag, after * 4 + 2, NONE))
    is_compared = counted & (~has_lag | (other == project))
    table[:, 0] = np.where(counted & (source >= 0), source + np.isin(kind, (FF, SF)), NONE)
    table[:, 1] = np.where(counted, edges[:, LAG], 0)
    table[:, 2] = np.isin(kind, (SS, SF))
    table[:, 3] = np.where(is_compared, after * 4 + 2 + np.isin(kind, (FF, SF)), NONE)
    table[:, 4] = edges[:, FROM] * 4 + 2 + np.isin(kind, (FS, FF))
    return table
