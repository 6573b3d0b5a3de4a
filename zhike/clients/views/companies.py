"""Pages of clients: the lists, one client, and what is done to it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.clients import actions, queries
from zhike.clients.access import ARCHIVE_CLIENT, ASSIGN_CLIENT, CHANGE_CLIENT, CREATE_CLIENT, VIEW_CLIENT
from zhike.clients.forms import ArchiveForm, NewClientForm, OwnerForm, TagsForm, TeamForm, UnderstandingForm
from zhike.clients.listings import ARCHIVED, CLIENTS, client_url, with_tags
from zhike.clients.models import AccountMember, Client, Understanding
from zhike.clients.records import CLIENT
from zhike.clients.sheets import sheet_lines
from zhike.core.access import find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import BaseForm, form_page
from zhike.core.records import Record

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
@staff(VIEW_CLIENT)
def clients(request: Request) -> HttpResponseBase:
    return CLIENTS.respond(request, with_tags(queries.clients(request.actor)))


@require_http_methods(GET_OR_POST)
@staff(VIEW_CLIENT)
def archived(request: Request) -> HttpResponseBase:
    return ARCHIVED.respond(request, queries.clients(request.actor, archived=True))


@require_http_methods(GET_OR_POST)
@staff(CREATE_CLIENT)
def client_new(request: Request) -> HttpResponse:
    return form_page(
        request,
        NewClientForm,
        title=_("New client"),
        submit=_("Add client"),
        cancel=reverse("clients"),
        draft="client-new",
        template="clients/client_new.html",
        initial={"name": request.GET.get("name", "")},
        run=lambda data: actions.create_client(request.actor, **data),
        then=client_url,
    )


@require_GET
@staff(CREATE_CLIENT)
def collisions(request: Request) -> HttpResponse:
    """While a name is typed: is this party here already, and whose is it?"""
    draft = Client(name=request.GET.get("name", "")[:200], credit_code=request.GET.get("credit_code", "")[:40].upper())
    found = queries.collisions(request.actor, draft) if len(draft.name.strip()) > 1 else []
    return render(request, "clients/_collisions.html", {"collisions": found})


@require_http_methods(GET_OR_POST)
@staff(VIEW_CLIENT)
def client(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    context = {
        "team": queries.team_of(request.actor, row),
        "tags": queries.tags_of(row),
        "segments": queries.segments_of(row),
        "handovers": queries.handovers_of(row),
        "merges": queries.merges_into(row),
    }
    return CLIENT.respond(request, row, tab="overview", template="clients/client.html", **context)


@require_http_methods(GET_OR_POST)
@staff(CHANGE_CLIENT)
def understanding(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    sheet = Understanding.objects.filter(client=row).first()
    return form_page(
        request,
        UnderstandingForm,
        title=_("What we understand of their business"),
        submit=_("Save the sheet"),
        template="clients/understanding.html",
        draft=f"understanding-{row.pk}",
        initial=sheet_lines(row, sheet),
        run=lambda data: _save_sheet(request, row, data),
        then=lambda _sheet: reverse("client-understanding", args=[number]),
        context={"record": Record(CLIENT, request.actor, row, "understanding"), "sheet": sheet},
    )


@require_GET
@staff(VIEW_CLIENT)
def history(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    page = {"record": Record(CLIENT, request.actor, row, "history"), "client": row}
    return render(request, "clients/history.html", page)


@require_GET
@staff(VIEW_CLIENT)
def files(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    return render(request, "clients/files.html", {"record": Record(CLIENT, request.actor, row, "files"), "client": row})


@require_http_methods(GET_OR_POST)
@staff(CHANGE_CLIENT)
def tags(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    now = ", ".join(row.client_tags.values_list("tag__name", flat=True))
    return form_page(
        request,
        TagsForm,
        title=_("Tags"),
        submit=_("Save tags"),
        cancel=client_url(row),
        initial={"names": now},
        run=lambda data: actions.set_tags(request.actor, row, **data),
        then=client_url,
        context={"known": queries.tags(request.actor)},
        template="clients/tags.html",
    )


@require_http_methods(GET_OR_POST)
@staff(CHANGE_CLIENT)
def confirmation(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    return form_page(
        request,
        BaseForm,
        title=_("Is everything still right?"),
        submit=_("Yes, I looked"),
        cancel=client_url(row),
        lead=_("Confirms every field of the file as of today. Change first what is no longer right."),
        run=lambda data: actions.confirm_client(request.actor, row),
        then=client_url,
    )


@require_http_methods(GET_OR_POST)
@staff(ASSIGN_CLIENT)
def owner(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    return form_page(
        request,
        OwnerForm,
        title=_("Hand over %(client)s") % {"client": row},
        submit=_("Hand over"),
        cancel=client_url(row),
        form_arguments={"actor": request.actor},
        run=lambda data: actions.assign_client(request.actor, row, **data),
        then=client_url,
    )


@require_http_methods(GET_OR_POST)
@staff(CHANGE_CLIENT)
def team(request: Request, number: int) -> HttpResponse:
    row = _one(request, number)
    return form_page(
        request,
        TeamForm,
        title=_("Add a colleague"),
        submit=_("Put on the team"),
        cancel=client_url(row),
        form_arguments={"actor": request.actor},
        run=lambda data: actions.join_account_team(request.actor, row, data["user"], duty=data["duty"]),
        then=lambda _member: client_url(row),
    )


@require_http_methods(["POST"])
@staff(CHANGE_CLIENT)
def team_leave(request: Request, number: int, member: str) -> HttpResponse:
    row = _one(request, number)
    seat = find(request.actor, AccountMember, pk=member, client=row)
    actions.leave_account_team(request.actor, row, seat.user)
    return redirect(client_url(row))


@require_http_methods([*GET_OR_POST, "DELETE"])
@staff(ARCHIVE_CLIENT)
def archive(request: Request, number: int) -> HttpResponse:
    """POST puts the file away, or brings an archived one back; DELETE brings it back."""
    row = _one(request, number)
    if request.method == "DELETE":
        return redirect(client_url(actions.restore_client(request.actor, row)))
    if row.is_archived and "reason" not in request.POST:  # who gives a reason wants it away, and is told that it is
        return _bring_back(request, row)
    return form_page(
        request,
        ArchiveForm,
        title=_("Archive %(client)s") % {"client": row},
        submit=_("Archive"),
        cancel=client_url(row),
        run=lambda data: actions.archive_client(request.actor, row, **data),
        then=client_url,
    )


def _one(request: Request, number: int) -> Client:
    return find(request.actor, Client, related=("owner", "merged_into"), number=number)


def _bring_back(request: Request, row: Client) -> HttpResponse:
    return form_page(
        request,
        BaseForm,
        title=_("Bring %(client)s back") % {"client": row},
        submit=_("Bring back"),
        cancel=client_url(row),
        run=lambda data: actions.restore_client(request.actor, row),
        then=client_url,
    )


def _save_sheet(request: Request, row: Client, data: dict[str, Any]) -> Understanding:
    terms, customers = data.pop("terms"), data.pop("end_customers")
    return actions.write_sheet(request.actor, row, terms=terms, end_customers=customers, **data)
