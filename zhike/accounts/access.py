"""Who may see and change organisations, memberships, invitations and tokens."""

from django.db.models import Q

from zhike.accounts.models import ApiToken, Invitation, Membership
from zhike.core.access import allow, rows
from zhike.core.actors import Actor, Role

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT


@rows(Membership)
def membership_rows(actor: Actor) -> Q:
    """Colleagues see everyone; a client sees themselves. (Who is on their projects comes from `projects`.)"""
    return Q(user_id=actor.user_id) if actor.is_client else Q()


@rows(Invitation)
def invitation_rows(actor: Actor) -> Q:
    """Colleagues see who was asked to join; a client does not."""
    return Q(pk=None) if actor.is_client else Q()


@rows(ApiToken)
def token_rows(actor: Actor) -> Q:
    """Owners see every key to the house; others see their own."""
    if actor.role in {OWNER, Role.SYSTEM}:
        return Q()
    return Q(membership__user_id=actor.user_id)


def not_an_owner(actor: Actor) -> Q:
    """Managers manage everyone but owners."""
    return ~Q(role=OWNER.value)


def oneself(actor: Actor) -> Q:
    return Q(user_id=actor.user_id)


def own_token(actor: Actor) -> Q:
    return Q(membership__user_id=actor.user_id)


VIEW_MEMBER = allow("member.view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
INVITE_MEMBER = allow("member.invite", OWNER, MANAGER)
CHANGE_MEMBER = allow("member.change", OWNER)
allow("member.change", MANAGER, when=not_an_owner)
LEAVE = allow(
    "member.leave",
    OWNER,
    MANAGER,
    MEMBER,
    FINANCE,
    OBSERVER,
    SIGNATORY,
    CLIENT_MANAGER,
    CONTACT,
    when=oneself,
)
GRANT_OWNER = allow("owner.grant", OWNER)
ACCEPT_INVITATION = allow("invitation.accept")  # the system, for whoever holds the link

VIEW_ORGANISATION = allow("organisation.view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
CHANGE_ORGANISATION = allow("organisation.change", OWNER)
FOUND_ORGANISATION = allow("organisation.found")  # the system: first run and the command line

CREATE_TOKEN = allow("token.create", OWNER, MANAGER, MEMBER, FINANCE)
REVOKE_TOKEN = allow("token.revoke", OWNER)
allow("token.revoke", MANAGER, MEMBER, FINANCE, OBSERVER, when=own_token)
