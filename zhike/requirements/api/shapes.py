"""What callers send and get."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.requirements.models import Requirement


class RequirementFields(Input):
    description: str | None = None
    why: str | None = None
    kind: str | None = None
    priority: str | None = None
    criteria: list[str] | None = None
    section_id: UUID | None = None
    source: str | None = None
    source_contact_id: UUID | None = None
    occasion: str | None = None
    asked_on: date | None = None
    translated_title: str | None = None
    translated_description: str | None = None
    translated_why: str | None = None
    translated_criteria: list[str] | None = None
    internal_note: str | None = None
    external_id: str | None = None


class RequirementIn(RequirementFields):
    id: UUID | None = None
    title: str


class RequirementPatch(RequirementFields):
    title: str | None = None
    version: int | None = None


class RequirementOut(Schema):
    id: UUID
    code: str
    number: int
    version: int
    project_id: UUID
    title: str
    description: str
    why: str
    kind: str
    priority: str
    criteria: list[str]
    section_id: UUID | None
    source: str
    source_contact_id: UUID | None
    occasion: str
    asked_on: date | None
    translated_title: str
    translated_description: str
    translated_why: str
    translated_criteria: list[str]
    internal_note: str
    external_id: str
    status: str
    status_reason: str
    shared_at: datetime | None
    agreed_at: datetime | None
    agreed_paper: str
    is_changed_since_signed: bool
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_criteria(row: Requirement) -> list[str]:
        return list(row.criteria)


class RequirementReasonIn(Input):
    reason: str


class MoveIn(Input):
    """`direction` is "up" or "down": one place, among those of the same section."""

    direction: str


class SectionIn(Input):
    id: UUID | None = None
    title: str
    translated_title: str = ""


class SectionPatch(Input):
    title: str
    translated_title: str = ""


class SectionOut(Schema):
    id: UUID
    title: str
    translated_title: str
    position: int
    created_at: datetime
    updated_at: datetime


class TopicIn(Input):
    discussed: bool
    discussed_on: date | None = None
    with_whom: str = ""
    conclusion: str = ""
    shared: bool = False
    version: int | None = None


class TopicOut(Schema):
    subject: str
    state: str
    discussed_on: date | None
    with_whom: str
    conclusion: str
    shared: bool
    version: int


class SpecificationFields(Input):
    main_language: str | None = None
    languages: str | None = None
    goals: str | None = None
    scope_in: str | None = None
    scope_out: str | None = None
    schedule: str | None = None
    budget: str | None = None
    quality: str | None = None
    translated_goals: str | None = None
    translated_scope_in: str | None = None
    translated_scope_out: str | None = None
    translated_schedule: str | None = None
    translated_budget: str | None = None
    translated_quality: str | None = None
    version: int | None = None


class SpecificationOut(Schema):
    main_language: str
    languages: str
    goals: str
    scope_in: str
    scope_out: str
    schedule: str
    budget: str
    quality: str
    translated_goals: str
    translated_scope_in: str
    translated_scope_out: str
    translated_schedule: str
    translated_budget: str
    translated_quality: str
    consensus_on: date | None
    consensus_with: str
    consensus_note: str
    consensus_holds: bool
    version: int


class ConsensusIn(Input):
    on: date
    with_whom: str
    note: str = ""


class SendIn(Input):
    id: UUID | None = None
    signers: list[UUID]
    in_order: bool = True
    itemised: bool = False
    due_on: date | None = None
    message: str = ""


class SentOut(Schema):
    id: UUID
    code: str
    state: str
    paper_id: UUID
    paper: str

    @staticmethod
    def resolve_paper(request: Any) -> str:
        return str(request.paper.code)


class DocumentOut(Schema):
    """`content` is the neutral form of a paper; `hints` say what to look at before it is sent."""

    content: dict[str, Any]
    hints: list[str]
    total: int
    agreed: int
    proposed: int
    drafts: int
    changed: int
    must_be_signed_again: bool


class RequirementImportOut(Schema):
    id: UUID
    file_name: str
    form: str
    state: str
    headers: list[str]
    mapping: dict[str, str]
    existing: str
    total: int
    done: int
    created: int
    changed: int
    unchanged: int
    failed: int
    kept: int
    message: str
    version: int
    created_at: datetime
    updated_at: datetime


class ImportPatch(Input):
    """How the file is taken: `mapping` column index → field, `ticked` passages of a Word document."""

    mapping: dict[str, str] | None = None
    ticked: list[int] | None = None
    existing: str = ""
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    version: int | None = None


class RequirementImportRowOut(Schema):
    id: UUID
    number: int
    title: str
    outcome: str
    requirement_id: UUID | None
    problems: list[dict[str, Any]]
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_problems(row: Any) -> list[dict[str, Any]]:
        return list(row.problems)
