"""The serial scheme and justification where activities have calendars: work pauses in slots that are not worked.

An activity of calendar c that starts at its i-th worked slot fills the worked slots i to i + length - 1; it takes its
resources in these only. A lag counts worked slots of a calendar of its own. Arrays as in `serial.Work`; the end of an
activity is the slot after its last. What does not fit into the slots there are makes `forward_worked` return -1 - activity.
"""

from zhike.methods.schedule.kernels.serial import _fits

INLINE = False  # compiling takes a third of the time, running no longer

FINISH_TO_FINISH = 0
FINISH_TO_START = 1
START_TO_FINISH = 2
START_TO_START = 3


def end_of(work, activity, start):
    length = work.length[activity]
    if length == 0:
        return start
    row = work.row[activity]
    index = work.index_of[row * (work.slots + 2) + start] + length - 1
    return work.slot_of[work.row_first[row] + index] + 1


def later(work, row, slot, lag):
    """The slot after `lag` worked slots from `slot` on; before, if negative. -1: beyond the slots there are."""
    if lag == 0:
        return slot
    index = work.index_of[row * (work.slots + 2) + slot] + lag
    if index > work.row_first[row + 1] - work.row_first[row]:
        return -1
    if lag > 0:
        return work.slot_of[work.row_first[row] + index - 1] + 1
    if index < 0:
        return 0
    return work.slot_of[work.row_first[row] + index]


def sooner(work, row, slot, lag):
    """The last slot of which `later` is not beyond `slot`."""
    if lag == 0:
        return slot
    base = row * (work.slots + 2)
    index = work.index_of[base + slot] - lag if lag > 0 else work.index_of[base + slot + 1] - 1 - lag
    if index < 0:
        return 0
    if index >= work.row_first[row + 1] - work.row_first[row]:
        return work.slots
    return work.slot_of[work.row_first[row] + index]


def bound_before(work, activity, start, end):
    """The first index of a worked slot (the first slot, for a milestone) its predecessors and release allow, or -1."""
    row = work.row[activity]
    length = work.length[activity]
    base = row * (work.slots + 2)
    bound = work.release[activity] if length == 0 else work.index_of[base + work.release[activity]]
    for entry in range(work.before_first[activity], work.before_first[activity + 1]):
        other = work.before[entry]
        kind = work.before_kind[entry]
        slot = start[other] if kind >= START_TO_FINISH else end[other]
        slot = later(work, work.before_row[entry], slot, work.before_lag[entry])
        if slot < 0:
            return -1
        if length == 0:
            index = slot
        elif kind == FINISH_TO_START or kind == START_TO_START:
            index = work.index_of[base + slot]
        else:
            index = work.index_of[base + max(slot - 1, 0)] - length + 1
        if index > bound:
            bound = index
    return bound


def bound_after(work, activity, start, end, last):
    """The last index of a worked slot (the last slot, for a milestone) its successors allow, all done at `last`."""
    row = work.row[activity]
    length = work.length[activity]
    base = row * (work.slots + 2)
    bound = last if length == 0 else work.index_of[base + last] - length
    for entry in range(work.after_first[activity], work.after_first[activity + 1]):
        other = work.after[entry]
        kind = work.after_kind[entry]
        slot = start[other] if kind == FINISH_TO_START or kind == START_TO_START else end[other]
        slot = sooner(work, work.after_row[entry], slot, work.after_lag[entry])
        if length == 0:
            index = slot
        elif kind == FINISH_TO_START or kind == FINISH_TO_FINISH:
            index = work.index_of[base + slot] - length
        else:
            index = work.index_of[base + slot + 1] - 1
        if index < bound:
            bound = index
    return bound


def earliest_worked(work, free, activity, index):
    """The first index from `index` on at which the activity fits, or -1."""
    first = work.need_first[activity]
    last = work.need_first[activity + 1]
    length = work.length[activity]
    base = work.row_first[work.row[activity]]
    worked = work.row_first[work.row[activity] + 1] - base
    known = index
    while index + length <= worked:
        at = index + length - 1
        while at >= known and _fits(work, free, first, last, work.slot_of[base + at]):
            at -= 1
        if at < known:
            return index
        known = index + length
        index = at + 1
    return -1


def latest_worked(work, free, activity, index):
    """The last index up to `index` at which it fits. There must be one."""
    first = work.need_first[activity]
    last = work.need_first[activity + 1]
    length = work.length[activity]
    base = work.row_first[work.row[activity]]
    known = index + length
    while True:
        at = index
        while at < known and _fits(work, free, first, last, work.slot_of[base + at]):
            at += 1
        if at >= known:
            return index
        known = index
        index = at - length


def take_worked(work, free, activity, index):
    base = work.row_first[work.row[activity]] + index
    for entry in range(work.need_first[activity], work.need_first[activity + 1]):
        word = work.need_word[entry] * work.slots
        need = work.need[entry]
        for at in range(base, base + work.length[activity]):
            free[word + work.slot_of[at]] -= need


def forward_worked(work, order, start, end, free):
    """As `serial.forward`. An activity beyond its limit starts as soon as others allow and takes no resources: each costs
    `slots` in the answer."""
    for slot in range(len(free)):
        free[slot] = work.free[slot]
    last = 0
    dropped = 0
    for place in range(len(order)):
        activity = order[place]
        length = work.length[activity]
        bound = bound_before(work, activity, start, end)
        if bound < 0:
            return -1 - activity
        if length == 0:
            start[activity] = bound
            end[activity] = bound
        else:
            index = earliest_worked(work, free, activity, bound)
            base = work.row_first[work.row[activity]]
            limit = work.limit[activity]
            if limit >= 0 and (index < 0 or work.slot_of[base + index] > limit) and index != bound:
                index = bound
                dropped += 1
            elif index >= 0:
                take_worked(work, free, activity, index)
            if index < 0 or base + index + length > work.row_first[work.row[activity] + 1]:
                return -1 - activity
            start[activity] = work.slot_of[base + index]
            end[activity] = work.slot_of[base + index + length - 1] + 1
        if end[activity] > last:
            last = end[activity]
    return last + dropped * work.slots


def backward_worked(work, order, start, end, free, last):
    """As `serial.backward`; returns the first start."""
    for slot in range(len(free)):
        free[slot] = work.free[slot]
    first = last
    for place in range(len(order) - 1, -1, -1):
        activity = order[place]
        index = bound_after(work, activity, start, end, last)
        if work.length[activity] == 0:
            start[activity] = index
            end[activity] = index
        else:
            index = latest_worked(work, free, activity, index)
            take_worked(work, free, activity, index)
            base = work.row_first[work.row[activity]]
            start[activity] = work.slot_of[base + index]
            end[activity] = work.slot_of[base + index + work.length[activity] - 1] + 1
        if start[activity] < first:
            first = start[activity]
    return first
