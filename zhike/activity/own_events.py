"""What can happen in this room itself: notes, removal of personal data, background work taken in hand."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.activity.declared import declare, name_kind
from zhike.activity.models import Activity


def spoken_to(activity: Activity) -> Iterable[UUID]:
    """Who was mentioned, and who took part in the thread before."""
    return [UUID(key) for key in [*activity.details.get("mentioned", []), *activity.details.get("thread", [])]]


COMMENT_WRITTEN = declare(
    "comment.written",
    _("{actor} wrote a note on {subject}: {excerpt}"),
    recipients=spoken_to,
    shred=["excerpt"],
    kind="comment",
    icon="message-square",
)
COMMENT_EDITED = declare(
    "comment.edited",
    _("{actor} edited a note on {subject}."),
    shred=["before", "after"],
    kind="comment",
    icon="pencil",
)
COMMENT_WITHDRAWN = declare(
    "comment.withdrawn",
    _("{actor} withdrew a note on {subject}."),
    shred=["excerpt"],
    kind="comment",
    icon="undo-2",
)
COMMENT_SHARED = declare(
    "comment.shared",
    _("{actor} shared an internal note on {subject} with the client: {excerpt}"),
    shred=["excerpt"],
    kind="comment",
    icon="eye",
)
ACTIVITY_SHREDDED = declare(
    "activity.shredded",
    _("{actor} removed personal data from the history ({count} entries): {reason}"),
    kind="privacy",
    icon="shield",
)
JOB_RETRIED = declare(
    "job.retried",
    _("{actor} had failed background work tried again: {subject}."),
    kind="job",
    icon="refresh-cw",
)
JOB_DISCARDED = declare(
    "job.discarded",
    _("{actor} discarded failed background work: {subject}. {reason}"),
    kind="job",
    icon="trash-2",
)
SETTINGS_CHANGED = declare(
    "notification.settings_changed",
    _("{actor} changed how they are notified."),
    kind="settings",
    icon="bell",
)
HISTORY_EXPORTED = declare(
    "activity.exported", _("{actor} exported the history ({count} entries)."), kind="privacy", icon="download"
)

name_kind("change", _("Changes"))
name_kind("comment", _("Notes and comments"))
name_kind("mention", _("Mentions of you"))
name_kind("privacy", _("Data protection"))
name_kind("job", _("Background work"))
name_kind("settings", pgettext_lazy("kind of event", "Settings"))
name_kind("client", _("Clients"))
name_kind("contact", _("Contacts"))
name_kind("team", _("Team and ownership"))
name_kind("portal", _("Client portal"))
name_kind("segment", _("Segments and tags"))
name_kind("import", _("Imports"))
name_kind("project", _("Projects"))
name_kind("stage", _("Stages of projects"))
name_kind("health", _("Health of projects"))
name_kind("people", _("People on projects"))
name_kind("file", _("Files"))
name_kind("member", _("People and roles"))
name_kind("organisation", _("Organisation"))
