"""Tasks of a plan one after another, each as early as its links and the people who do it allow, on the plan's own
clock.

Dates come from `passes.forward`, so they mean what they mean without levelling; a task that must wait is given a delay.
Who is free when is kept on a grid: slot t is the `grain` ticks from `origin` + t × grain, and a task takes its people
in every slot it touches in which its calendar works.

- `grid`: [origin, grain, slots, project start]
- `needs_first[n]` to `needs_first[n + 1]`: the pairs (resource, units) of node n in `needs`
- `free[r * slots + t]`: units of resource r nobody has taken; negative where too much was asked from the start
- `works[row * slots + t]`: 1 where the calendar of that row works in slot t
- `movable[n]`: 0 for tasks that stay; these are in `free` already
- `limits[n]`: the last start allowed, NEVER for any
- `unserved[n]`: becomes 1 for a task that found no room by its limit and stays where it is
"""

from zhike.methods.schedule.kernels.passes import DATE, DELAY, FINISH, NODE, ROW, START, forward

INLINE = False


def level(nodes, edges, clock, setup, dates, order, needs_first, needs, free, works, movable, limits, unserved, grid):
    """Dates of all nodes, in an order that has each after those it waits for. -1, or the node that found no room."""
    for place in range(len(order)):
        node = order[place]
        at, to = node * NODE, node * DATE
        unserved[node], begin = 0, -1
        if movable[node]:
            nodes[at + DELAY] = 0
        while True:
            forward(nodes, edges, clock, setup, dates, node, grid[3], False)
            start, finish, row = dates[to + START], dates[to + FINISH], nodes[at + ROW]
            begin = start if begin == -1 else begin
            if not movable[node] or unserved[node]:
                break
            conflict = last_conflict(start, finish, row, node, needs_first, needs, free, works, grid)
            if conflict == -1:
                break
            if conflict == -2:
                return node
            later = grid[0] + (conflict + 1) * grid[1]
            if later > limits[node]:
                unserved[node] = 1
                later = begin
            nodes[at + DELAY] = later - begin
        if movable[node]:
            take(start, finish, row, node, needs_first, needs, free, works, grid)
    return -1


def last_conflict(start, finish, row, node, needs_first, needs, free, works, grid):
    """The last slot in which somebody is not free enough; -1 for none, -2 if the grid ends before the task does."""
    origin, grain, slots = grid[0], grid[1], grid[2]
    slot = (finish - origin + grain - 1) // grain - 1
    if slot >= slots:
        return -2
    first = (start - origin) // grain
    while slot >= first:
        if works[row * slots + slot]:
            for entry in range(needs_first[node], needs_first[node + 1]):
                if free[needs[entry * 2] * slots + slot] < needs[entry * 2 + 1]:
                    return slot
        slot -= 1
    return -1


def take(start, finish, row, node, needs_first, needs, free, works, grid):
    origin, grain, slots = grid[0], grid[1], grid[2]
    first, last = (start - origin) // grain, min((finish - origin + grain - 1) // grain, slots)
    for slot in range(max(first, 0), last):
        if works[row * slots + slot]:
            for entry in range(needs_first[node], needs_first[node + 1]):
                free[needs[entry * 2] * slots + slot] -= needs[entry * 2 + 1]
