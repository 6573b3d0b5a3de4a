"""Who may read what happened."""

from django.db.models import Q

from zhike.activity.models import Activity
from zhike.core.access import allow, in_places, rows
from zhike.core.actors import Actor, Role

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT


@rows(Activity)
def activity_rows(actor: Actor) -> Q:
    """What happened in clients and projects one may know; a client hears only what was shown to them.

    What lies in no client and no project (sign-in settings, members) is for those who run the organisation.
    """
    mine = in_places(actor)
    if actor.is_client:
        return mine & Q(shown_to_client=True) & (Q(client_id__isnull=False) | Q(project_id__isnull=False))
    if actor.role in {Role.OWNER, Role.SYSTEM}:
        return mine
    return mine & (Q(client_id__isnull=False) | Q(project_id__isnull=False) | Q(actor_user_id=actor.user_id))


VIEW_ACTIVITY = allow(
    "activity.view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER, SIGNATORY, CLIENT_MANAGER, CONTACT
)
