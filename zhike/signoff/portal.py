"""All a client may ever see of papers and signatures: frozen copies, made here.

Requests, signers and signatures are never handed out as rows. What only we may know (who was reminded, how long
somebody read, share links and who opened them, notes) is not copied.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.activity.events import sentence
from zhike.activity.models import Activity
from zhike.core.access import find_in, the_one, visible
from zhike.core.actors import STAFF, Actor
from zhike.core.errors import Missing
from zhike.core.prepared import prepared
from zhike.signoff.models import Paper, PaperBytes, ShareLink, Signature, SignatureRequest, SignedCopy, Signer
from zhike.signoff.own_time import today
from zhike.signoff.queries.papers import changes_since_signed, content_of, signed_before, statement
from zhike.signoff.queries.signers import delegates, has_app, why_not_now
from zhike.signoff.queries.standing import NO_COPY, SIGNER_TONE, TONE
from zhike.signoff.shared import (
    Colleague,
    Download,
    MyPart,
    MySignature,
    OpenedPaper,
    SharedChanges,
    SharedHappening,
    SharedPaper,
    SharedSigner,
    WholePaper,
)

__all__ = [
    "Colleague",
    "Download",
    "MyPart",
    "MySignature",
    "OpenedPaper",
    "SharedChanges",
    "SharedHappening",
    "SharedPaper",
    "SharedSigner",
    "WholePaper",
    "opened_paper",
    "opened_pdf",
    "paper_pdf",
    "shared_changes",
    "shared_paper",
    "shared_papers",
    "signed_copy",
    "waiting_for_me",
]

HAPPENINGS = 50
OURS = {role.value for role in STAFF}
State = SignatureRequest.State


def waiting_for_me(actor: Actor) -> list[SharedPaper]:
    """What this person can sign now, the most pressing first."""
    mine = visible(actor, Signer).filter(state=Signer.State.ASKED, request__state=State.OPEN)
    found = _rows(actor).filter(pk__in=mine.values("request__paper"))
    waiting = [one for one in _shared_all(actor, found) if one.may_sign]
    return sorted(waiting, key=lambda one: (one.due_on is None, one.due_on or date.max, one.sent_at))


def shared_papers(actor: Actor, project: int | None = None) -> list[SharedPaper]:
    """The papers of a project (by its number), or of all, that this person sees; newest first."""
    found = _rows(actor)
    if project is not None:
        found = found.filter(project__number=project)
    return sorted(_shared_all(actor, found), key=lambda one: one.sent_at, reverse=True)


def shared_paper(actor: Actor, number: int, version: int) -> WholePaper:
    """One paper, or Missing."""
    paper = the_one(_whole(actor, number, version), Paper)
    request = _request_of(actor, paper)
    before = signed_before(paper)
    return WholePaper(
        about=_shared(actor, paper, request, _newest([paper])), content=content_of(paper),
        languages=tuple(paper.languages),
        itemised=request.itemised, in_order=request.in_order, 
        asked_by=_firm(paper) or request.asked_by_name, message=request.message,
        reason=request.reason, signers=_signers(actor, request), me=_my_part(actor, paper, request),
        compared_with=before.version if before else None, history=_history(actor, paper),
        versions=_versions(actor, paper), content_sha256=paper.content_sha256, pdf_sha256=paper.pdf_sha256,
        pdf_size=paper.pdf_size,
    )  # fmt: skip


def shared_changes(actor: Actor, number: int, version: int) -> SharedChanges:
    """What is other than in the version everybody signed last; Missing if there is none."""
    paper = the_one(_whole(actor, number, version), Paper)
    before, changes = changes_since_signed(paper)
    if before is None:
        raise Missing(_("No earlier version was signed by everybody; there is nothing to compare with."))
    return SharedChanges(before.version, paper.version, changes)


def paper_pdf(actor: Actor, number: int, version: int) -> Download:
    """The paper as it is sent, without signatures."""
    paper = find_in(_rows(actor), number=number, version=version)
    return Download(f"{paper.code} {paper.title_here}.pdf", bytes(PaperBytes.objects.get(paper=paper).pdf))


def signed_copy(actor: Actor, number: int, version: int) -> Download:
    """The copy both sides keep, or Missing as long as not everybody has signed."""
    paper = find_in(_rows(actor), number=number, version=version)
    return _copy_of(paper)


def opened_paper(link: ShareLink) -> OpenedPaper:
    """What somebody sees who came by a share link (`actions.open_link` let them in)."""
    paper = Paper.objects.get(pk=link.paper_id)
    firm = Organisation.objects.get(pk=link.organisation_id)
    done = SignatureRequest.objects.filter(paper=paper, state=State.COMPLETED).first()
    return OpenedPaper(
        firm=firm.name, colour=firm.colour, title=paper.title_here, code=paper.code, kind_words=paper.kind_label,
        version=paper.version, content=content_of(paper), languages=tuple(paper.languages), is_signed=done is not None,
        signed_at=done.ended_at if done else None,
        has_signed_copy=done is not None and SignedCopy.objects.filter(request=done).exists(),
        frozen_at=paper.frozen_at, valid_until=link.expires_at, content_sha256=paper.content_sha256,
        pdf_sha256=paper.pdf_sha256, pdf_size=paper.pdf_size,
    )  # fmt: skip


def opened_pdf(link: ShareLink, *, signed: bool = False) -> Download:
    paper = Paper.objects.get(pk=link.paper_id)
    if signed:
        return _copy_of(paper)
    return Download(f"{paper.code} {paper.title_here}.pdf", bytes(PaperBytes.objects.get(paper=paper).pdf))


# --- below -----------------------------------------------------------------------------------------------


@prepared
def _whole(actor: Actor, number: int, version: int) -> QuerySet[Paper]:
    return _rows(actor).filter(number=number, version=version).defer(None)[:1]


def _rows(actor: Actor) -> QuerySet[Paper]:
    signers = Signer.objects.select_related("contact").order_by("position", "id")
    copies = Prefetch("copies", SignedCopy.objects.defer("pdf"))
    requests = SignatureRequest.objects.prefetch_related(Prefetch("signers", signers), copies).order_by("-sent_at")
    return (
        visible(actor, Paper)
        .select_related("project__client", "project__transparency")
        .prefetch_related(Prefetch("requests", requests))
        .defer("content")
    )


def _shared_all(actor: Actor, found: QuerySet[Paper]) -> list[SharedPaper]:
    rows = list(found)
    newest = _newest(rows)
    return [_shared(actor, paper, _request_of(actor, paper), newest) for paper in rows]


def _newest(papers: Sequence[Paper]) -> dict[object, int]:
    """The newest version that was sent, of each of these papers' series."""
    sent = SignatureRequest.objects.filter(series__in={one.series_id for one in papers})
    return dict(sent.order_by("paper__version").values_list("series", "paper__version"))


