"""The verbs of this room. Pages, API and jobs all come through here."""

from zhike.activity.actions.background import discard_job, retry_job
from zhike.activity.actions.comments import (
    edit_comment,
    excerpt,
    mentioned,
    share_comment,
    withdraw_comment,
    write_comment,
)
from zhike.activity.actions.notifications import mark_all_read, mark_read, notify
from zhike.activity.actions.shredding import shred_activity, shred_person
from zhike.activity.actions.watching import (
    mute,
    set_preferences,
    set_quiet_hours,
    start_watching,
    stop_watching,
    watch,
)

__all__ = [
    "discard_job",
    "edit_comment",
    "excerpt",
    "mark_all_read",
    "mark_read",
    "mentioned",
    "mute",
    "notify",
    "retry_job",
    "set_preferences",
    "set_quiet_hours",
    "share_comment",
    "shred_activity",
    "shred_person",
    "start_watching",
    "stop_watching",
    "watch",
    "withdraw_comment",
    "write_comment",
]
