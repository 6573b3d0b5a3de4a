"""Who may see and change organisations, memberships and tokens."""

from django.db.models import Q

from zhike.accounts.models import Membership
from zhike.core.access import allow, rows
from zhike.core.actors import Actor, Role

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT


@rows(Membership)
def membership_rows(actor: Actor) -> Q:
    """Colleagues see everyone; a client sees themselves. (Who is on their projects comes from `projects`.)"""
    return Q(user_id=actor.user_id) if actor.is_client else Q()


SEE_TODAY = allow("today.view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
VIEW_MEMBER = allow("member.view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
