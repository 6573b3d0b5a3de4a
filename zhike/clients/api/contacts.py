"""Contacts over REST."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse

from zhike.clients import actions, queries
from zhike.clients.access import CHANGE_CONTACT, INVITE_CONTACT, VIEW_CONTACT
from zhike.clients.api.given import given
from zhike.clients.models import Client, Contact
from zhike.core.access import find
from zhike.core.api import (
    Input,
    Page,
    Paging,
    Query,
    Request,
    Router,
    Schema,
    Slice,
    Status,
    create_once,
    page,
)
from zhike.core.doors import api

router = Router(tags=["Contacts"])


class ContactFields(Input):
    reading: str | None = None
    position: str | None = None
    department: str | None = None
    power: str | None = None
    attitude: str | None = None
    email: str | None = None
    mobile: str | None = None
    phone: str | None = None
    wechat: str | None = None
    channel: str | None = None
    hours: str | None = None
    language: str | None = None
    detail: str | None = None
    birthday: date | None = None
    note: str | None = None
    is_main: bool | None = None


class ContactIn(ContactFields):
    id: UUID | None = None
    name: str


class ContactPatch(ContactFields):
    name: str | None = None
    version: int | None = None


class ContactOut(Schema):
    id: UUID
    client_id: UUID
    version: int
    name: str
    reading: str
    position: str
    department: str
    power: str
    attitude: str
    email: str
    mobile: str
    phone: str
    wechat: str
    channel: str
    hours: str
    language: str
    detail: str
    birthday: date | None
    note: str
    is_main: bool
    portal_role: str
    left_at: date | None
    created_at: datetime
    updated_at: datetime


class PortalRoleIn(Input):
    role: str
    version: int | None = None


class DepartureIn(Input):
    left_at: date | None = None


@router.get("/contacts", response=Page[ContactOut])
@api(VIEW_CONTACT)
def list_contacts(request: Request, paging: Query[Paging], client_id: UUID | None = None) -> Slice:
    rows = queries.contacts(request.actor, with_former=True)
    return page(rows.filter(client=client_id) if client_id else rows, paging)


@router.post("/clients/{uuid:client_id}/contacts", response={201: ContactOut, 200: ContactOut})
@api(CHANGE_CONTACT)
def create_contact(request: Request, client_id: UUID, body: ContactIn) -> Status:
    client, values = find(request.actor, Client, pk=client_id), body.dict(exclude_none=True)
    make = lambda: actions.create_contact(request.actor, client, **values)
    return create_once(request.actor, Contact, body.id, make)


@router.get("/contacts/{uuid:contact_id}", response=ContactOut)
@api(VIEW_CONTACT)
def get_contact(request: Request, contact_id: UUID) -> Contact:
    return find(request.actor, Contact, pk=contact_id)


@router.get("/contacts/{uuid:contact_id}/vcard")
@api(VIEW_CONTACT)
def get_vcard(request: Request, contact_id: UUID) -> HttpResponse:
    contact = find(request.actor, Contact, pk=contact_id)
    return HttpResponse(queries.vcard_of([contact]), content_type="text/vcard; charset=utf-8")


@router.patch("/contacts/{uuid:contact_id}", response=ContactOut)
@api(CHANGE_CONTACT)
def change_contact(request: Request, contact_id: UUID, body: ContactPatch) -> Contact:
    contact = find(request.actor, Contact, pk=contact_id)
    return actions.change_contact(request.actor, contact, **given(body))


@router.put("/contacts/{uuid:contact_id}/portal-role", response=ContactOut)
@api(INVITE_CONTACT)
def set_portal_role(request: Request, contact_id: UUID, body: PortalRoleIn) -> Contact:
    return actions.set_portal_role(request.actor, find(request.actor, Contact, pk=contact_id), **body.dict())


@router.put("/contacts/{uuid:contact_id}/departure", response=ContactOut)
@api(CHANGE_CONTACT)
def note_departure(request: Request, contact_id: UUID, body: DepartureIn) -> Contact:
    contact = find(request.actor, Contact, pk=contact_id)
    return actions.note_departure(request.actor, contact, left_at=body.left_at)


@router.delete("/contacts/{uuid:contact_id}/departure", response=ContactOut)
@api(CHANGE_CONTACT)
def note_return(request: Request, contact_id: UUID) -> Contact:
    return actions.note_return(request.actor, find(request.actor, Contact, pk=contact_id))
