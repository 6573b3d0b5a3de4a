"""From somebody signed in to an actor in one organisation."""

from typing import Any

from zhike.accounts.models import Membership
from zhike.core.actors import Actor, Role


def membership_in(user: Any, slug: str) -> Membership | None:
    """The person's current membership of the organisation at this address, with the organisation, in one query."""
    return (
        Membership.everywhere.filter(user_id=user.pk, organisation__slug=slug, ended_at=None)
        .select_related("organisation")
        .first()
    )


def actor_of(membership: Membership, user: Any, via: str = "page") -> Actor:
    return Actor(membership.organisation_id, Role(membership.role), user.pk, str(user), via)
