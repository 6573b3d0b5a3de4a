"""The shapes of what a client may see of papers and signatures. Filled in portal.py, and there only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhike.signoff.changes import PaperDifference
from zhike.signoff.content import PaperContent


@dataclass(frozen=True, slots=True)
class SharedSigner:
    """One of those who sign, as everybody who sees the paper sees them."""

    name: str
    role: str
    company: str
    state: str
    state_words: str
    tone: str
    at: datetime | None
    remarks: str
    is_me: bool
    position: int


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """A paper in a list. `may_sign`: it is the reader's turn. `due_on` only while it is open."""

    number: int
    version: int
    code: str
    title: str
    kind: str
    kind_words: str
    project_number: int
    project: str
    sent_at: datetime
    state: str
    state_words: str
    tone: str
    due_on: date | None
    is_overdue: bool
    may_sign: bool
    is_mine: bool
    is_newest: bool
    ended_at: datetime | None
    has_signed_copy: bool


@dataclass(frozen=True, slots=True)
class MySignature:
    """What the reader decided, for themselves to look up."""

    decision: str
    decision_words: str
    remarks: str
    items: Sequence[dict[str, str]]
    statement: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody the reader may hand their signature on to; `at_once`: without our side confirming it."""

    key: str
    name: str
    role: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class MyPart:
    """The reader as a signer of this paper. `why_not` says in words why it is not their turn; empty if it is."""

    key: str
    state: str
    state_words: str
    may_sign: bool
    why_not: str
    may_revoke: bool
    may_delegate: bool
    colleagues: Sequence[Colleague]
    code_goes_to: str
    has_app: bool
    statement: str
    statement_declining: str
    signature: MySignature | None


@dataclass(frozen=True, slots=True)
class SharedHappening:
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WholePaper:
    """One paper with all the reader may know of it."""

    about: SharedPaper
    content: PaperContent
    languages: Sequence[str]
    itemised: bool
    in_order: bool
    asked_by: str
    message: str
    reason: str
    signers: Sequence[SharedSigner]
    me: MyPart | None
    compared_with: int | None
    history: Sequence[SharedHappening]
    versions: Sequence[int]
    content_sha256: str
    pdf_sha256: str
    pdf_size: int


@dataclass(frozen=True, slots=True)
class SharedChanges:
    """Two versions laid over each other; `{% paper_changes one.changes %}` shows it."""

    before: int
    version: int
    changes: PaperDifference


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class OpenedPaper:
    """A paper as whoever has the link sees it: what it says, and whether it is signed. Nobody's name but the firm's."""

    firm: str
    colour: str
    title: str
    code: str
    kind_words: str
    version: int
    content: PaperContent
    languages: Sequence[str]
    is_signed: bool
    signed_at: datetime | None
    has_signed_copy: bool
    frozen_at: datetime
    valid_until: datetime
    content_sha256: str
    pdf_sha256: str
    pdf_size: int
