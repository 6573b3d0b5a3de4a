"""A population of activity lists that get better: crossed, disturbed, scheduled and justified.

Lists, two-point crossover and the serial scheme after Hartmann (Naval Research Logistics 45, 1998); double
justification of every child after Valls, Ballestín & Quintanilla (European Journal of Operational Research 165, 2005),
who also take the list of the justified schedule back into the population. A child may only take the place of the
parent it resembles more (crowding; Mahfoud 1992), which keeps the population from becoming all alike for as long as
there is time to make use of it.
"""

from collections import namedtuple

from zhike.methods.schedule.kernels.serial import backward, forward, lift, parallel, sort_by
from zhike.methods.schedule.kernels.worktime import backward_worked, forward_worked

INLINE = False  # compiling takes a third of the time, running no longer

ONE = 1 << 32  # a slot of the end of everything weighs more than all starts together
WORST = 1 << 62
REACH = 20  # how far a disturbance moves an activity in its list

# start, end, key, spare, child, used: one entry per activity; free as in Work; counts: slots + 3; best: the starts
# of the best schedule; seen: [its value, how many children had been made]; dice: [the state of the generator, never 0];
# marks: [how many children were made]
Desk = namedtuple("Desk", "start end key spare child used free counts best seen dice marks")
# orders: lists of all members one after the other; values, digests: of their schedules
Population = namedtuple("Population", "orders values digests")


def roll(dice, below):
    """A whole number from 0 up to below; xorshift (Marsaglia 2003), the same on all machines."""
    x = dice[0]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    dice[0] = x
    return x % below


def schedule(work, desk, order):
    """Schedule a list; its value (end × ONE + ties), or -1 - the activity for which there are not enough slots."""
    if work.plain:
        last = forward(work, order, desk.start, desk.free)
    else:
        last = forward_worked(work, order, desk.start, desk.end, desk.free)
    if last < 0:
        return last
    value = last * ONE
    if work.ties:
        total = 0
        for activity in range(len(order)):
            total += desk.start[activity]
        value += min(total, ONE - 1)
    return value


def justify(work, desk, order, last):
    """Everything as late as it can without ending later, then as early as it can; `order` becomes that of the starts."""
    if work.plain:
        for activity in range(len(order)):
            desk.key[activity] = desk.start[activity] + work.length[activity]
        sort_by(order, desk.key, desk.counts, desk.spare)
        backward(work, desk.spare, desk.start, desk.free, last)
    else:
        sort_by(order, desk.end, desk.counts, desk.spare)
        backward_worked(work, desk.spare, desk.start, desk.end, desk.free, last)
    sort_by(desk.spare, desk.start, desk.counts, order)
    return schedule(work, desk, order)


def settle(work, desk, order):
    """Put `order` into that of the starts of its schedule."""
    for activity in range(len(order)):
        desk.key[activity] = desk.start[activity]
        desk.spare[activity] = order[activity]
    if work.loose:
        lift(work, desk.key)
        for activity in range(len(order)):
            desk.spare[activity] = activity
    sort_by(desk.spare, desk.key, desk.counts, order)


def improve(work, desk, order):
    """Schedule and justify a list, keep the schedule if it is the best so far; its value. As `schedule` where slots lack."""
    return _improved(work, desk, order, schedule(work, desk, order))


def improve_parallel(work, desk, order):
    """The same, beginning with the parallel scheme; only where every slot is worked."""
    return _improved(work, desk, order, parallel(work, order, desk.start, desk.free) * ONE + ONE - 1)


def _improved(work, desk, order, value):
    if value < 0:
        return value
    if value < desk.seen[0]:
        keep(desk, value)
    if value // ONE < work.slots:  # else it lets activities go without resources, and cannot be justified
        value = justify(work, desk, order, value // ONE)
        if value < desk.seen[0]:
            keep(desk, value)
    settle(work, desk, order)
    return value


def keep(desk, value):
    desk.seen[0] = value
    desk.seen[1] = desk.marks[0]
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
    desk.marks[0] += 1
    mark = desk.marks[0]
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
    place = roll(desk.dice, len(order))
    activity = order[place]
    reach = roll(desk.dice, REACH) + 1
    if roll(desk.dice, 2):
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
    for entry in range(work.before_first[other], work.before_first[other + 1]):
        if work.before[entry] == activity:
            return True
    return False


def breed(work, population, desk, children, again, target):
    """Make that many children, or fewer if one ends by `target`. `again`: the chance, in thousandths,
    that a child is disturbed once, and once more after each time."""
    count = len(desk.child)
    size = len(population.values)
    for made in range(children):
        if desk.seen[0] // ONE <= target:
            return made
        father = roll(desk.dice, size)
        mother = roll(desk.dice, size)
        one = roll(desk.dice, count)
        two = roll(desk.dice, count)
        if one > two:
            one, two = two, one
        cross(population, father, mother, desk, one, two)
        while roll(desk.dice, 1000) < again:
            disturb(work, desk, desk.child)
        value = improve(work, desk, desk.child)
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
