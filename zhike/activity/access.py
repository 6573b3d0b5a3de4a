"""Who may read what happened."""

from django.db.models import Model, Q

from zhike.activity.models import Activity, Comment, Notification, Preference, QuietHours, Watch
from zhike.core.access import allow, in_places, rows, visible
from zhike.core.actors import Actor, Role

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT


_read_with_subject: list[type[Model]] = []


def read_with_subject(model: type[Model]) -> None:
    """What happens to rows of this model, which lie in no client or project, is read by those who know of the row."""
    _read_with_subject.append(model)


def heard(actor: Actor) -> Q:
    """What of the places one knows reaches one's ears."""
    return Q(shown_to_client=True) if actor.is_client else Q()


@rows(Activity)
def activity_rows(actor: Actor) -> Q:
    """What happened in clients and projects one may know; a client hears only what was shown to them.

    What lies in no client and no project (sign-in settings, members) is for those who run the organisation.
    """
    mine = in_places(actor) & heard(actor)
    if actor.is_client:
        return mine & (Q(client_id__isnull=False) | Q(project_id__isnull=False))
    if actor.role in {Role.OWNER, Role.SYSTEM}:
        return mine
    readable = Q(client_id__isnull=False) | Q(project_id__isnull=False) | Q(actor_user_id=actor.user_id)
    for model in _read_with_subject:
        known = visible(actor, model).values("pk")
        readable |= Q(subject_type=model._meta.label, subject_id__in=known)
    return mine & readable


VIEW_ACTIVITY = allow("activity.view", OWNER, MANAGER, MEMBER, FINANCE, OBSERVER, SIGNATORY, CLIENT_MANAGER, CONTACT)


@rows(Comment)
def comment_rows(actor: Actor) -> Q:
    """Notes in clients and projects one may know; a client reads only what is shared with them."""
    mine = in_places(actor)
    if actor.is_client:
        return (
            mine & Q(visibility=Comment.Visibility.SHARED) & (Q(client_id__isnull=False) | Q(project_id__isnull=False))
        )
    return mine


def own(actor: Actor) -> Q:
    """What is about oneself: notifications, watches, settings."""
    return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])


for _model in (Notification, Watch, Preference, QuietHours):
    rows(_model)(own)


def written_by_me(actor: Actor) -> Q:
    return Q(author_id=actor.user_id) if actor.user_id else Q(pk__in=[])


EVERYONE = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER, SIGNATORY, CLIENT_MANAGER, CONTACT)
EXPORT_ACTIVITY = allow("activity.export", OWNER)
SHRED_ACTIVITY = allow("activity.shred", OWNER)
VIEW_COMMENT = allow("comment.view", *EVERYONE)
WRITE_COMMENT = allow("comment.write", OWNER, MANAGER, MEMBER, FINANCE, SIGNATORY, CLIENT_MANAGER, CONTACT)
EDIT_COMMENT = allow("comment.edit", *EVERYONE, when=written_by_me)
WITHDRAW_COMMENT = allow("comment.withdraw", *EVERYONE, when=written_by_me)
allow("comment.withdraw", OWNER)
SHARE_COMMENT = allow("comment.share", OWNER, MANAGER)
allow("comment.share", MEMBER, when=written_by_me)
VIEW_NOTIFICATION = allow("notification.view", *EVERYONE)
SET_NOTIFICATION = allow("notification.set", *EVERYONE)
VIEW_JOB = allow("job.view", OWNER)
MANAGE_JOB = allow("job.manage", OWNER)
