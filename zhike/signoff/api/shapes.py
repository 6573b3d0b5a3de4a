"""What callers send and get."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.signoff.models import SignatureRequest


class PaperOut(Schema):
    id: UUID
    code: str
    number: int
    version: int
    kind: str
    title: str
    languages: list[str]
    project_id: UUID
    content_sha256: str
    pdf_sha256: str
    pdf_size: int
    frozen_at: datetime
    frozen_by_id: UUID | None
    frozen_by_name: str
    updated_at: datetime


class PaperContentOut(PaperOut):
    content: dict[str, Any]


class RequestIn(Input):
    id: UUID | None = None
    signers: list[UUID]
    in_order: bool = False
    itemised: bool = False
    due_on: date | None = None
    message: str = ""


class SignerOut(Schema):
    id: UUID
    contact_id: UUID
    name: str
    company: str
    role_words: str
    position: int
    state: str
    stands_for_id: UUID | None
    asked_at: datetime | None
    first_opened_at: datetime | None
    last_opened_at: datetime | None
    reading_seconds: int
    reminded_at: datetime | None
    reminders: int
    reach_out_since: datetime | None
    signed_at: datetime | None


class RequestOut(Schema):
    id: UUID
    code: str
    number: int
    version: int
    paper_id: UUID
    project_id: UUID
    in_order: bool
    itemised: bool
    due_on: date | None
    message: str
    state: str
    reason: str
    asked_by_id: UUID | None
    sent_at: datetime
    ended_at: datetime | None
    signers: list[SignerOut]
    updated_at: datetime

    @staticmethod
    def resolve_signers(request: SignatureRequest) -> list[Any]:
        return list(request.signers.all())


class SignatureOut(Schema):
    id: UUID
    signer_id: UUID
    paper_id: UUID
    sequence: int
    decision: str
    remarks: str
    items: list[dict[str, str]]
    statement: str
    language: str
    name: str
    company: str
    role_words: str
    email: str
    signed_at: datetime
    means: str
    ip: str | None
    user_agent: str
    reading_seconds: int
    first_opened_at: datetime | None
    content_sha256: str
    pdf_sha256: str
    before: str
    hash: str
    revoked_at: datetime | None
    revocation_reason: str

    @staticmethod
    def resolve_revoked_at(row: Any) -> datetime | None:
        return next((one.revoked_at for one in row.revocations.all()), None)

    @staticmethod
    def resolve_revocation_reason(row: Any) -> str:
        return next((one.reason for one in row.revocations.all()), "")


class RequestReasonIn(Input):
    reason: str


class ReminderIn(Input):
    note: str = ""
    signer_id: UUID | None = None


class LinkIn(Input):
    id: UUID | None = None
    audience: str
    until: date | None = None
    password: str = ""


class LinkOut(Schema):
    id: UUID
    paper_id: UUID
    audience: str
    has_password: bool
    expires_at: datetime
    revoked_at: datetime | None
    is_live: bool
    created_at: datetime
    updated_at: datetime


class LinkMadeOut(LinkOut):
    """With the address, which is shown only this once."""

    address: str


class OpeningOut(Schema):
    id: UUID
    paper_id: UUID
    link_id: UUID | None
    signer_id: UUID | None
    name: str
    what: str
    opened_at: datetime
    ip: str | None
    user_agent: str
