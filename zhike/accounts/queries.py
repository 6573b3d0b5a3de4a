"""Questions about organisations and the people in them."""

from uuid import UUID

from django.db.models import QuerySet

from zhike.accounts.models import ApiToken, Invitation, Membership, Organisation, User
from zhike.core.access import matrix, visible
from zhike.core.actors import STAFF, Actor


def organisation_ids() -> list[UUID]:
    """Every organisation of this installation, for scheduled work."""
    return list(Organisation.objects.values_list("pk", flat=True))


def is_first_run() -> bool:
    """Has nobody set this installation up yet?"""
    return not Organisation.objects.exists()


def memberships_of(user: User) -> list[Membership]:
    """Where this person belongs now, with the organisations, by name."""
    mine = Membership.everywhere.filter(user_id=user.pk, ended_at=None)
    return list(mine.select_related("organisation").order_by("organisation__name"))


def home(actor: Actor) -> Organisation:
    """The organisation the actor acts for."""
    return Organisation.objects.get(pk=actor.organisation_id)


def members(actor: Actor) -> QuerySet[Membership]:
    """Current and former members, with the people."""
    return visible(actor, Membership).select_related("user").order_by("user__name", "pk")


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Who was asked to join and has not answered, newest first."""
    waiting = visible(actor, Invitation).filter(accepted_at=None, withdrawn_at=None)
    return waiting.select_related("invited_by").order_by("-sent_at")


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The API tokens this actor may know about, newest first."""
    return visible(actor, ApiToken).select_related("membership__user").order_by("-created_at")


def grantable(actor: Actor) -> list[str]:
    """What this actor could let a token do: exactly what their own role may."""
    return [capability for capability, roles in matrix().items() if actor.role in roles]


def colleagues(actor: Actor) -> QuerySet[User]:
    """The people of our own side, by name: whom work and clients can be given to."""
    staff = [role.value for role in STAFF]
    mine = visible(actor, Membership).filter(role__in=staff, ended_at=None)
    return User.objects.filter(pk__in=mine.values("user")).order_by("name")
