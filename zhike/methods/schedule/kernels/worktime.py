"""The serial scheme and justification where activities have calendars: work pauses in slots that are not worked.

An activity of calendar c that starts at its i-th worked slot fills the worked slots i to i + length - 1; it takes its
resources in these only. A lag counts worked slots of a calendar of its own. Tables as in `serial`, and `hours`: worked
slots of calendar c from hours[hours[c]] to before hours[hours[c + 1]], and in hours[setup[INDEX] + c × (slots + 2) +
t] how many of them lie before slot t; calendar 0 works always. The end of an activity is the slot after its last.
"""

from zhike.methods.schedule.kernels.serial import (
    ACT,
    AFTER,
    ARC,
    BEFORE,
    CALENDAR,
    INDEX,
    KIND,
    LAG,
    LAG_CALENDAR,
    LENGTH,
    NEED,
    OTHER,
    RELEASE,
    SLOTS,
    fits,
)  # fmt: skip

INLINE = False  # compiling takes a third of the time, running no longer

FINISH_TO_FINISH = 0
FINISH_TO_START = 1
START_TO_FINISH = 2
START_TO_START = 3


def later(setup, hours, row, slot, lag):
    """The slot after `lag` worked slots from `slot` on; before, if negative. -1: beyond the slots there are."""
    if lag == 0:
        return slot
    index = hours[setup[INDEX] + row * (setup[SLOTS] + 2) + slot] + lag
    if index > hours[row + 1] - hours[row]:
        return -1
    if lag > 0:
        return hours[hours[row] + index - 1] + 1
    if index < 0:
        return 0
    return hours[hours[row] + index]


def sooner(setup, hours, row, slot, lag):
    """The last slot of which `later` is not beyond `slot`."""
    if lag == 0:
        return slot
    base = row * (setup[SLOTS] + 2)
    index = hours[setup[INDEX] + base + slot] - lag if lag > 0 else hours[setup[INDEX] + base + slot + 1] - 1 - lag
    if index < 0:
        return 0
    if index >= hours[row + 1] - hours[row]:
        return setup[SLOTS]
    return hours[hours[row] + index]


def bound_before(setup, acts, before, hours, activity, start, end):
    """The first index of a worked slot (the first slot, for a milestone) its predecessors and release allow, or -1."""
    row = acts[activity * ACT + CALENDAR]
    length = acts[activity * ACT + LENGTH]
    base = row * (setup[SLOTS] + 2)
    bound = (
        acts[activity * ACT + RELEASE] if length == 0 else hours[setup[INDEX] + base + acts[activity * ACT + RELEASE]]
    )
    for entry in range(acts[activity * ACT + BEFORE], acts[activity * ACT + ACT + BEFORE]):
        other = before[entry * ARC + OTHER]
        kind = before[entry * ARC + KIND]
        slot = start[other] if kind >= START_TO_FINISH else end[other]
        slot = later(setup, hours, before[entry * ARC + LAG_CALENDAR], slot, before[entry * ARC + LAG])
        if slot < 0:
            return -1
        if length == 0:
            index = slot
        elif kind in (FINISH_TO_START, START_TO_START):
            index = hours[setup[INDEX] + base + slot]
        else:
            index = hours[setup[INDEX] + base + max(slot - 1, 0)] - length + 1
        if index > bound:
            bound = index
    return bound


def bound_after(setup, acts, after, hours, activity, start, end, last):
    """The last index of a worked slot (the last slot, for a milestone) its successors allow, all done at `last`."""
    row = acts[activity * ACT + CALENDAR]
    length = acts[activity * ACT + LENGTH]
    base = row * (setup[SLOTS] + 2)
    bound = last if length == 0 else hours[setup[INDEX] + base + last] - length
    for entry in range(acts[activity * ACT + AFTER], acts[activity * ACT + ACT + AFTER]):
        other = after[entry * ARC + OTHER]
        kind = after[entry * ARC + KIND]
        slot = start[other] if kind in (FINISH_TO_START, START_TO_START) else end[other]
        slot = sooner(setup, hours, after[entry * ARC + LAG_CALENDAR], slot, after[entry * ARC + LAG])
        if length == 0:
            index = slot
        elif kind in (FINISH_TO_START, FINISH_TO_FINISH):
            index = hours[setup[INDEX] + base + slot] - length
        else:
            index = hours[setup[INDEX] + base + slot + 1] - 1
        if index < bound:
            bound = index
    return bound


