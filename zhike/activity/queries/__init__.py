"""Questions about what happened, who said what, and who was told."""

from zhike.activity.audience import client_audience
from zhike.activity.queries.background import Background, GivenUp, background, given_up, told
from zhike.activity.queries.comments import Note, audience_words, comments, threads
from zhike.activity.queries.notifications import (
    after_quiet_hours,
    channels_of,
    is_watching,
    notifications,
    quiet_hours,
    unread_count,
)
from zhike.activity.queries.timeline import Page, Wanted, happenings, page_of, people, timeline
from zhike.activity.subjects import addresses, subject_of

__all__ = [
    "Background",
    "GivenUp",
    "Note",
    "Page",
    "Wanted",
    "addresses",
    "after_quiet_hours",
    "audience_words",
    "background",
    "channels_of",
    "client_audience",
    "comments",
    "given_up",
    "happenings",
    "is_watching",
    "notifications",
    "page_of",
    "people",
    "quiet_hours",
    "subject_of",
    "threads",
    "timeline",
    "told",
    "unread_count",
]
