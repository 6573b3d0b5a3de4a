"""What every page's frame needs: who acts, where one can go, how it looks. Asks the database nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language_info

from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.mail_paper import palette

THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Link:
    label: Any  # translated when shown, and found in every language
    url: str
    icon: str
    shortcut: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class House:
    """Whose house a page is: what stands above it. `logo` and `icon` are addresses; `accent` is for light and dark."""

    name: str = ""
    colour: str = ""
    logo: str = ""
    icon: str = ""
    greeting: str = ""

    @property
    def accent(self) -> tuple[str, str]:
        return palette(self.colour)


class Shell:
    """One per request; everything is worked out when a template first asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor | None = getattr(request, "actor", None)
        self.organisation: Any = getattr(request, "organisation", None)

    @cached_property
    def navigation(self) -> tuple[Link, ...]:
        return self._links("NAVIGATION")

    @cached_property
    def administration(self) -> tuple[Link, ...]:
        return self._links("ADMINISTRATION")

    @cached_property
    def create(self) -> tuple[Link, ...]:
        return self._links("CREATE")

    @cached_property
    def places(self) -> dict[str, str]:
        """Addresses the frame links to; outside an organisation only those that need none."""
        named = {place: name for place, name in _plan().PLACES.items() if self._reaches(name)}
        addresses = {place: _address(name) for place, name in named.items()}
        return {place: address for place, address in addresses.items() if address}

    @cached_property
    def unread(self) -> int:
        """How many notifications wait; `SHELL_UNREAD` names the function that knows."""
        count = getattr(settings, "SHELL_UNREAD", "")
        return import_string(count)(self.actor) if count and self.actor else 0

    @property
    def viewing_as(self) -> str:
        """Whose eyes a member of staff is looking through, if anyone's."""
        return self.actor.name if self.actor and self.actor.only_looks else ""

    @cached_property
    def house(self) -> House:
        """Whose page this is; `SHELL_HOUSE` names the function that knows, also before anybody has signed in."""
        source = getattr(settings, "SHELL_HOUSE", "")
        return import_string(source)(self._request) if source else House()

    @property
    def brand(self) -> str:
        return self.house.colour

    @property
    def theme(self) -> str:
        """Sent with the page, so that a dark page never flashes white first."""
        chosen = self._request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else ""

    @property
    def sidebar(self) -> str:
        return "narrow" if self._request.COOKIES.get("sidebar") == "narrow" else ""

    @property
    def here(self) -> str:
        return self._request.get_full_path()

    @property
    def language(self) -> str:
        return getattr(self._request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)

    @property
    def languages(self) -> Sequence[tuple[str, Any]]:
        """Each under its own name: whoever looks for English may not read Chinese."""
        return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]

    def _links(self, part: str) -> tuple[Link, ...]:
        if self.actor is None:
            return ()
        open_to = [entry for entry in getattr(_plan(), part) if _lets_in(self.actor, entry.url_name)]
        addresses = [(entry, _address(entry.url_name)) for entry in open_to]
        under = [address for _entry, address in addresses if self._is_under(address)]
        here = max(under, key=len, default="")
        return tuple(Link(e.label, address, e.icon, e.shortcut, address == here) for e, address in addresses)

    def _reaches(self, url_name: str) -> bool:
        door = _door_of(url_name, settings.ROOT_URLCONF)
        return door is None or self.actor is not None or door[0] in {"public", "signed_in"}

    def _is_under(self, address: str) -> bool:
        """Every page is under the start page's address, so that one counts only when it is this very page."""
        path = self._request.path
        return path == address or (address != get_script_prefix() and path.startswith(address))


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"shell": Shell(request)}


class RedirectsForHtmx:
    """A redirect answered to a fragment request becomes a visit of that page.

    Without it the browser would follow silently and a whole page would land inside a drawer. With it a view
    that redirects after a POST is right for both kinds of request.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in {301, 302, 303} and getattr(request, "htmx", False):
            visit = HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
            visit.cookies = response.cookies
            return visit
        return response


def _plan() -> Any:
    return import_module(getattr(settings, "SHELL_PLAN", "config.navigation"))


def _lets_in(actor: Actor, url_name: str) -> bool:
    door = _door_of(url_name, settings.ROOT_URLCONF)
    if door is None:
        return False
    surface, capability = door
    if surface in {"public", "signed_in"}:
        return True
    return actor.is_client == (surface == "client") and can(actor, capability)


@lru_cache(maxsize=256)
def _door_of(url_name: str, urlconf: str) -> tuple[str, str] | None:
    """The door of the page with this name, or None if there is no such page."""
    try:
        address = reverse(url_name)
        view = resolve("/" + address.removeprefix(get_script_prefix()))
    except (NoReverseMatch, Resolver404):
        return None
    return getattr(view.func, "door", None)


def _address(url_name: str) -> str:
    return _address_within(url_name, get_script_prefix(), settings.ROOT_URLCONF)


@lru_cache(maxsize=2048)
def _address_within(url_name: str, _prefix: str, _urlconf: str) -> str:
    """Kept per organisation: every frame names some twenty addresses, and they never change."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
