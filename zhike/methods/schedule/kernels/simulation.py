"""The critical path of many samples at once: node by node, and for each node sample by sample.

Most nodes are *simple*: tasks that have not begun, held by starts and finishes of others and by nothing but a date
they may not start before. For them the passes of `passes` come down to sums and maxima in working time: a finish is
kept as the ticks worked until then in the task's own calendar (its HOME row), and only where two calendars meet, the
tables are asked. Every other node is computed by `passes` itself, one sample after the other, on moments (HOME 0,
around the clock, where ticks worked and moments are the same number). What comes out is the same to the tick.

`sim` holds SIM numbers for each node, named IS_SIMPLE to TAKES_REST. `starts`, `finishes`, `late_starts`,
`late_finishes` and `lengths` hold a row of `count` samples for each node, in ticks of its HOME. `slots` gather the
latest finish of what is in a summary, one slot for each HOME that occurs in it, SLOT numbers each, children before
parents; summary 0 is the project. They may be of 32 bits; `0 +` makes 64 of them, so that one compiled variant of
each function of `clock` and `passes` will do.

Where two calendars meet often, a bridge leads from ticks worked in the one to ticks worked in the other: a number for
each GRAIN of the first, in which the second works all the time (the ticks worked when it begins), or never (their
negative less 1); or IRREGULAR, then the clock is asked, as it is outside the bridge. `ways` names the HEADs of each
edge's bridges, forward and backward; a head says the first grain, how many there are, and where in `table` they begin
(the first head is of a bridge of no length). `bridges` is (ways, heads, table, room for a row of samples).
"""

from zhike.methods.schedule.kernels.clock import finish_at, shift, start_at, work_before
from zhike.methods.schedule.kernels.floats import total_float
from zhike.methods.schedule.kernels.passes import (
    DATE,
    EARLY_FINISH,
    EDGE,
    ENDED,
    FINISH,
    FROM,
    FS,
    INTO,
    KIND,
    LAG,
    LATE_FINISH,
    LATE_START,
    LENGTH,
    LINK,
    MANUAL,
    MEASURE,
    NODE,
    NONE,
    OUT,
    REST,
    ROW,
    SF,
    SPAN,
    SS,
    START,
    TO,
    WORK_OF_START,
    backward,
    forward,
)  # fmt: skip

SIM = 8
IS_SIMPLE, HOME, FLOOR, CAP, IS_CUT, IN_SLOT, GAP, TAKES_REST = range(SIM)
SLOT = 3
SLOT_ROW, ABOVE, SUMMARY = range(SLOT)
LONG_AGO, LONG_AFTER = -1073741824, 2147483647
BINS = 128
GRAIN = 300
IRREGULAR = -2147483648
HEAD = 3
FIRST_GRAIN, GRAINS, BEGIN = range(HEAD)


