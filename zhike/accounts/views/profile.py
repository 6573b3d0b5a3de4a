"""One's own pages: name, language, the ways to sign in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.accounts import sessions, viewing
from zhike.accounts.forms import ProfileForm
from zhike.accounts.people import change_profile, clean_language
from zhike.accounts.views.answers import form_page
from zhike.core.addresses import reverse
from zhike.core.doors import public, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, and an overview of the ways to sign in."""
    user: Any = request.user

    def act(said: dict[str, Any]) -> HttpResponse:
        sessions.remember(request, change_profile(user, **said))
        with override(said["language"]):
            messages.success(request, _("Saved."))
        return redirect("profile")

    kept = {"name": user.name, "language": user.language, "time_zone": user.time_zone or settings.TIME_ZONE}
    form = ProfileForm(request.POST or None, initial=kept)
    return form_page(request, "accounts/profile.html", form, act, **_ways_in(user))


@signed_in
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Where allauth returns to: the ways to sign in are part of the profile."""
    return redirect(f"{reverse('profile')}#security")


@signed_in
@require_GET
def second_factor_wanted(request: HttpRequest) -> HttpResponse:
    """Why one gets no further, and the two ways to set up a second factor."""
    return render(request, "accounts/second_factor_wanted.html")


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read in this language from now on: kept with the person, or in a cookie before signing in."""
    language = clean_language(request.POST.get("language", ""))
    answer = redirect(_back(request))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
        sessions.remember(request, request.user)
    return answer


@signed_in
@require_POST
def stop_viewing(request: HttpRequest) -> HttpResponse:
    """Be oneself again after looking through a contact's eyes."""
    seen = viewing.current(request)
    viewing.stop(request)
    if seen is None:
        return redirect("/")
    messages.success(request, _("You see with your own eyes again."))
    return redirect("/")


def _ways_in(user: Any) -> dict[str, Any]:
    found = list(Authenticator.objects.filter(user=user))
    kinds = Authenticator.Type
    return {
        "has_app": any(one.type == kinds.TOTP for one in found),
        "passkeys": [one for one in found if one.type == kinds.WEBAUTHN],
        "has_codes": any(one.type == kinds.RECOVERY_CODES for one in found),
        "session_count": UserSession.objects.filter(user=user).count(),
    }


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return "/"