def earliest_worked(setup, acts, needs, hours, free, activity, index):
    """The first index from `index` on at which the activity fits, or -1."""
    first = acts[activity * ACT + NEED]
    last = acts[activity * ACT + ACT + NEED]
    length = acts[activity * ACT + LENGTH]
    base = hours[acts[activity * ACT + CALENDAR]]
    worked = hours[acts[activity * ACT + CALENDAR] + 1] - base
    known = index
    while index + length <= worked:
        at = index + length - 1
        while at >= known and fits(setup, needs, free, first, last, hours[base + at]):
            at -= 1
        if at < known:
            return index
        known = index + length
        index = at + 1
    return -1


def latest_worked(setup, acts, needs, hours, free, activity, index):
    """The last index up to `index` at which it fits. There must be one."""
    first = acts[activity * ACT + NEED]
    last = acts[activity * ACT + ACT + NEED]
    length = acts[activity * ACT + LENGTH]
    base = hours[acts[activity * ACT + CALENDAR]]
    known = index + length
    while True:
        at = index
        while at < known and fits(setup, needs, free, first, last, hours[base + at]):
            at += 1
        if at >= known:
            return index
        known = index
        index = at - length


def take_worked(setup, acts, needs, hours, free, activity, index):
    base = hours[acts[activity * ACT + CALENDAR]] + index
    for entry in range(acts[activity * ACT + NEED], acts[activity * ACT + ACT + NEED]):
        word = needs[entry * 2] * setup[SLOTS]
        need = needs[entry * 2 + 1]
        for at in range(base, base + acts[activity * ACT + LENGTH]):
            free[word + hours[at]] -= need


def forward_worked(setup, acts, before, needs, whole, hours, order, start, end, free):
    """As `serial.forward`, but -1 - the activity for which there are not enough slots."""
    for slot in range(len(free)):
        free[slot] = whole[slot]
    last = 0
    for place in range(len(order)):
        activity = order[place]
        length = acts[activity * ACT + LENGTH]
        bound = bound_before(setup, acts, before, hours, activity, start, end)
        if bound < 0:
            return -1 - activity
        if length == 0:
            start[activity] = bound
            end[activity] = bound
        else:
            index = earliest_worked(setup, acts, needs, hours, free, activity, bound)
            base = hours[acts[activity * ACT + CALENDAR]]
            if index < 0:
                return -1 - activity
            take_worked(setup, acts, needs, hours, free, activity, index)
            start[activity] = hours[base + index]
            end[activity] = hours[base + index + length - 1] + 1
        if end[activity] > last:
            last = end[activity]
    return last


def backward_worked(setup, acts, after, needs, whole, hours, order, start, end, free, last):
    """As `serial.backward`; returns the first start."""
    for slot in range(len(free)):
        free[slot] = whole[slot]
    first = last
    for place in range(len(order) - 1, -1, -1):
        activity = order[place]
        index = bound_after(setup, acts, after, hours, activity, start, end, last)
        if acts[activity * ACT + LENGTH] == 0:
            start[activity] = index
            end[activity] = index
        else:
            index = latest_worked(setup, acts, needs, hours, free, activity, index)
            take_worked(setup, acts, needs, hours, free, activity, index)
            base = hours[acts[activity * ACT + CALENDAR]]
            start[activity] = hours[base + index]
            end[activity] = hours[base + index + acts[activity * ACT + LENGTH] - 1] + 1
        if start[activity] < first:
            first = start[activity]
    return first
