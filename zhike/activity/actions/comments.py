"""Writing to each other beside a row: internal by default, shared on purpose, never widened in silence."""

import re
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import Membership
from zhike.activity.access import EDIT_COMMENT, SHARE_COMMENT, WITHDRAW_COMMENT, WRITE_COMMENT
from zhike.activity.actions.watching import start_watching
from zhike.activity.audience import client_audience
from zhike.activity.events import record
from zhike.activity.markup import without_marks
from zhike.activity.models import Comment
from zhike.activity.own_events import COMMENT_EDITED, COMMENT_SHARED, COMMENT_WITHDRAWN, COMMENT_WRITTEN
from zhike.activity.subjects import subject_of
from zhike.core.access import find, must
from zhike.core.actors import STAFF, Actor
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.models import Place, Scoped, lock, made_before

LONGEST = 10_000
INTERNAL, SHARED = Comment.Visibility.INTERNAL, Comment.Visibility.SHARED


@transaction.atomic
def write_comment(
    actor: Actor,
    subject: Scoped,
    *,
    body: str,
    visibility: str = INTERNAL,
    reply_to: Comment | None = None,
    id: UUID | None = None,
    tells: bool = True,
) -> Comment:
    """Write a note on a row. Colleagues named with @ are told; what a person of the client writes is always shared.

    `tells` is false for an action of a room above that tells of it itself: an answer is told as an answer, once.
    """
    must(actor, WRITE_COMMENT)
    subject = find(actor, type(subject), pk=subject.pk)
    again = made_before(actor.organisation_id, Comment, id)
    if again is not None:
        return find(actor, Comment, pk=again.pk)
    body = _body(body)
    _check_visibility(actor, subject, visibility)
    thread = _thread(actor, subject, reply_to, visibility)
    comment = _note(actor, subject, id, body=body, visibility=visibility, reply_to=thread)
    comment.save(force_insert=True)
    start_watching(actor, subject._meta.label, subject.pk)
    if not tells:
        return comment
    record(
        actor,
        COMMENT_WRITTEN,
        comment,
        shown_to_client=comment.is_shared,
        excerpt=excerpt(body),
        mentioned=mentioned(body, by=actor),
        thread=_participants(thread, actor),
    )
    return comment


@transaction.atomic
def edit_comment(actor: Actor, comment: Comment, *, body: str) -> Comment:
    """Correct one's own note within a quarter of an hour. After that others have relied on it: write another."""
    must(actor, EDIT_COMMENT, comment)
    comment = lock(comment)
    _refuse_withdrawn(comment)
    if not comment.is_fresh:
        raise Conflict(_("A note can be edited for 15 minutes. Write another, or withdraw this one."))
    body = _body(body)
    if body == comment.body:
        return comment
    before, comment.body, comment.edited_at = comment.body, body, timezone.now()
    comment.save(update_fields=["body", "edited_at"])
    record(
        actor,
        COMMENT_EDITED,
        comment,
        shown_to_client=comment.is_shared,
        fields=[str(_("note"))],
        before={"body": before},
        after={"body": body},
    )
    return comment


@transaction.atomic
def withdraw_comment(actor: Actor, comment: Comment) -> Comment:
    """Take a note back: its words are no longer shown, that there was one stays visible."""
    must(actor, WITHDRAW_COMMENT, comment)
    comment = lock(comment)
    _refuse_withdrawn(comment)
    comment.withdrawn_at = timezone.now()
    comment.save(update_fields=["withdrawn_at"])
    record(actor, COMMENT_WITHDRAWN, comment, shown_to_client=comment.is_shared)
    return comment


