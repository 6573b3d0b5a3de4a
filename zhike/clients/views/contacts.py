"""Pages of contacts."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.accounts.actions import start_viewing
from zhike.clients import actions, queries
from zhike.clients.access import CHANGE_CONTACT, INVITE_CONTACT, VIEW_AS_CONTACT, VIEW_CLIENT, VIEW_CONTACT
from zhike.clients.forms import (
    CardsForm,
    DepartureForm,
    InvitationForm,
    NewContactForm,
    NewContactSomewhereForm,
)
from zhike.clients.listings import CONTACTS, contact_url
from zhike.clients.models import Client, Contact
from zhike.clients.records import CLIENT, CONTACT
from zhike.core.access import find, find_in, visible
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import BaseForm, form_page
from zhike.core.records import Record

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
@staff(VIEW_CONTACT)
def contacts(request: Request) -> HttpResponseBase:
    former = request.GET.get("left") == "yes"
    return CONTACTS.respond(request, queries.contacts(request.actor, with_former=former))


@require_GET
@staff(VIEW_CLIENT)
def client_contacts(request: Request, number: int) -> HttpResponse:
    client = find(request.actor, Client, number=number)
    people = visible(request.actor, Contact).filter(client=client).order_by("left_at", "-is_main", "sort_key")
    page = {"record": Record(CLIENT, request.actor, client, "people"), "client": client, "people": people}
    return render(request, "clients/people.html", page)


@require_http_methods(GET_OR_POST)
@staff(CHANGE_CONTACT)
def contact_new(request: Request) -> HttpResponse:
    """A new person, when one begins from the person: choose the client, too."""
    return form_page(
        request,
        NewContactSomewhereForm,
        title=_("New contact"),
        submit=_("Add contact"),
        draft="contact-new",
        cancel=reverse("contacts"),
        form_arguments={"actor": request.actor},
        run=lambda data: actions.create_contact(request.actor, data.pop("client"), **data),
        then=contact_url,
    )


@require_http_methods(GET_OR_POST)
@staff(CHANGE_CONTACT)
def contact_new_at(request: Request, number: int) -> HttpResponse:
    client = find(request.actor, Client, number=number)
    people = reverse("client-contacts", args=[number])
    return form_page(
        request,
        NewContactForm,
        title=_("New contact at %(client)s") % {"client": client},
        submit=_("Add contact"),
        draft=f"contact-new-{number}",
        cancel=people,
        run=lambda data: actions.create_contact(request.actor, client, **data),
        then=lambda _contact: people,
    )


@require_http_methods(GET_OR_POST)
@staff(VIEW_CONTACT)
def contact(request: Request, contact: str) -> HttpResponse:
    return CONTACT.respond(request, _one(request, contact))


@require_http_methods([*GET_OR_POST, "DELETE"])
@staff(CHANGE_CONTACT)
def departure(request: Request, contact: str) -> HttpResponse:
    """POST notes that a person left, or that one who left is back; DELETE the latter."""
    row = _one(request, contact)
    if request.method == "DELETE":
        return redirect(contact_url(actions.note_return(request.actor, row)))
    if row.has_left:
        return _back(request, row)
    return form_page(
        request,
        DepartureForm,
        title=_("%(name)s left") % {"name": row.name},
        submit=_("Record it"),
        lead=_("Their history stays; the portal closes for them."),
        cancel=contact_url(row),
        run=lambda data: actions.note_departure(request.actor, row, **data),
        then=contact_url,
    )


@require_GET
@staff(VIEW_CONTACT)
def vcard(request: Request, contact: str) -> HttpResponse:
    row = _one(request, contact)
    response = HttpResponse(queries.vcard_of([row]), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contact.vcf"'
    return response


@require_http_methods(GET_OR_POST)
@staff(CHANGE_CONTACT)
def cards(request: Request) -> HttpResponse:
    """Bring people in from vCards; afterwards say for each card what became of it."""
    return form_page(
        request,
        CardsForm,
        title=_("Read vCards"),
        submit=_("Read"),
        cancel=reverse("contacts"),
        lead=_("From a telephone or mail program. People already here are left as they are."),
        form_arguments={"actor": request.actor},
        run=lambda data: actions.read_cards(request.actor, data["file"], client=data["client"]),
        then=lambda told: render(request, "clients/cards.html", {"told": told}),
    )


@require_http_methods(GET_OR_POST)
@staff(VIEW_AS_CONTACT)
def view_as(request: Request, contact: str) -> HttpResponse:
    """Look at the portal through this person's eyes: exactly what they see, nothing can be changed, and it is told."""
    row = _one(request, contact)
    return form_page(
        request,
        BaseForm,
        title=_("View as %(name)s") % {"name": row.name},
        submit=_("Start"),
        cancel=contact_url(row),
        lead=_("You see what they see. You can change nothing, and it is recorded that you looked."),
        run=lambda data: _look_as(request, row),
        then=lambda _none: reverse("portal"),
    )


@require_http_methods(GET_OR_POST)
@staff(INVITE_CONTACT)
def invitation(request: Request, contact: str) -> HttpResponse:
    row = _one(request, contact)
    return form_page(
        request,
        InvitationForm,
        title=_("Invite %(name)s to the portal") % {"name": row.name},
        submit=_("Send the invitation"),
        initial={"email": row.email},
        cancel=contact_url(row),
        run=lambda data: actions.invite_contact(request.actor, row, **data),
        then=contact_url,
    )


def _back(request: Request, row: Contact) -> HttpResponse:
    return form_page(
        request,
        BaseForm,
        title=_("%(name)s is back") % {"name": row.name},
        submit=_("Has returned"),
        cancel=contact_url(row),
        run=lambda data: actions.note_return(request.actor, row),
        then=contact_url,
    )


def _look_as(request: Request, row: Contact) -> None:
    role = actions.view_as_contact(request.actor, row)
    name = str(row.user) if row.user else row.name  # as their own pages call them
    start_viewing(request, contact_id=row.pk, user_id=row.user_id, role=role, name=name)


def _one(request: Request, key: str) -> Contact:
    return find_in(visible(request.actor, Contact).select_related("client"), pk=key)
