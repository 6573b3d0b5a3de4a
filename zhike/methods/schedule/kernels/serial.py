"""Schedules under scarce resources: one activity after another, each as early, or as late, as its resources allow.

The serial schedule generation scheme (Kelley 1963; Kolisch 1996) and justification (Wiest 1964; Valls, Ballestín &
Quintanilla 2005). Time is a row of slots, activities are numbered topologically, all arrays are of integers.
Here every slot is worked; `worktime` is the same for activities with calendars.

Several resources lie side by side in one integer, a lane of bits each with a guard bit above it that is always set.
`free[word * slots + t]` is what is free of the resources of a word in slot t. Subtracting a demand borrows from the
guard bit of a lane exactly where the lane holds too little, so one subtraction and one comparison check them all.

Everything stands in a few tables, for handing on few arrays costs little and many cost more than the arithmetic:

- `setup`: GUARD (the guard bits), SLOTS, PLAIN (1 if every slot is worked), LOOSE (1 if an arc lets
  an activity start before the one that "comes first"), TIES (1 if of schedules that end together the one whose
  activities start earlier is better), INDEX (see `worktime`);
- `acts`, ACT numbers per activity and one more row for the ends: LENGTH in slots, RELEASE (its first start allowed),
  CALENDAR, and where its entries in the
  next three tables begin, which end where those of the next activity begin: BEFORE, AFTER, NEED;
- `before`, ARC numbers per arc into it: OTHER, KIND, LAG, LAG_CALENDAR. Where every slot is worked, only LAG counts:
  its start is at least that of the other plus LAG. `after`: the same arcs by the activity that comes first;
- `needs`: pairs of a word and what it takes of it; `whole`: what is free before anybody takes anything.
"""

INLINE = False  # compiling takes a fraction of the time, running no longer

LENGTH, RELEASE, CALENDAR, BEFORE, AFTER, NEED = range(6)
ACT = 8
OTHER, KIND, LAG, LAG_CALENDAR = range(4)
ARC = 4
GUARD, SLOTS, PLAIN, LOOSE, TIES, INDEX = range(6)


def earliest(setup, acts, needs, free, activity, start):
    """The first slot from `start` on at which the activity fits into what is free."""
    first, last = acts[activity * ACT + NEED], acts[activity * ACT + ACT + NEED]
    length = acts[activity * ACT + LENGTH]
    if first == last:
        return start
    if last == first + 1:
        return earliest_of_one(setup[GUARD], needs[first * 2] * setup[SLOTS], needs[first * 2 + 1], free, length, start)
    known = start  # slots from `start` to here are known to be free
    while True:
        slot = start + length - 1
        while slot >= known and fits(setup, needs, free, first, last, slot):
            slot -= 1
        if slot < known:
            return start
        known = start + length
        start = slot + 1


def earliest_of_one(guard, base, need, free, length, start):
    """The same with one word, the common case: the loop in which all time is spent."""
    known = start
    while True:
        slot = start + length - 1
        while slot >= known and (free[base + slot] - need) & guard == guard:
            slot -= 1
        if slot < known:
            return start
        known = start + length
        start = slot + 1


def latest(setup, acts, needs, free, activity, start):
    """The last slot up to `start` at which the activity fits. There must be one."""
    first, last = acts[activity * ACT + NEED], acts[activity * ACT + ACT + NEED]
    length = acts[activity * ACT + LENGTH]
    if first == last:
        return start
    if last == first + 1:
        return latest_of_one(setup[GUARD], needs[first * 2] * setup[SLOTS], needs[first * 2 + 1], free, length, start)
    known = start + length
    while True:
        slot = start
        while slot < known and fits(setup, needs, free, first, last, slot):
            slot += 1
        if slot >= known:
            return start
        known = start
        start = slot - length


def latest_of_one(guard, base, need, free, length, start):
    known = start + length
    while True:
        slot = start
        while slot < known and (free[base + slot] - need) & guard == guard:
            slot += 1
        if slot >= known:
            return start
        known = start
        start = slot - length


def fits(setup, needs, free, first, last, slot):
    for entry in range(first, last):
        if (free[needs[entry * 2] * setup[SLOTS] + slot] - needs[entry * 2 + 1]) & setup[GUARD] != setup[GUARD]:
            return False
    return True


