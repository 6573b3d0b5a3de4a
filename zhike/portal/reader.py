"""Who reads: a person of a client, perhaps of several, and the one company they look as right now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.clients.access import my_contacts
from zhike.communications.models import Question
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.doors import Request
from zhike.core.errors import Missing
from zhike.plan.access import i_own
from zhike.plan.models import Task
from zhike.plan.queries import OPEN
from zhike.projects.models import Project
from zhike.projects.portal import SharedProject, shared_projects
from zhike.reports.portal import count_waiting
from zhike.signoff.models import Paper, SignatureRequest, Signer

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


@dataclass(frozen=True)
class Reader:
    """The actor narrowed to the chosen company, and what they see there. Asked for when a page needs it."""

    actor: Actor
    seats: Sequence[Seat]

    @cached_property
    def projects(self) -> Sequence[SharedProject]:
        return shared_projects(self.actor)

    @property
    def running(self) -> list[SharedProject]:
        return [one for one in self.projects if not one.is_ended]

    @property
    def archived(self) -> list[SharedProject]:
        return [one for one in self.projects if one.is_ended]

    @property
    def company(self) -> str:
        return next((seat.company for seat in self.seats if seat.is_current), "")

    def context(self, here: str, **more: Any) -> dict[str, Any]:
        """What every page of the portal needs."""
        return {
            "portal_home": reverse("portal"), "portal_me": reverse("portal-me"), "portal_app": reverse("portal-app"),
            "portal_project": self.company, "portal_navigation": self._navigation(here),
            "seats": self.seats if len(self.seats) > 1 else (), **more,
        }  # fmt: skip

    def _navigation(self, here: str) -> list[Entry]:
        """Only places that hold something for this reader: nobody is led to an empty room."""
        ended = [row.is_ended for row in visible(self.actor, Project).only("status")]
        places = [
            (True, _("Home"), "portal", "house", "home"),
            (visible(self.actor, Paper).exists(), _("Documents"), "portal-papers", "file-text", "papers"),
            (bool(ended), _("Questions"), "portal-questions", "message-circle", "questions"),
            (any(ended), _("Archive"), "portal-archive", "archive", "archive"),
        ]
        waiting = {"portal": self._waiting()}  # the dot on Home: what needs them is told there, wherever it is done
        found = [
            Entry(label, reverse(name), icon, here == place, waiting.get(name, 0))
            for holds, label, name, icon, place in places
            if holds
        ]
        return found if len(found) > 1 else []

    def _waiting(self) -> int:
        """How much waits: documents to sign, tasks to do, reports to read, questions to answer."""
        asked = visible(self.actor, Signer).filter(state=Signer.State.ASKED)
        papers = asked.filter(request__state=SignatureRequest.State.OPEN).count()
        mine = visible(self.actor, Question).filter(
            contact__in=my_contacts(self.actor).values("pk"), project__closed_at=None
        )  # fmt: skip
        tasks = (
            visible(self.actor, Task).filter(i_own(self.actor), OPEN, is_active=True, project__closed_at=None).count()
        )
        reports = count_waiting(self.actor)
        return tasks + papers + reports + mine.filter(by_us=True, state=Question.State.OPEN).count()


def reading(request: Request) -> Reader:
    """The reader of this request. A company they no longer speak for is forgotten."""
    actor = request.actor
    contacts = list(my_contacts(actor).select_related("client").order_by("client__sort_key"))
    chosen = request.session.get(CHOSEN, "")
    if actor.contact_id is None and chosen in {one.pk.hex for one in contacts}:
        actor = replace(actor, contact_id=UUID(chosen))
    current = actor.contact_id if len(contacts) > 1 else (contacts[0].pk if contacts else None)
    seats = [Seat(str(one.pk), str(one.client), one.pk == current) for one in contacts]
    return Reader(actor, seats)


def choose_seat(request: Request, key: UUID | None) -> None:
    """Look as one of one's companies from now on; None: as all of them."""
    if key is not None and not my_contacts(request.actor).filter(pk=key).exists():
        raise Missing(_("You do not speak for this company."))
    request.session[CHOSEN] = key.hex if key else ""
