"""What the API says of costs. Amounts are in the project's currency."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from zhike.core.api import Schema


class Sums(Schema):
    """`forecast` is `actual` and `remaining` together; `deviation` is that less the baseline, null where nobody kept
    what it cost; `unpriced` is planned work without a rate, in tenths of a minute, `unpriced_actual` such hours."""

    planned: Decimal
    actual: Decimal
    remaining: Decimal
    forecast: Decimal
    baseline: Decimal | None
    deviation: Decimal | None
    unpriced: int
    unpriced_actual: int


class CostLineOut(Sums):
    """A task with everything below it."""

    key: UUID
    number: int
    wbs: str
    name: str
    level: int
    kind: str


class CostPeriodOut(Schema):
    """What is planned, spent (null: ahead) and expected up to the end of a month, quarter or year."""

    start: date
    planned: Decimal
    actual: Decimal | None
    forecast: Decimal


class CostsOut(Sums):
    """`budget` is null for who may not see it. `waiting` are hours that wait for approval, in tenths of a minute."""

    currency: str
    budget: Decimal | None
    baseline_id: UUID | None
    tasks_without_hours: int
    waiting: int
    periods: list[CostPeriodOut]
    lines: list[CostLineOut]
