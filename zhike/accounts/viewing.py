"""“View as this contact”: staff look at the portal through a contact's eyes and can change nothing meanwhile.

The room that knows contacts starts it, after asking whether the actor may:

    viewing.start(request, contact_id=…, user_id=…, role=Role.CONTACT, name="…")

From then on the middleware makes the actor of every request in this organisation a client actor with
`viewed_by` set, which doors and `must` let look only. It ends by `stop`, by signing out, or after an hour.
"""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhike.accounts.actors import actor_of
from zhike.accounts.events import VIEWING_STARTED, VIEWING_STOPPED
from zhike.accounts.models import Membership
from zhike.core.actors import CLIENT, Actor, Role
from zhike.core.errors import Denied
from zhike.core.recording import record
from zhike.core.scope import organisation

KEY = "viewing"
LONGEST = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Viewing:
    """Whose eyes, in which organisation, since when."""

    organisation_id: UUID
    contact_id: UUID
    user_id: UUID | None
    role: Role
    name: str
    since: float


@transaction.atomic
def start(request: HttpRequest, *, contact_id: UUID, user_id: UUID | None, role: Role, name: str) -> None:
    """Look as this contact from the next request on. The caller has asked whether the actor may."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_staff or actor.only_looks or role not in CLIENT or actor.via != "page":
        raise Denied(_("Only staff can look through a contact's eyes."))
    request.session[KEY] = {
        "organisation": actor.organisation_id.hex,
        "contact_id": contact_id.hex,
        "user_id": user_id.hex if user_id else None,
        "role": role.value,
        "name": name,
        "since": time.time(),
    }
    _record(actor, VIEWING_STARTED, name, contact_id)


@transaction.atomic
def stop(request: HttpRequest) -> None:
    """Be oneself again. Nothing happens when nobody is viewing."""
    viewing = current(request)
    request.session.pop(KEY, None)
    membership = _membership(request, viewing) if viewing else None
    if viewing and membership:
        with organisation(viewing.organisation_id):
            _record(actor_of(membership, request.user), VIEWING_STOPPED, viewing.name, viewing.contact_id)


def current(request: HttpRequest) -> Viewing | None:
    """Whose eyes this session looks through, if anyone's and not for too long."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept or time.time() - float(kept["since"]) > LONGEST:
        return None
    return Viewing(
        UUID(kept["organisation"]),
        UUID(kept["contact_id"]),
        UUID(kept["user_id"]) if kept["user_id"] else None,
        Role(kept["role"]),
        kept["name"],
        float(kept["since"]),
    )


def seen_through(request: HttpRequest, actor: Actor) -> Actor:
    """The actor this request has: the contact if one is viewed here, else the member of staff."""
    viewing = current(request) if KEY in request.session else None
    if viewing is None or viewing.organisation_id != actor.organisation_id or not actor.is_staff:
        return actor
    return Actor(
        actor.organisation_id,
        viewing.role,
        viewing.user_id,
        viewing.name,
        actor.via,
        contact_id=viewing.contact_id,
        viewed_by=actor.user_id,
    )


def _membership(request: HttpRequest, viewing: Viewing) -> Membership | None:
    mine = Membership.everywhere.filter(organisation_id=viewing.organisation_id, user=request.user.pk)  # type: ignore[misc]  # signed in: it has a key
    return mine.select_related("user").first()


def _record(actor: Actor, told: Any, name: str, contact_id: UUID) -> None:
    member = Membership.objects.select_related("user").get(user__pk=actor.user_id or UUID(int=0))
    record(actor, told, member, contact=name, contact_id=contact_id)
