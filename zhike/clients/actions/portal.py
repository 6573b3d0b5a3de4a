"""People of a client and the portal: inviting them, letting them in, looking through their eyes."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhike.accounts.actions import grant, invite, redeemer
from zhike.accounts.models import Membership, User
from zhike.activity.events import record
from zhike.clients.access import INVITE_CONTACT, VIEW_AS_CONTACT
from zhike.clients.events import CONTACT_INVITED, CONTACT_JOINED, CONTACT_ROLE_SET, CONTACT_VIEWED_AS
from zhike.clients.models import Contact
from zhike.core.access import must
from zhike.core.actors import CLIENT, LABELS, Actor, Role
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.core.words import in_every_language


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
    contact.email, contact.portal_role = email, role
    contact.save(update_fields=["email", "portal_role"])
    grants = [grant("contact", contact.pk, words=str(contact.client))]
    invite(actor, email=email, name=contact.name, role=role, language=contact.language, grants=grants)
    record(actor, CONTACT_INVITED, contact, role=role)
    return contact


@transaction.atomic
def set_portal_role(actor: Actor, contact: Contact, *, role: str, version: int | None = None) -> Contact:
    """Say what a person is in the portal for their company: reads along, sees everything of it, or signs.

    It holds for this company only; in a project, what they are there decides.
    """
    must(actor, INVITE_CONTACT, contact)
    contact = lock(contact)
    contact.expect(version)
    if role not in {one.value for one in CLIENT}:
        raise Invalid(
            role=_("Choose a role on the client's side."), portal_role=_("Choose a role on the client's side.")
        )
    if contact.portal_role == role:
        return contact
    contact.portal_role = role
    contact.save(update_fields=["portal_role"])
    record(actor, CONTACT_ROLE_SET, contact, client=str(contact.client), role=in_every_language(LABELS[Role(role)]))
    return contact


@redeemer("contact")
@transaction.atomic
def let_in(actor: Actor, user: User, membership: Membership, key: UUID) -> None:
    """The invited person is this contact from now on, in the role they were invited in. Already being it is fine."""
    contact = Contact.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if contact is None or contact.user_id == user.pk:
        return
    must(actor, INVITE_CONTACT, contact)
    try:
        with transaction.atomic():
            contact.user, contact.portal_role = user, contact.portal_role or Role.CONTACT.value
            contact.save(update_fields=["user", "portal_role"])
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
    return Role(contact.portal_role or Role.CONTACT.value)
