"""Handing one's signature on to somebody better placed."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.activity.events import gathered, record
from zhike.clients.models import Contact
from zhike.core.access import must
from zhike.core.actors import Actor, Role
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.projects.actions import change_participant
from zhike.projects.models import Participant
from zhike.signoff.access import CONFIRM_DELEGATE, DELEGATE
from zhike.signoff.actions.asking import ask_whose_turn_it_is, participation, why_not
from zhike.signoff.actions.ending import a_reason, refuse_ended
from zhike.signoff.actions.locking import locked_with_signer
from zhike.signoff.events import DELEGATE_CONFIRMED, SIGNING_DELEGATED
from zhike.signoff.models import SignatureRequest, Signer
from zhike.signoff.queries.signers import why_not_now


@transaction.atomic
@gathered()
def delegate(actor: Actor, signer: Signer, *, to: Contact, reason: str) -> Signer:
    """Ask a colleague of the same company, who takes part in the project, to sign in one's place.

    A colleague who is a signatory of the project is asked at once. One who is not yet waits until our side has
    confirmed that they may sign: who may bind the client is agreed by both sides, not passed on in silence.
    """
    must(actor, DELEGATE, signer)
    request, signer = locked_with_signer(signer)
    refusal = why_not_now(signer, request)
    if refusal:
        raise Conflict(refusal)
    reason = a_reason(reason)
    there = _colleague(request, signer, to)
    signer.state, signer.delegation_reason = Signer.State.DELEGATED, reason
    signer.save(update_fields=["state", "delegation_reason"])
    other = Signer(
        request=request, contact=to, position=signer.position, name=to.name, company=to.client.name,
        role_words=to.position or there.role_words, stands_for=signer,
    )  # fmt: skip
    other.save(force_insert=True)
    if there.portal_role == Role.SIGNATORY:
        ask_whose_turn_it_is(request, actor)
    record(
        actor, SIGNING_DELEGATED, request.paper, shown_to_client=True, person=to.name, reason=reason,
        request=request.code,
    )  # fmt: skip
    return lock(other)


@transaction.atomic
@gathered()
def confirm_delegate(actor: Actor, signer: Signer) -> Signer:
    """Our side confirms that a colleague somebody named may sign for the client here: they become a signatory of the
    project, and are asked."""
    must(actor, CONFIRM_DELEGATE, signer)
    there = participation(signer.request.project, signer.contact)
    if there is not None and there.portal_role != Role.SIGNATORY:
        there = change_participant(actor, there, portal_role=Role.SIGNATORY)
    request, signer = locked_with_signer(signer)
    refuse_ended(request)
    if signer.state != Signer.State.WAITING or signer.stands_for_id is None:
        raise Conflict(_("There is nothing to confirm here any more."))
    refusal = why_not(there, signer.contact)
    if refusal:
        raise Conflict(refusal)
    ask_whose_turn_it_is(request, actor)
    signer = lock(signer)
    record(actor, DELEGATE_CONFIRMED, request.paper, shown_to_client=True, person=signer.name, request=request.code)
    return signer


def _colleague(request: SignatureRequest, signer: Signer, to: Contact) -> Participant:
    there = participation(request.project, to)
    if there is None or to.has_left or to.client_id != signer.contact.client_id:
        raise Invalid(to=_("Choose a colleague of your company who takes part in this project."))
    if to.pk == signer.contact_id:
        raise Invalid(to=_("That is you."))
    if not to.email and to.user_id is None:
        raise Invalid(to=_("%(name)s cannot be reached by e-mail yet. Ask the project manager.") % {"name": to.name})
    if Signer.objects.filter(request=request, contact=to).exists():
        raise Conflict(_("%(name)s is asked to sign this already, or handed it on.") % {"name": to.name})
    return there
