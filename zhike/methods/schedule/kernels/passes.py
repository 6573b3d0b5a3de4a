"""The critical path method, task by task: forward pass, backward pass, floats, summaries.

Kelley & Walker (1959) with the meanings users of Microsoft Project know: four kinds of links with working, elapsed
and percentage lags, eight constraints, deadlines, manual tasks, actual dates, calendars per task.

Everything stands in three tables, each one array (or list) of whole numbers, because handing on three arrays costs
nothing and thirty cost more than the arithmetic:

- `nodes`, NODE numbers for each node in topological order, named KIND to OUT, and one more row for the ends of INTO
  and OUT. Edges into node i are those from nodes[i].INTO to nodes[i + 1].INTO; `nodes[i].OUT` is where those that leave
  it are listed in `leaving`. A summary others link to or from is represented by nodes of its own: its GATE (nothing
  in it starts before), its LAST (the latest finish in it) and its FIRST (the earliest start in it);
- `edges`, EDGE numbers for each, in the order of the node they lead to, named FROM to INNER;
- `dates`, DATE numbers for each node, the results, named START to WORK_OF_LATE_FINISH. START and FINISH are what is
  shown and what successors see: the late dates of a task that is to be done as late as possible, else the early ones.

`setup` holds what is true of the whole network: HONOURS, MULTIPLE and PROJECT_ROW. Moments are ticks since 1900.
"""

from zhike.methods.schedule.kernels.clock import finish_at, shift, start_at, work_before

KIND, ROW, MEASURE, LENGTH, SPAN, CONSTRAINT, AT, LATEST, DELAY = range(9)
BEGUN, ENDED, RESUME, REST, FIXED_START, FIXED_FINISH, INTO, OUT = range(9, 17)
NODE = 17
FROM, TO, LINK, LAG, UNIT, INNER = range(6)
EDGE = 6
START, FINISH, EARLY_START, EARLY_FINISH, LATE_START, LATE_FINISH, TOTAL, FREE, CRITICAL, DRIVER = range(10)
WORK_OF_START, WORK_OF_FINISH, WORK_OF_LATE_START, WORK_OF_LATE_FINISH = range(10, 14)
DATE = 14
HONOURS, MULTIPLE, PROJECT_ROW = range(3)

TASK, MANUAL, GATE, LAST, FIRST = range(5)
FF, FS, SF, SS = range(4)
WORKING, ELAPSED, PERCENT, ELAPSED_PERCENT = range(4)
ASAP, ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT = range(8)
BY_PROJECT, BY_CONSTRAINT, BY_ACTUAL, BY_HAND, BY_LEVELLING, BY_SUMMARY = -1, -2, -3, -4, -5, -6
NONE = -1
NEVER = 1 << 60


def lagged(nodes, edges, clock, edge, moment, sign):
    """A moment moved by the lag of a link (sign 1) or back by it (sign -1), on the successor's calendar.

    A percentage is of the predecessor's duration.
    """
    lag = edges[edge + LAG] * sign
    unit = edges[edge + UNIT]
    if unit >= PERCENT:
        lag = nodes[edges[edge + FROM] * NODE + LENGTH] * lag // 1000
    if unit in (ELAPSED, ELAPSED_PERCENT):
        return moment + lag
    return shift(clock, nodes[edges[edge + TO] * NODE + ROW], moment, lag)


