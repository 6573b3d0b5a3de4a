"""People brought in from vCards, card by card."""

from dataclasses import dataclass
from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.clients.access import CHANGE_CONTACT
from zhike.clients.actions.contacts import create_contact
from zhike.clients.events import CARDS_READ
from zhike.clients.models import Client, Contact, IdentityKey
from zhike.core.access import must, visible
from zhike.core.actors import Actor
from zhike.core.errors import Invalid, Refusal
from zhike.core.tables.limits import Unreadable
from zhike.core.tables.vcard import Card
from zhike.core.tables.vcard import read_cards as parse
from zhike.methods.identity import mail, names, phone


@dataclass(frozen=True, slots=True)
class ToldCard:
    """What became of one card."""

    name: str
    outcome: str  # "created", "known" or "failed"
    words: str
    contact: Contact | None = None


def read_cards(actor: Actor, file: IO[bytes], *, client: Client | None = None) -> list[ToldCard]:
    """Add the people on these cards to the client their card names, or to `client`. Who is here already stays as is."""
    must(actor, CHANGE_CONTACT)
    try:
        reading = parse(file)
    except Unreadable as error:
        raise Invalid(file=error.message) from error
    told = [_take(actor, card, client) for card in reading.cards]
    told += [ToldCard(_("Card %(number)s") % {"number": b.number}, "failed", b.message) for b in reading.broken]
    homes = {one.contact.client for one in told if one.contact and one.outcome == "created"}
    with transaction.atomic():
        for home in sorted(homes, key=lambda home: home.pk):
            record(actor, CARDS_READ, home, count=sum(1 for t in told if t.contact and t.contact.client == home))
    return told


def _take(actor: Actor, card: Card, fallback: Client | None) -> ToldCard:
    client = _client_of(actor, card) or fallback
    if client is None:
        words = _("No client called %(name)s is known to you. Choose one and read the file again.")
        return ToldCard(card.name, "failed", words % {"name": card.organisation or "–"})
    known = _known(client, card)
    if known is not None:
        return ToldCard(card.name, "known", _("Already here."), known)
    numbers = [*card.phones[:2], "", ""]
    mobile, other = _mobile_first(numbers[0], numbers[1])
    try:
        contact = create_contact(
            actor, client, name=card.name[:100], position=card.title[:100], department=card.department[:100],
            mobile=mobile[:40], phone=other[:40], email=card.mails[0] if card.mails else "", birthday=card.birthday,
        )  # fmt: skip
    except Refusal as refusal:
        return ToldCard(card.name, "failed", str(refusal))
    return ToldCard(card.name, "created", _("Added."), contact)


def _client_of(actor: Actor, card: Card) -> Client | None:
    """The client whose name is on the card, or whose mail domain the person writes from."""
    keys = (
        Q(kind=IdentityKey.Kind.EXACT, value=names.normalise(card.organisation)) if card.organisation else Q(pk__in=[])
    )
    domains = [domain for address in card.mails if (domain := mail.company_domain(address))]
    keys |= Q(kind=IdentityKey.Kind.DOMAIN, value__in=domains)
    mine = visible(actor, Client).filter(archived_at=None)
    return mine.filter(pk__in=IdentityKey.objects.filter(keys).values("client")).order_by("number").first()


def _known(client: Client, card: Card) -> Contact | None:
    key = names.person_key(card.name)
    mails = {mail.normalise(address) for address in card.mails}
    for contact in Contact.objects.filter(client=client).select_related("client"):
        if names.person_key(contact.name) == key or (contact.email and mail.normalise(contact.email) in mails):
            return contact
    return None


def _mobile_first(one: str, other: str) -> tuple[str, str]:
    number = phone.read(other)
    first = phone.read(one)
    swap = number is not None and number.kind == phone.PhoneKind.MOBILE
    if swap and not (first is not None and first.kind == phone.PhoneKind.MOBILE):
        return other, one
    return one, other
