"""What waits, on the page *Today*: every room says in its own words, the page only sorts and shows.

    @agenda(WAITS_FOR_ME)
    def stale(actor): yield Line(text=…, url=…, since=…, step=…)

in the room's `wiring.py`. A provider asks few questions (the page has a budget) and yields the most pressing first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.core.access import allow
from zhike.core.actors import STAFF, Actor

SEE_TODAY = allow("today.view", *STAFF)
MOST = 6  # lines of one provider; the rest is one click away


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: what, since when, where its evidence is, and the next step."""

    text: Any
    url: str
    tone: str = ""
    since: datetime | None = None
    step: Any = ""
    step_url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page, and what it says when nothing waits there."""

    name: str
    title: Any
    calm: Any
    icon: str


WAITS_FOR_ME = Section("me", _("Waiting for me"), _("Nothing waits for you. Enjoy it."), "inbox")
WAITS_FOR_CLIENT = Section("client", _("Waiting for the client"), _("No client owes you an answer."), "users")
DISAPPOINTS = Section("trouble", _("About to disappoint someone"), _("Nothing is off track that we know of."), "flag")
SECTIONS = (WAITS_FOR_ME, DISAPPOINTS, WAITS_FOR_CLIENT)

Provider = Callable[[Actor], Iterable[Line]]
_providers: dict[str, list[Provider]] = {section.name: [] for section in SECTIONS}


def agenda(section: Section) -> Callable[[Provider], Provider]:
    """Declare that this function knows of things that wait."""

    def register(provider: Provider) -> Provider:
        _providers[section.name].append(provider)
        return provider

    return register


def lines(actor: Actor) -> list[tuple[Section, list[Line]]]:
    """Everything that waits for this person, by section."""
    return [
        (section, [line for provider in _providers[section.name] for line in list(provider(actor))[:MOST]])
        for section in SECTIONS
    ]
