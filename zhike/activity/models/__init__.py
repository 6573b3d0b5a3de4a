from zhike.activity.models.activity import START, Activity, Chain
from zhike.activity.models.comments import MAY_EDIT_FOR, Comment
from zhike.activity.models.notifications import Channel, Notification, Preference, QuietHours, Watch

__all__ = [
    "MAY_EDIT_FOR",
    "START",
    "Activity",
    "Chain",
    "Channel",
    "Comment",
    "Notification",
    "Preference",
    "QuietHours",
    "Watch",
]
