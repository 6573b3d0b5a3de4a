"""What callers send and get."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.projects.models import SWITCHES, Participant, Project, Stage, Template, Transparency


class ProjectFields(Input):
    goal: str | None = None
    planned_start: date | None = None
    planned_finish: date | None = None
    budget: Decimal | None = None
    currency: str | None = None


class ProjectIn(ProjectFields):
    id: UUID | None = None
    name: str
    client_id: UUID
    manager_id: UUID | None = None
    template_id: UUID | None = None


class ProjectPatch(ProjectFields):
    name: str | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    version: int | None = None


class ProjectOut(Schema):
    id: UUID
    code: str
    number: int
    version: int
    name: str
    client_id: UUID
    manager_id: UUID
    goal: str
    status: str
    status_reason: str
    stage_id: UUID | None
    stage: str | None
    planned_start: date | None
    planned_finish: date | None
    actual_start: date | None
    actual_finish: date | None
    health: str
    health_reason: str
    health_at: datetime | None
    health_by_id: UUID | None
    budget: Decimal | None
    currency: str
    portal_open: bool
    closed_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_stage(project: Project) -> str | None:
        return str(project.stage) if project.stage else None

    @staticmethod
    def resolve_budget(project: Any) -> Decimal | None:
        """Null for those who may not know it; `shows_budget` comes from queries.for_interface."""
        budget: Decimal | None = project.budget
        return budget if project.shows_budget else None


class ManagerIn(Input):
    manager_id: UUID


class ProjectReasonIn(Input):
    reason: str


class ClosureIn(Input):
    reason: str = ""


class HealthIn(Input):
    health: str
    reason: str = ""
    version: int | None = None


class OpenPointOut(Schema):
    words: str


class NextStepOut(Schema):
    words: str
    label: str


class StageOut(Schema):
    id: UUID
    kind: str
    name: str
    position: int
    due_on: date | None
    entered_at: datetime | None
    left_at: datetime | None

    @staticmethod
    def resolve_name(stage: Stage) -> str:
        return str(stage)


class StepIn(Input):
    id: UUID | None = None
    kind: str = ""
    name: str = ""
    due_on: date | None = None


class StagesIn(Input):
    stages: list[StepIn]
    version: int | None = None


class CurrentStageIn(Input):
    stage_id: UUID
    version: int | None = None


class PartyIn(Input):
    id: UUID | None = None
    client_id: UUID
    role: str
    note: str = ""


class PartyNote(Input):
    note: str


class PartyOut(Schema):
    id: UUID
    client_id: UUID
    role: str
    note: str
    created_at: datetime
    updated_at: datetime


class ParticipantIn(Input):
    """Exactly one of `user_id` (ours) and `contact_id` (theirs)."""

    id: UUID | None = None
    user_id: UUID | None = None
    contact_id: UUID | None = None
    duty: str
    title: str = ""
    portal_role: str | None = None


class ParticipantPatch(Input):
    duty: str | None = None
    title: str | None = None
    portal_role: str | None = None
    version: int | None = None


class ParticipantOut(Schema):
    id: UUID
    version: int
    name: str
    user_id: UUID | None
    contact_id: UUID | None
    duty: str
    title: str
    portal_role: str
    since: date
    until: date | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_name(participant: Participant) -> str:
        return str(participant)


class ProjectInvitationIn(Input):
    """Somebody new on our side, asked into the firm and this project."""

    id: UUID | None = None
    name: str
    email: str
    duty: str
    role: str = "member"


class ProjectInvitationOut(Schema):
    id: UUID
    name: str
    email: str
    role: str
    expires_at: datetime


class TransparencyIn(Input):
    """Either a profile (open, usual, reserved) or the switches that are to be on."""

    profile: str = ""
    shown: list[str] | None = None
    version: int | None = None


class TransparencyOut(Schema):
    profile: str
    version: int
    shown: list[str]
    words: list[str]

    @staticmethod
    def resolve_shown(seen: Transparency) -> list[str]:
        return [switch for switch in SWITCHES if getattr(seen, switch)]

    @staticmethod
    def resolve_words(seen: Transparency) -> list[str]:
        from zhike.projects.queries import visibility_words

        return visibility_words(seen.project)


class ViewerOut(Schema):
    user_id: UUID
    name: str
    role: str
    is_client: bool
    company: str
    reasons: list[str]
    signed_in_at: datetime | None


class TemplateIn(Input):
    id: UUID | None = None
    project_id: UUID
    name: str
    description: str = ""


class TemplateOut(Schema):
    id: UUID
    name: str
    description: str
    goal: str
    stages: list[dict[str, Any]]
    duties: list[str]
    roles: list[str]
    shown: list[str]
    days: int | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_stages(template: Template) -> list[dict[str, Any]]:
        stages: list[dict[str, Any]] = template.stages
        return stages
