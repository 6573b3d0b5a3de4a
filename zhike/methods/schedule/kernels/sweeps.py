"""Both passes over a whole network, in working time.

Most tasks have no peculiarities: not begun, not planned by hand, no date they must keep. For them `passes` reads a
clock for every link, forward, backward and once more for the floats. But ticks worked in one calendar can be added and
compared as they are: only where a link leads from one calendar into another, and for the dates at the end, is a clock
needed. So these sweeps carry the ticks worked beside the dates, and leave to `passes` and `floats` whatever is
peculiar: a node that is, and one where work says two links are alike while their moments may not be. What comes out is
the same to the last number; tests hold the two against each other.

Besides the tables of `passes`:

- `lean`: LEAN numbers for each node, SPAN to OUT, and one more row for the ends of IN and OUT; HOW is a sum of the
  powers of two below it;
- `ins`: IN_EDGE numbers for each edge, SOURCE (where in `works` the ticks stand that hold the node; -1: ask the clock),
  ADD (the lag) and ENDS (1 if it holds the finish);
- `outs`: OUT_EDGE numbers for each place of `leaving`, SOURCE in `lates`, ADD, ENDS (1 if it holds the *start*),
  THERE and SEEN (what free float compares, both in `works`; THERE -1: ask the clock);
- `works`, `lates`: four numbers for each node, the ticks worked before its start and finish, (late) by its own calendar
  and by the project's; -1 where they are not known;
- `marks`: for each row of the clock the ticks worked before the project starts and finishes, and in all.
"""

from zhike.methods.schedule.kernels.clock import DAY, ROWS, finish_at, start_at, work_before
from zhike.methods.schedule.kernels.floats import float_of, free_float, total_float
from zhike.methods.schedule.kernels.passes import (
    AT,
    BY_CONSTRAINT,
    BY_PROJECT,
    CONSTRAINT,
    CRITICAL,
    DATE,
    DRIVER,
    EARLY_FINISH,
    EARLY_START,
    EDGE,
    FF,
    FINISH,
    FNET,
    FREE,
    FROM,
    FS,
    KIND,
    LAG,
    LATE_FINISH,
    LATE_START,
    LINK,
    MANUAL,
    NODE,
    NONE,
    PROJECT_ROW,
    ROW,
    SS,
    START,
    TO,
    TOTAL,
    WORK_OF_FINISH,
    WORK_OF_LATE_FINISH,
    WORK_OF_LATE_START,
    WORK_OF_START,
    backward,
    forward,
    lagged,
)  # fmt: skip

SPAN, HOME, HOW, IN, OUT = range(5)
LEAN = 5
EASY_FORWARD, NOT_BEFORE, EASY_BACKWARD, BY_OWN, BY_PROJECTS = 1, 2, 4, 8, 16
SOURCE, ADD, ENDS, THERE, SEEN = range(5)
IN_EDGE = 3
OUT_EDGE = 5
MARKS = 3
FOREVER = 1 << 61


def known_work(clock, row, moment):
    """Ticks worked before a moment, -1 if the tables do not reach there."""
    if row == 0:
        return moment
    day = moment // DAY - clock[0]
    if day < 0 or day >= clock[1]:
        return -1
    return work_before(clock, row, moment)


