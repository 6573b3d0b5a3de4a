"""From rows to documents: the masthead of a paper, the facts of its certificate, and the PDFs made of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix
from django.utils import translation

from zhike.accounts.models import Organisation
from zhike.accounts.queries import logo_of
from zhike.activity.models import Activity
from zhike.core.actors import STAFF
from zhike.core.papers import examine_pdf, seal_pdf
from zhike.projects.models import Project
from zhike.signoff.certificate import (
    CertificateFacts,
    EventFacts,
    Happening,
    ItemDecision,
    Masthead,
    Outcome,
    Proof,
    SignerFacts,
)
from zhike.signoff.content import PaperContent
from zhike.signoff.devices import device_in_words
from zhike.signoff.documents import paper_pdf, signed_copy
from zhike.signoff.kinds import kind_of
from zhike.signoff.models import Paper, Revocation, Signature, SignatureRequest, Signer

OUTCOME = {
    Signer.State.APPROVED: Outcome.APPROVED, Signer.State.WITH_REMARKS: Outcome.APPROVED_WITH_REMARKS,
    Signer.State.DECLINED: Outcome.DECLINED, Signer.State.DELEGATED: Outcome.DELEGATED,
}  # fmt: skip
OURS = {role.value for role in STAFF}
ITEM_OUTCOME = {"approved": Outcome.APPROVED, "declined": Outcome.DECLINED}
PROOF = {Signature.Means.MAIL_CODE: Proof.MAIL_CODE, Signature.Means.TOTP: Proof.APP_CODE}
HAPPENING = {
    "paper.frozen": Happening.FROZEN, "signature.requested": Happening.REQUESTED,
    "signature.reminded": Happening.REMINDED,
    "paper.opened": Happening.OPENED, "signature.code_sent": Happening.CODE_SENT,
    "signature.approved": Happening.SIGNED, "signature.approved_with_remarks": Happening.SIGNED,
    "signature.declined": Happening.DECLINED, "signature.delegated": Happening.DELEGATED,
    "signature.revoked": Happening.REVOKED, "signature.completed": Happening.COMPLETED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A sealed PDF. Without a time stamp where no server is named, or it did not answer."""

    pdf: bytes
    is_sealed: bool
    is_time_stamped: bool


def masthead(
    content: PaperContent, project: Project, *, kind: str, number: int, version: int, frozen_at: datetime,
    frozen_by: str,
) -> Masthead:  # fmt: skip
    """What stands on the first page, in the words of the time."""
    firm = Organisation.objects.get(pk=project.organisation_id)
    said = {}
    for language in content.languages:
        with translation.override(language):
            said[language] = str(kind_of(kind).label)
    return Masthead(
        number=f"DOC-{number}", version=version, kind=said, firm=firm.name, client=project.client.name,
        project=f"{project.code} {project.name}", prepared_by=_ours(project, firm, frozen_by), frozen_at=frozen_at,
        content_sha256=content.sha256(), colour=firm.colour, logo=logo_of(firm), time_zone=firm.time_zone,
    )  # fmt: skip


def draft_masthead(content: PaperContent, project: Project, *, number: int | None, **told: Any) -> Masthead:
    """The same of what is not frozen: no fingerprint, so it is marked as a draft; and maybe no number yet."""
    head = masthead(content, project, number=number or 0, **told)
    return replace(head, content_sha256="", number=head.number if number else "DOC")


def _ours(project: Project, firm: Organisation, name: str) -> str:
    """One of our people by name, or the firm where the project does not show the client who works on it."""
    return name if project.transparency.people else firm.name


def masthead_of(paper: Paper, content: PaperContent) -> Masthead:
    return masthead(
        content, paper.project, kind=paper.kind, number=paper.number, version=paper.version, frozen_at=paper.frozen_at,
        frozen_by=paper.frozen_by_name,
    )  # fmt: skip


def print_paper(content: PaperContent, head: Masthead) -> bytes:
    """The paper as it will be shown and signed."""
    return paper_pdf(content, head)


