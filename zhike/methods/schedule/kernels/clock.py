"""Arithmetic in working time by tables: no stepping through days, the same cost for an hour and for ten years.

All moments are ticks since 1900. A calendar is a row of the tables in `Clock`:

- `worked[row * (days + 1) + d]`: ticks worked in the calendar before day d of the horizon;
- `pattern[row * days + d]`: which pattern of periods that day has;
- `part_first[p]` to `part_first[p + 1]`: the periods of pattern p in `part_from`, `part_to` (ticks after midnight)
  and `part_before` (ticks worked in the pattern before the period);
- `bucket[bucket_first[row] + w // BUCKET]`: the last day with no more than that many ticks worked before it, from
  which the day for w is at most a few days away.

Row 0 is around the clock and needs no table. The same moment of working time has two names where a gap lies: 17:00 is
when something *finishes*, 8:00 of the next day when something *starts*; `finish_at` and `start_at` give the one or the
other. What leaves the horizon raises IndexError; who built the tables makes a longer one.
"""

from collections import namedtuple

DAY = 14400
BUCKET = 4800
AROUND_THE_CLOCK = 0

Clock = namedtuple(
    "Clock", "first days worked pattern part_first part_from part_to part_before bucket bucket_first"
)  # fmt: skip


def work_before(clock, row, moment):
    """Ticks worked from the beginning of the horizon to a moment."""
    if row == 0:
        return moment - clock.first * DAY
    day = moment // DAY - clock.first
    if day < 0 or day >= clock.days:
        raise IndexError("beyond the horizon")
    time = moment - (day + clock.first) * DAY
    done = clock.worked[row * (clock.days + 1) + day]
    kind = clock.pattern[row * clock.days + day]
    for part in range(clock.part_first[kind], clock.part_first[kind + 1]):
        if time <= clock.part_from[part]:
            return done + clock.part_before[part]
        if time <= clock.part_to[part]:
            return done + clock.part_before[part] + time - clock.part_from[part]
    return clock.worked[row * (clock.days + 1) + day + 1]


def finish_at(clock, row, work):
    """The first moment by which `work` ticks are done: the end of a period rather than the beginning of the next."""
    if row == 0:
        return work + clock.first * DAY
    base = row * (clock.days + 1)
    if work < 0 or work > clock.worked[base + clock.days]:
        raise IndexError("beyond the horizon")
    day = clock.bucket[clock.bucket_first[row] + work // BUCKET]
    while day > 0 and clock.worked[base + day] >= work:
        day -= 1
    while clock.worked[base + day + 1] < work:
        day += 1
    rest = work - clock.worked[base + day]
    kind = clock.pattern[row * clock.days + day]
    for part in range(clock.part_first[kind], clock.part_first[kind + 1]):
        if rest <= clock.part_before[part] + clock.part_to[part] - clock.part_from[part]:
            return (day + clock.first) * DAY + clock.part_from[part] + rest - clock.part_before[part]
    return (day + clock.first) * DAY


def start_at(clock, row, work):
    """The moment at which work goes on after `work` ticks are done: the beginning of a period, not the end before."""
    if row == 0:
        return work + clock.first * DAY
    base = row * (clock.days + 1)
    if work < 0 or work >= clock.worked[base + clock.days]:
        raise IndexError("beyond the horizon")
    day = clock.bucket[clock.bucket_first[row] + work // BUCKET]
    while clock.worked[base + day + 1] <= work:
        day += 1
    rest = work - clock.worked[base + day]
    kind = clock.pattern[row * clock.days + day]
    for part in range(clock.part_first[kind], clock.part_first[kind + 1]):
        if rest < clock.part_before[part] + clock.part_to[part] - clock.part_from[part]:
            return (day + clock.first) * DAY + clock.part_from[part] + rest - clock.part_before[part]
    return (day + clock.first) * DAY


def shift(clock, row, moment, ticks):
    """A moment, so many working ticks later (ending a period) or earlier (beginning one); 0 leaves it alone."""
    if ticks > 0:
        return finish_at(clock, row, work_before(clock, row, moment) + ticks)
    if ticks < 0:
        return start_at(clock, row, work_before(clock, row, moment) + ticks)
    return moment
