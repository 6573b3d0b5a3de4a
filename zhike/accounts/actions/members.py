"""Who belongs to the organisation, and in which role."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.access import CHANGE_MEMBER, GRANT_OWNER, LEAVE
from zhike.accounts.events import MEMBER_LEFT, MEMBER_RESTORED, ROLE_CHANGED
from zhike.accounts.models import Membership
from zhike.core.access import must
from zhike.core.actors import CLIENT, STAFF, Actor, Role
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.core.recording import record


@transaction.atomic
def change_role(actor: Actor, membership: Membership, *, role: str) -> Membership:
    """Give a colleague another role. What people of a client are is said per company and project, not here."""
    must(actor, CHANGE_MEMBER, membership)
    new = a_role(role)
    if Role.OWNER in {new, Role(membership.role)}:
        must(actor, GRANT_OWNER)
    owners = _lock_owners()
    membership = lock(membership)
    before = Role(membership.role)
    if before is new:
        return membership
    if before in CLIENT and new in CLIENT:
        raise Conflict(_("What somebody of a client may see is said per company: change it at the contact."))
    if not membership.is_current:
        raise Conflict(_("This membership has ended. Let the person in again first."))
    if (new in STAFF) != (before in STAFF):
        raise Conflict(_("Staff stay staff and clients stay clients; nobody is on both sides."))
    _keep_an_owner(membership, owners)

    membership.role = new.value
    membership.save(update_fields=["role"])
    record(actor, ROLE_CHANGED, membership, before=before.label, after=new.label)
    return membership


@transaction.atomic
def end_membership(actor: Actor, membership: Membership) -> Membership:
    """Show somebody out. What they did stays in the history; their tokens stop working."""
    must(actor, CHANGE_MEMBER, membership)
    ended = _end(membership)
    record(actor, MEMBER_LEFT, ended, role=Role(ended.role).label)
    return ended


@transaction.atomic
def leave(actor: Actor, membership: Membership) -> Membership:
    """Leave the organisation oneself. The last owner cannot."""
    must(actor, LEAVE, membership)
    ended = _end(membership)
    record(actor, MEMBER_LEFT, ended, role=Role(ended.role).label)
    return ended


@transaction.atomic
def restore_membership(actor: Actor, membership: Membership, *, role: str = "") -> Membership:
    """Let somebody in again whose membership had ended, in the old or another role of the same side."""
    must(actor, CHANGE_MEMBER, membership)
    new = a_role(role or membership.role)
    if Role.OWNER in {new, Role(membership.role)}:
        must(actor, GRANT_OWNER)
    membership = lock(membership)
    if membership.is_current:
        raise Conflict(_("This person is a member already."))
    if (new in STAFF) != (Role(membership.role) in STAFF):
        raise Conflict(_("Staff stay staff and clients stay clients; nobody is on both sides."))

    membership.role, membership.ended_at = new.value, None
    membership.save(update_fields=["role", "ended_at"])
    record(actor, MEMBER_RESTORED, membership, role=new.label)
    return membership


def a_role(role: str) -> Role:
    """A role people can have."""
    try:
        found = Role(role)
    except ValueError as error:
        raise Invalid(role=_("Choose one of the roles offered.")) from error
    if found not in STAFF | CLIENT:
        raise Invalid(role=_("Choose one of the roles offered."))
    return found


def _end(membership: Membership) -> Membership:
    owners = _lock_owners()
    membership = lock(membership)
    if not membership.is_current:
        raise Conflict(_("This membership has ended already."))
    _keep_an_owner(membership, owners)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    return membership


def _lock_owners() -> list[Membership]:
    """All current owners, locked in one order: of two owners who show each other out, one goes first."""
    owners = Membership.objects.filter(role=Role.OWNER.value, ended_at=None)
    return list(owners.select_for_update(of=("self",)).order_by("pk"))


def _keep_an_owner(membership: Membership, owners: list[Membership]) -> None:
    if [owner.pk for owner in owners] == [membership.pk]:
        raise Conflict(_("This is the last owner. Make somebody else an owner first."))