def mark_starts(clock, marks, start):
    for row in range(len(marks) // MARKS):
        marks[row * MARKS] = known_work(clock, row, start)
        marks[row * MARKS + 2] = FOREVER if row == 0 else clock[clock[ROWS + row] + 2 * clock[1]]


def mark_finishes(clock, marks, finish):
    for row in range(len(marks) // MARKS):
        marks[row * MARKS + 1] = known_work(clock, row, finish)


def sweep_forward(nodes, edges, clock, setup, dates, lean, ins, works, marks, project_start):
    """Early dates of all nodes; when the last task finishes."""
    latest, project = NONE, setup[PROJECT_ROW]
    for node in range(len(dates) // DATE):
        if lean[node * LEAN + HOW] & EASY_FORWARD == 0 or not easily_forward(
            nodes, edges, clock, dates, lean, ins, works, marks, node, project
        ):
            forward(nodes, edges, clock, setup, dates, node, project_start, False)
            row, to = nodes[node * NODE + ROW], node * DATE
            note(clock, works, node, row, project, dates[to + START], dates[to + FINISH])
        if dates[node * DATE + EARLY_FINISH] > latest and nodes[node * NODE + KIND] <= MANUAL:
            latest = dates[node * DATE + EARLY_FINISH]
    return latest


def easily_forward(nodes, edges, clock, dates, lean, ins, works, marks, node, project):
    """The early dates of one node; False if that is for `passes` to say."""
    at = node * LEAN
    row, span = lean[at + HOME], lean[at + SPAN]
    begin, driver, end, end_edge = NONE, NONE, NONE, NONE
    for number in range(lean[at + IN], lean[at + LEAN + IN]):
        edge = number * IN_EDGE
        source = ins[edge + SOURCE]
        if source >= 0:
            work = works[source] + ins[edge + ADD]
            if works[source] < 0:
                return False
        else:
            work = known_work(clock, row, early_hold(nodes, edges, clock, dates, number))
        if work < 0:
            return False
        if ins[edge + ENDS] == 0:
            if work > begin or (work == begin and is_later(nodes, edges, clock, dates, number, driver)):
                begin, driver = work, number
        elif work > end or (work == end and is_later(nodes, edges, clock, dates, number, end_edge)):
            end, end_edge = work, number
    if end >= 0 and max(begin, end - span) <= marks[row * MARKS]:
        return False
    is_drawn = end >= 0 and end - span >= begin
    if (end - span > begin and is_drawn) or (
        is_drawn and start_at(clock, row, begin) > early_hold(nodes, edges, clock, dates, driver)
    ):
        begin, driver = end - span, end_edge
    if begin < 0:
        begin, driver = marks[row * MARKS], BY_PROJECT
    if lean[at + HOW] & NOT_BEFORE != 0:
        wanted = wanted_work(nodes, clock, node, row, span)
        if wanted < 0 or (wanted == begin and driver != BY_PROJECT):
            return False
        if wanted > begin or driver == BY_PROJECT:
            begin, driver, is_drawn = wanted, BY_CONSTRAINT, False
    if begin < 0:
        return False
    start, finish = start_at(clock, row, begin), finish_at(clock, row, begin + span)
    if is_drawn:  # a finish it was asked for stays, where it is the same working time
        finish = max(finish, early_hold(nodes, edges, clock, dates, end_edge))
    put_early(clock, dates, works, node, row, project, start, finish, begin, span, driver)
    return True


def is_later(nodes, edges, clock, dates, number, other):
    """Whether a link holds a node until a later moment than another, where the work until then is the same."""
    return early_hold(nodes, edges, clock, dates, number) > early_hold(nodes, edges, clock, dates, other)


def put_early(clock, dates, works, node, row, project, start, finish, work, span, driver):
    to, place = node * DATE, node * 4
    dates[to + START], dates[to + FINISH] = start, finish
    dates[to + EARLY_START], dates[to + EARLY_FINISH], dates[to + DRIVER] = start, finish, driver
    dates[to + WORK_OF_START], dates[to + WORK_OF_FINISH] = work, work + span
    works[place], works[place + 1] = work, work + span
    if row == project:
        works[place + 2], works[place + 3] = work, work + span
    else:
        works[place + 2], works[place + 3] = known_work(clock, project, start), known_work(clock, project, finish)


def note(clock, works, node, row, project, start, finish):
    """The ticks of a node whose dates `passes` said."""
    place = node * 4
    works[place], works[place + 1] = known_work(clock, row, start), known_work(clock, row, finish)
    works[place + 2], works[place + 3] = known_work(clock, project, start), known_work(clock, project, finish)


def early_hold(nodes, edges, clock, dates, number):
    """The moment to which a link holds the start or finish of the node it leads to."""
    edge = number * EDGE
    held = dates[edges[edge + FROM] * DATE + (FINISH if edges[edge + LINK] in (FS, FF) else START)]
    return held if edges[edge + LAG] == 0 else lagged(nodes, edges, clock, edge, held, 1)


def wanted_work(nodes, clock, node, row, span):
    """The ticks worked before a node may start by its constraint."""
    wanted = known_work(clock, row, nodes[node * NODE + AT])
    return wanted - span if nodes[node * NODE + CONSTRAINT] == FNET else wanted


def sweep_backward(
    nodes, edges, leaving, clock, setup, dates, lean, outs, works, lates, marks, project_finish, limit
):  # fmt: skip
    """Late dates, floats and what is critical, of all nodes."""
    project = setup[PROJECT_ROW]
    for node in range(len(dates) // DATE - 1, -1, -1):
        if lean[node * LEAN + HOW] & EASY_BACKWARD != 0 and easily_backward(
            nodes, edges, leaving, clock, dates, lean, outs, lates, marks, node, project
        ):
            easy_floats(nodes, edges, leaving, clock, setup, dates, lean, outs, works, lates, node, limit)
        else:
            backward(nodes, edges, leaving, clock, setup, dates, node, project_finish)
            float_of(nodes, edges, leaving, clock, setup, dates, node, limit)
            row, to = nodes[node * NODE + ROW], node * DATE
            note(clock, lates, node, row, project, dates[to + LATE_START], dates[to + LATE_FINISH])


def easily_backward(nodes, edges, leaving, clock, dates, lean, outs, lates, marks, node, project):
    """The late dates of one node; False if that is for `passes` to say."""
    at = node * LEAN
    row, span = lean[at + HOME], lean[at + SPAN]
    finish, most = marks[row * MARKS + 1], marks[row * MARKS + 2]
    for place in range(lean[at + OUT], lean[at + LEAN + OUT]):
        edge = place * OUT_EDGE
        source = outs[edge + SOURCE]
        if source >= 0:
            work = lates[source]
            if work < 0:
                return False
            work -= outs[edge + ADD]
        else:
            work = known_work(clock, row, late_hold(nodes, edges, clock, dates, leaving[place]))
        if outs[edge + ENDS] == 1:
            work += span
        if work < 0 or work >= most:
            return False
        finish = min(finish, work)
    if finish < span:
        return False
    to, place = node * DATE, node * 4
    ends, begins = finish_at(clock, row, finish), start_at(clock, row, finish - span)
    dates[to + LATE_START], dates[to + LATE_FINISH] = begins, ends
    dates[to + WORK_OF_LATE_START], dates[to + WORK_OF_LATE_FINISH] = finish - span, finish
    lates[place], lates[place + 1] = finish - span, finish
    if row == project:
        lates[place + 2], lates[place + 3] = finish - span, finish
    else:
        lates[place + 2], lates[place + 3] = known_work(clock, project, begins), known_work(clock, project, ends)
    return True


def late_hold(nodes, edges, clock, dates, number):
    """The moment to which a link holds the late start or finish of the node it leaves."""
    edge = number * EDGE
    held = dates[edges[edge + TO] * DATE + (LATE_START if edges[edge + LINK] in (FS, SS) else LATE_FINISH)]
    return held if edges[edge + LAG] == 0 else lagged(nodes, edges, clock, edge, held, -1)


def easy_floats(nodes, edges, leaving, clock, setup, dates, lean, outs, works, lates, node, limit):
    """As `floats.float_of`, of a node that is easy backward."""
    at, to, place = node * LEAN, node * DATE, node * 4
    how = lean[at + HOW]
    if how & BY_OWN != 0:
        total = min(lates[place] - works[place], lates[place + 1] - works[place + 1])
    elif how & BY_PROJECTS != 0 and works[place + 2] >= 0 and works[place + 3] >= 0:
        total = min(lates[place + 2] - works[place + 2], lates[place + 3] - works[place + 3])
    else:
        total = total_float(nodes, clock, dates, node * NODE, to)
    free = FOREVER
    for number in range(lean[at + OUT], lean[at + LEAN + OUT]):
        edge = number * OUT_EDGE
        if outs[edge + THERE] < 0 or works[outs[edge + THERE]] < 0 or works[outs[edge + SEEN]] < 0:
            free = free_float(nodes, edges, leaving, clock, setup, dates, node, total)
            break
        free = min(free, works[outs[edge + THERE]] - works[outs[edge + SEEN]] - outs[edge + ADD])
    dates[to + TOTAL] = total
    dates[to + FREE] = max(0, total if free == FOREVER else free)
    dates[to + CRITICAL] = 1 if total <= limit else 0
