"""Earned schedule: at what time of the plan as much was to be done as is done now.

Source: W. Lipke, "Schedule is different", The Measurable News, 2003; W. Lipke, Earned Schedule (2009). With PV
cumulative at the ends of periods and C the number of periods whose PV is no more than EV,

    ES = C + (EV − PV_C) / (PV_{C+1} − PV_C)        SV(t) = ES − AT        SPI(t) = ES / AT
    IEAC(t) = PD / SPI(t)                           TSPI = (PD − ES) / (PD − AT)

Time may be counted in any unit: weeks of a report, or ticks of working time, in which weekends, holidays and times on
hold have no length (`working_days`), so that they are nobody's delay.

Defined answers where the formula has none:

- ES is never beyond PD, however much is earned; nothing earned is the last time at which nothing was planned.
- After PD the planned value stays at BAC and SPI(t) goes on meaning something, as Lipke has it; TSPI to PD is None
  then, because nothing can be done in time that has passed.
- A project that has not reached its planned start (AT ≤ 0) has no SPI(t); what is done early gives a positive SV(t).
- Nothing earned after time has passed: SPI(t) is 0 and there is no IEAC(t); `at_plan` still says AT + PD − ES.
- All done: give AT as it was at the actual finish. IEAC(t) is AT.
- Started before the baseline: AT counts from the start of the baseline, and the head start shows in ES.
- A new baseline in the middle: PV, PD and ES are of the new one, and so is the beginning of AT.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """`es`, `at` and `pd` from the start of the baseline, in one unit of time."""

    es: float
    at: float  # actual time
    pd: float  # planned duration
    is_done: bool = False

    @property
    def sv_t(self) -> float:
        """Schedule variance in time: ES − AT. Negative: so much late."""
        return self.es - self.at

    @property
    def spi_t(self) -> float | None:
        """Schedule performance index in time: ES / AT."""
        return self.es / self.at if self.at > 0 else None

    @property
    def ieac_t(self) -> float | None:
        """Independent estimate of the duration: PD / SPI(t), as fast from here on as until now."""
        return self.duration_at(self.spi_t)

    @property
    def at_plan(self) -> float:
        """AT + (PD − ES): as fast from here on as planned."""
        return self.at if self.is_done else self.at + self.pd - self.es

    def duration_at(self, factor: float | None) -> float | None:
        """AT + (PD − ES) / PF, with the performance factor one expects of the rest; PF = SPI(t) gives PD / SPI(t)."""
        if self.is_done:
            return self.at
        return self.at + (self.pd - self.es) / factor if factor else None

    def tspi_to(self, duration: float) -> float | None:
        """(PD − ES) / (duration − AT): how fast the rest has to go to keep it; None when that time has passed."""
        if self.is_done or self.es >= self.pd:
            return 0.0
        return (self.pd - self.es) / (duration - self.at) if duration > self.at else None

    @property
    def tspi(self) -> float | None:
        """To the planned duration."""
        return self.tspi_to(self.pd)


def earned_time(planned: Sequence[float], earned: float) -> float:
    """ES in periods. `planned` (n + 1,): cumulative PV at the times 0, 1, …, n, never falling. ValueError: it falls,
    or there is nothing in it."""
    if not len(planned) or any(after < before for before, after in pairwise(planned)):
        raise ValueError("Cumulative planned value does not fall.")
    if earned >= planned[-1]:
        return planned_duration(planned)
    place = bisect_right(planned, earned) - 1
    if place < 0:
        return 0.0
    return place + float(earned - planned[place]) / float(planned[place + 1] - planned[place])


def planned_duration(planned: Sequence[float]) -> float:
    """PD in periods: when all of the budget is planned to be earned."""
    return float(bisect_left(planned, planned[-1]))
