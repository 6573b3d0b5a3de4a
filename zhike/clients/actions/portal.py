"""People of a client and the portal: inviting them, letting them in, looking through their eyes."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhike.accounts.actions import grant, invite, redeemer
from zhike.accounts.models import Membership, User
from zhike.activity.events import record
from zhike.clients.access import INVITE_CONTACT, VIEW_AS_CONTACT
from zhike.clients.events import CONTACT_INVITED, CONTACT_JOINED, CONTACT_VIEWED_AS
from zhike.clients.models import Contact
from zhike.core.access import must
from zhike.core.actors import CLIENT, Actor, Role
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock


@transaction.atomic
def invite_contact(actor: Actor, contact: Contact, *, email: str = "", role: str = "contact") -> Contact:
    """Invite a person of a client to the portal, by mail; a button there lets them in."""
    must(actor, INVITE_CONTACT, contact)
    contact = lock(contact)
    email = (email or contact.email).strip().lower()
    if contact.has_left:
        raise Conflict(_("This person has left the client."))
    if contact.user_id is not None:
        raise Conflict(_("This person already has an account."))
    if not email:
        raise Invalid(email=_("Without an e-mail address nobody can be invited."))
    if role not in {one.value for one in CLIENT}:
        raise Invalid(role=_("Choose a role on the client's side."))
    if email != contact.email:
        contact.email = email
        contact.save(update_fields=["email"])
    grants = [grant("contact", contact.pk, words=str(contact.client))]
    invite(actor, email=email, name=contact.name, role=role, language=contact.language, grants=grants)
    record(actor, CONTACT_INVITED, contact, role=role)
    return contact


@redeemer("contact")
@transaction.atomic
def let_in(actor: Actor, user: User, membership: Membership, key: UUID) -> None:
    """The invited person is this contact from now on. Already being it is fine."""
    contact = Contact.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if contact is None or contact.user_id == user.pk:
        return
    must(actor, INVITE_CONTACT, contact)
    try:
        with transaction.atomic():
            contact.user = user
            contact.save(update_fields=["user"])
    except IntegrityError as error:
        raise Conflict(_("Somebody at this client already uses this account.")) from error
    record(actor, CONTACT_JOINED, contact)


@transaction.atomic
def view_as_contact(actor: Actor, contact: Contact) -> Role:
    """Note that somebody looks at the portal through this person's eyes; returns the role they see it in."""
    must(actor, VIEW_AS_CONTACT, contact)
    contact = lock(contact)
    if contact.has_left:
        raise Conflict(_("This person has left the client."))
    record(actor, CONTACT_VIEWED_AS, contact)
    member = Membership.objects.filter(user=contact.user_id, ended_at=None).first() if contact.user_id else None
    return Role(member.role) if member and Role(member.role) in CLIENT else Role.CONTACT
