"""Who is asking, in which organisation and in which language: decided from the address, once per request."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.accounts.actors import actor_of, lacks_second_factor, membership_in
from zhike.accounts.models import Organisation
from zhike.accounts.tokens import actor_of_token
from zhike.accounts.viewing import seen_through
from zhike.core.actors import Actor
from zhike.core.doors import problem
from zhike.core.scope import organisation, request_named

GetResponse = Callable[[HttpRequest], HttpResponse]
OUTSIDE = "-"  # addresses that belong to no organisation start with /-/


class OrganisationFromPath:
    """`/acme/clients/` becomes organisation acme and path `/clients/`; links keep the prefix.

    The organisation comes from the address only, never from "the person's current organisation". Somebody
    who does not belong to it gets no actor, and the doors answer as if it did not exist.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_named(request.headers.get("X-Request-Id", "")[:36] or uuid.uuid4().hex):
            slug, _slash, rest = request.path_info.lstrip("/").partition("/")
            if not slug:
                request.path_info = f"/{OUTSIDE}/"  # the front door; `/` within an organisation is its Today
            if not slug or slug == OUTSIDE:
                return self.get_response(request)
            return self._inside(request, slug, rest)

    def _inside(self, request: HttpRequest, slug: str, rest: str) -> HttpResponse:
        request.path_info = "/" + rest
        outside = get_script_prefix()
        set_script_prefix(f"{outside}{slug}/")
        try:
            found = self._who(request, slug)
            if found is None:
                return self.get_response(request)
            if isinstance(found, HttpResponse):
                return found
            request.actor, request.organisation = found  # type: ignore[attr-defined]
            if found[0].is_client and request.path_info == "/":
                return HttpResponseRedirect(f"{get_script_prefix()}portal/")  # Today is the firm's; this is theirs
            with organisation(found[1].pk):
                return self.get_response(request)
        finally:
            set_script_prefix(outside)

    def _who(self, request: HttpRequest, slug: str) -> tuple[Actor, Organisation] | HttpResponse | None:
        by_api = request.path_info.startswith("/api/")
        if by_api and "Authorization" in request.headers:
            return actor_of_token(request.headers["Authorization"], slug)
        if not request.user.is_authenticated:
            return None
        membership = membership_in(request.user, slug)
        if membership is None:
            return None
        if lacks_second_factor(membership) and not request.path_info.startswith(f"/{OUTSIDE}/"):
            return _enrol_first(by_api)
        actor = actor_of(membership, request.user, "api" if by_api else "page")
        return seen_through(request, actor), membership.organisation


def _enrol_first(by_api: bool) -> HttpResponse:
    """Staff who lack the second factor their organisation wants get no further than where they set it up."""
    if by_api:
        return problem(403, "second_factor", _("Your organisation wants a second factor. Set it up in your profile."))
    return HttpResponseRedirect(reverse("second-factor-wanted"))


class ReaderLanguage:
    """The reader's own language and time zone; before sign-in, what the browser or the switch says."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.session.get("language") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        zone = request.session.get("time_zone")
        with translation.override(language), timezone.override(zone or None):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            response.headers.setdefault("Vary", "Cookie, Accept-Language")
            return response
