"""What callers send and get. Lengths of time are ticks (tenths of a minute) or text such as "3d"."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.plan.models import Link, Task, TimeEntry


class PlanOut(Schema):
    id: UUID
    project_id: UUID
    revision: int
    start: datetime
    finish: datetime | None
    status_at: datetime | None
    progress: float
    calendar_id: UUID
    minutes_per_day: int
    minutes_per_week: int
    days_per_month: int
    client_level: int
    version: int
    updated_at: datetime


class TaskFields(Input):
    description: str | None = None
    deliverable: str | None = None
    duration: str | int | None = None
    predecessors: str | None = None
    owner: str | None = None
    side: str | None = None
    state: str | None = None
    progress: float | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    constraint: str | None = None
    constraint_at: datetime | None = None
    deadline: datetime | None = None
    is_manual: bool | None = None
    start: datetime | None = None
    finish: datetime | None = None
    priority: int | None = None
    effort: str | int | None = None
    optimistic: str | int | None = None
    likely: str | int | None = None
    pessimistic: str | int | None = None
    risk: str | None = None
    fixed_cost: Decimal | None = None
    is_shared: bool | None = None


class TaskIn(TaskFields):
    id: UUID | None = None
    name: str
    parent_id: UUID | None = None
    kind: str = "task"


class TaskPatch(TaskFields):
    name: str | None = None
    version: int | None = None


class TaskOut(Schema):
    id: UUID
    project_id: UUID
    code: str
    number: int
    version: int
    parent_id: UUID | None
    position: int
    wbs: str
    level: int
    name: str
    description: str
    deliverable: str
    kind: str
    is_manual: bool
    is_active: bool
    duration: int
    duration_unit: str
    is_elapsed: bool
    constraint: str
    constraint_at: datetime | None
    deadline: datetime | None
    priority: int
    effort: int
    optimistic: int | None
    likely: int | None
    pessimistic: int | None
    risk: str
    state: str
    progress: float
    actual_start: datetime | None
    actual_finish: datetime | None
    fixed_cost: Decimal
    side: str
    owner: str
    is_shared: bool
    start: datetime | None
    finish: datetime | None
    early_start: datetime | None
    early_finish: datetime | None
    late_start: datetime | None
    late_finish: datetime | None
    total_float: int | None
    free_float: int | None
    is_critical: bool
    reason: str
    external_id: str
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_constraint(row: Task) -> str:
        return Task.Constraint(row.constraint).name.lower()

    @staticmethod
    def resolve_progress(row: Task) -> float:
        return row.percent_complete

    @staticmethod
    def resolve_owner(row: Task) -> str:
        """As it is sent: `user:<id>`, `contact:<id>` or nothing."""
        if row.owner_user_id:
            return f"user:{row.owner_user_id}"
        return f"contact:{row.owner_contact_id}" if row.owner_contact_id else ""


class TaskPlaceIn(Input):
    """Below whom and after whom; without `after_id` at the end."""

    parent_id: UUID | None = None
    after_id: UUID | None = None


class TaskLinkIn(Input):
    predecessor_id: UUID
    successor_id: UUID
    kind: str = "FS"
    lag: str = ""


class TaskLinkPatch(Input):
    kind: str | None = None
    lag: str | None = None


class TaskLinkOut(Schema):
    id: UUID
    predecessor_id: UUID
    successor_id: UUID
    kind: str
    lag: int
    lag_unit: str
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_kind(row: Link) -> str:
        return {0: "FF", 1: "FS", 2: "SF", 3: "SS"}[row.kind]

    @staticmethod
    def resolve_lag_unit(row: Link) -> str:
        return Link.LagUnit(row.lag_unit).name.lower()


class PlanEditsIn(Input):
    """Edits as the Gantt sends them, all or none, made on the sight of `revision`."""

    revision: int | None = None
    edits: list[dict[str, Any]]


class PlanEditedOut(Schema):
    revision: int
    finish: datetime | None
    message: str
    changed: list[UUID]
    removed: list[UUID]


class BaselineIn(Input):
    id: UUID | None = None
    name: str = ""
    reason: str = ""


class BaselineOut(Schema):
    id: UUID
    number: int
    name: str
    reason: str
    taken_at: datetime
    revision: int
    start: datetime | None
    finish: datetime | None
    version: int
    updated_at: datetime


class DifferenceOut(Schema):
    kind: str
    key: UUID
    number: int
    name: str
    name_before: str
    start: datetime | None
    finish: datetime | None
    start_before: datetime | None
    finish_before: datetime | None
    duration: int
    duration_before: int


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
