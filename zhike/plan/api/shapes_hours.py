"""What callers send and get of hours."""

from datetime import date, datetime
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.plan.models import TimeEntry


class HoursIn(Input):
    """One's own hours on a task and a day; `hours` of "0" takes them back."""

    task_id: UUID
    day: date
    hours: str
    note: str = ""


class HoursReasonIn(Input):
    reason: str


class HoursOut(Schema):
    id: UUID
    project_id: UUID
    task_id: UUID
    user_id: UUID
    day: date
    hours: float
    note: str
    state: str
    reason: str
    version: int
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_hours(row: TimeEntry) -> float:
        return row.ticks / 600


class HoursWeekIn(Input):
    """Any day of the week."""

    week: date


class HoursChosenIn(Input):
    ids: list[UUID]


class HoursCountOut(Schema):
    count: int
