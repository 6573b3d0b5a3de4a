"""Keeping views and columns, and watching a bulk action: the pages of lists that are not a list."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.core.access import find
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid, Missing
from zhike.core.listing import actions
from zhike.core.listing.access import CHANGE_VIEW, FOLLOW_BULK, KEEP_VIEW
from zhike.core.listing.bulk_runs import asked_of
from zhike.core.listing.declared import SIZES, listings
from zhike.core.models import BulkRun, SavedView


@require_POST
@staff(KEEP_VIEW)
def list_views(request: Request, listing: str) -> HttpResponse:
    """Save what a list shows under a name."""
    view = actions.save_view(
        request.actor,
        _known(listing),
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        shared="shared" in request.POST,
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(f"{_back(request)}?view={view.pk}")


@require_POST
@staff(CHANGE_VIEW)
def list_view(request: Request, view_id: UUID) -> HttpResponse:
    """Rename or share a view, or let it mean what the list shows now."""
    view = find(request.actor, SavedView, pk=view_id)
    actions.change_view(
        request.actor,
        view,
        name=request.POST.get("name", ""),
        shared="shared" in request.POST,
        query=request.POST.get("query"),
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(_back(request, keep_query=True))


@require_POST
@staff(CHANGE_VIEW)
def list_view_deletion(request: Request, view_id: UUID) -> HttpResponse:
    view = find(request.actor, SavedView, pk=view_id)
    actions.delete_view(request.actor, view)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(_back(request))


@require_POST
@staff(KEEP_VIEW)
def list_arrangement(request: Request, listing: str) -> HttpResponse:
    """Remember columns, page size or first view; only what the form sent."""
    actions.arrange_list(request.actor, _known(listing), **_arranged(request, listing))
    messages.success(request, _("Remembered for you."))
    return redirect(_back(request))


@require_GET
@staff(FOLLOW_BULK)
def bulk_run(request: Request, run_id: UUID) -> HttpResponse:
    """How a long bulk action is doing."""
    run = find(request.actor, BulkRun, pk=run_id)
    bulk = asked_of(run)
    context = {
        "run": run,
        "label": bulk.label if bulk else run.action,
        "done": run.done,
        "refused": run.refused,
        "refused_count": run.refused_count,
        "back": run.back,
    }
    is_part = getattr(request, "htmx", False)
    return render(request, "core/listing/_bulk_progress.html" if is_part else "core/listing/bulk_result.html", context)


def _known(name: str) -> str:
    if name not in listings():
        raise Missing(_("There is no such list."))
    return name


def _arranged(request: Request, listing: str) -> dict[str, Any]:
    if "reset" in request.POST:
        return {"columns": [], "size": 0}
    said: dict[str, Any] = {}
    if "columns" in request.POST:
        said["columns"] = _columns(request, listing)
    if request.POST.get("size") in {str(size) for size in SIZES}:
        said["size"] = int(request.POST["size"])
    if "view" in request.POST:
        said["view"] = _first_view(request)
    return said


def _columns(request: Request, listing: str) -> list[str]:
    """Chosen columns by the position given to them; equal positions keep the order of the page."""
    declared = listings()[listing]
    chosen = [name for name in request.POST.getlist("columns") if name in declared.by_name]

    def position(name: str) -> int:
        text = request.POST.get(f"position-{name}", "")
        return int(text) if text.isascii() and text.isdigit() else 0

    return sorted(dict.fromkeys(chosen), key=position)


def _first_view(request: Request) -> str:
    key = request.POST["view"]
    if not key:
        return ""
    try:
        return str(find(request.actor, SavedView, pk=UUID(key)).pk)
    except ValueError as error:
        raise Invalid(view=_("Choose one of your views.")) from error


def _back(request: Request, *, keep_query: bool = False) -> str:
    """Where the form came from, as long as it is a place of this installation."""
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        there = request.path.split("/lists/")[0] + "/"
    return there if keep_query else urlsplit(there).path
