"""Questions about organisations and the people in them."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest

from zhike.accounts import logos
from zhike.accounts.domains import firm_at, site_of
from zhike.accounts.models import ApiToken, Invitation, Membership, Organisation, User
from zhike.core.access import matrix, visible
from zhike.core.actors import NOBODY, STAFF, Actor
from zhike.core.mail import Letterhead
from zhike.core.scope import current_organisation_id, organisation_or_none
from zhike.core.shell import House

__all__ = [
    "colleagues", "firm_at", "firm_of", "firm_zone", "grantable", "home", "house_of", "is_first_run", "is_on_our_side",
    "letterhead", "logo_address", "logo_of", "members", "memberships_of", "open_invitations", "organisation_ids",
    "site_of", "tokens",
]  # fmt: skip


def organisation_ids() -> list[UUID]:
    """Every organisation of this installation, for scheduled work."""
    return list(Organisation.objects.values_list("pk", flat=True))


def firm_zone() -> ZoneInfo:
    """The time zone of the organisation at hand: due dates are days where it works, wherever the server stands."""
    name = Organisation.objects.filter(pk=current_organisation_id()).values_list("time_zone", flat=True).first()
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError):
        return ZoneInfo("UTC")


def is_first_run() -> bool:
    """Has nobody set this installation up yet?"""
    return not Organisation.objects.exists()


def memberships_of(user: User) -> list[Membership]:
    """Where this person belongs now, with the organisations, by name."""
    mine = Membership.everywhere.filter(user_id=user.pk, ended_at=None)
    return list(mine.select_related("organisation").order_by("organisation__name"))


def is_on_our_side(user: User) -> bool:
    """Does this person work for any firm of this installation?"""
    staff = [role.value for role in STAFF]
    return Membership.everywhere.filter(user_id=user.pk, ended_at=None, role__in=staff).exists()


def firm_of(user: User | None) -> Organisation | None:
    """The one organisation this person belongs to, if it is one."""
    mine = memberships_of(user) if user else []
    return mine[0].organisation if len(mine) == 1 else None


def home(actor: Actor) -> Organisation:
    """The organisation the actor acts for."""
    return Organisation.objects.get(pk=actor.organisation_id)


def logo_of(organisation: Organisation, form: str = "wide") -> bytes:
    """The logo as PNG, for paper and mail: `wide`, or `icon-512`; empty if there is none."""
    return (logos.stored(organisation.pk, organisation.logo, form) or b"") if organisation.logo else b""


def logo_address(organisation: Organisation, form: str = "wide") -> str:
    """Where a browser finds the logo (an icon is drawn where there is none); it holds the content's hash, so it may
    be kept for ever."""
    if organisation.logo:
        return f"/-/logo/{organisation.slug}/{organisation.logo}/{form}.png"
    return f"/-/logo/{organisation.colour}/{form}.png" if form.startswith("icon-") else ""


def house_of(request: HttpRequest) -> House:
    """Whose page a request asks for: the organisation of its address, else the one whose own domain it came in on."""
    firm = getattr(request, "organisation", None) or getattr(request, "firm", None) or firm_at(request)
    if firm is None:
        return House()
    return House(firm.house_name, firm.colour, logo_address(firm), logo_address(firm, "icon-180"), firm.portal_greeting)


def letterhead() -> Letterhead:
    """Whose paper a mail is written on: the organisation at hand, or the installation's plain one."""
    found = Organisation.objects.filter(pk=organisation_or_none() or NOBODY).first()
    return Letterhead(found.house_name, found.colour, logo_of(found)) if found else Letterhead()


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