def _request_of(actor: Actor, paper: Paper) -> SignatureRequest:
    """The open request of a paper, else its latest."""
    found = list(paper.requests.all())
    if not found:
        raise Missing(_("There is no such %(thing)s, or it is not yours to see.") % {"thing": _("document")})
    request = next((one for one in found if one.is_open), found[0])
    request.paper, request.project = paper, paper.project
    for signer in request.signers.all():
        signer.request = request
    return request


def _shared(actor: Actor, paper: Paper, request: SignatureRequest, newest: dict[object, int]) -> SharedPaper:
    mine = _me(actor, request)
    state = State(request.state)
    return SharedPaper(
        number=paper.number, version=paper.version, code=paper.code, title=paper.title_here, kind=paper.kind,
        kind_words=paper.kind_label, project_number=paper.project.number, project=paper.project.name,
        sent_at=request.sent_at, state=state.value, state_words=str(state.label), tone=TONE[state],
        due_on=request.due_on if request.is_open else None,
        is_overdue=request.is_open and request.due_on is not None and request.due_on < today(),
        may_sign=mine is not None and request.is_open and mine.is_asked,
        is_mine=mine is not None, is_newest=paper.version >= newest.get(paper.series_id, 0), ended_at=request.ended_at,
        has_signed_copy=bool(request.copies.all()),
    )  # fmt: skip


