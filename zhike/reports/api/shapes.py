"""What callers send and get of report plans and reports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema


class ReportHowIn(Input):
    """`depth`: management, usual, technical, finance. `channel`: mail, portal, meeting, by_hand."""

    language: str
    depth: str = "usual"
    channel: str = "mail"


class ReportReaderIn(ReportHowIn):
    """Somebody of the client (`contact_id`) or a colleague (`user_id`), never both."""

    contact_id: UUID | None = None
    user_id: UUID | None = None


class ReportPlanFields(Input):
    cadence: str | None = None
    weekday: int | None = None
    day_of_month: int | None = None
    hour: int | None = None
    topics: list[str] | None = None
    approver_id: UUID | None = None


class ReportPlanIn(ReportPlanFields):
    """Without `readers`, they are proposed from what the people of the project prefer."""

    id: UUID | None = None
    name: str
    readers: list[ReportReaderIn] | None = None


class ReportPlanPatch(ReportPlanFields):
    name: str | None = None
    is_active: bool | None = None
    version: int | None = None


class ReportPlanOut(Schema):
    id: UUID
    code: str
    number: int
    project_id: UUID
    name: str
    cadence: str
    weekday: int
    day_of_month: int
    hour: int
    topics: list[str]
    approver_id: UUID | None
    is_active: bool
    next_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class ReportReaderOut(Schema):
    id: UUID
    contact_id: UUID | None
    user_id: UUID | None
    name: str
    language: str
    depth: str
    channel: str
    why: str
    created_at: datetime
    updated_at: datetime


class ReportIn(Input):
    """By a plan, or for the `readers` named: `kind` is then on_demand or urgent."""

    id: UUID | None = None
    plan_id: UUID | None = None
    kind: str = ""
    start: datetime | None = None
    end: datetime | None = None
    readers: list[ReportReaderIn] = []


class ReportOut(Schema):
    id: UUID
    code: str
    number: int
    project_id: UUID
    plan_id: UUID | None
    corrects_id: UUID | None
    kind: str
    period_start: datetime
    period_end: datetime
    state: str
    drafted_at: datetime
    derived_health: str
    health: str
    health_reason: str
    answers: dict[str, str]
    returned_because: str
    approved_by_name: str
    approved_at: datetime | None
    published_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class ReportVariantOut(Schema):
    id: UUID
    audience: str
    language: str
    depth: str
    has_money: bool


class ReportParagraphIn(Input):
    id: UUID | None = None
    topic: str
    text: str


class ReportParagraphPatch(Input):
    text: str
    version: int | None = None


class ReportLeftOutIn(Input):
    left_out: bool = True


class ReportParagraphOut(Schema):
    id: UUID
    variant_id: UUID
    topic: str
    fact: str
    drafted: str
    text: str
    evidence: list[Any]
    is_left_out: bool
    is_changed: bool
    version: int
    created_at: datetime
    updated_at: datetime


class ReportHealthIn(Input):
    health: str
    reason: str = ""
    version: int | None = None


class ReportContradictionOut(Schema):
    key: str
    words: str
    evidence: list[Any]
    quote: str
    answer: str


class CheckedReportOut(Schema):
    """A draft held against what is known now."""

    derived: str
    contradictions: list[ReportContradictionOut]


class ReportAnswerIn(Input):
    key: str
    answer: str


class ReportWhyIn(Input):
    reason: str


class ReportVersionIn(Input):
    version: int | None = None


class ReportPublicationOut(Schema):
    id: UUID
    report_id: UUID
    audience: str
    language: str
    depth: str
    has_money: bool
    content: dict[str, Any]
    sha256: str
    published_at: datetime


class ReportReceiptOut(Schema):
    id: UUID
    publication_id: UUID
    contact_id: UUID | None
    user_id: UUID | None
    name: str
    channel: str
    sent_at: datetime | None
    first_read_at: datetime | None
    last_read_at: datetime | None
    times_read: int
    acknowledged_at: datetime | None
    handed_over_by_name: str
    version: int
    created_at: datetime
    updated_at: datetime


class ReportHandOverIn(Input):
    how: str


class ReportReactionOut(Schema):
    id: UUID
    publication_id: UUID
    paragraph: str
    paragraph_words: str
    kind: str
    text: str
    contact_id: UUID | None
    name: str
    said_at: datetime
    question_id: UUID | None
    reply: str
    replied_by_name: str
    replied_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class ReportReplyIn(Input):
    reply: str
    version: int | None = None
