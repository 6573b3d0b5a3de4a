"""How a request ends other than by everybody's signature: withdrawn, replaced, expired.

Whoever was asked is told by a listener (`jobs.tell_whom_it_concerned`), whichever way it ended.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Event, record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.signoff.access import END_REQUEST, EXPIRE_REQUEST, REQUEST_SIGNATURES
from zhike.signoff.actions.locking import locked
from zhike.signoff.events import REQUEST_EXPIRED, REQUEST_SUPERSEDED, REQUEST_WITHDRAWN
from zhike.signoff.models import Paper, SignatureRequest
from zhike.signoff.own_time import today
from zhike.signoff.queries.standing import ended_words

GRACE = timedelta(days=7)  # after the due date one can still sign; then the request expires
State = SignatureRequest.State


@transaction.atomic
def withdraw_request(actor: Actor, request: SignatureRequest, *, reason: str) -> SignatureRequest:
    """Take a request back, with a reason its signers read. What was signed so far is kept, and counts for nothing."""
    must(actor, END_REQUEST, request)
    request = locked(request)
    refuse_ended(request)
    reason = a_reason(reason)
    _end(request, State.WITHDRAWN, reason)
    _tell(actor, REQUEST_WITHDRAWN, request, reason=reason)
    return request


@transaction.atomic
def supersede(actor: Actor, request: SignatureRequest, newer: Paper) -> SignatureRequest:
    """A newer version is being sent: the request for the older one is over, in the same transaction."""
    must(actor, REQUEST_SIGNATURES, newer)
    request = locked(request)
    refuse_ended(request)
    _end(request, State.SUPERSEDED, _("Version %(version)s replaces it.") % {"version": newer.version})
    _tell(actor, REQUEST_SUPERSEDED, request, newer=newer.version)
    return request


@transaction.atomic
def expire_request(actor: Actor, request: SignatureRequest) -> SignatureRequest:
    """End a request whose due date and days of grace are over. Does nothing to one that is not so far, or has ended."""
    must(actor, EXPIRE_REQUEST, request)
    request = locked(request)
    if not request.is_open or not is_overdue(request):
        return request
    _end(request, State.EXPIRED, "")
    _tell(actor, REQUEST_EXPIRED, request)
    return request


def is_overdue(request: SignatureRequest) -> bool:
    return request.due_on is not None and today() > request.due_on + GRACE


def refuse_ended(request: SignatureRequest) -> None:
    """Why nothing more can happen to this request, in the words of how it ended."""
    if request.is_open:
        return
    raise Conflict(ended_words(request))


def a_reason(reason: str, field: str = "reason") -> str:
    reason = reason.strip()
    if not any(character.isalnum() for character in reason):
        raise Invalid({field: _("Give a reason; the other side reads it.")})
    if len(reason) > 1000:
        raise Invalid({field: _("At most %(most)s characters.") % {"most": 1000}})
    return reason


def _end(request: SignatureRequest, state: SignatureRequest.State, reason: str) -> None:
    request.state, request.reason, request.ended_at = state, reason, timezone.now()
    request.save(update_fields=["state", "reason", "ended_at"])


def _tell(actor: Actor, event: Event, request: SignatureRequest, **details: Any) -> None:
    record(actor, event, request.paper, shown_to_client=True, request=request.code, request_id=request.pk, **details)
