"""Contacts as vCards, for telephones and mail programs."""

from collections.abc import Iterable

from zhike.clients.models import Contact


def vcard_of(contacts: Iterable[Contact]) -> bytes:
    """vCard 4.0, one card a person. Internal notes, attitude and decision power stay here."""
    from zhike.core.tables.vcard import Card, write_cards

    cards = (
        Card(
            name=contact.name,
            organisation=contact.client.name,
            department=contact.department,
            title=contact.position,
            phones=tuple(number for number in (contact.mobile, contact.phone) if number),
            mails=(contact.email,) if contact.email else (),
            birthday=contact.birthday,
        )
        for contact in contacts
    )
    return b"".join(write_cards(cards))