def take(setup, acts, needs, free, activity, start):
    for entry in range(acts[activity * ACT + NEED], acts[activity * ACT + ACT + NEED]):
        base = needs[entry * 2] * setup[SLOTS]
        need = needs[entry * 2 + 1]
        for slot in range(base + start, base + start + acts[activity * ACT + LENGTH]):
            free[slot] -= need


def forward(setup, acts, before, needs, whole, order, start, free):
    """Start each activity in `order` as early as possible; returns when the last one finishes. Overwrites `start`,
    `free`."""
    for slot in range(len(free)):
        free[slot] = whole[slot]
    end = 0
    for place in range(len(order)):
        activity = order[place]
        at = acts[activity * ACT + RELEASE]
        for entry in range(acts[activity * ACT + BEFORE], acts[activity * ACT + ACT + BEFORE]):
            bound = start[before[entry * ARC + OTHER]] + before[entry * ARC + LAG]
            if bound > at:
                at = bound
        at = earliest(setup, acts, needs, free, activity, at)
        take(setup, acts, needs, free, activity, at)
        start[activity] = at
        if at + acts[activity * ACT + LENGTH] > end:
            end = at + acts[activity * ACT + LENGTH]
    return end


def backward(setup, acts, after, needs, whole, order, start, free, end):
    """From the last of `order` to the first, start each as late as possible so that all is done at `end`.

    Every activity must be able to stay where `start` has it; so `order` is by finish. Returns the first start.
    """
    for slot in range(len(free)):
        free[slot] = whole[slot]
    first = end
    for place in range(len(order) - 1, -1, -1):
        activity = order[place]
        at = end - acts[activity * ACT + LENGTH]
        for entry in range(acts[activity * ACT + AFTER], acts[activity * ACT + ACT + AFTER]):
            bound = start[after[entry * ARC + OTHER]] - after[entry * ARC + LAG]
            if bound < at:
                at = bound
        at = latest(setup, acts, needs, free, activity, at)
        take(setup, acts, needs, free, activity, at)
        start[activity] = at
        if at < first:
            first = at
    return first


def sort_by(order, key, counts, sorted_order):
    """Sort `order` by key (from 0 up), equal ones as they were; `counts` is room for two more than the largest key."""
    for slot in range(len(counts)):
        counts[slot] = 0
    for activity in range(len(order)):
        counts[key[activity] + 1] += 1
    for slot in range(1, len(counts)):
        counts[slot] += counts[slot - 1]
    for place in range(len(order)):
        activity = order[place]
        sorted_order[counts[key[activity]]] = activity
        counts[key[activity]] += 1


def lift(acts, before, key):
    """Raise keys so that no activity has a smaller one than those that come first."""
    for activity in range(len(key)):
        for entry in range(acts[activity * ACT + BEFORE], acts[activity * ACT + ACT + BEFORE]):
            if key[before[entry * ARC + OTHER]] > key[activity]:
                key[activity] = key[before[entry * ARC + OTHER]]


def parallel(setup, acts, before, needs, whole, order, start, free):
    """Slot by slot, start whatever is ready and fits, in `order` (Kelley 1963; every slot worked). Returns the end."""
    for slot in range(len(free)):
        free[slot] = whole[slot]
    for activity in range(len(start)):
        start[activity] = -1
    left = len(order)
    end = 0
    slot = 0
    while left:
        for place in range(len(order)):
            activity = order[place]
            if start[activity] < 0 and _may_start(setup, acts, before, needs, free, activity, start, slot):
                take(setup, acts, needs, free, activity, slot)
                start[activity] = slot
                left -= 1
                if slot + acts[activity * ACT + LENGTH] > end:
                    end = slot + acts[activity * ACT + LENGTH]
        slot += 1
    return end


def _may_start(setup, acts, before, needs, free, activity, start, slot):
    if acts[activity * ACT + RELEASE] > slot:
        return False
    for entry in range(acts[activity * ACT + BEFORE], acts[activity * ACT + ACT + BEFORE]):
        if (
            start[before[entry * ARC + OTHER]] < 0
            or start[before[entry * ARC + OTHER]] + before[entry * ARC + LAG] > slot
        ):
            return False
    first = acts[activity * ACT + NEED]
    last = acts[activity * ACT + ACT + NEED]
    for at in range(slot, slot + acts[activity * ACT + LENGTH]):  # noqa: SIM110 -- numba compiles no generators
        if not fits(setup, needs, free, first, last, at):
            return False
    return True
