"""The passes again, only where something changed. The tables are those of `passes`.

`marked` says which nodes have to be looked at and is left empty; `touched` collects those whose dates came out
different. Nodes stand in topological order, so one sweep from the first marked node to the end is enough.
"""

from zhike.methods.schedule.kernels.floats import float_of
from zhike.methods.schedule.kernels.passes import (
    DATE,
    EDGE,
    FINISH,
    FIRST,
    FROM,
    INTO,
    KIND,
    LATE_FINISH,
    LATE_START,
    NODE,
    OUT,
    START,
    TO,
    backward,
    forward,
)


def forward_marked(
    nodes, edges, leaving, clock, setup, dates, project_start, finishing, marked, touched, first, most
):  # fmt: skip
    """Early dates of the marked nodes and of whatever moves through them, from node `first` on. False: more than
    `most` move, and the rest is left to whoever computes all of them."""
    moved = 0
    for node in range(first, len(marked)):
        if not marked[node]:
            continue
        marked[node] = False
        start, finish = dates[node * DATE + START], dates[node * DATE + FINISH]
        forward(nodes, edges, clock, setup, dates, node, project_start, finishing)
        if start != dates[node * DATE + START] or finish != dates[node * DATE + FINISH]:
            touched[node] = True
            moved += 1
            if moved > most:
                return False
            for place in range(nodes[node * NODE + OUT], nodes[node * NODE + NODE + OUT]):
                marked[edges[leaving[place] * EDGE + TO]] = True
    return True


def mark_behind(nodes, edges, leaving, marked, changed):
    """What follows a changed node is looked at even if that did not move: its lag may be a share of the duration."""
    marked[changed] = True
    for place in range(nodes[changed * NODE + OUT], nodes[changed * NODE + NODE + OUT]):
        marked[edges[leaving[place] * EDGE + TO]] = True


def mark_late(nodes, edges, marked, touched):
    """Late dates depend on early ones where each open end has its own finish, and on which task starts a summary."""
    for node in range(len(touched)):
        if touched[node]:
            marked[node] = True
            if nodes[node * NODE + KIND] == FIRST:
                for edge in range(nodes[node * NODE + INTO], nodes[node * NODE + NODE + INTO]):
                    marked[edges[edge * EDGE + FROM]] = True


def backward_marked(nodes, edges, leaving, clock, setup, dates, project_finish, marked, touched, last, most):
    """Late dates of the marked nodes and of whatever moves through them, from node `last` back. False: as there."""
    moved = 0
    for node in range(last, -1, -1):
        if not marked[node]:
            continue
        marked[node] = False
        to = node * DATE
        start, finish = dates[to + LATE_START], dates[to + LATE_FINISH]
        backward(nodes, edges, leaving, clock, setup, dates, node, project_finish)
        if start != dates[to + LATE_START] or finish != dates[to + LATE_FINISH]:
            touched[node] = True
            moved += 1
            if moved > most:
                return False
            for edge in range(nodes[node * NODE + INTO], nodes[node * NODE + NODE + INTO]):
                marked[edges[edge * EDGE + FROM]] = True
    return True


def floats_touched(nodes, edges, leaving, clock, setup, dates, limit, touched, marked):
    """Floats of the touched nodes, and of those before them, whose free float depends on them. Empties `marked`."""
    for node in range(len(touched)):
        if touched[node]:
            marked[node] = True
            for edge in range(nodes[node * NODE + INTO], nodes[node * NODE + NODE + INTO]):
                marked[edges[edge * EDGE + FROM]] = True
    for node in range(len(marked)):
        if marked[node]:
            marked[node] = False
            float_of(nodes, edges, leaving, clock, setup, dates, node, limit)
