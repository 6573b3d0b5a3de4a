"""The plan as a problem on slots, close enough to find a good order in which to serve its tasks.

Links to the first start of a summary and constraints other than the earliest dates they lead to are left out, lengths
and lags are rounded to slots: what `solver` finds is only taken for an order, and dates come from the plan's own rules.
"""

from zhike.methods.schedule.critical_path import Schedule
from zhike.methods.schedule.kernels.passes import (
    DATE,
    EARLY_START,
    EDGE,
    ELAPSED,
    ELAPSED_PERCENT,
    FIRST,
    FROM,
    KIND,
    LAG,
    LENGTH,
    LINK,
    NODE,
    PERCENT,
    ROW,
    SPAN,
    TO,
    UNIT,
)  # fmt: skip
from zhike.methods.schedule.levelling.grid import Grid
from zhike.methods.schedule.levelling.problem import Arc, Problem
from zhike.methods.schedule.network import Array
from zhike.methods.schedule.plan import LinkKind


def problem_on(grid: Grid, base: Schedule, free: Array) -> Problem:
    """`free`: what the tasks that stay have left over. Activities are the nodes of the network."""
    nodes = base.network.tables.nodes.reshape(-1, NODE)[:-1]
    early = base.dates.reshape(-1, DATE)[:, EARLY_START]
    works = grid.works.reshape(-1, grid.slots)
    rows = [bytes(row) for row in works[1:]]
    return Problem(
        lengths=[-(-int(span) // grid.grain) for span in nodes[:, SPAN]],
        arcs=[
            _arc(edge, nodes, grid.grain)
            for edge in base.network.tables.edges.reshape(-1, EDGE)
            if nodes[edge[TO], KIND] != FIRST
        ],
        demands=[_demand(grid, node) for node in range(len(nodes))],
        capacities=[[max(int(units), 0) for units in row] for row in free.reshape(-1, grid.slots)],
        releases=[max(int(start) - grid.origin, 0) // grid.grain for start in early],
        calendars=rows or [bytes(works[0])],
        calendar=[int(row) - 1 if row else None for row in nodes[:, ROW]],
        prefers_early_starts=True,
    )


def _demand(grid: Grid, node: int) -> dict[int, int]:
    if not grid.movable[node]:
        return {}
    pairs = grid.needs[2 * grid.needs_first[node] : 2 * grid.needs_first[node + 1]].tolist()
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _arc(edge: Array, nodes: Array, grain: int) -> Arc:
    lag, unit, after = int(edge[LAG]), int(edge[UNIT]), int(edge[TO])
    if unit >= PERCENT:
        lag = int(nodes[edge[FROM], LENGTH]) * lag // 1000
    row = 0 if unit in (ELAPSED, ELAPSED_PERCENT) else int(nodes[after, ROW])
    return Arc(int(edge[FROM]), after, -(-lag // grain), LinkKind(int(edge[LINK])), row - 1 if row else None)
