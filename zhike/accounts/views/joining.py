"""The invited person's page: who asks, to what, and one button."""

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhike.accounts.actions import accept_invitation
from zhike.accounts.forms import JoinForm
from zhike.accounts.models import Invitation, User
from zhike.accounts.secrets import digest_of
from zhike.accounts.views.answers import form_page
from zhike.accounts.views.entry import let_in, too_many
from zhike.core.actors import Role
from zhike.core.doors import public

LIMIT = {"accept_invitation": "60/5m/ip"}


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows who invites and to what, in the invited person's language; the button joins."""
    usage = ratelimit.consume(request, app="zhike.accounts", action="accept_invitation", config=LIMIT, limit_get=True)
    if not usage:
        return too_many(request)
    found = Invitation.everywhere.select_related("organisation", "invited_by", "accepted_by")
    invitation = found.filter(digest=digest_of(token)).first()
    if invitation is None or (request.method != "POST" and (not invitation.is_open or invitation.is_expired)):
        return render(request, "accounts/invitation_gone.html", {"invitation": invitation}, status=410)
    request.firm = invitation.organisation  # type: ignore[attr-defined]  # the page wears the face of who invites
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or invitation.language  # the switch has been used
    with translation.override(language):
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        return _joining(request, invitation, token)


def _joining(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    known = User.objects.filter(email=invitation.email).first()

    def act(said: dict[str, Any]) -> HttpResponse:
        user = accept_invitation(token, **said)
        if request.user.is_authenticated and request.user.pk == user.pk:
            return redirect("/")
        if request.user.is_authenticated:
            logout(request)
        return let_in(request, user, "invitation")

    posted = request.POST if request.method == "POST" else None
    form = forms.Form(posted) if known else JoinForm(posted, initial={"name": invitation.name})
    context = {"invitation": invitation, "known": known, "role": Role(invitation.role).label}
    return form_page(request, "accounts/invitation.html", form, act, **context)
