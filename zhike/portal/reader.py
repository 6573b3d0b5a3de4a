"""Who reads: a person of a client, perhaps of several, and the one company they look as right now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from zhike.clients.access import my_contacts
from zhike.core.actors import Actor
from zhike.core.doors import Request
from zhike.core.errors import Missing
from zhike.projects.portal import SharedProject, shared_projects

CHOSEN = "portal_contact"  # in the session


@dataclass(frozen=True, slots=True)
class Seat:
    """One company the reader speaks for."""

    key: str
    company: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the portal's own navigation."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """The actor narrowed to the chosen company, and what they see there."""

    actor: Actor
    seats: Sequence[Seat]
    projects: Sequence[SharedProject]

    @property
    def running(self) -> list[SharedProject]:
        return [one for one in self.projects if not one.is_ended]

    @property
    def archived(self) -> list[SharedProject]:
        return [one for one in self.projects if one.is_ended]

    def context(self, here: str, **more: Any) -> dict[str, Any]:
        """What every page of the portal needs. Only pages that hold something are offered."""
        home = reverse("portal")
        entries = [Entry(_("Where it stands"), home, "house", here == "home")]
        if self.archived:
            entries.append(Entry(_("Archive"), reverse("portal-archive"), "archive", here == "archive"))
        company = next((seat.company for seat in self.seats if seat.is_current), "")
        return {
            "portal_home": home, "portal_project": company, "seats": self.seats if len(self.seats) > 1 else (),
            "portal_navigation": entries if len(entries) > 1 else [], **more,
        }  # fmt: skip


def reading(request: Request) -> Reader:
    """The reader of this request. A company they no longer speak for is forgotten."""
    actor = request.actor
    contacts = list(my_contacts(actor).select_related("client").order_by("client__sort_key"))
    chosen = request.session.get(CHOSEN, "")
    if actor.contact_id is None and chosen in {one.pk.hex for one in contacts}:
        actor = replace(actor, contact_id=UUID(chosen))
    current = actor.contact_id if len(contacts) > 1 else (contacts[0].pk if contacts else None)
    seats = [Seat(str(one.pk), str(one.client), one.pk == current) for one in contacts]
    return Reader(actor, seats, shared_projects(actor))


def choose_seat(request: Request, key: UUID | None) -> None:
    """Look as one of one's companies from now on; None: as all of them."""
    if key is not None and not my_contacts(request.actor).filter(pk=key).exists():
        raise Missing(_("You do not speak for this company."))
    request.session[CHOSEN] = key.hex if key else ""
