"""The critical path method, task by task: forward pass, backward pass, floats, summaries.

Kelley & Walker (1959) with the meanings users of Microsoft Project know: four kinds of links with working, elapsed
and percentage lags, eight constraints, deadlines, manual tasks, actual dates, calendars per task.

`Net` holds the network with its nodes in topological order; node arrays have one entry per node, edge arrays one per
edge, sorted by the node they lead to (`into[i]` to `into[i + 1]`); `out_edge[out[i]]` to `out_edge[out[i + 1]]` are the
edges that leave node i. A summary others link to or from is represented by nodes of its own: its `GATE` (nothing in it
starts before), its `LAST` (the latest finish in it) and its `FIRST` (the earliest start in it).

`Dates` are the results. `start` and `finish` are what is shown and what successors see: the late dates of a task that
is to be done as late as possible, else the early ones. All moments are ticks since 1900.
"""

from collections import namedtuple

from zhike.methods.schedule.kernels.clock import finish_at, shift, start_at, work_before

TASK, MANUAL, GATE, LAST, FIRST = 0, 1, 2, 3, 4
FF, FS, SF, SS = 0, 1, 2, 3
WORKING, ELAPSED, PERCENT, ELAPSED_PERCENT = 0, 1, 2, 3
ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT = 1, 2, 3, 4, 5, 6, 7
BY_PROJECT, BY_CONSTRAINT, BY_ACTUAL, BY_HAND, BY_LEVELLING, BY_SUMMARY = -1, -2, -3, -4, -5, -6
NONE = -1
NEVER = 1 << 60

Net = namedtuple(
    "Net",
    "kind row measure length gap constraint constraint_at latest delay begun ended resume rest fixed_start fixed_finish"
    " into edge_from edge_to edge_kind edge_lag edge_unit edge_inner out out_edge honours multiple",
)
Dates = namedtuple(
    "Dates", "start finish early_start early_finish late_start late_finish total free critical driver"
)  # fmt: skip


def lag_of(net, edge):
    """The lag of a link in ticks; a percentage is of the predecessor's duration."""
    if net.edge_unit[edge] >= PERCENT:
        return net.length[net.edge_from[edge]] * net.edge_lag[edge] // 1000
    return net.edge_lag[edge]


def lagged(net, clock, edge, moment, sign):
    """A moment moved by the lag of a link (sign 1) or back by it (sign -1), on the successor's calendar."""
    lag = lag_of(net, edge) * sign
    if lag == 0:
        return moment
    unit = net.edge_unit[edge]
    if unit in (ELAPSED, ELAPSED_PERCENT):
        return moment + lag
    return shift(clock, net.row[net.edge_to[edge]], moment, lag)


def forward_all(net, clock, dates, project_start, finishing):
    """Early dates of all nodes. `finishing`: the late dates are known, those who wait as long as they can take them."""
    for node in range(len(net.kind)):
        forward(net, clock, dates, node, project_start, finishing)


def forward_marked(net, clock, dates, project_start, finishing, marked, first):
    """Early dates of the marked nodes and of whatever changes through them; `first` is the first of them.

    Returns how many nodes were looked at. `marked` is left empty.
    """
    looked_at = 0
    for node in range(first, len(net.kind)):
        if not marked[node]:
            continue
        marked[node] = False
        looked_at += 1
        start, finish = dates.start[node], dates.finish[node]
        forward(net, clock, dates, node, project_start, finishing)
        if start != dates.start[node] or finish != dates.finish[node]:
            for place in range(net.out[node], net.out[node + 1]):
                marked[net.edge_to[net.out_edge[place]]] = True
    return looked_at


def forward(net, clock, dates, node, project_start, finishing):
    """Early start and finish of one node from the dates of those before it, and what drove them."""
    start, finish, driver = early(net, clock, dates, node, project_start)
    dates.early_start[node] = start
    dates.early_finish[node] = finish
    dates.driver[node] = driver
    late = finishing and net.constraint[node] == ALAP and net.begun[node] == NONE and net.kind[node] == TASK
    dates.start[node] = dates.late_start[node] if late else start
    dates.finish[node] = dates.late_finish[node] if late else finish


def early(net, clock, dates, node, project_start):
    kind = net.kind[node]
    if net.ended[node] != NONE:
        return net.begun[node], net.ended[node], BY_ACTUAL
    if kind == MANUAL:
        return net.fixed_start[node], net.fixed_finish[node], BY_HAND
    if kind == FIRST:
        return earliest_inside(net, dates, node)
    if net.begun[node] != NONE:
        return net.begun[node], finish_of_begun(net, clock, node), BY_ACTUAL
    begin, begin_edge, end, end_edge = bounds(net, clock, dates, node)
    if kind == GATE:
        if net.constraint[node] == SNET and net.constraint_at[node] > begin:
            return net.constraint_at[node], net.constraint_at[node], BY_CONSTRAINT
        if begin == NONE:
            return project_start, project_start, BY_PROJECT
        return begin, begin, begin_edge
    if kind == LAST:
        return end, end, end_edge
    span = net.length[node] + net.gap[node]
    row = net.row[node]
    start, driver = linked_start(net, clock, row, span, begin, begin_edge, end, end_edge, project_start)
    start, driver = constrained_start(net, clock, node, span, start, driver)
    if span > 0:
        start = start_at(clock, row, work_before(clock, row, start))
    if net.delay[node] > 0:
        start, driver = start + net.delay[node], BY_LEVELLING
        if span > 0:
            start = start_at(clock, row, work_before(clock, row, start))
    return start, finish_from(net, clock, node, row, span, start, end), driver


