"""What callers send and get. Lengths of time are ticks (tenths of a minute) or text such as "3d"."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.plan.models import Link, Task


class PlanOut(Schema):
    """`undo` and `redo` say what the caller would take back or make again, in their language."""

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
    critical_limit: int
    near_critical_limit: int
    honours_constraints: bool
    has_multiple_critical_paths: bool
    client_level: int
    forecast_method: str
    forecast_correlation: float
    forecast_samples: int
    forecast_seed: int
    uses_board: bool
    uses_time_sheets: bool
    uses_gates: bool
    uses_forecast: bool
    uses_costs: bool
    tailoring: str
    undo: str | None = None
    redo: str | None = None
    version: int
    created_at: datetime
    updated_at: datetime


class PlanPatch(Input):
    """How the project is planned. Only what is sent changes; what dates depend on is computed anew."""

    start: datetime | None = None
    status_at: datetime | None = None
    calendar_id: UUID | None = None
    minutes_per_day: int | None = None
    minutes_per_week: int | None = None
    days_per_month: int | None = None
    critical_limit: int | None = None
    near_critical_limit: int | None = None
    honours_constraints: bool | None = None
    has_multiple_critical_paths: bool | None = None
    client_level: int | None = None
    forecast_method: str | None = None
    forecast_correlation: float | None = None
    forecast_samples: int | None = None
    forecast_seed: int | None = None
    uses_board: bool | None = None
    uses_time_sheets: bool | None = None
    uses_gates: bool | None = None
    uses_forecast: bool | None = None
    uses_costs: bool | None = None
    tailoring: str | None = None
    version: int | None = None


class ReplanIn(Input):
    id: UUID | None = None
    name: str = ""
    reason: str


class PlanRevisionIn(Input):
    """The revision the caller saw; without it, whatever is there now."""

    revision: int | None = None


class PasteIn(PlanRevisionIn):
    """Lines out of a spreadsheet, columns apart by tabs, with or without their heads."""

    text: str
    parent_id: UUID | None = None


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


class TaskRequirementsIn(Input):
    requirement_ids: list[UUID]


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
    added: list[UUID]
    removed: list[UUID]


class BaselineIn(Input):
    """`is_shared`: the client may read the reason; without one there is nothing to read."""

    id: UUID | None = None
    name: str = ""
    reason: str = ""
    is_shared: bool = False


class BaselineOut(Schema):
    id: UUID
    number: int
    name: str
    reason: str
    is_shared: bool
    taken_by_id: UUID | None
    taken_at: datetime
    revision: int
    start: datetime | None
    finish: datetime | None
    version: int
    updated_at: datetime


class BaselinePatch(Input):
    name: str | None = None
    reason: str | None = None
    is_shared: bool | None = None
    version: int | None = None


class DifferenceOut(Schema):
    """`kind`: added, removed, moved (only its dates), changed (what it is, too)."""

    kind: str
    key: UUID
    number: int
    wbs: str
    name: str
    name_before: str
    start: datetime | None
    finish: datetime | None
    start_before: datetime | None
    finish_before: datetime | None
    duration: int
    duration_before: int
    days_later: int | None
