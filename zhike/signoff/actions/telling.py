"""Telling those who were asked that a request is over, and reaching people by the channel they prefer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import gathered, record
from zhike.activity.models import Activity
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict
from zhike.core.words import in_every_language
from zhike.signoff import mails
from zhike.signoff.access import REMIND, TELL_SIGNERS
from zhike.signoff.actions.locking import locked, locked_with_signer
from zhike.signoff.actions.reminding import channel_of
from zhike.signoff.events import REMINDED_BY_CHANNEL, SIGNERS_TOLD
from zhike.signoff.models import SignatureRequest, Signer

State = SignatureRequest.State


@transaction.atomic
@gathered()
def tell_of_end(actor: Actor, request: SignatureRequest) -> list[Signer]:
    """Mail everybody who was asked, signed already or not, that there is nothing to sign any more: why, and what that
    means for them. Once, however often it is asked for. Whoever is asked about the newer version reads it there."""
    must(actor, TELL_SIGNERS, request)
    request = locked(request)
    told = Activity.objects.filter(subject_id=request.paper_id, verb=SIGNERS_TOLD.verb, details__request=request.code)
    if request.state in {State.OPEN, State.COMPLETED} or told.exists():
        return []
    newer = newer_request(request) if request.state == State.SUPERSEDED else None
    asked_anew = Signer.objects.filter(request=newer, asked_at__isnull=False).values("contact")
    reached = Signer.objects.filter(request=request, asked_at__isnull=False).exclude(state=Signer.State.DECLINED)
    people = list((reached.exclude(contact__in=asked_anew) if newer else reached).select_related("contact__user"))
    mails.tell_ended(request, people, newer)
    if people:
        record(actor, SIGNERS_TOLD, request.paper, people=[one.name for one in people], request=request.code)
    return people


def newer_request(request: SignatureRequest) -> SignatureRequest | None:
    """The one that replaced it."""
    later = SignatureRequest.objects.filter(series=request.series_id, sent_at__gte=request.sent_at)
    return later.exclude(pk=request.pk).select_related("paper", "project").order_by("-sent_at").first()


@transaction.atomic
def note_reached(actor: Actor, signer: Signer) -> Signer:
    """Somebody of ours has reminded this person the way they like to be reached."""
    must(actor, REMIND, signer.request)
    request, signer = locked_with_signer(signer)
    if signer.reach_out_since is None:
        raise Conflict(_("This reminder is dealt with already."))
    signer.reach_out_since, signer.reminded_at = None, timezone.now()
    signer.save(update_fields=["reach_out_since", "reminded_at"])
    record(
        actor, REMINDED_BY_CHANNEL, request.paper, person=signer.name, channel=in_every_language(channel_of(signer)),
        request=request.code,
    )  # fmt: skip
    return signer