def earliest_inside(net, dates, node):
    """The earliest start of anything in a summary."""
    start, driver = NEVER, BY_SUMMARY
    for edge in range(net.into[node], net.into[node + 1]):
        if dates.start[net.edge_from[edge]] < start:
            start, driver = dates.start[net.edge_from[edge]], edge
    return start, start, driver


def bounds(net, clock, dates, node):
    """The latest of all links that hold the start, and of all that hold the finish, each with its edge."""
    begin, begin_edge, end, end_edge = NONE, NONE, NONE, NONE
    for edge in range(net.into[node], net.into[node + 1]):
        before, kind = net.edge_from[edge], net.edge_kind[edge]
        seen = dates.finish[before] if kind in (FS, FF) else dates.start[before]
        held = lagged(net, clock, edge, seen, 1)
        if kind in (FS, SS):
            if held > begin:
                begin, begin_edge = held, edge
        elif held > end:
            end, end_edge = held, edge
    return begin, begin_edge, end, end_edge


def linked_start(net, clock, row, span, begin, begin_edge, end, end_edge, project_start):
    """Where the links alone put the start. Only a task without any is held by the start of the project, except that a
    finish-to-finish link draws nothing before it."""
    if begin == NONE and end == NONE:
        return project_start, BY_PROJECT
    start, driver = begin, begin_edge
    if end != NONE:
        needed = shift(clock, row, end, -span)
        if net.edge_kind[end_edge] == FF and needed < project_start:
            needed = project_start
        if needed > start:
            start, driver = needed, end_edge
    return start, driver


def constrained_start(net, clock, node, span, start, driver):
    constraint = net.constraint[node]
    if constraint <= ALAP:
        return start, driver
    wanted = net.constraint_at[node]
    if constraint in (MFO, FNET, FNLT):
        wanted = shift(clock, net.row[node], wanted, -span)
    if constraint in (SNET, FNET):
        moves = wanted > start or driver == BY_PROJECT
    elif constraint in (MSO, MFO):
        moves = net.honours or wanted > start or driver == BY_PROJECT
    else:
        moves = net.honours and wanted < start
    return (wanted, BY_CONSTRAINT) if moves else (start, driver)


def finish_from(net, clock, node, row, span, start, end):
    """The finish that follows from a start; a date it was asked for stays, where it is the same working time."""
    if span == 0:
        return start
    work = work_before(clock, row, start) + span
    finish = finish_at(clock, row, work)
    if net.constraint[node] == MFO and net.constraint_at[node] > finish:
        end = net.constraint_at[node]
    if end > finish and work_before(clock, row, end) == work:
        return end
    return finish


def finish_of_begun(net, clock, node):
    row = net.row[node]
    if net.resume[node] != NONE:
        finish = shift(clock, row, net.resume[node], net.rest[node])
    else:
        finish = shift(clock, row, net.begun[node], net.length[node] + net.gap[node])
    if net.constraint[node] == FNET and finish < net.constraint_at[node]:
        return net.constraint_at[node]
    return finish


def backward_all(net, clock, dates, project_finish):
    """Late dates of all nodes."""
    for node in range(len(net.kind) - 1, -1, -1):
        backward(net, clock, dates, node, project_finish)


def backward_marked(net, clock, dates, project_finish, marked, last):
    """Late dates of the marked nodes and of whatever changes through them; `last` is the last of them."""
    looked_at = 0
    for node in range(last, -1, -1):
        if not marked[node]:
            continue
        marked[node] = False
        looked_at += 1
        start, finish = dates.late_start[node], dates.late_finish[node]
        backward(net, clock, dates, node, project_finish)
        if start != dates.late_start[node] or finish != dates.late_finish[node]:
            for edge in range(net.into[node], net.into[node + 1]):
                marked[net.edge_from[edge]] = True
    return looked_at


def backward(net, clock, dates, node, project_finish):
    """Late start and finish of one node from those after it."""
    kind, row = net.kind[node], net.row[node]
    if net.ended[node] != NONE:
        dates.late_start[node], dates.late_finish[node] = net.begun[node], net.ended[node]
        return
    begin, finish = late_bounds(net, clock, dates, node, project_finish)
    if kind >= GATE:
        late = min(begin, finish)
        dates.late_start[node], dates.late_finish[node] = late, late
        return
    span = net.length[node] + net.gap[node]
    if begin < NEVER:
        finish = min(finish, shift(clock, row, begin, span))
    finish = min(constrained_finish(net, clock, node, span, finish), net.latest[node])
    if kind == TASK and span > 0:
        finish = finish_at(clock, row, work_before(clock, row, finish))
    dates.late_finish[node] = finish
    dates.late_start[node] = net.begun[node] if net.begun[node] != NONE else shift(clock, row, finish, -span)