def forward_all(nodes, edges, clock, setup, dates, project_start, finishing):
    """Early dates of all nodes. `finishing`: late dates are known, and those who wait as long as they can take them."""
    for node in range(len(dates) // DATE):
        forward(nodes, edges, clock, setup, dates, node, project_start, finishing)


def forward(nodes, edges, clock, setup, dates, node, project_start, finishing):
    """Early start and finish of one node from the dates of those before it, and what drove them."""
    at, to = node * NODE, node * DATE
    if nodes[at + KIND] == TASK and nodes[at + BEGUN] == NONE:
        start, finish, driver = early(nodes, edges, clock, setup, dates, at, to, project_start)
    else:
        start, finish, driver = early_of_others(nodes, edges, clock, dates, at, project_start)
        dates[to + WORK_OF_START] = NONE
    dates[to + EARLY_START], dates[to + EARLY_FINISH], dates[to + DRIVER] = start, finish, driver
    if finishing and nodes[at + CONSTRAINT] == ALAP and nodes[at + KIND] == TASK and nodes[at + BEGUN] == NONE:
        start, finish = dates[to + LATE_START], dates[to + LATE_FINISH]
        dates[to + WORK_OF_START] = NONE
    dates[to + START], dates[to + FINISH] = start, finish


def early(nodes, edges, clock, setup, dates, at, to, project_start):
    """Of a task that has not begun."""
    begin, begin_edge, end, end_edge = bounds(nodes, edges, clock, dates, at)
    row, span = nodes[at + ROW], nodes[at + SPAN]
    start, driver = begin, begin_edge
    if begin == NONE or end != NONE:
        start, driver = drawn_start(edges, clock, row, span, begin, begin_edge, end, end_edge, project_start)
    if nodes[at + CONSTRAINT] > ALAP:
        start, driver = constrained_start(nodes, clock, setup, at, span, start, driver)
    if span == 0:
        if nodes[at + DELAY] > 0:
            start, driver = start + nodes[at + DELAY], BY_LEVELLING
        dates[to + WORK_OF_START] = NONE
        return start, start, driver
    work = work_before(clock, row, start)
    start = start_at(clock, row, work)
    if nodes[at + DELAY] > 0:
        work, driver = work_before(clock, row, start + nodes[at + DELAY]), BY_LEVELLING
        start = start_at(clock, row, work)
    finish = finish_at(clock, row, work + span)
    if nodes[at + CONSTRAINT] == MFO:
        end = nodes[at + AT]
    if end > finish and work_before(clock, row, end) == work + span:
        finish = end  # a finish it was asked for stays, where it is the same working time
    dates[to + WORK_OF_START], dates[to + WORK_OF_FINISH] = work, work + span
    return start, finish, driver


def early_of_others(nodes, edges, clock, dates, at, project_start):
    """Of a task that has begun or is planned by hand, and of what stands for a summary."""
    kind = nodes[at + KIND]
    if nodes[at + ENDED] != NONE:
        return nodes[at + BEGUN], nodes[at + ENDED], BY_ACTUAL
    if kind == MANUAL:
        return nodes[at + FIXED_START], nodes[at + FIXED_FINISH], BY_HAND
    if kind == TASK:
        return nodes[at + BEGUN], finish_of_begun(nodes, clock, at), BY_ACTUAL
    if kind == FIRST:
        return earliest_inside(nodes, edges, dates, at)
    begin, begin_edge, end, end_edge = bounds(nodes, edges, clock, dates, at)
    if kind == LAST:
        return end, end, end_edge
    if nodes[at + CONSTRAINT] == SNET and nodes[at + AT] > begin:
        return nodes[at + AT], nodes[at + AT], BY_CONSTRAINT
    if begin == NONE:
        return project_start, project_start, BY_PROJECT
    return begin, begin, begin_edge


def earliest_inside(nodes, edges, dates, at):
    """The earliest start of anything in a summary."""
    start, driver = NEVER, BY_SUMMARY
    for edge in range(nodes[at + INTO], nodes[at + NODE + INTO]):
        seen = dates[edges[edge * EDGE + FROM] * DATE + START]
        if seen < start:
            start, driver = seen, edge
    return start, start, driver


def bounds(nodes, edges, clock, dates, at):
    """The latest of all links that hold the start, and of all that hold the finish, each with its edge."""
    begin, begin_edge, end, end_edge = NONE, NONE, NONE, NONE
    for number in range(nodes[at + INTO], nodes[at + NODE + INTO]):
        edge = number * EDGE
        kind = edges[edge + LINK]
        held = dates[edges[edge + FROM] * DATE + (FINISH if kind in (FS, FF) else START)]
        if edges[edge + LAG] != 0:
            held = lagged(nodes, edges, clock, edge, held, 1)
        if kind in (FS, SS):
            if held > begin:
                begin, begin_edge = held, number
        elif held > end:
            end, end_edge = held, number
    return begin, begin_edge, end, end_edge


def drawn_start(edges, clock, row, span, begin, begin_edge, end, end_edge, project_start):
    """The start where a link draws the finish, or where no link holds anything: only then does the start of the project
    count, except that a finish-to-finish link draws nothing before it."""
    if begin == NONE and end == NONE:
        return project_start, BY_PROJECT
    needed = shift(clock, row, end, -span)
    if edges[end_edge * EDGE + LINK] == FF and needed < project_start:
        needed = project_start
    if needed > begin:
        return needed, end_edge
    return begin, begin_edge


def constrained_start(nodes, clock, setup, at, span, start, driver):
    constraint, wanted = nodes[at + CONSTRAINT], nodes[at + AT]
    if constraint in (MFO, FNET, FNLT):
        wanted = shift(clock, nodes[at + ROW], wanted, -span)
    if constraint in (SNET, FNET):
        moves = wanted > start or driver == BY_PROJECT
    elif constraint in (MSO, MFO):
        moves = setup[HONOURS] == 1 or wanted > start or driver == BY_PROJECT
    else:
        moves = setup[HONOURS] == 1 and wanted < start
    if moves:
        return wanted, BY_CONSTRAINT
    return start, driver


def finish_of_begun(nodes, clock, at):
    row = nodes[at + ROW]
    if nodes[at + RESUME] != NONE:
        finish = shift(clock, row, nodes[at + RESUME], nodes[at + REST])
    else:
        finish = shift(clock, row, nodes[at + BEGUN], nodes[at + SPAN])
    if nodes[at + CONSTRAINT] == FNET:
        finish = max(finish, nodes[at + AT])
    return finish


def backward_all(nodes, edges, leaving, clock, setup, dates, project_finish):
    """Late dates of all nodes."""
    for node in range(len(dates) // DATE - 1, -1, -1):
        backward(nodes, edges, leaving, clock, setup, dates, node, project_finish)


def backward(nodes, edges, leaving, clock, setup, dates, node, project_finish):
    """Late start and finish of one node from those after it."""
    at, to = node * NODE, node * DATE
    if nodes[at + ENDED] != NONE:
        dates[to + LATE_START], dates[to + LATE_FINISH] = nodes[at + BEGUN], nodes[at + ENDED]
        return
    begin, finish = late_bounds(nodes, edges, leaving, clock, setup, dates, node, project_finish)
    row, span = nodes[at + ROW], nodes[at + SPAN]
    if nodes[at + KIND] >= GATE:
        finish = min(begin, finish)
    elif begin < NEVER:
        finish = min(finish, shift(clock, row, begin, span))
    if nodes[at + CONSTRAINT] > ALAP and nodes[at + KIND] < GATE:
        finish = constrained_finish(nodes, clock, at, span, finish)
    finish = min(finish, nodes[at + LATEST])
    start = finish
    dates[to + WORK_OF_LATE_START] = NONE
    if span > 0:
        work = work_before(clock, row, finish)
        if nodes[at + KIND] == TASK:
            finish = finish_at(clock, row, work)
        start = start_at(clock, row, work - span)
        dates[to + WORK_OF_LATE_START], dates[to + WORK_OF_LATE_FINISH] = work - span, work
    dates[to + LATE_FINISH] = finish
    dates[to + LATE_START] = start if nodes[at + BEGUN] == NONE else nodes[at + BEGUN]


def late_bounds(nodes, edges, leaving, clock, setup, dates, node, project_finish):
    """The earliest of all links that hold the latest start, and of all that hold the latest finish."""
    begin, finish, is_open, own = NEVER, project_finish, True, nodes[node * NODE + KIND]
    for place in range(nodes[node * NODE + OUT], nodes[node * NODE + NODE + OUT]):
        edge = leaving[place] * EDGE
        kind, after = edges[edge + LINK], edges[edge + TO]
        is_open = is_open and edges[edge + INNER] == 1
        if nodes[after * NODE + ENDED] != NONE or (own == MANUAL and kind in (SS, SF)):
            continue
        if nodes[after * NODE + KIND] == FIRST and dates[node * DATE + START] != dates[after * DATE + START]:
            continue  # something else in the summary starts first
        if kind == FS and nodes[after * NODE + BEGUN] != NONE:
            held = late_resumption(nodes, clock, dates, after)
        else:
            held = dates[after * DATE + (LATE_START if kind in (FS, SS) else LATE_FINISH)]
        if edges[edge + LAG] != 0:
            held = lagged(nodes, edges, clock, edge, held, -1)
        if kind in (SS, SF):
            begin = min(begin, held)
        else:
            finish = min(finish, held)
    if is_open and setup[MULTIPLE] == 1 and own <= MANUAL:
        finish = min(finish, dates[node * DATE + EARLY_FINISH])
    return begin, finish


def late_resumption(nodes, clock, dates, node):
    """What a task under way still needs from the one before it: to be there when the remaining work goes on."""
    at = node * NODE
    if nodes[at + LENGTH] == 0:
        return dates[node * DATE + LATE_FINISH]
    if nodes[at + RESUME] == NONE:
        return nodes[at + BEGUN]
    goes_on = shift(clock, nodes[at + ROW], dates[node * DATE + LATE_FINISH], -nodes[at + REST])
    return min(nodes[at + RESUME], goes_on)


def constrained_finish(nodes, clock, at, span, finish):
    constraint, wanted = nodes[at + CONSTRAINT], nodes[at + AT]
    if constraint == MSO:
        return shift(clock, nodes[at + ROW], wanted, span)
    if constraint == MFO:
        return wanted
    if constraint == SNLT:
        return min(finish, shift(clock, nodes[at + ROW], wanted, span))
    if constraint == FNLT:
        return min(finish, wanted)
    return finish


def latest_finish(nodes, dates):
    """When the last task finishes: the finish of the project."""
    latest = NONE
    for node in range(len(dates) // DATE):
        if nodes[node * NODE + KIND] <= MANUAL and dates[node * DATE + EARLY_FINISH] > latest:
            latest = dates[node * DATE + EARLY_FINISH]
    return latest


def earliest_late_start(nodes, dates):
    """When a project that is planned from its finish has to begin."""
    earliest = NEVER
    for node in range(len(dates) // DATE):
        if nodes[node * NODE + KIND] <= MANUAL and dates[node * DATE + LATE_START] < earliest:
            earliest = dates[node * DATE + LATE_START]
    return earliest
