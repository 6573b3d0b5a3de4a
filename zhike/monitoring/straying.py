"""What of a reading lies outside its limits: values against thresholds, nothing asked of the database but dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhike.monitoring.measuring import NONE, Opened, slip
from zhike.monitoring.models import NO_SUBJECT, Kind, Reading
from zhike.monitoring.queries import Limit
from zhike.plan.models import Task, from_ticks

MOST_MILESTONES = 20


@dataclass(frozen=True, slots=True)
class Strayed:
    """One value outside its limits."""

    kind: Kind
    level: str
    value: float
    limit: float
    subject_key: UUID = NO_SUBJECT
    subject: str = ""


def strayed(there: Opened, row: Reading, limits: Sequence[Limit]) -> list[Strayed]:
    """Everything that is outside; of milestones the worst twenty."""
    found = []
    for limit in limits:
        inside = [
            Strayed(limit.kind, level, value, limit.passed(level), key, name)
            for value, key, name in _values(there, row, limit.kind)
            for level in [limit.level_of(value)]
            if level
        ]
        inside.sort(key=lambda one: -abs(one.value - one.limit))
        found += inside[:MOST_MILESTONES]
    return found


def _values(there: Opened, row: Reading, kind: Kind) -> Iterator[tuple[float, UUID, str]]:
    if kind == Kind.MILESTONE:
        for told in row.milestones:
            if told["slip_days"] is not None and told["finished"] is None:
                yield told["slip_days"], UUID(told["key"]), f"T-{told['number']} {told['name']}"
        return
    value = {
        Kind.FINISH: lambda: row.slip_days if row.slip_days is not None else row.late_days,
        Kind.SPI_T: lambda: row.spi_t if there.all_done_at is None else None,
        Kind.CPI: lambda: row.cpi if row.basis == Reading.Basis.COST else None,
        Kind.BUDGET: lambda: row.budget_percent - 100 if row.budget_percent is not None else None,
        Kind.CLIENT: lambda: overdue(there, is_client=True),
        Kind.TASK: lambda: overdue(there, is_client=False),
    }[kind]()
    if value is not None:
        yield value, NO_SUBJECT, ""


def overdue(there: Opened, *, is_client: bool) -> int | None:
    """Working days since the finish of the open task that has been overdue for longest; None while none is."""
    told = there.tasks.columns
    ends = [
        told["finish"][at]
        for at in there.tasks.rows
        if told["state"][at] not in (Task.State.DONE, Task.State.CANCELLED)
        and (told["side"][at] == Task.Side.CLIENT) == is_client
        and NONE < told["finish"][at] < there.now
    ]
    return slip(there, from_ticks(min(ends)), there.moment) if ends else None
