"""The organisation's settings and API tokens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.accounts import actions
from zhike.accounts.access import CHANGE_ORGANISATION, CREATE_TOKEN, REVOKE_TOKEN, VIEW_ORGANISATION
from zhike.accounts.forms import OrganisationForm, TokenForm
from zhike.accounts.models import ApiToken
from zhike.accounts.queries import grantable, home, logo_address, site_of
from zhike.accounts.queries import tokens as all_tokens
from zhike.accounts.views.answers import form_page
from zhike.core.access import can, find
from zhike.core.doors import Request, staff


@staff(VIEW_ORGANISATION)
@require_GET
def organisation(request: Request) -> HttpResponse:
    """The settings, for everybody of the firm to read."""
    row = home(request.actor)
    may = {
        "may_change": can(request.actor, CHANGE_ORGANISATION),
        "may_see_tokens": can(request.actor, CREATE_TOKEN),
    }
    shown = {
        "logo": logo_address(row),
        "portal": f"{site_of(row)}/" + ("" if row.portal_domain else f"{row.slug}/portal/"),
    }
    return render(request, "accounts/organisation.html", {"organisation": row, **may, **shown})


@staff(CHANGE_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request) -> HttpResponse:
    """Change the settings."""
    row = home(request.actor)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.change_organisation(request.actor, row, **said)
        messages.success(request, _("Saved."))
        return redirect("organisation")

    return form_page(
        request,
        "accounts/organisation_change.html",
        OrganisationForm(request.POST or None, instance=row),
        act,
    )


@staff(CREATE_TOKEN)
@require_GET
def tokens(request: Request) -> HttpResponse:
    """The keys for the API: one's own, or for owners all."""
    return render(request, "accounts/tokens.html", {"tokens": all_tokens(request.actor)})


@staff(CREATE_TOKEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_token(request: Request) -> HttpResponse:
    """Make a key; the page that answers is the only one that ever shows it."""
    form = TokenForm(grantable(request.actor), request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        token, secret = actions.create_token(
            request.actor, name=said["name"], capabilities=said["capabilities"], expires_at=form.expires_at
        )
        return render(request, "accounts/token_made.html", {"token": token, "secret": secret})

    return form_page(request, "accounts/token_new.html", form, act)


@staff(REVOKE_TOKEN)
@require_POST
def revoke(request: Request, key: UUID) -> HttpResponse:
    actions.revoke_token(request.actor, find(request.actor, ApiToken, pk=key))
    messages.success(request, _("The token no longer works."))
    return redirect("tokens")
