"""Adding people of a client, changing what we know of them, and noting that they left or came back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Event, record
from zhike.clients.access import CHANGE_CONTACT
from zhike.clients.actions.companies import refuse_archived
from zhike.clients.events import CONTACT_CHANGED, CONTACT_CREATED, CONTACT_LEFT, CONTACT_RETURNED
from zhike.clients.models import Client, Contact
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.methods.identity import mail, phone
from zhike.methods.identity.pinyin import sort_key

EDITABLE = frozenset({
    "name", "reading", "position", "department", "power", "attitude", "email", "mobile", "phone", "wechat", "channel",
    "hours", "language", "detail", "birthday", "note", "is_main",
})  # fmt: skip


@transaction.atomic
def create_contact(
    actor: Actor, client: Client, *, name: str, id: UUID | None = None, told_by: Event = CONTACT_CREATED,
    details: dict[str, Any] | None = None, **values: Any,
) -> Contact:  # fmt: skip
    """Add a person to a client. Sent twice with the same `id`, added once."""
    must(actor, CHANGE_CONTACT)
    client = lock(find(actor, Client, pk=client.pk))
    refuse_archived(client)
    again = made_before(actor.organisation_id, Contact, id)
    if again is not None:
        return find(actor, Contact, pk=again.pk)
    contact = Contact(client=client, **({"id": id} if id else {}))
    put(contact, {"name": name, **values}, EDITABLE)
    _settle(contact)
    contact.save(force_insert=True)
    record(actor, told_by, contact, client=str(client), **(details or {}))
    return contact


@transaction.atomic
def change_contact(
    actor: Actor, contact: Contact, *, version: int | None = None, told_by: Event = CONTACT_CHANGED,
    details: dict[str, Any] | None = None, **values: Any,
) -> Contact:  # fmt: skip
    """Change what we know of a person. With `version`, refuses when somebody else changed it meanwhile."""
    must(actor, CHANGE_CONTACT, contact)
    refuse_archived(lock(contact.client))
    contact = lock(contact)
    contact.expect(version)
    changes = put(contact, values, EDITABLE)
    if not changes:
        return contact
    _settle(contact)
    contact.save()
    record(actor, told_by, contact, **told(changes), **(details or {}))
    return contact


@transaction.atomic
def note_departure(actor: Actor, contact: Contact, *, left_at: date | None = None) -> Contact:
    """Note that a person no longer works at the client. Their history stays; the portal closes for them."""
    must(actor, CHANGE_CONTACT, contact)
    contact = lock(contact)
    if contact.has_left:
        raise Conflict(_("It is already noted that this person left."))
    left_at = left_at or timezone.localdate()
    if left_at > timezone.localdate():
        raise Invalid(left_at=_("This date lies in the future. Note it on the day."))
    contact.left_at, contact.is_main = left_at, False
    contact.save(update_fields=["left_at", "is_main"])
    record(actor, CONTACT_LEFT, contact, client=str(contact.client), left_at=left_at)
    return contact


@transaction.atomic
def note_return(actor: Actor, contact: Contact) -> Contact:
    """Note that a person works at the client again."""
    must(actor, CHANGE_CONTACT, contact)
    contact = lock(contact)
    if not contact.has_left:
        raise Conflict(_("This person has not left."))
    contact.left_at = None
    contact.save(update_fields=["left_at"])
    record(actor, CONTACT_RETURNED, contact, client=str(contact.client))
    return contact


def _settle(contact: Contact) -> None:
    """What follows from the fields: order, one main contact, readable telephones, a birthday that can be."""
    if not any(character.isalnum() for character in contact.name):
        raise Invalid(name=_("Give the person a name."))
    if contact.birthday and contact.birthday > timezone.localdate():
        raise Invalid(birthday=_("A birthday cannot lie in the future."))
    if contact.email:
        contact.email = mail.normalise(contact.email) or contact.email
    for field in ("mobile", "phone"):
        number = phone.read(getattr(contact, field))
        if number is not None:
            setattr(contact, field, number.pretty)
    contact.sort_key = sort_key(contact.reading or contact.name, person=True, length=120)
    if contact.is_main:
        others = Contact.objects.filter(client_id=contact.client_id, is_main=True).exclude(pk=contact.pk)
        others.update(is_main=False)
