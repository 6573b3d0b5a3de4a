"""Lists of clients and contacts, and what about them wants attention."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.clients.models import Client, Contact, Scheme, SegmentMember, Tag, Understanding
from zhike.clients.quality import assess, confirmations
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.agenda import MOST
from zhike.core.prepared import prepared
from zhike.core.search import matching_ids

STALE_AFTER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the attention strip: what is off, and where to put it right."""

    tone: str
    text: str
    url_name: str


def clients(actor: Actor, *, archived: bool = False) -> QuerySet[Client]:
    """The clients one may know about: those in use, or those put away (merged ones are in neither)."""
    return visible(actor, Client).filter(archived_at__isnull=not archived, merged_into=None).select_related("owner")


def contacts(actor: Actor, *, with_former: bool = False) -> QuerySet[Contact]:
    """The people of the clients one may know about."""
    found = visible(actor, Contact).filter(client__merged_into=None).select_related("client")
    return found if with_former else found.filter(left_at=None, client__archived_at=None)


def search_clients(actor: Actor, rows: QuerySet[Client], text: str) -> QuerySet[Client]:
    return rows.filter(pk__in=matching_ids(actor, Client, text))


def search_contacts(actor: Actor, rows: QuerySet[Contact], text: str) -> QuerySet[Contact]:
    return rows.filter(pk__in=matching_ids(actor, Contact, text))


def mine_to_confirm(actor: Actor) -> list[Client]:
    """My clients whose data nobody has confirmed for half a year, the oldest first."""
    return _mine_to_confirm(actor, timezone.now() - STALE_AFTER)


def is_stale() -> Q:
    """Nobody confirmed the data for half a year."""
    return _confirmed_before(timezone.now() - STALE_AFTER)


def tags(actor: Actor) -> QuerySet[Tag]:
    return visible(actor, Tag).order_by("name")


def segment_labels(actor: Actor) -> list[tuple[str, str]]:
    """Every part of every segmentation, as a filter offers it: ("<scheme>:<label>", "ABC: A")."""
    parts = visible(actor, SegmentMember).values_list("scheme", "scheme__name", "label").distinct()
    return [
        (f"{scheme}:{label}", _(": ").join((name, label)))
        for scheme, name, label in parts.order_by("scheme__name", "label")
    ]


def schemes(actor: Actor) -> QuerySet[Scheme]:
    return visible(actor, Scheme)


def members_of(actor: Actor, scheme: Scheme) -> QuerySet[SegmentMember]:
    return visible(actor, SegmentMember).filter(scheme=scheme).select_related("client")


def attention(actor: Actor, client: Client) -> list[Notice]:
    """What about this client is off: no owner, nobody to talk to, old data. Empty is a good sign, and says so."""
    found = []
    people = _people(actor, client)
    decisive = {Contact.Power.DECIDES, Contact.Power.PAYS}
    if client.owner_id is None:
        found.append(Notice("bad", _("Nobody owns this client."), "client-owner"))
    if not people:
        found.append(Notice("warn", _("No contact is known."), "contact-new-at"))
    elif not any(power in decisive for power, _attitude in people):
        found.append(Notice("warn", _("Nobody who decides or pays is known."), "client-contacts"))
    if any(attitude == Contact.Attitude.OPPOSED for _power, attitude in people):
        found.append(Notice("bad", _("Somebody there is against us."), "client-contacts"))
    if not _understandings(actor, client):
        found.append(
            Notice("info", _("What we understand of their business is not written down."), "client-understanding")
        )
    stale = assess(client, confirmations(client)).stale()
    if stale:
        names = "、".join(str(Client._meta.get_field(part.name).verbose_name) for part in stale[:4])  # type: ignore[union-attr]
        found.append(Notice("info", _("Old data: %(fields)s.") % {"fields": names}, "client-confirmation"))
    return found


@prepared
def _people(actor: Actor, client: Client) -> QuerySet[Contact, tuple[str, str]]:
    return visible(actor, Contact).filter(client=client, left_at=None).values_list("power", "attitude")


@prepared
def _understandings(actor: Actor, client: Client) -> QuerySet[Understanding, Any]:
    return visible(actor, Understanding).filter(client=client).values_list("pk")[:1]


@prepared
def _mine_to_confirm(actor: Actor, before: datetime) -> QuerySet[Client]:
    return clients(actor).filter(_confirmed_before(before), owner=actor.user_id).order_by("confirmed_at")[:MOST]


def _confirmed_before(moment: datetime) -> Q:
    return Q(confirmed_at__lt=moment) | Q(confirmed_at=None)
