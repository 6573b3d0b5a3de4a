"""Work of this room that happens after the fact: the signed copy, reminders, requests that expire."""

from datetime import time, timedelta
from uuid import UUID

from django.utils import timezone

from zhike.activity.events import Event
from zhike.activity.models import Activity
from zhike.activity.queries import after_quiet_hours
from zhike.core.actors import Actor
from zhike.core.jobs import daily, every, job
from zhike.core.papers import NoTimeStamp
from zhike.core.scope import current_organisation_id
from zhike.signoff import actions
from zhike.signoff.events import (
    REQUEST_COMPLETED,
    REQUEST_DECLINED,
    REQUEST_EXPIRED,
    REQUEST_SUPERSEDED,
    REQUEST_WITHDRAWN,
)
from zhike.signoff.models import SignatureRequest, Signer

State = SignatureRequest.State
WAIT_FOR_STAMP, STAMP_AGAIN = timedelta(minutes=30), timedelta(minutes=5)
ENDED_UNSIGNED = {one.verb for one in (REQUEST_WITHDRAWN, REQUEST_SUPERSEDED, REQUEST_EXPIRED, REQUEST_DECLINED)}


def copy_what_is_signed(activity: Activity, event: Event) -> None:
    """The listener: as soon as everybody has signed, the copy is made."""
    if event.verb == REQUEST_COMPLETED.verb:
        key = str(activity.details["request_id"])
        make_copy.later(key=f"signed-copy:{key}", request=key)


def tell_whom_it_concerned(activity: Activity, event: Event) -> None:
    """The listener: whichever way a request ended without everybody's signature, those who were asked hear of it."""
    if event.verb in ENDED_UNSIGNED:
        row = SignatureRequest.objects.select_related("paper", "project").get(pk=activity.details["request_id"])
        actions.tell_of_end(_house(), row)


@job(most_attempts=20)
def make_copy(request: UUID | str) -> None:
    """Make the signed copy of one request. While the time-stamp server does not answer it is tried again for a while;
    then the copy is sealed without a stamp, and says so."""
    row = SignatureRequest.objects.select_related("paper", "project").get(pk=request)
    now = timezone.now()
    waits = row.ended_at is not None and now < row.ended_at + WAIT_FOR_STAMP
    try:
        actions.make_signed_copy(_house(), row, must_be_stamped=waits)
    except NoTimeStamp:
        make_copy.later(at=now + STAMP_AGAIN, key=f"signed-copy:{request}", request=request)


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
