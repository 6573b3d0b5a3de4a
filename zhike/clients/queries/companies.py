"""Lists of clients and contacts, and what about them wants attention."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.clients.models import Client, Contact, Scheme, SegmentMember, Tag, Understanding
from zhike.clients.quality import assess, confirmations
from zhike.core.access import visible
from zhike.core.actors import Actor
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


def stale_clients(actor: Actor, *, mine: bool = False) -> QuerySet[Client]:
    """Clients whose data nobody has confirmed for half a year."""
    found = clients(actor).filter(is_stale())
    return found.filter(owner=actor.user_id) if mine else found


def is_stale() -> Q:
    """Nobody confirmed the data for half a year."""
    return Q(confirmed_at__lt=timezone.now() - STALE_AFTER) | Q(confirmed_at=None)


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
    people = list(visible(actor, Contact).filter(client=client, left_at=None).values_list("power", "attitude"))
    decisive = {Contact.Power.DECIDES, Contact.Power.PAYS}
    if client.owner_id is None:
        found.append(Notice("bad", _("Nobody owns this client."), "client-owner"))
    if not people:
        found.append(Notice("warn", _("No contact is known."), "contact-new-at"))
    elif not any(power in decisive for power, _attitude in people):
        found.append(Notice("warn", _("Nobody who decides or pays is known."), "client-contacts"))
    if any(attitude == Contact.Attitude.OPPOSED for _power, attitude in people):
        found.append(Notice("bad", _("Somebody there is against us."), "client-contacts"))
    if not visible(actor, Understanding).filter(client=client).exists():
        found.append(
            Notice("info", _("What we understand of their business is not written down."), "client-understanding")
        )
    stale = assess(client, confirmations(client)).stale()
    if stale:
        names = "、".join(str(Client._meta.get_field(part.name).verbose_name) for part in stale[:4])  # type: ignore[union-attr]
        found.append(Notice("info", _("Old data: %(fields)s.") % {"fields": names}, "client-confirmation"))
    return found
