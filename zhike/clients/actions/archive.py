"""Putting a client's file away, and bringing it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.clients.access import ARCHIVE_CLIENT
from zhike.clients.events import CLIENT_ARCHIVED, CLIENT_RESTORED
from zhike.clients.models import Client
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock


@transaction.atomic
def archive_client(actor: Actor, client: Client, *, reason: str) -> Client:
    """Put a client's file away: out of the lists, still readable, nothing lost."""
    must(actor, ARCHIVE_CLIENT, client)
    client = lock(client)
    if client.is_archived:
        raise Conflict(_("This client is already archived."))
    if not reason.strip():
        raise Invalid(reason=_("Say why, for whoever looks for this client later."))
    client.archived_at, client.archive_reason = timezone.now(), reason.strip()[:300]
    client.save(update_fields=["archived_at", "archive_reason"])
    record(actor, CLIENT_ARCHIVED, client, reason=client.archive_reason)
    return client


@transaction.atomic
def restore_client(actor: Actor, client: Client) -> Client:
    """Bring a client back from the archive."""
    must(actor, ARCHIVE_CLIENT, client)
    client = lock(client)
    if client.is_merged:
        raise Conflict(_("This client was merged into another. Take the merge back instead."))
    if not client.is_archived:
        raise Conflict(_("This client is not archived."))
    client.archived_at, client.archive_reason = None, ""
    client.save(update_fields=["archived_at", "archive_reason"])
    record(actor, CLIENT_RESTORED, client)
    return client