@transaction.atomic
def share_comment(actor: Actor, comment: Comment) -> Comment:
    """Let the client read an internal note from now on. Recorded, and told to everybody who watches."""
    must(actor, SHARE_COMMENT, comment)
    comment = lock(comment)
    _refuse_withdrawn(comment)
    if comment.is_shared:
        raise Conflict(_("The client can already read this note."))
    if comment.reply_to is not None and not comment.reply_to.is_shared:
        raise Conflict(_("This answers an internal note. Share that one first."))
    subject = subject_of(actor, comment.subject_type, comment.subject_id)
    _check_visibility(actor, subject, SHARED)
    comment.visibility, comment.shared_at = SHARED, timezone.now()
    comment.save(update_fields=["visibility", "shared_at"])
    record(actor, COMMENT_SHARED, comment, shown_to_client=True, excerpt=excerpt(comment.body))
    return comment


MENTION = re.compile(r"@\[([^\]\n]{1,100})\]\(([0-9a-f]{8}-[0-9a-f-]{27})\)")


def mentioned(body: str, *, by: Actor) -> list[str]:
    """The colleagues named in the text, as `@[Name](id)` or `@Name`; a client's words can call colleagues too."""
    people = {
        one.user_id: str(one.user)
        for one in Membership.objects.filter(ended_at=None, role__in=STAFF).select_related("user")
    }
    keys = {UUID(key) for _name, key in MENTION.findall(body)} & set(people)
    if "@" in body:
        plain = MENTION.sub("", body)
        keys |= {key for key, name in people.items() if f"@{name}" in plain}
    return sorted(str(key) for key in keys if key != by.user_id)


def excerpt(body: str) -> str:
    plain = " ".join(without_marks(MENTION.sub(r"@\1", body)).split())
    return plain if len(plain) <= 140 else plain[:139] + "…"


def _note(actor: Actor, subject: Scoped, key: UUID | None, **told: Any) -> Comment:
    return Comment(
        **({"id": key} if key else {}),
        subject_type=subject._meta.label,
        subject_id=subject.pk,
        subject_name=str(subject)[:200],
        client_id=subject.place.client_id,
        project_id=subject.place.project_id,
        author_id=actor.user_id,
        author_name=actor.name[:100],
        by_client=actor.is_client,
        **told,
    )


def _body(body: str) -> str:
    body = body.replace("\x00", "").replace("\r\n", "\n").strip()
    if not body:
        raise Invalid(body=_("Write something first."))
    if len(body) > LONGEST:
        raise Invalid(body=_("A note has at most 10,000 characters. Attach longer texts as a file."))
    return body


def _check_visibility(actor: Actor, subject: Scoped, visibility: str) -> None:
    if visibility not in Comment.Visibility.values:
        raise Invalid(visibility=_("Choose internal or shared."))
    if actor.is_client and visibility != SHARED:
        raise Invalid(visibility=_("What you write here is read by the project team."))
    if subject.place == Place() and visibility == SHARED:
        raise Invalid(visibility=_("This belongs to no client, so it cannot be shared with one."))
    if not actor.is_client and visibility == SHARED and not client_audience(subject):
        raise Invalid(visibility=_("Nobody on the client's side can see this yet, so there is nobody to share with."))


def _thread(actor: Actor, subject: Scoped, reply_to: Comment | None, visibility: str) -> Comment | None:
    """Answers lie one level deep, on the same row, and never reach further than what they answer."""
    if reply_to is None:
        return None
    first = find(actor, Comment, pk=reply_to.pk)
    first = find(actor, Comment, pk=first.reply_to_id) if first.reply_to_id else first
    if first.subject_id != subject.pk:
        raise Denied(_("This answers a note on something else."))
    if visibility == SHARED and not first.is_shared:
        raise Invalid(visibility=_("This answers an internal note, so it stays internal."))
    return first


def _participants(thread: Comment | None, actor: Actor) -> list[str]:
    if thread is None:
        return []
    answers = Comment.objects.filter(reply_to=thread).values_list("author_id", flat=True)
    return sorted(str(key) for key in {thread.author_id, *answers} if key and key != actor.user_id)


def _refuse_withdrawn(comment: Comment) -> None:
    if comment.is_withdrawn:
        raise Conflict(_("This note was withdrawn."))
