"""Schedules under scarce resources: one activity after another, each as early, or as late, as its resources allow.

The serial schedule generation scheme (Kelley 1963; Kolisch 1996) and justification (Wiest 1964; Valls, Ballestín &
Quintanilla 2005). Time is a row of slots, activities are numbered topologically, all arrays are of integers.
Here every slot is worked; `worktime` is the same for activities with calendars.

Several resources lie side by side in one integer, a lane of bits each with a guard bit above it that is always set.
`free[word * slots + t]` is what is free of the resources of a word in slot t. Subtracting a demand borrows from the
guard bit of a lane exactly where the lane holds too little, so one subtraction and one comparison check them all.
"""

from collections import namedtuple

INLINE = False  # compiling takes a third of the time, running no longer

# length[j]            slots of work
# release[j], limit[j] first start allowed; last start wanted (beyond it resources are not waited for), or -1
# before_first[j]      up to before_first[j + 1]: its entries in before (the activity that comes first), before_kind
#                      (see worktime), before_lag (in slots), before_row (the calendar of the lag)
#                      where every slot is worked, kind is start to start: its start is at least theirs plus the lag
# after_first[j] …     the same arcs by the activity that comes first
# need_first[j]        up to need_first[j + 1]: its entries in need_word, need (packed)
# row[j]               its calendar; slot_of[row_first[c] + i] is the i-th worked slot of calendar c;
#                      index_of[c * (slots + 2) + t] how many of its worked slots lie before t
# plain                1 if every slot is worked, nothing is limited
# loose                1 if an arc lets an activity start before the one that "comes first"
# ties                 1 if of schedules that end together, the one whose activities start earlier is better
Work = namedtuple(
    "Work",
    "length release limit before_first before before_kind before_lag before_row after_first after after_kind"
    " after_lag after_row need_first need_word need free guard slots row row_first slot_of index_of plain loose ties",
)


def earliest(work, free, activity, start):
    """The first slot from `start` on at which the activity fits into what is free."""
    first = work.need_first[activity]
    last = work.need_first[activity + 1]
    length = work.length[activity]
    if first == last:
        return start
    guard = work.guard
    if last == first + 1:  # the common case, and the loop that all time is spent in
        base = work.need_word[first] * work.slots
        need = work.need[first]
        known = start  # slots from `start` to here are known to be free
        while True:
            slot = start + length - 1
            while slot >= known and (free[base + slot] - need) & guard == guard:
                slot -= 1
            if slot < known:
                return start
            known = start + length
            start = slot + 1
    known = start
    while True:
        slot = start + length - 1
        while slot >= known and _fits(work, free, first, last, slot):
            slot -= 1
        if slot < known:
            return start
        known = start + length
        start = slot + 1


def latest(work, free, activity, start):
    """The last slot up to `start` at which the activity fits. There must be one."""
    first = work.need_first[activity]
    last = work.need_first[activity + 1]
    length = work.length[activity]
    if first == last:
        return start
    guard = work.guard
    if last == first + 1:
        base = work.need_word[first] * work.slots
        need = work.need[first]
        known = start + length
        while True:
            slot = start
            while slot < known and (free[base + slot] - need) & guard == guard:
                slot += 1
            if slot >= known:
                return start
            known = start
            start = slot - length
    known = start + length
    while True:
        slot = start
        while slot < known and _fits(work, free, first, last, slot):
            slot += 1
        if slot >= known:
            return start
        known = start
        start = slot - length


def _fits(work, free, first, last, slot):
    for entry in range(first, last):
        if (free[work.need_word[entry] * work.slots + slot] - work.need[entry]) & work.guard != work.guard:
            return False
    return True


def take(work, free, activity, start):
    for entry in range(work.need_first[activity], work.need_first[activity + 1]):
        base = work.need_word[entry] * work.slots
        need = work.need[entry]
        for slot in range(base + start, base + start + work.length[activity]):
            free[slot] -= need


def forward(work, order, start, free):
    """Start each activity in `order` as early as possible; returns when the last one finishes. Overwrites `start`, `free`."""
    for slot in range(len(free)):
        free[slot] = work.free[slot]
    end = 0
    for place in range(len(order)):
        activity = order[place]
        at = work.release[activity]
        for entry in range(work.before_first[activity], work.before_first[activity + 1]):
            bound = start[work.before[entry]] + work.before_lag[entry]
            if bound > at:
                at = bound
        at = earliest(work, free, activity, at)
        take(work, free, activity, at)
        start[activity] = at
        if at + work.length[activity] > end:
            end = at + work.length[activity]
    return end


def backward(work, order, start, free, end):
    """From the last of `order` to the first, start each as late as possible so that all is done at `end`.

    Every activity must be able to stay where `start` has it; so `order` is by finish. Returns the first start.
    """
    for slot in range(len(free)):
        free[slot] = work.free[slot]
    first = end
    for place in range(len(order) - 1, -1, -1):
        activity = order[place]
        at = end - work.length[activity]
        for entry in range(work.after_first[activity], work.after_first[activity + 1]):
            bound = start[work.after[entry]] - work.after_lag[entry]
            if bound < at:
                at = bound
        at = latest(work, free, activity, at)
        take(work, free, activity, at)
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


def lift(work, key):
    """Raise keys so that no activity has a smaller one than those that come first."""
    for activity in range(len(key)):
        for entry in range(work.before_first[activity], work.before_first[activity + 1]):
            if key[work.before[entry]] > key[activity]:
                key[activity] = key[work.before[entry]]


def parallel(work, order, start, free):
    """Slot by slot, start whatever is ready and fits, in `order` (Kelley 1963; every slot worked). Returns the end."""
    for slot in range(len(free)):
        free[slot] = work.free[slot]
    for activity in range(len(start)):
        start[activity] = -1
    left = len(order)
    end = 0
    slot = 0
    while left:
        for place in range(len(order)):
            activity = order[place]
            if start[activity] < 0 and _may_start(work, activity, start, free, slot):
                take(work, free, activity, slot)
                start[activity] = slot
                left -= 1
                if slot + work.length[activity] > end:
                    end = slot + work.length[activity]
        slot += 1
    return end


def _may_start(work, activity, start, free, slot):
    if work.release[activity] > slot:
        return False
    for entry in range(work.before_first[activity], work.before_first[activity + 1]):
        if start[work.before[entry]] < 0 or start[work.before[entry]] + work.before_lag[entry] > slot:
            return False
    first = work.need_first[activity]
    last = work.need_first[activity + 1]
    for at in range(slot, slot + work.length[activity]):
        if not _fits(work, free, first, last, at):
            return False
    return True
