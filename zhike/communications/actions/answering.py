"""Answering, asking further, and saying that one has understood."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.actions import excerpt, mentioned, write_comment
from zhike.activity.events import record
from zhike.activity.models import Comment
from zhike.activity.queries import client_audience
from zhike.communications import queries
from zhike.communications.access import ANSWER_QUESTION, CONFIRM_UNDERSTOOD, FOLLOW_UP
from zhike.communications.actions.asking import start_clock
from zhike.communications.events import ANSWER_UNDERSTOOD, QUESTION_ANSWERED, QUESTION_FOLLOWED_UP
from zhike.communications.models import Question
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict
from zhike.core.models import lock, made_before

SHARED, INTERNAL = Comment.Visibility.SHARED, Comment.Visibility.INTERNAL
State = Question.State


@transaction.atomic
def answer_question(
    actor: Actor, question: Question, *, body: str, version: int | None = None, id: UUID | None = None
) -> Question:
    """Answer, so that who asked can read it, and stop the clock. Of two who answer at once the second is told.

    What was noted for the team alone is answered where it was asked; here its answer is kept internally.
    """
    must(actor, ANSWER_QUESTION, question)
    if made_before(actor.organisation_id, Comment, id) is not None:
        return find(actor, Question, pk=question.pk)
    question = lock(question)
    question.expect(version)
    if not question.is_open:
        raise Conflict(
            _("Somebody has answered this meanwhile. Read the answer, and add a note if it lacks something.")
        )
    said = _said(actor, question, body, id)
    now = timezone.now()
    question.state, question.answer, question.answered_at = State.ANSWERED, said, now
    question.answered_by_name = actor.name[:100]
    question.first_answered_at = question.first_answered_at or now
    question.settles_at = queries.settles_at(queries.the_promise(), now)
    question.understood_at, question.understood_by_name = None, ""
    question.save()
    record(actor, QUESTION_ANSWERED, question, shown_to_client=said.is_shared, **_told(actor, body))
    return question


@transaction.atomic
def follow_up(actor: Actor, question: Question, *, body: str, id: UUID | None = None) -> Question:
    """Who asked adds something, or asks further: a question that had an answer is open again, with a new clock."""
    must(actor, FOLLOW_UP, question)
    if made_before(actor.organisation_id, Comment, id) is not None:
        return find(actor, Question, pk=question.pk)
    question = lock(question)
    said = _said(actor, question, body, id)
    if not question.is_open:
        open_again(question)
    question.save()
    record(actor, QUESTION_FOLLOWED_UP, question, shown_to_client=said.is_shared, **_told(actor, body))
    return question


@transaction.atomic
def confirm_understood(actor: Actor, question: Question) -> Question:
    """A person of the client says that they have read and understood the answer."""
    must(actor, CONFIRM_UNDERSTOOD, question)
    question = lock(question)
    if question.is_open:
        raise Conflict(_("There is no answer yet."))
    if question.understood_at is not None:
        raise Conflict(_("This was confirmed already."))
    question.understood_at, question.understood_by_name = timezone.now(), actor.name[:100]
    question.save(update_fields=["understood_at", "understood_by_name"])
    record(actor, ANSWER_UNDERSTOOD, question, shown_to_client=True)
    return question


def open_again(question: Question) -> None:
    """Back to open, with a clock that starts now; a question of ours waits without one."""
    question.state, question.answered_at, question.settled_at, question.settles_at = State.OPEN, None, None, None
    question.ending, question.ending_reason = "", ""
    question.understood_at, question.understood_by_name = None, ""
    question.times_reopened += 1
    if question.by_us:
        question.due_at = None
    else:
        start_clock(question, timezone.now())


def _said(actor: Actor, question: Question, body: str, key: UUID | None) -> Comment:
    """The words as a note, shared where anybody of the client can read it."""
    reaches = actor.is_client or (question.shared_with_client and bool(client_audience(question)))
    visibility = SHARED if reaches else INTERNAL
    return write_comment(actor, question, body=body, visibility=visibility, id=key, tells=False)


def _told(actor: Actor, body: str) -> dict[str, Any]:
    return {"excerpt": excerpt(body), "mentioned": mentioned(body, by=actor)}
