"""Who is asked, who may sign now, and why somebody may not."""

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhike.core.access import visible
from zhike.core.actors import Actor, Role
from zhike.projects.models import Participant
from zhike.signoff.models import Paper, SignatureRequest, Signer
from zhike.signoff.queries.standing import ended_words


def my_places(actor: Actor) -> QuerySet[Signer]:
    """Wherever this person of a client is a signer."""
    return visible(actor, Signer).select_related("request__paper", "contact").defer("request__paper__content")


def my_place(actor: Actor, paper: Paper) -> Signer | None:
    """Where this person signs this paper, if they do: in the request that is open, else in the latest."""
    if not actor.is_client:
        return None
    found = list(my_places(actor).filter(request__paper=paper).order_by("-request__sent_at", "position"))
    return next((one for one in found if one.request.is_open), found[0] if found else None)


def why_not_now(signer: Signer, request: SignatureRequest) -> str:
    """Why this signer cannot decide now, in words; empty if it is their turn."""
    if not request.is_open:
        return ended_words(request)
    if signer.state == Signer.State.DELEGATED:
        return _("You handed this on; somebody else signs in your place.")
    if signer.signed_at is not None:
        return _("You have decided already. You can take it back until everybody has signed.")
    if signer.state == Signer.State.WAITING:
        ahead = [one.name for one in request.signers.all() if one.state == Signer.State.ASKED]
        if request.in_order and ahead:
            return _("It is not your turn yet: %(name)s signs first.") % {"name": ahead[0]}
        return _("Your part in this has still to be confirmed by the other side.")
    return why_not_any_more(signer)


def why_not_any_more(signer: Signer) -> str:
    """What may have changed about the person since they were asked."""
    if signer.contact.has_left:
        return _("You no longer act for this company here.")
    there = Participant.objects.filter(project=signer.request.project_id, contact=signer.contact_id, until=None).first()
    if there is None:
        return _("You no longer take part in this project.")
    if there.portal_role != Role.SIGNATORY:
        return _("You are no longer a signatory of this project. Ask the project manager.")
    return ""


def has_app(actor: Actor) -> bool:
    """Whether this person proves who they are with an authenticator app, too."""
    return Authenticator.objects.filter(user_id=actor.person_id, type=Authenticator.Type.TOTP).exists()


def delegates(request: SignatureRequest, signer: Signer) -> QuerySet[Participant]:
    """Colleagues of the same company to whom this signature could be handed on."""
    there = Participant.objects.filter(
        project=request.project_id, until=None, contact__client=signer.contact.client_id, contact__left_at=None
    )
    named = Signer.objects.filter(request=request).values("contact")
    reachable = Q(contact__user__isnull=False) | ~Q(contact__email="")
    return there.filter(reachable).exclude(contact__in=named).select_related("contact").order_by("contact__sort_key")
