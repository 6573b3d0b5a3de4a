"""Papers as A4 documents: the paper itself, the changes between two versions, the signed copy with its certificate."""

from zhike.signoff.certificate import CertificateFacts, Masthead
from zhike.signoff.changes import PaperDifference
from zhike.signoff.content import PaperContent


def paper_pdf(content: PaperContent, masthead: Masthead) -> bytes:
    """The paper as it is shown and signed: PDF/A, the same bytes each time."""
    raise NotImplementedError


def difference_pdf(difference: PaperDifference, masthead: Masthead, *, before: Masthead | None) -> bytes:
    """What changed since the version of `before`, old words struck through."""
    raise NotImplementedError


def signed_copy(content: PaperContent, facts: CertificateFacts) -> bytes:
    """The paper followed by its certificate of signature, ready for `seal_pdf`."""
    raise NotImplementedError