def late_bounds(net, clock, dates, node, project_finish):
    """The earliest of all links that hold the latest start, and of all that hold the latest finish."""
    begin, finish, is_open = NEVER, project_finish, True
    for place in range(net.out[node], net.out[node + 1]):
        edge = net.out_edge[place]
        after, kind = net.edge_to[edge], net.edge_kind[edge]
        is_open = is_open and net.edge_inner[edge]
        if net.ended[after] != NONE:
            continue
        if net.kind[after] == FIRST and dates.start[node] != dates.start[after]:
            continue  # something else in the summary starts first
        if net.kind[node] == MANUAL and (kind in (SS, SF)):
            continue
        if kind == FS and net.begun[after] != NONE:
            seen = late_resumption(net, clock, dates, after)
        else:
            seen = dates.late_start[after] if kind in (FS, SS) else dates.late_finish[after]
        held = lagged(net, clock, edge, seen, -1)
        if kind in (SS, SF):
            begin = min(begin, held)
        else:
            finish = min(finish, held)
    if is_open and net.multiple and net.kind[node] <= MANUAL:
        finish = min(finish, dates.early_finish[node])
    return begin, finish


def late_resumption(net, clock, dates, node):
    """What a task under way still needs from the one before it: to be there when the remaining work goes on."""
    if net.length[node] == 0:
        return dates.late_finish[node]
    if net.resume[node] == NONE:
        return net.begun[node]
    return min(net.resume[node], shift(clock, net.row[node], dates.late_finish[node], -net.rest[node]))


def constrained_finish(net, clock, node, span, finish):
    constraint, wanted = net.constraint[node], net.constraint_at[node]
    if constraint == MSO:
        return shift(clock, net.row[node], wanted, span)
    if constraint == MFO:
        return wanted
    if constraint == SNLT:
        return min(finish, shift(clock, net.row[node], wanted, span))
    if constraint == FNLT:
        return min(finish, wanted)
    return finish


def latest_finish(net, dates):
    """When the last task finishes: the finish of the project."""
    latest = NONE
    for node in range(len(net.kind)):
        if net.kind[node] <= MANUAL and dates.early_finish[node] > latest:
            latest = dates.early_finish[node]
    return latest


def earliest_late_start(net, dates):
    """When a project that is planned from its finish has to begin."""
    earliest = NEVER
    for node in range(len(net.kind)):
        if net.kind[node] <= MANUAL and dates.late_start[node] < earliest:
            earliest = dates.late_start[node]
    return earliest


def floats(net, clock, dates, limit):
    """Total and free float of every task, in ticks of its own or the project's calendar, and what is critical."""
    for node in range(len(net.kind)):
        if net.kind[node] == LAST:
            dates.free[node] = free_float(net, clock, dates, node, NEVER)
        if net.kind[node] > MANUAL:
            continue
        if net.ended[node] != NONE:
            dates.total[node], dates.free[node], dates.critical[node] = 0, 0, False
            continue
        row = net.measure[node]
        total = work_before(clock, row, dates.late_finish[node]) - work_before(clock, row, dates.finish[node])
        if net.begun[node] == NONE:
            by_start = work_before(clock, row, dates.late_start[node]) - work_before(clock, row, dates.start[node])
            total = min(total, by_start)
        dates.total[node] = total
        dates.free[node] = max(0, free_float(net, clock, dates, node, total))
        dates.critical[node] = total <= limit


def free_float(net, clock, dates, node, total):
    """How much later a task may be without moving any other; without successors, its total float."""
    free, row = NEVER, net.measure[node]
    for place in range(net.out[node], net.out[node + 1]):
        edge = net.out_edge[place]
        after, kind = net.edge_to[edge], net.edge_kind[edge]
        if net.edge_inner[edge] or net.ended[after] != NONE:
            continue
        seen = dates.finish[node] if kind in (FS, FF) else dates.start[node]
        there = dates.start[after] if kind in (FS, SS) else dates.finish[after]
        gap = work_before(clock, row, there) - work_before(clock, row, lagged(net, clock, edge, seen, 1))
        free = min(free, gap)
    return total if free == NEVER else free


def floats_of_spans(clock, row, start, finish, late_start, late_finish, has_begun, total):
    """The total float of summaries: that of their spans, in the project's calendar; of the finish only, once begun."""
    for index in range(len(start)):
        total[index] = work_before(clock, row, late_finish[index]) - work_before(clock, row, finish[index])
        if not has_begun[index]:
            by_start = work_before(clock, row, late_start[index]) - work_before(clock, row, start[index])
            total[index] = min(total[index], by_start)
