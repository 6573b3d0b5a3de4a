"""From somebody signed in to an actor in one organisation."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from zhike.accounts.models import Membership
from zhike.core.actors import STAFF, Actor, Role
from zhike.core.prepared import prepared

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def membership_in(user: Any, slug: str) -> Membership | None:
    """The person's current membership at this address, with the organisation, in one query."""
    return next(iter(_membership_in(user.pk, slug)), None)


@prepared
def _membership_in(user_id: UUID, slug: str) -> QuerySet[Membership]:
    current = Membership.everywhere.filter(user_id=user_id, organisation__slug=slug, ended_at=None)
    return current.select_related("organisation")[:1]


def actor_of(membership: Membership, user: Any, via: str = "page") -> Actor:
    return Actor(membership.organisation_id, Role(membership.role), user.pk, str(user), via)


def lacks_second_factor(membership: Membership) -> bool:
    """The organisation wants a second factor of its staff, and this one has none."""
    wanted = membership.organisation.require_second_factor and Role(membership.role) in STAFF
    if not wanted:  # asked only where it matters: this runs before every page
        return False
    return not Authenticator.objects.filter(user_id=membership.user_id, type__in=SECOND_FACTORS).exists()
