"""Reading the chains of signatures of an organisation and saying in words what does not hold."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhike.signoff.chain import links
from zhike.signoff.content import PaperContent
from zhike.signoff.models import (
    START,
    Paper,
    PaperBytes,
    Revocation,
    Signature,
    SignatureRequest,
    SignedCopy,
    Signer,
)

DECIDED = {
    Signature.Decision.APPROVED: Signer.State.APPROVED,
    Signature.Decision.WITH_REMARKS: Signer.State.WITH_REMARKS,
    Signature.Decision.DECLINED: Signer.State.DECLINED,
}


def signature_findings() -> Iterator[str]:
    """Everything in the current organisation that was altered behind the application's back."""
    for paper in Paper.objects.order_by("number", "version").iterator(chunk_size=50):
        yield from _paper(paper)
    for request in SignatureRequest.objects.select_related("paper").order_by("number").iterator(chunk_size=200):
        yield from _chain(request)
        yield from _standing(request)
    for copy in SignedCopy.objects.select_related("request").iterator(chunk_size=20):
        if hashlib.sha256(bytes(copy.pdf)).hexdigest() != copy.pdf_sha256:
            yield _("%(request)s: the signed copy is not the one that was made.") % {"request": copy.request.code}


def _paper(paper: Paper) -> Iterator[str]:
    content = PaperContent.from_json(paper.content)
    if content.sha256() != paper.content_sha256:
        yield _("%(paper)s: the content was altered.") % {"paper": paper.code}
    row = PaperBytes.objects.filter(paper=paper).first()
    if row is None:
        yield _("%(paper)s: its PDF is missing.") % {"paper": paper.code}
    elif hashlib.sha256(bytes(row.pdf)).hexdigest() != paper.pdf_sha256:
        yield _("%(paper)s: the PDF was altered.") % {"paper": paper.code}


def _chain(request: SignatureRequest) -> Iterator[str]:
    before, expected = START, 1
    for row in links(request):
        named = {"request": request.code, "row": row.sequence}
        if row.sequence != expected:
            yield _("%(request)s: row %(row)s follows a gap; something was removed.") % named
        if row.before != before:
            yield _("%(request)s: row %(row)s does not follow the one before it.") % named
        if row.hash != row.hash_of_row():
            yield _("%(request)s: row %(row)s was altered.") % named
        if isinstance(row, Signature):
            same = (row.content_sha256, row.pdf_sha256) == (request.paper.content_sha256, request.paper.pdf_sha256)
            if not same:
                yield _("%(request)s: row %(row)s is about another document than the request.") % named
        before, expected = row.hash, row.sequence + 1


def _standing(request: SignatureRequest) -> Iterator[str]:
    """What the signers' rows, which may change, say of signatures, which may not."""
    taken_back = set(Revocation.objects.filter(request=request).values_list("signature_id", flat=True))
    rows = [one for one in Signature.objects.filter(request=request) if one.pk not in taken_back]
    standing = {one.signer_id: DECIDED[Signature.Decision(one.decision)] for one in rows}
    for signer in request.signers.all():
        said = signer.state if signer.signed_at is not None else None
        if standing.get(signer.pk) != said:
            yield _("%(request)s: what is said of %(name)s does not agree with the signatures.") % {
                "request": request.code, "name": signer.name,
            }  # fmt: skip
