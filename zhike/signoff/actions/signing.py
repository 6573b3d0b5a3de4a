"""Signing: approve, approve with remarks, decline."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import gathered, record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import made_before
from zhike.signoff.access import SIGN
from zhike.signoff.actions.asking import ask_whose_turn_it_is
from zhike.signoff.actions.deciding import Decided, ItemDecision, decide
from zhike.signoff.actions.identity import prove_identity
from zhike.signoff.actions.locking import locked_with_signer
from zhike.signoff.chain import append
from zhike.signoff.events import REQUEST_COMPLETED, REQUEST_DECLINED, SIGNED_AS
from zhike.signoff.models import IdentityCode, Signature, SignatureRequest, Signer
from zhike.signoff.origin import NOWHERE, Origin
from zhike.signoff.queries.papers import statement
from zhike.signoff.queries.signers import why_not_now

State, Decision = SignatureRequest.State, Signature.Decision


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page showed the person who signs: which bytes, and the words they agree to in which language."""

    content_sha256: str
    pdf_sha256: str
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody decided, as their page sends it. With items, the decision may be left to follow from them."""

    decision: str = ""
    remarks: str = ""
    items: Sequence[ItemDecision] = field(default_factory=tuple)


def sign(
    actor: Actor, signer: Signer, answer: Answer, *, seen: Seen, code: str, origin: Origin = NOWHERE,
    id: UUID | None = None,
) -> Signature:  # fmt: skip
    """Put one's name to a paper: approve it, approve it with remarks, or decline it with the reason.

    The code proves who it is and is tried before anything is locked, so that wrong tries count even though nothing else
    is kept of them. What was seen must be exactly what is signed. Sent twice with the same `id`, it is signed once. The
    last signature completes the request; one that declines ends it.
    """
    must(actor, SIGN, signer)
    again = made_before(actor.organisation_id, Signature, id)
    if again is not None:
        return _mine(signer, again)
    signer = find(actor, Signer, pk=signer.pk)  # as it is now: their turn may have come since the page was made
    _refuse_early(signer)
    means, mailed = prove_identity(signer, code, actor)
    return _sign(actor, signer, answer, seen, means, mailed, origin, id)


@transaction.atomic
@gathered()
def _sign(
    actor: Actor, signer: Signer, answer: Answer, seen: Seen, means: Signature.Means, mailed: IdentityCode | None,
    origin: Origin, id: UUID | None,
) -> Signature:  # fmt: skip
    request, signer = locked_with_signer(signer)
    again = made_before(actor.organisation_id, Signature, id)
    if again is not None:
        return _mine(signer, again)
    refusal = why_not_now(signer, request)
    if refusal:
        raise Conflict(refusal)
    _same_bytes(request, seen)
    decided = decide(request.paper, request.itemised, answer.decision, answer.remarks, answer.items)
    _use_up(mailed)
    row = _evidence(actor, signer, request, decided, seen.language, means, origin, id)
    append(row)
    _settle(signer, row)
    if row.decision != Decision.DECLINED:
        ask_whose_turn_it_is(request, actor)
    record(
        actor, SIGNED_AS[row.decision], request.paper, shown_to_client=True, remarks=row.remarks, request=request.code
    )
    _go_on(actor, request, row)
    return row


def _mine(signer: Signer, row: Signature) -> Signature:
    found = Signature.objects.filter(pk=row.pk, signer=signer).first()
    if found is None:
        raise Conflict(_("This id is already in use. Make a new one and send again."))
    return found


def _refuse_early(signer: Signer) -> None:
    """So that nobody types a code in vain; asked again once the row is locked."""
    refusal = why_not_now(signer, SignatureRequest.objects.get(pk=signer.request_id))
    if refusal:
        raise Conflict(refusal)


def _same_bytes(request: SignatureRequest, seen: Seen) -> None:
    paper = request.paper
    if (seen.content_sha256, seen.pdf_sha256) != (paper.content_sha256, paper.pdf_sha256):
        raise Conflict(_("What you saw is not what would be signed. Load the page again and read it once more."))
    if seen.language not in dict(settings.LANGUAGES):
        raise Invalid(language=_("Choose one of the offered languages."))


def _use_up(mailed: IdentityCode | None) -> None:
    if mailed is None:
        return
    fresh = IdentityCode.objects.filter(pk=mailed.pk, used_at=None, expires_at__gt=timezone.now())
    if not fresh.update(used_at=timezone.now()):
        raise Invalid(code=_("This code is no longer valid. Have a new one sent."))


def _evidence(
    actor: Actor, signer: Signer, request: SignatureRequest, decided: Decided, language: str, means: Signature.Means,
    origin: Origin, id: UUID | None,
) -> Signature:  # fmt: skip
    paper, contact = request.paper, signer.contact
    assert contact.user is not None
    assert actor.user_id is not None
    return Signature(
        request=request, signer=signer, paper=paper, decision=decided.decision, remarks=decided.remarks,
        items=decided.items, statement=statement(paper, decided.decision, language), language=language,
        name=contact.name, company=contact.client.name, role_words=signer.role_words, email=contact.user.email,
        contact=contact, user_id=actor.user_id, signed_at=timezone.now(), means=means, ip=origin.ip,
        user_agent=origin.user_agent, reading_seconds=signer.reading_seconds, first_opened_at=signer.first_opened_at,
        content_sha256=paper.content_sha256, pdf_sha256=paper.pdf_sha256, **({"id": id} if id else {}),
    )  # fmt: skip


def _settle(signer: Signer, row: Signature) -> None:
    signer.state, signer.signed_at = Signer.State(row.decision), row.signed_at
    signer.save(update_fields=["state", "signed_at"])


def _go_on(actor: Actor, request: SignatureRequest, row: Signature) -> None:
    """Whether the request is over with this signature."""
    if row.decision == Decision.DECLINED:
        _end(actor, request, State.DECLINED, f"{row.name}: {row.remarks}"[:1000])
    elif not Signer.objects.filter(request=request, state__in=[Signer.State.WAITING, Signer.State.ASKED]).exists():
        _end(actor, request, State.COMPLETED, "")


def _end(actor: Actor, request: SignatureRequest, state: SignatureRequest.State, reason: str) -> None:
    request.state, request.reason, request.ended_at = state, reason, timezone.now()
    request.save(update_fields=["state", "reason", "ended_at"])
    house = Actor.system(actor.organisation_id, via=actor.via)
    event = REQUEST_COMPLETED if state is State.COMPLETED else REQUEST_DECLINED
    record(house, event, request.paper, shown_to_client=True, request=request.code, request_id=request.pk)
