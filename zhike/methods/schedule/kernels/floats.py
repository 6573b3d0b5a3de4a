"""How much room a task has: total and free float, and what is critical. The tables are those of `passes`."""

from zhike.methods.schedule.kernels.clock import work_before
from zhike.methods.schedule.kernels.passes import (
    BEGUN,
    CRITICAL,
    DATE,
    EDGE,
    ENDED,
    FF,
    FINISH,
    FREE,
    FS,
    INNER,
    KIND,
    LAG,
    LAST,
    LATE_FINISH,
    LATE_START,
    LINK,
    MANUAL,
    MEASURE,
    NEVER,
    NODE,
    NONE,
    OUT,
    PROJECT_ROW,
    ROW,
    SS,
    START,
    TO,
    TOTAL,
    UNIT,
    WORK_OF_FINISH,
    WORK_OF_LATE_FINISH,
    WORK_OF_LATE_START,
    WORK_OF_START,
    WORKING,
    backward,
    lagged,
)  # fmt: skip


def floats(nodes, edges, leaving, clock, setup, dates, limit):
    """Total float by the task's own calendar or the project's, free float by the project's; and what is critical."""
    for node in range(len(dates) // DATE):
        float_of(nodes, edges, leaving, clock, setup, dates, node, limit)


def backward_and_floats(nodes, edges, leaving, clock, setup, dates, project_finish, limit):
    """Both in one go, where no early date still changes afterwards: a float needs what the backward pass has just read,
    and reading a large plan twice costs more than the arithmetic."""
    for node in range(len(dates) // DATE - 1, -1, -1):
        backward(nodes, edges, leaving, clock, setup, dates, node, project_finish)
        float_of(nodes, edges, leaving, clock, setup, dates, node, limit)


def float_of(nodes, edges, leaving, clock, setup, dates, node, limit):
    at, to = node * NODE, node * DATE
    if nodes[at + KIND] == LAST:
        dates[to + FREE] = free_float(nodes, edges, leaving, clock, setup, dates, node, NEVER)
    if nodes[at + KIND] > MANUAL:
        return
    if nodes[at + ENDED] != NONE:
        dates[to + TOTAL], dates[to + FREE], dates[to + CRITICAL] = 0, 0, 0
        return
    total = total_float(nodes, clock, dates, at, to)
    dates[to + TOTAL] = total
    dates[to + FREE] = max(0, free_float(nodes, edges, leaving, clock, setup, dates, node, total))
    dates[to + CRITICAL] = 1 if total <= limit else 0


def total_float(nodes, clock, dates, at, to):
    """The smaller of start and finish float; of the finish only, once the task has begun."""
    if (
        nodes[at + MEASURE] == nodes[at + ROW]
        and dates[to + WORK_OF_START] != NONE
        and dates[to + WORK_OF_LATE_START] != NONE
    ):
        return min(
            dates[to + WORK_OF_LATE_START] - dates[to + WORK_OF_START],
            dates[to + WORK_OF_LATE_FINISH] - dates[to + WORK_OF_FINISH],
        )
    row = nodes[at + MEASURE]
    total = work_before(clock, row, dates[to + LATE_FINISH]) - work_before(clock, row, dates[to + FINISH])
    if nodes[at + BEGUN] != NONE:
        return total
    return min(total, work_before(clock, row, dates[to + LATE_START]) - work_before(clock, row, dates[to + START]))


def free_float(nodes, edges, leaving, clock, setup, dates, node, total):
    """How much later a task may be without moving any other, by the project's calendar; without successors, `total`."""
    free, row, to = NEVER, setup[PROJECT_ROW], node * DATE
    is_near = nodes[node * NODE + ROW] == row and dates[to + WORK_OF_START] != NONE
    for place in range(nodes[node * NODE + OUT], nodes[node * NODE + NODE + OUT]):
        edge = leaving[place] * EDGE
        kind, after = edges[edge + LINK], edges[edge + TO]
        if edges[edge + INNER] == 1 or nodes[after * NODE + ENDED] != NONE:
            continue
        by_finish, lag = kind in (FS, FF), edges[edge + LAG]
        is_there = nodes[after * NODE + ROW] == row and dates[after * DATE + WORK_OF_START] != NONE
        if is_near and (lag == 0 or (is_there and edges[edge + UNIT] == WORKING)):
            seen = dates[to + (WORK_OF_FINISH if by_finish else WORK_OF_START)] + lag
        else:
            moment = dates[to + (FINISH if by_finish else START)]
            seen = work_before(clock, row, lagged(nodes, edges, clock, edge, moment, 1) if lag != 0 else moment)
        if is_there:
            there = dates[after * DATE + (WORK_OF_START if kind in (FS, SS) else WORK_OF_FINISH)]
        else:
            there = work_before(clock, row, dates[after * DATE + (START if kind in (FS, SS) else FINISH)])
        if there <= seen:
            return 0
        free = min(free, there - seen)
    return total if free == NEVER else free
