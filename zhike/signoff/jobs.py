"""Work of this room that happens after the fact: the signed copy, reminders, requests that expire."""

from datetime import time, timedelta
from uuid import UUID

from django.utils import timezone

from zhike.activity.events import Event
from zhike.activity.models import Activity
from zhike.activity.queries import after_quiet_hours
from zhike.core.actors import Actor
from zhike.core.jobs import daily, every, job
from zhike.core.scope import current_organisation_id
from zhike.signoff import actions
from zhike.signoff.events import REQUEST_COMPLETED
from zhike.signoff.models import SignatureRequest, Signer

State = SignatureRequest.State


def copy_what_is_signed(activity: Activity, event: Event) -> None:
    """The listener: as soon as everybody has signed, the copy is made."""
    if event.verb == REQUEST_COMPLETED.verb:
        key = str(activity.details["request_id"])
        make_copy.later(key=f"signed-copy:{key}", request=key)


@job(most_attempts=20)
def make_copy(request: UUID | str) -> None:
    """Make the signed copy of one request."""
    row = SignatureRequest.objects.select_related("paper", "project").get(pk=request)
    actions.make_signed_copy(_house(), row)


@job()
def make_missing_copies() -> None:
    """What was lost on the way is made up for: every completed request gets its copy."""
    lacking = SignatureRequest.objects.filter(state=State.COMPLETED, copies=None).values_list("pk", flat=True)
    for key in lacking:
        make_copy.later(key=f"signed-copy:{key}", request=key)


@job()
def remind_and_expire() -> None:
    """Every morning: end what is long overdue, and remind who is still asked, outside their quiet hours."""
    for request in SignatureRequest.objects.filter(state=State.OPEN).select_related("paper", "project"):
        actions.expire_request(_house(), request)
    asked = Signer.objects.filter(state=Signer.State.ASKED, request__state=State.OPEN).select_related("contact__user")
    for signer in asked:
        user, now = signer.contact.user, timezone.now()
        at = after_quiet_hours(user.pk, user.time_zone, now) if user else now
        remind_one.later(at=at, key=f"remind:{signer.request_id}", request=signer.request_id)


@job()
def remind_one(request: UUID | str) -> None:
    """Remind those of one request for whom it is time."""
    row = SignatureRequest.objects.select_related("paper", "project").get(pk=request)
    actions.remind_by_itself(_house(), row)


every(timedelta(minutes=10), make_missing_copies)
daily(time(9, 0), remind_and_expire)


def _house() -> Actor:
    return Actor.system(current_organisation_id())