def _me(actor: Actor, request: SignatureRequest) -> Signer | None:
    """The reader among the signers."""
    return next((one for one in request.signers.all() if _is_me(actor, one)), None)


def _is_me(actor: Actor, signer: Signer) -> bool:
    if actor.contact_id is not None:
        return signer.contact_id == actor.contact_id
    return actor.user_id is not None and signer.contact.user_id == actor.user_id and not signer.contact.has_left


def _signers(actor: Actor, request: SignatureRequest) -> tuple[SharedSigner, ...]:
    standing = {one.signer_id: one for one in Signature.objects.filter(request=request, revocations=None)}
    return tuple(
        SharedSigner(
            name=one.name, role=one.role_words, company=one.company, state=one.state,
            state_words=str(one.get_state_display()), tone=SIGNER_TONE[Signer.State(one.state)], at=one.signed_at,
            remarks=standing[one.pk].remarks if one.pk in standing else one.delegation_reason,
            is_me=_is_me(actor, one), position=one.position,
        )
        for one in request.signers.all()
    )  # fmt: skip


def _my_part(actor: Actor, paper: Paper, request: SignatureRequest) -> MyPart | None:
    signer = _me(actor, request)
    if signer is None:
        return None
    refusal = why_not_now(signer, request)
    language = get_language() or "zh-hans"
    row = Signature.objects.filter(signer=signer, revocations=None).order_by("-sequence").first()
    may = not refusal
    return MyPart(
        key=str(signer.pk), state=signer.state, state_words=str(signer.get_state_display()), may_sign=may,
        why_not=refusal, may_revoke=request.is_open and row is not None, may_delegate=may,
        colleagues=_colleagues(request, signer) if may else (), code_goes_to=masked(signer),
        has_app=has_app(actor), statement=statement(paper, "approved", language),
        statement_declining=statement(paper, "declined", language), signature=_mine(row) if row else None,
    )  # fmt: skip


def _mine(row: Signature) -> MySignature:
    return MySignature(
        row.decision, str(row.get_decision_display()), row.remarks, tuple(row.items), row.statement, row.signed_at
    )


def _colleagues(request: SignatureRequest, signer: Signer) -> tuple[Colleague, ...]:
    return tuple(
        Colleague(str(one.contact_id), str(one.contact), one.role_words, one.portal_role == "signatory")
        for one in delegates(request, signer)
    )


def masked(signer: Signer) -> str:
    """Enough of the address to know which mailbox to look into."""
    address = signer.contact.user.email if signer.contact.user else signer.contact.email
    name, _at, host = address.partition("@")
    return f"{name[:2]}…@{host}" if host else ""


def _history(actor: Actor, paper: Paper) -> tuple[SharedHappening, ...]:
    """What happened to this version and was shown to the client."""
    told = list(Activity.objects.filter(subject_id=paper.pk, shown_to_client=True).order_by("-sequence")[:HAPPENINGS])
    firm = _firm(paper)
    for one in told:
        if firm and one.actor_role in OURS:
            one.actor_name = firm  # of this copy only: the row itself cannot be changed
    return tuple(SharedHappening(str(sentence(one)), one.happened_at) for one in told)


def _firm(paper: Paper) -> str:
    """Who speaks for us: the firm, where the project does not show who works on it; else empty, and people do."""
    if paper.project.transparency.people:
        return ""
    return Organisation.objects.get(pk=paper.organisation_id).name


def _versions(actor: Actor, paper: Paper) -> tuple[int, ...]:
    found = visible(actor, Paper).filter(series=paper.series_id)
    return tuple(found.order_by("-version").values_list("version", flat=True))


def _copy_of(paper: Paper) -> Download:
    copy = SignedCopy.objects.filter(request__paper=paper).order_by("-made_at").first()
    if copy is None:
        raise Missing(NO_COPY)
    return Download(
        _("%(code)s %(title)s, signed.pdf") % {"code": paper.code, "title": paper.title_here}, bytes(copy.pdf)
    )
