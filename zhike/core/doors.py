"""Doors: every URL is behind exactly one of them (tests/test_doors.py checks).

@staff(cap)     people of the organisation, who may `cap`
@client(cap)    people of a client, who may `cap`
@api(cap)       a token or session of staff, who may `cap`
@signed_in      anyone signed in, about themselves, outside any organisation
@public         anyone: sign-in pages, static texts, the health check
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.errors import Denied, Invalid, Missing, Refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
JSON = "application/json"
View = Callable[..., Any]  # pages answer with a response, API operations with what becomes one
logger = logging.getLogger("zhike.doors")


class Request(HttpRequest):
    """A request behind a door: somebody acts."""

    actor: Actor


class SignInFirst(Refusal):
    """Nobody is signed in. Becomes the sign-in page, or 401 under the API."""

    status = 401
    code = "sign_in"


def _door(surface: str, opens_to: Callable[[Actor], bool]) -> Callable[[str], Callable[[View], View]]:
    def needing(capability: str) -> Callable[[View], View]:
        def wrap(view: View) -> View:
            @wraps(view)
            def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                _let_in(request, capability, opens_to)
                return view(request, *args, **kwargs)

            guarded.door = (surface, capability)  # type: ignore[attr-defined]
            return guarded

        return wrap

    return needing


staff = _door("staff", lambda actor: not actor.is_client)
client = _door("client", lambda actor: actor.is_client)
api = _door("api", lambda actor: not actor.is_client)


def signed_in(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            raise SignInFirst(_("Sign in first."))
        return view(request, *args, **kwargs)

    guarded.door = ("signed_in", "")  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    @wraps(view)  # not the view itself: it may be a library's, and stays unmarked wherever else it is used
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    open_to_all.door = ("public", "")  # type: ignore[attr-defined]
    return open_to_all


def _let_in(request: HttpRequest, capability: str, opens_to: Callable[[Actor], bool]) -> None:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        if request.user.is_authenticated:  # of another organisation: this one does not exist for them
            raise Missing(_("There is no such page."))
        raise SignInFirst(_("Sign in first."))
    if not opens_to(actor) or not can(actor, capability):
        raise Denied(_("You may not do this. Ask an owner or manager of your organisation."))
    if actor.only_looks and request.method not in SAFE:
        raise Denied(_("You are viewing as a contact: looking is fine, changing is not."))


class RefusalPages:
    """Turns a Refusal into a page, a fragment, or problem JSON (RFC 9457) under /api/ and for islands that ask for
    JSON. The only place that does."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponseNotAllowed) and is_api(request):
            refused = problem(405, "method", _("This address does not take that method."))
            refused["Allow"] = response["Allow"]  # RFC 9110: whoever is told so is told which it takes
            return refused
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        if is_api(request) or request.headers.get("Accept") == JSON:
            told = {"errors": getattr(error, "errors", None), "facts": getattr(error, "facts", None)}
            return problem(error.status, error.code, str(error), **told)
        if isinstance(error, SignInFirst):
            return _to_sign_in(request)
        template = "core/refusal.html#card" if getattr(request, "htmx", False) else "core/refusal.html"
        errors = error.errors if isinstance(error, Invalid) else {}
        context = {"refusal": error, "status": error.status, "errors": errors}
        return render(request, template, context, status=error.status)


def no_such_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address nobody answers, in the reader's words."""
    if is_api(request):
        return problem(404, "missing", _("There is no such address."))
    template = "core/refusal.html#card" if getattr(request, "htmx", False) else "core/refusal.html"
    return render(request, template, {"refusal": "", "status": 404}, status=404)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def problem(
    status: int, code: str, detail: str, errors: dict[str, Any] | None = None, facts: dict[str, Any] | None = None
) -> JsonResponse:
    """An RFC 9457 problem document; `facts` are its extension members."""
    body: dict[str, Any] = {"type": f"about:blank#{code}", "title": code, "status": status, "detail": detail}
    body |= facts or {}
    if errors:
        body["errors"] = {field: str(message) for field, message in errors.items()}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = "/-/sign-in/"
        return response
    return redirect_to_login(request.get_full_path(), "/-/sign-in/")
