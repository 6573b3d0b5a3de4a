"""That somebody opened a paper, and how long they had it open."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.signoff.access import READ_PAPER
from zhike.signoff.events import PAPER_OPENED
from zhike.signoff.models import Opening, Paper, SignatureRequest, Signer
from zhike.signoff.origin import NOWHERE, Origin
from zhike.signoff.queries.signers import my_place

LONGEST_STRETCH = 600  # seconds one report may add: a page left open over lunch is not reading
SAME_VISIT = timedelta(minutes=2)


@transaction.atomic
def record_opening(
    actor: Actor, paper: Paper, *, what: str = Opening.What.PAGE, origin: Origin = NOWHERE
) -> Opening | None:  # fmt: skip
    """Keep that a person of the client opened this paper, or fetched its PDF. The first time is told to our side.

    Nothing is kept of somebody who looks through another's eyes, nor twice for a page loaded again at once.
    """
    if actor.only_looks:
        return None
    must(actor, READ_PAPER, paper)
    signer = my_place(actor, paper)
    now = timezone.now()
    again = Opening.objects.filter(paper=paper, user_id=actor.user_id, what=what, opened_at__gte=now - SAME_VISIT)
    if again.exists():
        return None
    opening = Opening(
        paper=paper, signer=signer, name=actor.name[:120], user_id=actor.user_id, what=what, opened_at=now,
        ip=origin.ip, user_agent=origin.user_agent,
    )  # fmt: skip
    opening.save()
    if signer is not None:
        is_first = signer.first_opened_at is None
        Signer.objects.filter(pk=signer.pk, first_opened_at=None).update(first_opened_at=now)
        Signer.objects.filter(pk=signer.pk).update(last_opened_at=now, updated_at=now)
        if is_first:
            record(actor, PAPER_OPENED, paper, person=signer.name)
    return opening


@transaction.atomic
def note_reading(actor: Actor, signer: Signer, *, seconds: int) -> Signer:
    """Add to the time this signer had the paper open in front of them, as their page reports it."""
    if actor.only_looks or seconds <= 0:
        return signer
    must(actor, READ_PAPER, signer.request.paper)
    SignatureRequest.objects.select_for_update(of=("self",)).get(pk=signer.request_id)
    signer.refresh_from_db(fields=["reading_seconds"])
    signer.reading_seconds += min(seconds, LONGEST_STRETCH)
    signer.save(update_fields=["reading_seconds"])
    return signer
