"""Filters, columns and views of a list: pages of their own, shown in a drawer where there is script."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhike.core.doors import Request
from zhike.core.listing.declared import SIZES, Listing
from zhike.core.listing.resolve import Look
from zhike.core.pages import BaseForm


def filters_panel(listing: Listing, request: Request, look: Look) -> HttpResponse:
    """Every filter of the list as a GET form: what it sends is a link one can keep and share."""
    form = BaseForm()
    for one in listing.filters:
        form.fields.update(one.form_fields(look.state.values.get(one.name), request.actor))
    own = {name for one in listing.filters for name in one.parameters}
    carried = [pair for pair in look.state.pairs(listing) if pair[0] not in own] or [("view", "all")]
    context = {"form": form, "carried": carried, "title": _("Filters")}
    return _panel(request, listing, look, "core/listing/filters.html", context)


def columns_panel(listing: Listing, request: Request, look: Look) -> HttpResponse:
    """Which columns, in which order, how many rows. Remembered for the person."""
    chosen = [column.name for column in look.columns]
    rest = [one for one in listing.columns_for(request.actor) if one.name not in chosen]
    offered = [(one, True) for one in look.columns[1:]] + [(one, False) for one in rest if one is not look.columns[0]]
    context = {
        "title": _("Columns"),
        "first": look.columns[0],
        "offered": offered,
        "sizes": [(size, size == look.size) for size in SIZES],
    }
    return _panel(request, listing, look, "core/listing/columns.html", context)


def views_panel(listing: Listing, request: Request, look: Look) -> HttpResponse:
    """Keep what the list shows now under a name; rename, share, delete, or open with one of them."""
    mine = [view for view in look.kept.views if view.user_id == request.actor.user_id]
    theirs = [view for view in look.kept.views if view.user_id != request.actor.user_id]
    context = {
        "title": _("Views"),
        "mine": mine,
        "theirs": theirs,
        "query": look.state.query(listing),
        "current": look.view,
        "opens_with": look.kept.arrangement.view,
    }
    return _panel(request, listing, look, "core/listing/views.html", context)


PANELS = {"filters": filters_panel, "columns": columns_panel, "views": views_panel}


def _panel(request: Request, listing: Listing, look: Look, template: str, context: dict[str, Any]) -> HttpResponse:
    here = request.path + look.state.address(listing)
    return render(request, template, {**context, "listing": listing, "here": here, "path": request.path})
