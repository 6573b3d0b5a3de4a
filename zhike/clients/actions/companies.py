"""Adding a client, changing what we know of it, and saying that it is still right."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.events import Event, record
from zhike.clients.access import CHANGE_CLIENT, CREATE_CLIENT, VIEW_VALUE
from zhike.clients.events import CLIENT_CHANGED, CLIENT_CONFIRMED, CLIENT_CREATED
from zhike.clients.identity import check_credit_code, identify, refuse_taken_credit_code
from zhike.clients.models import Client, Contact
from zhike.clients.quality import confirm_fields, rate
from zhike.core.access import can, find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.models import lock, made_before, next_number
from zhike.core.search import reindex
from zhike.methods.identity.pinyin import sort_key

VALUES = frozenset({"annual_value", "potential_value"})
EDITABLE = VALUES | {
    "name", "short_name", "english_name", "kind", "credit_code", "industry", "size", "region", "address", "website",
    "mail_domains", "phone", "background", "origin", "stage", "tier",
}  # fmt: skip


@transaction.atomic
def create_client(
    actor: Actor, *, name: str, id: UUID | None = None, owner: User | None = None,
    told_by: Event = CLIENT_CREATED, details: dict[str, Any] | None = None, **values: Any,
) -> Client:  # fmt: skip
    """Add a company to the firm's clients. It belongs to whoever adds it unless another owner is named.

    Sent twice with the same `id`, it is added once.
    """
    must(actor, CREATE_CLIENT)
    _check_value_rights(actor, values)
    again = made_before(actor.organisation_id, Client, id)
    if again is not None:
        return find(actor, Client, pk=again.pk)
    client = Client(number=0, owner_id=owner.pk if owner else actor.user_id, **({"id": id} if id else {}))
    put(client, {"name": name, **values}, EDITABLE)
    _check_name(client)
    check_credit_code(client)
    refuse_taken_credit_code(client)
    client.sort_key = sort_key(client.short_name or client.name, length=120)
    client.confirmed_at = timezone.now()
    client.number = next_number("client")
    client.quality = rate(client, {})
    client.save(force_insert=True)
    identify(client, is_new=True)
    record(actor, told_by, client, **(details or {}))
    return client


@transaction.atomic
def change_client(
    actor: Actor, client: Client, *, version: int | None = None, told_by: Event = CLIENT_CHANGED,
    details: dict[str, Any] | None = None, **values: Any,
) -> Client:  # fmt: skip
    """Change what we know of a client. With `version`, refuses when somebody else changed it meanwhile."""
    must(actor, CHANGE_CLIENT, client)
    _check_value_rights(actor, values)
    client = lock(client)
    client.expect(version)
    refuse_archived(client)
    changes = put(client, values, EDITABLE)
    _check_name(client)
    if not changes:
        return client
    if "credit_code" in changes:
        check_credit_code(client)
        refuse_taken_credit_code(client)
    client.sort_key = sort_key(client.short_name or client.name, length=120)
    confirmed = confirm_fields(client, changes)
    client.quality = rate(client, confirmed)
    client.save()
    identify(client)
    record(actor, told_by, client, **told(changes, untold=VALUES), **(details or {}))
    if changes.keys() & {"name", "short_name"}:  # its people are found by it, too
        reindex(Contact.objects.filter(client=client).select_related("client"))
    return client


@transaction.atomic
def confirm_client(actor: Actor, client: Client) -> Client:
    """Say that everything in the file was looked at and is right today; its age starts anew."""
    must(actor, CHANGE_CLIENT, client)
    client = lock(client)
    refuse_archived(client)
    client.confirmed_at = timezone.now()
    client.quality = rate(client, confirm_fields(client, EDITABLE))
    client.save(update_fields=["confirmed_at", "quality"])
    record(actor, CLIENT_CONFIRMED, client)
    return client


def refuse_archived(client: Client) -> None:  # asked by every verb of this room that changes a client
    if client.is_merged:
        raise Conflict(_("This client was merged into another. Go on there."))
    if client.is_archived:
        raise Conflict(_("This client is archived. Bring it back first."))


def _check_name(client: Client) -> None:
    if not client.name:
        raise Invalid(name=_("Give the client a name."))
    if not any(character.isalnum() for character in client.name):
        raise Invalid(name=_("A name needs letters or characters."))


def _check_value_rights(actor: Actor, values: dict[str, Any]) -> None:
    if VALUES & set(values) and not can(actor, VIEW_VALUE):
        raise Denied(_("You may not set the value of a client."))
