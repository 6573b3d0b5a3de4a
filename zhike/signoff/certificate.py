"""The facts a document is printed with: its masthead, and what the certificate of signature says.

Plain and frozen: whoever has rows fills them in, whoever prints does not know of rows. Names, roles, remarks and
statements are the words of the time, never looked up again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhike.signoff.content import Text


@dataclass(frozen=True)
class Masthead:
    """What stands on the first page and on the edge of every page beside the content itself."""

    number: str  # DOC-7
    version: int
    kind: Text  # requirements specification
    firm: str
    client: str
    project: str
    prepared_by: str
    frozen_at: datetime
    content_sha256: str = ""  # blank for a draft: it has no fingerprint yet and is printed as a draft
    colour: str = "pine"  # the organisation's palette
    logo: bytes = b""  # PNG, JPEG or SVG
    time_zone: str = "Asia/Shanghai"

    @property
    def is_draft(self) -> bool:
        return not self.content_sha256


class Outcome(StrEnum):
    """What became of one signer."""

    APPROVED = "approved"
    APPROVED_WITH_REMARKS = "approved_with_remarks"
    DECLINED = "declined"
    DELEGATED = "delegated"
    WAITING = "waiting"  # not asked or not answered when the request ended


class Proof(StrEnum):
    """How a signer showed who they are."""

    MAIL_CODE = "mail_code"
    APP_CODE = "totp"
    PASSKEY = "passkey"


class Happening(StrEnum):
    """What the trail of events tells of; `EventFacts.detail` says more where there is more."""

    FROZEN = "frozen"
    REQUESTED = "requested"
    SENT = "sent"
    REMINDED = "reminded"
    OPENED = "opened"
    CODE_SENT = "code_sent"
    SIGNED = "signed"
    DECLINED = "declined"
    DELEGATED = "delegated"
    REVOKED = "revoked"
    COMPLETED = "completed"


@dataclass(frozen=True)
class ItemDecision:
    """What a signer said about one item, where items are decided one by one."""

    code: str
    outcome: Outcome
    remark: str = ""


@dataclass(frozen=True)
class SignerFacts:
    """One person asked to sign, and what they did. `remark` is also the reason of who declined or delegated."""

    position: int
    name: str
    company: str
    role: str
    outcome: Outcome
    remark: str = ""
    statement: str = ""  # the very words agreed to
    signed_at: datetime | None = None
    proofs: Sequence[Proof] = ()
    identified_as: str = ""  # the mail address or device that proved it, as far as it may be shown
    ip: str = ""
    device: str = ""  # in words: Chrome, Android
    items: Sequence[ItemDecision] = ()
    evidence_sha256: str = ""
    delegated_to: str = ""
    delegated_by: str = ""
    opened_at: datetime | None = None
    reading_seconds: int = 0
    revoked_at: datetime | None = None  # of the last signature they took back
    revocation: str = ""

    @property
    def is_revoked(self) -> bool:
        """They took their signature back and did not sign again."""
        return self.revoked_at is not None and (self.signed_at is None or self.signed_at <= self.revoked_at)


@dataclass(frozen=True)
class EventFacts:
    at: datetime
    what: Happening
    who: str
    detail: str = ""


@dataclass(frozen=True)
class CertificateFacts:
    """Everything the certificate of signature says."""

    masthead: Masthead
    pdf_sha256: str  # of the paper as it was shown and signed, before this certificate was added
    requested_by: str
    requested_at: datetime
    in_order: bool
    itemised: bool
    signers: Sequence[SignerFacts]
    events: Sequence[EventFacts]
    check_address: str  # where anyone can have a copy checked
    completed_at: datetime
    message: str = ""
