"""What callers send and get of what may happen to a plan. Lengths of time are ticks (tenths of a minute) or text such
as "3d"."""

from datetime import datetime
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.plan.models import ScheduleRisk


class RiskDelayIn(Input):
    """By how much the tasks get longer. What is not sent at best and at worst is as likely."""

    likely: str | int
    optimistic: str | int | None = None
    pessimistic: str | int | None = None


class RiskFactorIn(Input):
    """How many times as long the tasks take: from 0.1 to 10."""

    likely: str | float
    optimistic: str | float | None = None
    pessimistic: str | float | None = None


class ScheduleRiskIn(Input):
    """`probability` in percent, 1 to 99. Either `delay` or `factor`. A phase among the tasks stands for all in it, with
    a factor only."""

    id: UUID | None = None
    title: str
    probability: int
    task_ids: list[UUID]
    delay: RiskDelayIn | None = None
    factor: RiskFactorIn | None = None
    note: str = ""


class ScheduleRiskPatch(Input):
    title: str | None = None
    probability: int | None = None
    task_ids: list[UUID] | None = None
    delay: RiskDelayIn | None = None
    factor: RiskFactorIn | None = None
    note: str | None = None
    version: int | None = None


class ScheduleRiskEndIn(Input):
    """`state`: happened, or over (it will not happen any more)."""

    state: str


class RiskDelayOut(Schema):
    """In ticks; `unit` is what it was written in."""

    optimistic: int
    likely: int
    pessimistic: int
    unit: str


class RiskFactorOut(Schema):
    optimistic: float
    likely: float
    pessimistic: float


class ScheduleRiskOut(Schema):
    """`state`: open, happened, over. `task_ids` holds those still in the plan; `is_counted`: the next forecast takes
    it into account, for it is open and one of them is."""

    id: UUID
    title: str
    probability: int
    delay: RiskDelayOut | None
    factor: RiskFactorOut | None
    task_ids: list[UUID]
    is_counted: bool
    note: str
    state: str
    closed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_delay(row: ScheduleRisk) -> ScheduleRisk | None:
        return row if row.effect == ScheduleRisk.Effect.DELAY else None

    @staticmethod
    def resolve_factor(row: ScheduleRisk) -> dict[str, float] | None:
        if row.effect != ScheduleRisk.Effect.FACTOR:
            return None
        return dict(zip(("optimistic", "likely", "pessimistic"), (one / 100 for one in row.three), strict=True))
