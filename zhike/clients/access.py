"""Who may know of which clients and contacts, and what they may do to them.

Owner, manager, finance and observer see every client. A member sees the clients they own or help to look
after; taking part in a project puts one on the account team of its client. A person of a client sees the
companies they are a contact of.
"""

from typing import Any

from django.db.models import Q, QuerySet

from zhike.activity.access import read_with_subject
from zhike.clients import models as rooms
from zhike.clients.models import AccountMember, Client, Contact, ImportRow, ImportRun, Merge, Scheme, Tag
from zhike.core.access import allow, place, rows
from zhike.core.actors import Actor, Role

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SEES_ALL = frozenset({Role.OWNER, Role.MANAGER, Role.FINANCE, Role.OBSERVER, Role.SYSTEM})
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)


def my_contacts(actor: Actor) -> QuerySet[Contact]:
    """The contact rows that are this person: one per client they speak for, or the one they chose."""
    current = Contact.objects.filter(left_at=None)
    if actor.contact_id is not None:
        return current.filter(pk=actor.contact_id)
    return current.filter(user_id=actor.person_id)


def i_manage(actor: Actor) -> QuerySet[Contact]:
    """Those of them that see everything of their company: said at the contact, so that it holds there only."""
    return my_contacts(actor).filter(portal_role=Role.CLIENT_MANAGER.value)


def of_my_clients(actor: Actor, path: str = "client") -> Q:
    """The part of a row rule that says: only clients this actor may know about."""
    if actor.role in SEES_ALL:
        return Q()
    if actor.is_client:
        mine: QuerySet[Any, Any] = my_contacts(actor).values("client")
    else:
        helped = AccountMember.objects.filter(user_id=actor.person_id).values("client")
        mine = Client.objects.filter(Q(owner=actor.person_id) | Q(pk__in=helped)).values("pk")
    if path != "pk":
        return Q(**{f"{path}__in": mine})
    return Q(pk__in=mine) | Q(merged_into__in=mine)  # the files that became part of mine are mine


@rows(Client)
def client_rows(actor: Actor) -> Q:
    return of_my_clients(actor, "pk")


@rows(Contact)
def contact_rows(actor: Actor) -> Q:
    """Of my clients; a person of a client knows themselves and, as manager of a company, the colleagues there."""
    if actor.is_client:
        return Q(pk__in=my_contacts(actor).values("pk")) | Q(client__in=i_manage(actor).values("client"))
    return of_my_clients(actor)


def staff_only(actor: Actor) -> Q:
    return Q(pk__in=[]) if actor.is_client else of_my_clients(actor)


for _model in (
    rooms.AccountMember,
    rooms.ClientTag,
    rooms.EndCustomer,
    rooms.FieldConfirmation,
    rooms.Handover,
    rooms.IdentityKey,
    rooms.SegmentMember,
    rooms.Term,
    rooms.Understanding,
):
    rows(_model)(staff_only)


@rows(Tag)
@rows(Scheme)
def shared_words(actor: Actor) -> Q:
    """Tags and segmentations are words of the whole organisation."""
    return Q(pk__in=[]) if actor.is_client else Q()


@rows(Merge)
def merge_rows(actor: Actor) -> Q:
    return Q(pk__in=[]) if actor.is_client else of_my_clients(actor, "survivor")


@rows(rooms.NotDuplicate)
def judgement_rows(actor: Actor) -> Q:
    return Q(pk__in=[]) if actor.is_client else of_my_clients(actor, "first")


@rows(ImportRun)
def import_rows(actor: Actor) -> Q:
    """Those who see every client see every import; a member sees their own."""
    if actor.role in {Role.OWNER, Role.MANAGER, Role.SYSTEM}:
        return Q()
    return Q(pk__in=[]) if actor.is_client else Q(by=actor.user_id)


read_with_subject(ImportRun)


@rows(ImportRow)
def import_row_rows(actor: Actor) -> Q:
    return Q(run__in=ImportRun.objects.filter(import_rows(actor)).values("pk"))


def owned_by_me(actor: Actor) -> Q:
    return Q(owner=actor.person_id)


place("client_id", Client)

VIEW_CLIENT = allow("client.view", *STAFF)
CREATE_CLIENT = allow("client.create", OWNER, MANAGER, MEMBER)
CHANGE_CLIENT = allow("client.change", OWNER, MANAGER, MEMBER)
VIEW_VALUE = allow("client.view_value", OWNER, MANAGER, FINANCE)
ASSIGN_CLIENT = allow("client.assign", OWNER, MANAGER)
allow("client.assign", MEMBER, when=owned_by_me)
ARCHIVE_CLIENT = allow("client.archive", OWNER, MANAGER)
MERGE_CLIENT = allow("client.merge", OWNER, MANAGER)
EXPORT_CLIENT = allow("client.export", OWNER, MANAGER, FINANCE)
IMPORT_CLIENT = allow("client.import", OWNER, MANAGER, MEMBER)
VIEW_CONTACT = allow("contact.view", *STAFF)
CHANGE_CONTACT = allow("contact.change", OWNER, MANAGER, MEMBER)
EXPORT_CONTACT = allow("contact.export", OWNER, MANAGER)
INVITE_CONTACT = allow("contact.invite", OWNER, MANAGER)
VIEW_AS_CONTACT = allow("contact.view_as", OWNER, MANAGER)
CHANGE_SCHEME = allow("scheme.change", OWNER, MANAGER)
CHANGE_TAG = allow("tag.change", OWNER, MANAGER, MEMBER)
