"""One address, one view: a list's page, its fragment, its panels, its spreadsheet and its bulk actions."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from zhike.core.doors import Request
from zhike.core.listing.bulk import run_bulk
from zhike.core.listing.declared import Listing
from zhike.core.listing.export import export
from zhike.core.listing.page import Page
from zhike.core.listing.panels import PANELS
from zhike.core.listing.resolve import look


def respond(
    listing: Listing, request: Request, rows: QuerySet[Any], *, template: str, context: dict[str, Any]
) -> HttpResponseBase:
    seen = look(listing, request.GET, request.actor)
    if request.method == "POST":
        return run_bulk(listing, request, seen, rows)
    if request.GET.get("format"):
        return export(listing, request, seen, rows)
    panel = PANELS.get(request.GET.get("panel", ""))
    if panel is not None:
        return panel(listing, request, seen)
    page = Page(listing, seen, request.actor, rows, request.path)
    return _shown(request, page, template, {**context, "list": page})


def _shown(request: Request, page: Page, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, _template(request, page, template), context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))  # one address, two bodies: caches must know
    return response


def _template(request: Request, page: Page, template: str) -> str:
    htmx: Any = getattr(request, "htmx", None)
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return template
    if (htmx.target or "").endswith(f"rows-{page.listing.name}"):
        return "core/listing/_exchange.html"
    return "core/listing/_listing.html" if htmx.request_type != "full" else template
