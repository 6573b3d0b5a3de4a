"""What is read off a project on a day, as plain values: for pages, charts, reports and the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhike.methods.earned_value.earned_schedule import EarnedSchedule
from zhike.methods.earned_value.measures import Measures

HOUR = 600  # ticks


@dataclass(frozen=True, slots=True)
class Schedule:
    """The earned schedule in working days, and the day it ends at the pace so far."""

    days: EarnedSchedule
    independent_finish: date | None

    @property
    def spi_t(self) -> float | None:
        return self.days.spi_t

    @property
    def sv_days(self) -> float:
        return self.days.sv_t


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours. None: nobody writes any down."""

    planned: Decimal
    spent: Decimal | None
    remaining: Decimal


@dataclass(frozen=True, slots=True)
class Cost:
    """Money in the project's currency. `budget` is None for who may not know it, or where there is none; `unpriced`
    are hours of planned work without a rate."""

    budget: Decimal | None
    planned: Decimal
    spent: Decimal
    forecast: Decimal
    unpriced: Decimal

    @property
    def budget_percent(self) -> Decimal | None:
        return self.forecast * 100 / self.budget if self.budget else None


@dataclass(frozen=True, slots=True)
class Finish:
    """When it ends: as agreed, as promised to the client, by the plan, and with which certainty.

    `slip_days`: working days after the baseline; `late_days`: after the promise. `forecast_at`: when P50 and P80 were
    computed; `is_current`: of the plan as it is now.
    """

    baseline: datetime | None
    promised: date | None
    forecast: datetime | None
    p50: datetime | None
    p80: datetime | None
    forecast_at: datetime | None
    is_current: bool
    slip_days: int | None
    late_days: int | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """`forecast` is when it is reached by the plan, or was; `slip_days` in working days against the baseline."""

    key: UUID
    number: int
    name: str
    baseline: datetime | None
    forecast: datetime | None
    finished: datetime | None
    is_shared: bool
    slip_days: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Where a project stands. Amounts of `measures` are money, hours or working days, as `basis` says; `why` says why
    it is measured so. `is_read`: kept that day; else worked out now from what is known.

    `percent` is done, `planned_percent` should be by the baseline: both weighed by duration, whatever the rest is
    measured in, so that everybody reads one pair of numbers."""

    day: date
    taken_at: datetime
    is_read: bool
    revision: int
    currency: str
    basis: str
    why: Any
    baseline_name: str
    measures: Measures | None
    schedule: Schedule | None
    done: int
    total: int
    percent: float
    planned_percent: float | None
    effort: Effort | None
    cost: Cost | None
    finish: Finish
    milestones: tuple[Milestone, ...]
    counts: Mapping[str, int]
    notes: Mapping[str, int]
