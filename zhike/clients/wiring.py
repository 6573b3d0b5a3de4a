"""What this room hangs into the rooms below: search sources, links of the timeline, redeemed invitations."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.activity.events import people_of_places, subject_url
from zhike.clients import queries
from zhike.clients.actions import portal  # noqa: F401  registers how an invitation to the portal is redeemed
from zhike.clients.listings import client_url, contact_url
from zhike.clients.models import Client, Contact, Scheme
from zhike.core import search
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.agenda import DISAPPOINTS, MOST, WAITS_FOR_ME, Line, agenda
from zhike.core.models import Place
from zhike.core.prepared import prepared

subject_url(Client, client_url)
subject_url(Contact, contact_url)
subject_url(Scheme, lambda scheme: reverse("scheme", args=[scheme.pk]))


def people_of_client(place: Place) -> Iterable[UUID]:
    """Everybody of the client who signs in: whom a note or file shared there may reach."""
    if place.client_id is None:
        return ()
    here = Contact.objects.filter(client_id=place.client_id, left_at=None, user__isnull=False)
    return [pk for pk in here.values_list("user_id", flat=True) if pk]


people_of_places(people_of_client)


def _client_text(client: Client) -> str:
    words = (
        client.credit_code,
        client.english_name,
        client.industry,
        client.region,
        client.address,
        client.mail_domains,
    )
    return " ".join(filter(None, [*words, client.phone, client.website, client.background]))


def _contact_text(contact: Contact) -> str:
    words = (
        contact.position,
        contact.department,
        contact.email,
        contact.mobile,
        contact.phone,
        contact.wechat,
    )
    return " ".join(filter(None, [*words, str(contact.client)]))


search.source(
    Client,
    title=lambda client: client.name,
    text=_client_text,
    names=lambda client: [name for name in (client.name, client.short_name) if name],
    code=lambda client: client.code,
    detail=lambda client: client.short_name or client.industry,
    url=client_url,
    findable=lambda client: not client.is_merged,
    icon="building-2",
    label=_("Clients"),
    weight=7,
    order=10,
)
search.source(
    Contact,
    title=lambda contact: contact.name,
    text=_contact_text,
    names=lambda contact: [contact.reading or contact.name],
    people=True,
    detail=lambda contact: " · ".join(filter(None, [str(contact.client), contact.position])),
    url=contact_url,
    icon="contact",
    label=_("Contacts"),
    related=("client",),
    weight=5,
    order=20,
)


@agenda(WAITS_FOR_ME)
def data_to_confirm(actor: Actor) -> Iterable[Line]:
    """My clients whose data nobody has looked at for half a year, the oldest first."""
    for client in queries.mine_to_confirm(actor):
        yield Line(
            text=gettext("Is the data of %(client)s still right?") % {"client": client},
            url=client_url(client),
            since=client.confirmed_at,
            step=_("Look and confirm"),
        )


@agenda(WAITS_FOR_ME)
def clients_without_people(actor: Actor) -> Iterable[Line]:
    """My clients where we know nobody to talk to."""
    for client in _without_people(actor):
        yield Line(
            text=gettext("Nobody is known at %(client)s.") % {"client": client},
            url=client_url(client),
            step=_("Add a contact"),
            step_url=reverse("contact-new-at", args=[client.number]),
        )


@agenda(DISAPPOINTS)
def people_against_us(actor: Actor) -> Iterable[Line]:
    """People who decide or pay and are sceptical or opposed, at clients that are mine to look after."""
    for contact in _against_us(actor):
        yield Line(
            text=gettext("%(name)s at %(client)s – %(power)s, %(attitude)s.")
            % {
                "name": contact.name,
                "client": contact.client,
                "power": contact.get_power_display().lower(),
                "attitude": contact.get_attitude_display().lower(),
            },
            url=contact_url(contact),
            tone="bad" if contact.attitude == Contact.Attitude.OPPOSED else "warn",
        )


@prepared
def _without_people(actor: Actor) -> QuerySet[Client]:
    people = Contact.objects.filter(client=OuterRef("pk"), left_at=None)
    mine = queries.clients(actor).filter(~Exists(people), owner=actor.user_id)
    return mine.exclude(stage=Client.Stage.FORMER).order_by("-updated_at")[:3]


@prepared
def _against_us(actor: Actor) -> QuerySet[Contact]:
    worried = [Contact.Attitude.OPPOSED, Contact.Attitude.SCEPTICAL]
    strong = [Contact.Power.DECIDES, Contact.Power.PAYS]
    found = queries.contacts(actor).filter(attitude__in=worried, power__in=strong)
    return found.filter(client__owner=actor.user_id)[:MOST]
