"""Who may keep views of lists, and see how their bulk actions went."""

from django.db.models import Q

from zhike.core.access import allow, rows
from zhike.core.actors import Actor, Role
from zhike.core.models import BulkRun, SavedView

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER


@rows(SavedView)
def saved_view_rows(actor: Actor) -> Q:
    """One's own, and what colleagues share. Clients have no saved views."""
    return Q(pk__in=[]) if actor.is_client else Q(user_id=actor.user_id) | (Q(shared=True) & ~Q(name=""))


@rows(BulkRun)
def bulk_run_rows(actor: Actor) -> Q:
    return Q(user_id=actor.user_id)


def own(actor: Actor) -> Q:
    return Q(user_id=actor.user_id)


KEEP_VIEW = allow("list.keep_view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
CHANGE_VIEW = allow("list.change_view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER, when=own)
FOLLOW_BULK = allow("list.follow_bulk", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
