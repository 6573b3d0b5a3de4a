"""An axis of working time: how much is worked before any moment, in a calendar, without the days on which the project
was on hold.

Moments are ticks (tenths of a minute) since 1900, as in `methods/schedule/moments.py`; a *position* is the working
time, in ticks, from the first day of the axis to a moment. On this axis weekends, holidays and holds have no length.
"""

from collections.abc import Iterable

import numpy as np

from zhike.methods.schedule.calendars import Resolved
from zhike.methods.schedule.plan import DAY, MINUTE, Periods

WEEK = 7


class WorkingDays:
    """Days from `first` to `last` (days since 1900, both included), worked as `calendar` says.

    `held`: first and last days of times on hold, both included; nothing is worked on them. `before` has one entry
    more than there are days: the ticks worked before each day begins, and at the end all of them.
    """

    def __init__(self, calendar: Resolved, first: int, last: int, held: Iterable[tuple[int, int]] = ()) -> None:
        if last < first:
            raise ValueError("An axis of days ends no earlier than it begins.")
        self.first, self.days = first, last - first + 1
        self._patterns: list[Periods] = [()]
        known: dict[Periods, int] = {(): 0}
        self._pattern = self._of_days(calendar, known)
        for begins, ends in held:
            self._pattern[max(0, begins - first) : max(0, ends - first + 1)] = 0
        self._patterns = list(known)
        lengths = [sum(until - since for since, until in periods) * MINUTE for periods in self._patterns]
        self.before = np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64)[self._pattern])])

    def _of_days(self, calendar: Resolved, known: dict[Periods, int]) -> np.ndarray:
        week = np.asarray([known.setdefault(periods, len(known)) for periods in calendar.week], np.int64)
        found = week[(np.arange(self.days) + self.first) % WEEK]
        for day, periods in calendar.days.items():
            if self.first <= day < self.first + self.days:
                found[day - self.first] = known.setdefault(periods, len(known))
        return found

    @property
    def total(self) -> int:
        """All the working time there is on the axis, in ticks."""
        return int(self.before[-1])

    def positions(self, moments: np.ndarray) -> np.ndarray:
        """For moments (n,) in ticks, the working time before each (n,). Before the axis 0, after it all of it."""
        moments = np.asarray(moments, np.int64)
        day = moments // DAY - self.first
        inside = np.clip(day, 0, self.days - 1)
        within = np.where(day < 0, 0, np.where(day >= self.days, DAY, moments % DAY))
        found = self.before[inside].astype(np.int64)
        which = self._pattern[inside]
        for number, periods in enumerate(self._patterns):
            for since, until in periods:
                worked = np.clip(within - since * MINUTE, 0, (until - since) * MINUTE)
                found += np.where(which == number, worked, 0)
        return found

    def position(self, moment: int) -> int:
        return int(self.positions(np.asarray([moment]))[0])

    def day_of(self, position: float) -> int:
        """The day (since 1900) on which so much has been worked. Beyond the axis: the day after its last one per so
        much more, at the average of the axis; where nothing is worked at all, its last day."""
        if position <= 0:
            worked = np.flatnonzero(np.diff(self.before))
            return self.first + (int(worked[0]) if len(worked) else 0)
        if position <= self.total:
            return self.first + int(np.searchsorted(self.before, position, side="left")) - 1
        if not self.total:
            return self.first + self.days - 1
        more = (position - self.total) * self.days / self.total
        return self.first + self.days - 1 + int(np.ceil(more))

    def number_of_day(self, day: int) -> int:
        """The place of a day on the axis, within it."""
        return min(max(day - self.first, 0), self.days - 1)
