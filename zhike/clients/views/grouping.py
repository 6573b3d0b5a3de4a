"""Pages of segmentations."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.clients import actions, queries
from zhike.clients.access import CHANGE_SCHEME, VIEW_CLIENT
from zhike.clients.forms import SchemeForm
from zhike.clients.listings import SCHEMES
from zhike.clients.models import Scheme
from zhike.clients.rules import COMPARISONS, FIELDS
from zhike.core.access import can, find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page

FILLED = ("name", "kind", "figure", "limit_a", "limit_b", "rules", "version")
WORDS = {"fields": FIELDS, "comparisons": COMPARISONS}


@require_GET
@staff(VIEW_CLIENT)
def schemes(request: Request) -> HttpResponseBase:
    return SCHEMES.respond(request, queries.schemes(request.actor))


@require_http_methods(["GET", "POST"])
@staff(CHANGE_SCHEME)
def scheme_new(request: Request) -> HttpResponse:
    return form_page(
        request,
        SchemeForm,
        title=_("New segmentation"),
        submit=_("Create the segmentation"),
        cancel=reverse("schemes"),
        run=lambda values: actions.create_scheme(request.actor, **_without(values, "version")),
        then=_address,
        template="clients/scheme_form.html",
        context=WORDS,
    )


@require_GET
@staff(VIEW_CLIENT)
def scheme(request: Request, scheme: str) -> HttpResponse:
    row = find(request.actor, Scheme, pk=scheme)
    members = queries.members_of(request.actor, row)
    parts = list(members.values("label").annotate(count=Count("pk")).order_by("label"))
    shown = members.order_by("label", "-share", "client__sort_key")[:200]
    context = {
        "scheme": row,
        "parts": parts,
        "members": shown,
        "may_change": can(request.actor, CHANGE_SCHEME),
    }
    return render(request, "clients/scheme.html", context)


@require_http_methods(["GET", "POST"])
@staff(CHANGE_SCHEME)
def scheme_change(request: Request, scheme: str) -> HttpResponse:
    row = find(request.actor, Scheme, pk=scheme)
    return form_page(
        request,
        SchemeForm,
        title=_("Change %(name)s") % {"name": row},
        submit=_("Recalculate"),
        cancel=_address(row),
        initial={name: getattr(row, name) for name in FILLED},
        run=lambda values: actions.change_scheme(request.actor, row, **_without(values, "id")),
        then=_address,
        template="clients/scheme_form.html",
        context=WORDS,
    )


@require_POST
@staff(CHANGE_SCHEME)
def scheme_compute(request: Request, scheme: str) -> HttpResponse:
    return redirect(_address(actions.compute_scheme(request.actor, find(request.actor, Scheme, pk=scheme))))


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    """One form serves both: what the other one needs is left out."""
    return {key: value for key, value in values.items() if key != name}


def _address(row: Scheme) -> str:
    return reverse("scheme", args=[row.pk])