def forward_samples(
    nodes, edges, clock, setup, sim, bridges, lengths, extra, starts, finishes, late, dates, start, finishing, count,
    since,
):  # fmt: skip
    """Starts and finishes in `count` samples of all nodes from `since` on. `late` is (late_starts, late_finishes), read
    if `finishing`.

    `extra` are ticks added to lags: (edges it concerns, a row of samples for each).
    """
    for node in range(since, len(sim) // SIM):
        if sim[node * SIM + IS_SIMPLE] == 1:
            forward_simply(nodes, edges, clock, sim, bridges, lengths, starts, finishes, node, count)
        else:
            forward_by_passes(
                nodes, edges, clock, setup, sim, lengths, extra, starts, finishes, late, dates, start, finishing, node,
                count,
            )  # fmt: skip


def forward_simply(nodes, edges, clock, sim, bridges, lengths, starts, finishes, node, count):
    """A start is the latest of what holds it; a finish comes its length after."""
    base, home, floor, gap = node * count, sim[node * SIM + HOME], sim[node * SIM + FLOOR], sim[node * SIM + GAP]
    for s in range(count):
        starts[base + s] = floor
    for number in range(nodes[node * NODE + INTO], nodes[node * NODE + NODE + INTO]):
        edge = number * EDGE
        if edges[edge + LINK] == FS:
            hold(clock, sim, bridges, edges, edge, home, finishes, starts, base, count)
        else:
            hold(clock, sim, bridges, edges, edge, home, starts, starts, base, count)
    for s in range(count):
        finishes[base + s] = starts[base + s] + lengths[base + s] + gap


def hold(clock, sim, bridges, edges, edge, home, held, starts, base, count):
    """Starts may not come before what one link holds them to."""
    before, lag = edges[edge + FROM], edges[edge + LAG]
    row, other = sim[before * SIM + HOME], before * count
    is_finish = edges[edge + LINK] == FS
    if row == home:
        for s in range(count):
            starts[base + s] = max(starts[base + s], held[other + s] + lag)
        return
    crossed = bridges[3]
    cross(
        clock,
        row,
        home,
        bridges[1],
        bridges[2],
        bridges[0][2 * (edge // EDGE)],
        held,
        other,
        0,
        is_finish,
        count,
        crossed,
    )
    for s in range(count):
        starts[base + s] = max(starts[base + s], crossed[s] + lag)


def cross(clock, row, home, heads, table, bridge, held, other, lag, is_finish, count, crossed):
    """Ticks worked in `home` until finishes (or starts) that are given in ticks worked in `row`, `lag` taken off."""
    first, grains, begin = heads[bridge + FIRST_GRAIN], heads[bridge + GRAINS], heads[bridge + BEGIN]
    role = 1 if is_finish else 0
    for s in range(count):
        ticks = held[other + s] - lag
        grain = (ticks - role) // GRAIN - first
        value = IRREGULAR
        if 0 <= grain < grains:
            value = table[begin + grain]
        if value >= 0:
            crossed[s] = value + ticks - (grain + first) * GRAIN
        elif value != IRREGULAR:
            crossed[s] = -1 - value
        elif is_finish:
            crossed[s] = work_before(clock, home, finish_at(clock, row, ticks))
        else:
            crossed[s] = work_before(clock, home, start_at(clock, row, ticks))


def build(clock, row, home, first, count, table, begin):
    """A bridge from `row` to `home`, of `count` grains from the `first` on, into the table from `begin` on.

    What one calendar works never grows faster than the other's day goes by: where both ends of a grain say that all of
    it is worked, or nothing, so it is in between.
    """
    for place in range(count):
        ticks = (first + place) * GRAIN
        since, until = start_at(clock, row, ticks), finish_at(clock, row, ticks + GRAIN)
        before, after = work_before(clock, home, since), work_before(clock, home, until)
        value = IRREGULAR
        if until - since == GRAIN and after - before == GRAIN:
            value = before
        elif until - since == GRAIN and after == before:
            value = -1 - before
        table[begin + place] = value


def forward_by_passes(
    nodes, edges, clock, setup, sim, lengths, extra, starts, finishes, late, dates, start, finishing, node, count
):  # fmt: skip
    """One node by `passes.forward`, which is shown the dates of the nodes before it."""
    to, base = node * DATE, node * count
    for s in range(count):
        take(nodes, sim, lengths, node, s, count)
        for number in range(nodes[node * NODE + INTO], nodes[node * NODE + NODE + INTO]):
            before = edges[number * EDGE + FROM]
            take(nodes, sim, lengths, before, s, count)
            show(clock, sim, starts, finishes, dates, before, s, count)
        if finishing:
            dates[to + LATE_START], dates[to + LATE_FINISH] = late[0][base + s], late[1][base + s]
        lengthen(edges, extra, s, count, 1)
        forward(nodes, edges, clock, setup, dates, node, start, finishing)
        lengthen(edges, extra, s, count, -1)
        starts[base + s], finishes[base + s] = dates[to + START], dates[to + FINISH]


def take(nodes, sim, lengths, node, s, count):
    """Put the sampled length of a node where `passes` looks for it."""
    length = lengths[node * count + s]
    if sim[node * SIM + TAKES_REST] == 1:
        nodes[node * NODE + REST] = length
    else:
        nodes[node * NODE + LENGTH], nodes[node * NODE + SPAN] = length, length + sim[node * SIM + GAP]


def show(clock, sim, starts, finishes, dates, node, s, count):
    """Put the dates of a node where `passes` looks for them."""
    row, start, finish = sim[node * SIM + HOME], 0 + starts[node * count + s], 0 + finishes[node * count + s]
    if row != 0:
        start, finish = start_at(clock, row, start), finish_at(clock, row, finish)
    dates[node * DATE + START], dates[node * DATE + FINISH], dates[node * DATE + EARLY_FINISH] = start, finish, finish


def lengthen(edges, extra, s, count, sign):
    """Add to lags what risks cost in this sample, or take it off again."""
    for at in range(len(extra[0])):
        edges[extra[0][at] * EDGE + LAG] += sign * extra[1][at * count + s]


def collect(clock, sim, slots, finishes, gathered, latest, count):
    """The latest finish, as a moment, of each summary and of the project, into the rows of `latest`."""
    for at in range(len(gathered)):
        gathered[at] = LONG_AGO
    for at in range(len(latest)):
        latest[at] = NONE
    for node in range(len(sim) // SIM):
        slot = sim[node * SIM + IN_SLOT]
        if slot >= 0:
            gather(finishes, node * count, gathered, slot * count, count)
    for slot in range(len(slots) // SLOT):
        if slots[slot * SLOT + ABOVE] >= 0:
            gather(gathered, slot * count, gathered, slots[slot * SLOT + ABOVE] * count, count)
        row, base = slots[slot * SLOT + SLOT_ROW], slots[slot * SLOT + SUMMARY] * count
        for s in range(count):
            latest[base + s] = max(latest[base + s], finish_at(clock, row, 0 + gathered[slot * count + s]))


def gather(values, base, gathered, to, count):
    for s in range(count):
        gathered[to + s] = max(gathered[to + s], values[base + s])


def ends_by_row(clock, used, latest, least, ends, count):
    """When the project ends in each sample, not before `least`: ticks worked until then in every row that is `used`."""
    for s in range(count):
        finish = max(latest[s], least)
        for row in range(len(used)):
            if used[row] == 1:
                ends[row * count + s] = work_before(clock, row, finish)


def backward_samples(
    nodes, edges, leaving, clock, setup, sim, bridges, lengths, extra, starts, finishes, late_starts, late_finishes,
    ends, dates, count,
):  # fmt: skip
    """Late starts and finishes of all nodes in `count` samples."""
    for node in range(len(sim) // SIM - 1, -1, -1):
        if sim[node * SIM + IS_SIMPLE] == 1:
            backward_simply(
                nodes, edges, leaving, clock, sim, bridges, lengths, finishes, late_starts, late_finishes, ends, node,
                count,
            )  # fmt: skip
        else:
            backward_by_passes(
                nodes, edges, leaving, clock, setup, sim, lengths, extra, starts, finishes, late_starts, late_finishes,
                ends, dates, node, count,
            )  # fmt: skip


def backward_simply(
    nodes, edges, leaving, clock, sim, bridges, lengths, finishes, late_starts, late_finishes, ends, node, count
):  # fmt: skip
    """A late finish is the earliest of what holds it; a late start comes its length before."""
    base, home, gap, cap = node * count, sim[node * SIM + HOME], sim[node * SIM + GAP], sim[node * SIM + CAP]
    for s in range(count):
        late_finishes[base + s] = min(ends[home * count + s], cap)
    for place in range(nodes[node * NODE + OUT], nodes[node * NODE + NODE + OUT]):
        edge = leaving[place] * EDGE
        if nodes[edges[edge + TO] * NODE + ENDED] != NONE:
            continue
        if edges[edge + LINK] in (FS, SS):
            hold_back(
                nodes, clock, sim, bridges, edges, edge, home, late_starts, lengths, late_finishes, base, gap, count
            )
        else:
            hold_back(
                nodes, clock, sim, bridges, edges, edge, home, late_finishes, lengths, late_finishes, base, gap, count
            )
    is_cut = sim[node * SIM + IS_CUT] == 1
    for s in range(count):
        if is_cut:
            late_finishes[base + s] = min(late_finishes[base + s], finishes[base + s])
        late_starts[base + s] = late_finishes[base + s] - lengths[base + s] - gap


def hold_back(nodes, clock, sim, bridges, edges, edge, home, held, lengths, late_finishes, base, gap, count):
    """Finishes may not come after what one link allows; where it holds the start, not after that and the length."""
    after, lag = edges[edge + TO], edges[edge + LAG]
    row, other, own, simple = sim[after * SIM + HOME], after * count, nodes[after * NODE + ROW], sim[after * SIM]
    by_start, crossed = edges[edge + LINK] in (SS, SF), bridges[3]
    if row == home and not by_start and (lag == 0 or simple == 1):
        for s in range(count):
            late_finishes[base + s] = min(late_finishes[base + s], held[other + s] - lag)
        return
    if lag != 0 and simple == 0:
        for s in range(count):
            crossed[s] = work_before(clock, home, shift(clock, own, 0 + held[other + s], -lag))
    elif row == home:
        for s in range(count):
            crossed[s] = held[other + s] - lag
    else:
        bridge = bridges[0][2 * (edge // EDGE) + 1]
        cross(clock, row, home, bridges[1], bridges[2], bridge, held, other, lag, lag < 0, count, crossed)
    for s in range(count):
        ticks = crossed[s] + lengths[base + s] + gap if by_start else crossed[s]
        late_finishes[base + s] = min(late_finishes[base + s], ticks)


def backward_by_passes(
    nodes, edges, leaving, clock, setup, sim, lengths, extra, starts, finishes, late_starts, late_finishes, ends, dates,
    node, count,
):  # fmt: skip
    """One node by `passes.backward`, which is shown the late dates of those after it. `ends` in row 0 are moments."""
    to, base = node * DATE, node * count
    for s in range(count):
        take(nodes, sim, lengths, node, s, count)
        show(clock, sim, starts, finishes, dates, node, s, count)
        for place in range(nodes[node * NODE + OUT], nodes[node * NODE + NODE + OUT]):
            after = edges[leaving[place] * EDGE + TO]
            take(nodes, sim, lengths, after, s, count)
            show(clock, sim, starts, finishes, dates, after, s, count)
            start, finish, row = (
                0 + late_starts[after * count + s],
                0 + late_finishes[after * count + s],
                sim[after * SIM + HOME],
            )
            if row != 0:
                start, finish = start_at(clock, row, start), finish_at(clock, row, finish)
            dates[after * DATE + LATE_START], dates[after * DATE + LATE_FINISH] = start, finish
        lengthen(edges, extra, s, count, 1)
        backward(nodes, edges, leaving, clock, setup, dates, node, 0 + ends[s])
        lengthen(edges, extra, s, count, -1)
        late_starts[base + s], late_finishes[base + s] = dates[to + LATE_START], dates[to + LATE_FINISH]


def count_critical(nodes, clock, sim, starts, finishes, late_starts, late_finishes, dates, limit, critical, count):
    """In how many samples each task has no more total float than `limit`."""
    for node in range(len(sim) // SIM):
        at, base, row = node * NODE, node * count, sim[node * SIM + HOME]
        if nodes[at + KIND] > MANUAL or nodes[at + ENDED] != NONE:
            continue
        found = 0
        if sim[node * SIM] == 1 and nodes[at + MEASURE] == row:
            for s in range(count):
                found += 1 if late_finishes[base + s] - finishes[base + s] <= limit else 0
        else:
            for s in range(count):
                show_all(clock, row, starts, finishes, late_starts, late_finishes, dates, node, base + s)
                found += 1 if total_float(nodes, clock, dates, at, node * DATE) <= limit else 0
        critical[node] += found


def show_all(clock, row, starts, finishes, late_starts, late_finishes, dates, node, place):
    to = node * DATE
    dates[to + WORK_OF_START] = NONE
    if row == 0:
        dates[to + START], dates[to + FINISH] = starts[place], finishes[place]
        dates[to + LATE_START], dates[to + LATE_FINISH] = late_starts[place], late_finishes[place]
    else:
        dates[to + START], dates[to + FINISH] = (
            start_at(clock, row, 0 + starts[place]),
            finish_at(clock, row, 0 + finishes[place]),
        )
        dates[to + LATE_START] = start_at(clock, row, 0 + late_starts[place])
        dates[to + LATE_FINISH] = finish_at(clock, row, 0 + late_finishes[place])


def tally(finishes, lows, widths, counts, count):
    """Count the finishes of each node into its BINS; what lies outside goes into the first or the last."""
    for node in range(len(lows)):
        for s in range(count):
            place = (finishes[node * count + s] - lows[node]) // widths[node]
            counts[node * BINS + min(max(place, 0), BINS - 1)] += 1


def works(clock, row, moments, out):
    """Ticks worked until each moment."""
    for at in range(len(moments)):
        out[at] = work_before(clock, row, moments[at])


def moments_of(clock, row, ticks, out):
    """The moments by which so many ticks are done."""
    for at in range(len(ticks)):
        out[at] = finish_at(clock, row, ticks[at])
