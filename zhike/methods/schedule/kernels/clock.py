"""Arithmetic in working time by tables: no stepping through days, the same cost for an hour and for ten years.

All moments are ticks since 1900. A clock is one array of whole numbers (or a list), so that it costs nothing to hand
on. It holds several calendars, its rows; row 0 is around the clock and needs no table. In it:

- at 0 the first day of the horizon, at 1 how many days there are, at 2 how many rows;
- at ROWS + row where the row's days begin: two numbers a day, the ticks worked before it and where its periods begin
  (and one more day, for the end);
- at ROWS + rows + row where the row's buckets begin: for every BUCKET of work the last day with no more than that
  worked before it, from which the day for some amount of work is at most a few days away;
- at a day's periods four numbers each: from, to (ticks after midnight), ticks worked on that day before and after
  it. The last of them is the end of the day, at which nothing more is worked.

The same moment of working time has two names where a gap lies: 17:00 is when something *finishes*, 8:00 of the next
day when something *starts*; `finish_at` and `start_at` give the one or the other. What leaves the horizon raises
IndexError; who built the tables makes longer ones.
"""

DAY = 14400
BUCKET = 4800
ROWS = 2
END = 1 << 40


def work_before(clock, row, moment):
    """Ticks worked before a moment, counted from some day of the past that is the same for all of a row."""
    if row == 0:
        return moment
    day = moment // DAY - clock[0]
    if day < 0 or day >= clock[1]:
        raise IndexError("beyond the horizon")
    at = clock[ROWS + row] + 2 * day
    time = moment % DAY
    part = clock[at + 1]
    while time > clock[part + 1]:
        part += 4
    if time <= clock[part]:
        return clock[at] + clock[part + 2]
    return clock[at] + clock[part + 2] + time - clock[part]


def finish_at(clock, row, work):
    """The first moment by which `work` ticks are done: the end of a period rather than the beginning of the next."""
    if row == 0:
        return work
    first = clock[ROWS + row]
    last = first + 2 * clock[1]
    if work < 0 or work > clock[last]:
        raise IndexError("beyond the horizon")
    at = clock[clock[ROWS + clock[2] + row] + work // BUCKET]
    while clock[at] >= work and at > first:
        at -= 2
    while clock[at + 2] < work:
        at += 2
    rest = work - clock[at]
    part = clock[at + 1]
    while rest > clock[part + 3]:
        part += 4
    return (clock[0] + (at - first) // 2) * DAY + clock[part] + rest - clock[part + 2]


def start_at(clock, row, work):
    """The moment at which work goes on after `work` ticks are done: the beginning of a period, not the end before."""
    if row == 0:
        return work
    first = clock[ROWS + row]
    if work < 0 or work >= clock[first + 2 * clock[1]]:
        raise IndexError("beyond the horizon")
    at = clock[clock[ROWS + clock[2] + row] + work // BUCKET]
    while clock[at + 2] <= work:
        at += 2
    rest = work - clock[at]
    part = clock[at + 1]
    while rest >= clock[part + 3]:
        part += 4
    return (clock[0] + (at - first) // 2) * DAY + clock[part] + rest - clock[part + 2]


def shift(clock, row, moment, ticks):
    """A moment, so many working ticks later (ending a period) or earlier (beginning one); 0 leaves it alone."""
    if ticks > 0:
        return finish_at(clock, row, work_before(clock, row, moment) + ticks)
    if ticks < 0:
        return start_at(clock, row, work_before(clock, row, moment) + ticks)
    return moment
