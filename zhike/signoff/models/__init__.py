from zhike.signoff.kinds import PaperKind, kind_of, paper_kind, paper_kinds
from zhike.signoff.models.evidence import START, Revocation, Signature, SignedCopy
from zhike.signoff.models.papers import Paper, PaperBytes, PaperSeries
from zhike.signoff.models.requests import IdentityCode, SignatureRequest, Signer
from zhike.signoff.models.sharing import Opening, ShareLink

__all__ = [
    "START",
    "IdentityCode",
    "Opening",
    "Paper",
    "PaperBytes",
    "PaperKind",
    "PaperSeries",
    "Revocation",
    "ShareLink",
    "Signature",
    "SignatureRequest",
    "SignedCopy",
    "Signer",
    "kind_of",
    "paper_kind",
    "paper_kinds",
]
