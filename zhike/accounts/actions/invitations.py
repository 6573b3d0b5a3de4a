"""Inviting people, in one step, and letting them in."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts import mails
from zhike.accounts.access import ACCEPT_INVITATION, GRANT_OWNER, INVITE_MEMBER
from zhike.accounts.actions.members import a_role
from zhike.accounts.events import INVITATION_RESENT, INVITATION_WITHDRAWN, MEMBER_INVITED, MEMBER_JOINED
from zhike.accounts.invitations import Letter, checked, merged, redeem
from zhike.accounts.models import Invitation, Membership, Organisation, User
from zhike.accounts.people import clean_email, clean_language, clean_name, person
from zhike.accounts.secrets import digest_of, new_secret
from zhike.core.access import must
from zhike.core.actors import STAFF, Actor, Role
from zhike.core.errors import Conflict, Missing
from zhike.core.models import lock, made_before
from zhike.core.recording import record
from zhike.core.scope import organisation as inside

VALID = timedelta(days=14)
DOUBLE_CLICK = timedelta(minutes=2)  # the link of an accepted invitation still signs in: both clicks succeed


@transaction.atomic
def invite(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: str,
    language: str = "",
    grants: Iterable[dict[str, Any]] = (),
    key: UUID | None = None,
    letter: Letter | None = None,
) -> Invitation:
    """Invite somebody in one step: who, in which role, and what they get with it; by the usual mail, or by `letter`.

    An address with an open invitation gets no second one: what is granted adds up and the mail is sent again.
    """
    must(actor, INVITE_MEMBER)
    new_role = a_role(role)
    if new_role is Role.OWNER:
        must(actor, GRANT_OWNER)
    made = made_before(actor.organisation_id, Invitation, key)
    if made is not None:
        return made
    home = _locked_home(actor)
    email, granted = clean_email(email), checked(grants)
    _check_side(email, new_role, granted)
    known = User.objects.filter(email=email).first()
    invitation = _open_invitation(email) or Invitation(email=email, **({"id": key} if key else {}))
    invitation.name, invitation.role = clean_name(name), new_role.value
    invitation.language = clean_language(language or (known.language if known else home.language))
    invitation.grants = merged(invitation.grants, granted)
    invitation.invited_by_id = actor.user_id
    _send(actor, invitation, home, letter)
    record(actor, MEMBER_INVITED, invitation, role=new_role.label, email=email)
    return invitation


@transaction.atomic
def resend_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Send the mail again with a new link and another 14 days; the old link stops working."""
    must(actor, INVITE_MEMBER, invitation)
    home = _locked_home(actor)
    invitation = lock(invitation)
    _must_be_open(invitation)
    _send(actor, invitation, home)
    record(actor, INVITATION_RESENT, invitation, email=invitation.email)
    return invitation


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back; its link stops working."""
    must(actor, INVITE_MEMBER, invitation)
    invitation = lock(invitation)
    _must_be_open(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(actor, INVITATION_WITHDRAWN, invitation, email=invitation.email)
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, name: str = "", password: str = "") -> User:
    """Let in whoever holds the link, and give what was promised. Two clicks at once let one person in once.

    Somebody new gets the name and password given here; somebody known keeps theirs.
    """
    found = Invitation.everywhere.filter(digest=digest_of(token)).first()
    if found is None:
        raise Missing(_("This invitation does not exist. A newer mail may have a newer link."))
    with inside(found.organisation_id):
        doorman = Actor.system(found.organisation_id, via="page")
        must(doorman, ACCEPT_INVITATION)
        invitation = lock(found)
        if invitation.accepted_by and invitation.accepted_at and _just(invitation.accepted_at):
            return invitation.accepted_by
        _must_be_open(invitation)
        if invitation.is_expired:
            raise Conflict(_("This invitation has expired. Ask for a new one."))
        user = person(
            invitation.email, name.strip() or invitation.name, language=invitation.language, password=password
        )
        membership, joined = _membership(user, Role(invitation.role))
        invitation.accepted_at, invitation.accepted_by = timezone.now(), user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        redeem(doorman, user, membership, invitation.grants)
        member = Actor(found.organisation_id, Role(membership.role), user.pk, str(user))
        record(member, MEMBER_JOINED, membership, role=Role(membership.role).label, new=joined)
    return user


def _membership(user: User, role: Role) -> tuple[Membership, bool]:
    """A current member keeps their role; one who had left comes back in the role of the invitation."""
    made, is_new = Membership.objects.get_or_create(user=user, defaults={"role": role.value})
    membership = lock(made)
    if is_new or membership.is_current:
        return membership, is_new
    if (Role(membership.role) in STAFF) != (role in STAFF):
        raise Conflict(_("Staff stay staff and clients stay clients; nobody is on both sides."))
    membership.role, membership.ended_at = role.value, None
    membership.save(update_fields=["role", "ended_at"])
    return membership, True


def _check_side(email: str, role: Role, granted: list[dict[str, str]]) -> None:
    membership = Membership.objects.filter(user__email=email).first()
    if membership is None:
        return
    if (Role(membership.role) in STAFF) != (role in STAFF):
        raise Conflict(_("This person is on the other side here; nobody is both staff and client."))
    if membership.is_current and not granted:
        raise Conflict(_("This person is a member already."))


def _open_invitation(email: str) -> Invitation | None:
    waiting = Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None)
    return waiting.select_for_update(of=("self",)).first()


def _send(actor: Actor, invitation: Invitation, home: Organisation, letter: Letter | None = None) -> None:
    token = new_secret()
    invitation.digest = digest_of(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + VALID
    invitation.save()
    mails.invite(invitation, token, home, actor.name, letter)


def _locked_home(actor: Actor) -> Organisation:
    """Two invitations to one address at once: the second finds the first."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.organisation_id)


def _must_be_open(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise Conflict(_("This invitation has been accepted already."))
    if invitation.withdrawn_at:
        raise Conflict(_("This invitation was withdrawn."))


def _just(moment: Any) -> bool:
    return bool(timezone.now() - moment < DOUBLE_CLICK)
