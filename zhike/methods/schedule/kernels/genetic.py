"""A population of activity lists that get better: crossed, disturbed, scheduled and justified.

Lists, two-point crossover and the serial scheme after Hartmann (Naval Research Logistics 45, 1998); double
justification of every child after Valls, Ballestín & Quintanilla (European Journal of Operational Research 165, 2005),
who also take the list of the justified schedule back into the population. A child may only take the place of the
parent it resembles more (crowding; Mahfoud 1992), which keeps the population from becoming all alike for as long as
there is time to make use of it.
"""

from collections import namedtuple

from zhike.methods.schedule.kernels.serial import (
    ACT,
    ARC,
    BEFORE,
    LENGTH,
    LOOSE,
    OTHER,
    PLAIN,
    TIES,
    backward,
    forward,
    lift,
    parallel,
    sort_by,
)  # fmt: skip
from zhike.methods.schedule.kernels.worktime import backward_worked, forward_worked

INLINE = False

ONE = 1 << 32  # a slot of the end of everything weighs more than all starts together
REACH = 20  # how far a disturbance moves an activity in its list

# The tables of `serial` and `worktime`.
Work = namedtuple("Work", "setup acts before after needs whole hours")
# start, end, key, spare, child, used and best (the starts of the best schedule): one entry per activity; free: as
# whole; counts: slots + 3; state: SEEN (the value of the best), SEEN_AT (how many children had been made), MADE, DICE
# (not 0)
Desk = namedtuple("Desk", "start end key spare child used free counts best state")
SEEN, SEEN_AT, MADE, DICE = range(4)
# orders: lists of all members one after the other; values, digests: of their schedules
Population = namedtuple("Population", "orders values digests")


def roll(state, below):
    """A whole number from 0 up to below; xorshift (Marsaglia 2003), the same on all machines."""
    x = state[DICE]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    state[DICE] = x
    return x % below


def schedule(work, desk, order, in_parallel):
    """Schedule a list; its value (end × ONE + ties), or -1 - the activity for which there are not enough slots."""
    setup, acts, before, needs, whole = work.setup, work.acts, work.before, work.needs, work.whole
    if in_parallel:
        last = parallel(setup, acts, before, needs, whole, order, desk.start, desk.free)
    elif setup[PLAIN]:
        last = forward(setup, acts, before, needs, whole, order, desk.start, desk.free)
    else:
        last = forward_worked(setup, acts, before, needs, whole, work.hours, order, desk.start, desk.end, desk.free)
    if last < 0:
        return last
    value = last * ONE
    if setup[TIES]:
        total = 0
        for activity in range(len(order)):
            total += desk.start[activity]
        value += min(total, ONE - 1)
    return value


def justify(work, desk, order, last):
    """Everything as late as it can without ending later, then as early as it can; `order` becomes that of the
    starts."""
    setup, acts, after, needs, whole = work.setup, work.acts, work.after, work.needs, work.whole
    if setup[PLAIN]:
        for activity in range(len(order)):
            desk.key[activity] = desk.start[activity] + acts[activity * ACT + LENGTH]
        sort_by(order, desk.key, desk.counts, desk.spare)
        backward(setup, acts, after, needs, whole, desk.spare, desk.start, desk.free, last)
    else:
        sort_by(order, desk.end, desk.counts, desk.spare)
        backward_worked(setup, acts, after, needs, whole, work.hours, desk.spare, desk.start, desk.end, desk.free, last)
    sort_by(desk.spare, desk.start, desk.counts, order)
    return schedule(work, desk, order, False)


def settle(work, desk, order):
    """Put `order` into that of the starts of its schedule."""
    for activity in range(len(order)):
        desk.key[activity] = desk.start[activity]
        desk.spare[activity] = order[activity]
    if work.setup[LOOSE]:
        lift(work.acts, work.before, desk.key)
        for activity in range(len(order)):
            desk.spare[activity] = activity
    sort_by(desk.spare, desk.key, desk.counts, order)


def improve(work, desk, order, in_parallel):
    """Schedule and justify a list, keep the schedule if it is the best so far; its value. As `schedule` where slots
    lack."""
    value = schedule(work, desk, order, in_parallel)
    if value < 0:
        return value
    if value < desk.state[SEEN]:
        keep(desk, value)
    value = justify(work, desk, order, value // ONE)
    if value < desk.state[SEEN]:
        keep(desk, value)
    settle(work, desk, order)
    return value


def keep(desk, value):
    desk.state[SEEN] = value
    desk.state[SEEN_AT] = desk.state[MADE]
    for activity in range(len(desk.start)):
        desk.best[activity] = desk.start[activity]


def digest(start):
    found = 7
    for activity in range(len(start)):
        found = (found * 31 + start[activity]) & 0x3FFFFFFF
    return found


def cross(population, father, mother, desk, one, two):
    """The child takes places `one` to `two` in the order of the mother, the others in that of the father."""
    count = len(desk.child)
    father *= count
    mother *= count
    desk.state[MADE] += 1
    mark = desk.state[MADE]
    for place in range(one):
        desk.child[place] = population.orders[father + place]
        desk.used[desk.child[place]] = mark
    place = one
    at = mother
    while place < two:
        activity = population.orders[at]
        at += 1
        if desk.used[activity] != mark:
            desk.used[activity] = mark
            desk.child[place] = activity
            place += 1
    at = father
    while place < count:
        activity = population.orders[at]
        at += 1
        if desk.used[activity] != mark:
            desk.child[place] = activity
            place += 1


def disturb(work, desk, order):
    """Move one activity, as a rule, to another place its predecessors and successors allow."""
    place = roll(desk.state, len(order))
    activity = order[place]
    reach = roll(desk.state, REACH) + 1
    if roll(desk.state, 2):
        while reach and place + 1 < len(order) and not _comes_first(work, activity, order[place + 1]):
            order[place] = order[place + 1]
            place += 1
            reach -= 1
    else:
        while reach and place and not _comes_first(work, order[place - 1], activity):
            order[place] = order[place - 1]
            place -= 1
            reach -= 1
    order[place] = activity


def _comes_first(work, activity, other):
    for entry in range(work.acts[other * ACT + BEFORE], work.acts[other * ACT + ACT + BEFORE]):
        if work.before[entry * ARC + OTHER] == activity:
            return True
    return False


def breed(work, population, desk, children, again, target):
    """Make that many children, or fewer if one ends by `target`. `again`: the chance, in thousandths,
    that a child is disturbed once, and once more after each time."""
    count = len(desk.child)
    size = len(population.values)
    for made in range(children):
        if desk.state[SEEN] // ONE <= target:
            return made
        father = roll(desk.state, size)
        mother = roll(desk.state, size)
        one = roll(desk.state, count)
        two = roll(desk.state, count)
        if one > two:
            one, two = two, one
        cross(population, father, mother, desk, one, two)
        while roll(desk.state, 1000) < again:
            disturb(work, desk, desk.child)
        value = improve(work, desk, desk.child, False)
        if value >= 0:
            _take_place(population, desk, father if two - one <= count // 2 else mother, value)
    return children


def _take_place(population, desk, member, value):
    """Let the child replace a member that is not better, unless there is one just like it."""
    if value > population.values[member]:
        return
    mark = digest(desk.start)
    for other in range(len(population.values)):
        if population.digests[other] == mark and population.values[other] == value:
            return
    population.values[member] = value
    population.digests[member] = mark
    count = len(desk.child)
    for place in range(count):
        population.orders[member * count + place] = desk.child[place]
