"""What callers send and get of quality gates and plan templates."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema


class GateFields(Input):
    standard: str | None = None
    task_id: UUID | None = None
    due_on: date | None = None


class GateIn(GateFields):
    id: UUID | None = None
    name: str
    checks: list[str] = []


class GatePatch(GateFields):
    name: str | None = None
    version: int | None = None


class GateOut(Schema):
    id: UUID
    code: str
    number: int
    project_id: UUID
    name: str
    standard: str
    task_id: UUID | None
    due_on: date | None
    state: str
    reason: str
    decided_at: datetime | None
    decided_by_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class GateDecisionIn(Input):
    """`state`: passed, failed, waived (let through although something is missing), open. Failed and waived say why."""

    state: str
    reason: str = ""


class GateCheckIn(Input):
    text: str
    method: str = ""
    is_required: bool = True


class GateCheckResultIn(Input):
    """`result`: met, not_met, not_applicable, or "" for not checked."""

    result: str
    evidence: str = ""


class GateCheckOut(Schema):
    id: UUID
    gate_id: UUID
    position: int
    text: str
    method: str
    is_required: bool
    result: str
    evidence: str
    checked_at: datetime | None
    checked_by_id: UUID | None
    created_at: datetime
    updated_at: datetime


class PlanTemplateIn(Input):
    id: UUID | None = None
    project_id: UUID
    name: str
    description: str = ""


class PlanTemplatePatch(Input):
    name: str | None = None
    description: str | None = None
    version: int | None = None


class PlanTemplateOut(Schema):
    id: UUID
    name: str
    description: str
    task_count: int
    taken_from: str
    made_by_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class PlanTemplateContentOut(PlanTemplateOut):
    content: dict[str, Any]


class PlanTemplateUseIn(Input):
    """Its dates count from `start`; without one, from the start of the plan."""

    template_id: UUID
    start: datetime | None = None
