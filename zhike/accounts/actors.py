"""From somebody signed in to an actor in one organisation."""

from typing import Any

from allauth.mfa.models import Authenticator

from zhike.accounts.models import Membership
from zhike.core.actors import STAFF, Actor, Role

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def membership_in(user: Any, slug: str) -> Membership | None:
    """The person's current membership at this address, with the organisation, in one query."""
    current = Membership.everywhere.filter(user_id=user.pk, organisation__slug=slug, ended_at=None)
    return current.select_related("organisation").first()


def actor_of(membership: Membership, user: Any, via: str = "page") -> Actor:
    return Actor(membership.organisation_id, Role(membership.role), user.pk, str(user), via)


def lacks_second_factor(membership: Membership) -> bool:
    """The organisation wants a second factor of its staff, and this one has none."""
    wanted = membership.organisation.require_second_factor and Role(membership.role) in STAFF
    if not wanted:  # asked only where it matters: this runs before every page
        return False
    return not Authenticator.objects.filter(user_id=membership.user_id, type__in=SECOND_FACTORS).exists()