def print_signed_copy(request: SignatureRequest, *, must_be_stamped: bool = False) -> Printed:
    """The paper with its certificate, sealed by the installation's key. `NoTimeStamp` if it must bear one and the
    server does not answer."""
    paper = request.paper
    content = PaperContent.from_json(paper.content)
    pdf = signed_copy(content, certificate_facts(request, content))
    reason = f"{paper.code}: {', '.join(one.name for one in request.signers.all() if one.has_approved)}"
    firm = Organisation.objects.get(pk=request.organisation_id)
    sealed = seal_pdf(pdf, reason=reason, name=firm.name, must_be_stamped=must_be_stamped)
    found = examine_pdf(sealed)
    return Printed(sealed, found.is_genuine, found.is_time_stamped)


def certificate_facts(request: SignatureRequest, content: PaperContent) -> CertificateFacts:
    """Everything the certificate says, from the rows as they are."""
    signers = list(request.signers.select_related("contact", "stands_for").order_by("position", "id"))
    firm = Organisation.objects.get(pk=request.organisation_id)
    assert request.ended_at is not None
    return CertificateFacts(
        masthead=masthead_of(request.paper, content), pdf_sha256=request.paper.pdf_sha256,
        requested_by=_ours(request.project, firm, request.asked_by_name), requested_at=request.sent_at,
        in_order=request.in_order,
        itemised=request.itemised, signers=[_signer(one, signers) for one in signers], events=_events(request),
        check_address=check_address(), completed_at=request.ended_at, message=request.message,
    )  # fmt: skip


def check_address() -> str:
    """Where anybody can have a copy checked."""
    outside = get_script_prefix()
    set_script_prefix("/")
    try:
        return f"{settings.SITE_ADDRESS}{reverse('verify-document')}"
    except NoReverseMatch:
        return str(settings.SITE_ADDRESS)
    finally:
        set_script_prefix(outside)


def _signer(signer: Signer, everybody: list[Signer]) -> SignerFacts:
    row = Signature.objects.filter(signer=signer, revocations=None).order_by("-sequence").first()
    taken_back = Revocation.objects.filter(signature__signer=signer).order_by("-sequence").first()
    stand_in = next((one.name for one in everybody if one.stands_for_id == signer.pk), "")
    told: dict[str, Any] = {
        "position": signer.position, "name": signer.name, "company": signer.company, "role": signer.role_words,
        "outcome": OUTCOME.get(Signer.State(signer.state), Outcome.WAITING), "delegated_to": stand_in,
        "delegated_by": signer.stands_for.name if signer.stands_for else "", "opened_at": signer.first_opened_at,
        "reading_seconds": signer.reading_seconds, "remark": signer.delegation_reason,
        "revoked_at": taken_back.revoked_at if taken_back else None,
        "revocation": taken_back.reason if taken_back else "",
    }  # fmt: skip
    return SignerFacts(**(told | _signed(row)))


def _signed(row: Signature | None) -> dict[str, Any]:
    if row is None:
        return {}
    items = [ItemDecision(one["code"], ITEM_OUTCOME[one["decision"]], one["remark"]) for one in row.items]
    return {
        "name": row.name, "company": row.company, "role": row.role_words, "remark": row.remarks,
        "statement": row.statement, "signed_at": row.signed_at, "proofs": [PROOF[Signature.Means(row.means)]],
        "identified_as": row.email, "ip": row.ip or "", "device": device_in_words(row.user_agent), "items": items,
        "evidence_sha256": row.hash, "opened_at": row.first_opened_at, "reading_seconds": row.reading_seconds,
    }  # fmt: skip


def _events(request: SignatureRequest) -> list[EventFacts]:
    """The trail: what the timeline keeps of this version, of this request."""
    rows = Activity.objects.filter(subject_id=request.paper_id, verb__in=HAPPENING).order_by("sequence")
    return [
        EventFacts(row.happened_at, HAPPENING[row.verb], _who(row, request), str(row.details.get("reason", "")))
        for row in rows
        if row.details.get("request", request.code) == request.code
    ]


def _who(row: Activity, request: SignatureRequest) -> str:
    if row.actor_role in OURS and not request.project.transparency.people:
        return Organisation.objects.get(pk=row.organisation_id).name
    return str(row.details.get("person") or row.actor_name)
