"""Both passes where only ticks go from node to node, and whatever can be computed for all nodes at once is left out.

Working time can be added and compared as it is; what it means in days, which link decided a start and what floats come
of it depend on no order and are computed as whole arrays afterwards (`at_once`). So what remains to be done node after
node is an addition and a comparison for each link, which plain Python does in a fraction of a microsecond.

Nodes that are not `easy` are for `passes` to say. It wants dates: `told` says of which nodes they stand in `dates`.
`works` holds two numbers a node, the ticks worked before it starts and finishes in its own calendar. Of each edge, or
place of `leaving`, `sources` says where in `works` the ticks stand that hold a node, -1 where they are those of another
calendar; `adds` what is to be added (forward) or taken away (backward).
"""

from zhike.methods.schedule.kernels.clock import finish_at, start_at, work_before
from zhike.methods.schedule.kernels.passes import (
    DATE,
    EDGE,
    FINISH,
    FROM,
    INTO,
    LATE_FINISH,
    LATE_START,
    LINK,
    NODE,
    OUT,
    ROW,
    SF,
    SS,
    START,
    TO,
    backward,
    forward,
)
from zhike.methods.schedule.kernels.sweeps import early_hold, late_hold

INLINE = False


def forward_ticks(
    nodes, edges, clock, setup, dates, easy, into, sources, adds, floors, spans, delays, works, told, project_start
):
    """`floors`: before how many ticks a node does not start by its constraint, or because nothing else holds it."""
    for node in range(len(spans)):
        if not easy[node]:
            early_of_peculiar(nodes, edges, clock, setup, dates, works, told, node, project_start)
            continue
        begin = floors[node]
        for edge in range(into[node], into[node + 1]):
            if sources[edge] >= 0:
                work = works[sources[edge]] + adds[edge]
            else:
                tell(nodes, clock, dates, works, told, edges[edge * EDGE + FROM], START, FINISH)
                work = work_before(clock, nodes[node * NODE + ROW], early_hold(nodes, edges, clock, dates, edge))
            if work > begin:
                begin = work
        if delays[node] > 0:
            row = nodes[node * NODE + ROW]
            begin = work_before(clock, row, start_at(clock, row, begin) + delays[node])
        works[2 * node] = begin
        works[2 * node + 1] = begin + spans[node]


def backward_ticks(
    nodes, edges, leaving, clock, setup, dates, easy, out, sources, adds, ceilings, spans, works, told, project_finish
):
    """`ceilings`: by how many ticks a node has to be done by its deadline and the finish of the project."""
    for node in range(len(spans) - 1, -1, -1):
        if not easy[node]:
            late_of_peculiar(nodes, edges, leaving, clock, setup, dates, works, told, node, project_finish)
            continue
        finish = ceilings[node]
        for place in range(out[node], out[node + 1]):
            if sources[place] >= 0:
                work = works[sources[place]] - adds[place]
            else:
                edge = leaving[place]
                tell(nodes, clock, dates, works, told, edges[edge * EDGE + TO], LATE_START, LATE_FINISH)
                work = work_before(clock, nodes[node * NODE + ROW], late_hold(nodes, edges, clock, dates, edge))
                if edges[edge * EDGE + LINK] in (SF, SS):
                    work += spans[node]
            if work < finish:
                finish = work
        works[2 * node] = finish - spans[node]
        works[2 * node + 1] = finish


def early_of_peculiar(nodes, edges, clock, setup, dates, works, told, node, project_start):
    for edge in range(nodes[node * NODE + INTO], nodes[node * NODE + NODE + INTO]):
        tell(nodes, clock, dates, works, told, edges[edge * EDGE + FROM], START, FINISH)
    forward(nodes, edges, clock, setup, dates, node, project_start, False)
    note(nodes, clock, dates, works, told, node, START, FINISH)


def late_of_peculiar(nodes, edges, leaving, clock, setup, dates, works, told, node, project_finish):
    for place in range(nodes[node * NODE + OUT], nodes[node * NODE + NODE + OUT]):
        tell(nodes, clock, dates, works, told, edges[leaving[place] * EDGE + TO], LATE_START, LATE_FINISH)
    backward(nodes, edges, leaving, clock, setup, dates, node, project_finish)
    note(nodes, clock, dates, works, told, node, LATE_START, LATE_FINISH)


def tell(nodes, clock, dates, works, told, node, start, finish):
    """Put down the dates of a node of which only ticks are known."""
    if not told[node]:
        row = nodes[node * NODE + ROW]
        dates[node * DATE + start] = start_at(clock, row, works[2 * node])
        dates[node * DATE + finish] = finish_at(clock, row, works[2 * node + 1])
        told[node] = True


def note(nodes, clock, dates, works, told, node, start, finish):
    """The ticks of a node whose dates `passes` said."""
    row = nodes[node * NODE + ROW]
    works[2 * node] = work_before(clock, row, dates[node * DATE + start])
    works[2 * node + 1] = work_before(clock, row, dates[node * DATE + finish])
    told[node] = True
