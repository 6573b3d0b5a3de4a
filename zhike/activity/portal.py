"""All a client may ever see of this room: what was shown to them, and notes shared with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.activity.events import sentence
from zhike.activity.markup import rendered
from zhike.activity.models import Comment
from zhike.activity.queries import audience_words, comments, timeline
from zhike.core.actors import Actor
from zhike.core.models import Scoped


@dataclass(frozen=True, slots=True)
class ShownHappening:
    """One thing that happened, as told to the client: no details, no before and after, no links to staff pages."""

    sequence: int
    sentence: SafeString
    at: datetime


@dataclass(frozen=True, slots=True)
class SharedNote:
    """A note both sides read. A withdrawn one keeps its place without its words."""

    key: UUID
    author: str
    is_ours: bool
    is_mine: bool
    words: SafeString
    is_withdrawn: bool
    is_edited: bool
    written_at: datetime
    answers_to: UUID | None


def shown_happenings(
    actor: Actor, *, client: UUID | None = None, project: UUID | None = None, before: int | None = None
) -> list[ShownHappening]:
    """What the client was shown, newest first."""
    found = timeline(actor, client_id=client, project_id=project, before=before, shown=True)
    return [ShownHappening(row.sequence, sentence(row), row.happened_at) for row in found.items]


def shared_notes(actor: Actor, *, subject: UUID | None = None, project: UUID | None = None) -> list[SharedNote]:
    """The talk between both sides, oldest first."""
    shared = comments(actor, subject=subject, project=project).filter(visibility=Comment.Visibility.SHARED)
    return [_note(actor, row) for row in shared.order_by("-id")[:200]][::-1]


def notes_among(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, SharedNote]:
    """Of these notes the ones both sides read, by key: for who knows of several things which note matters."""
    shared = comments(actor).filter(visibility=Comment.Visibility.SHARED, pk__in=list(keys))
    return {row.pk: _note(actor, row) for row in shared}


def who_reads(subject: Scoped, firm: str) -> str:
    """For the box a client writes in, before they type: who of their side, by name, and who of ours reads it."""
    names = audience_words(subject)
    if not names:
        return _("%(firm)s's project team will see this.") % {"firm": firm}
    return _("%(names)s and %(firm)s's project team will see this.") % {"names": names, "firm": firm}


def _note(actor: Actor, row: Comment) -> SharedNote:
    return SharedNote(
        key=row.pk,
        author=row.author_name,
        is_ours=not row.by_client,
        is_mine=row.is_by(actor.user_id),
        words=rendered("" if row.is_withdrawn else row.body),
        is_withdrawn=row.is_withdrawn,
        is_edited=row.edited_at is not None,
        written_at=row.written_at,
        answers_to=row.reply_to_id,
    )
