"""How a question ends, and begins anew."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.communications.access import REOPEN_QUESTION, SETTLE_QUESTION, WATCH_CLOCK
from zhike.communications.actions.answering import open_again
from zhike.communications.events import (
    QUESTION_CONFIRMED,
    QUESTION_REOPENED,
    QUESTION_SETTLED,
    QUESTION_SETTLED_ITSELF,
)
from zhike.communications.models import Question
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock

Ending = Question.Ending


@transaction.atomic
def settle_question(actor: Actor, question: Question, *, reason: str = "") -> Question:
    """Say that this is settled. Who asked confirms the answer; our side settles the client's question with a reason."""
    must(actor, SETTLE_QUESTION, question)
    question = lock(question)
    if question.is_settled:
        raise Conflict(_("This is settled already."))
    confirms = actor.is_client or question.by_us
    if confirms and question.is_open:
        raise Conflict(_("There is no answer yet."))
    if not confirms and not reason.strip():
        raise Invalid(reason=_("Say why it is settled: who confirmed it, or what became of it."))
    _settle(question, Ending.CONFIRMED if confirms else Ending.BY_US, reason)
    if confirms:
        record(actor, QUESTION_CONFIRMED, question, shown_to_client=question.shared_with_client)
    else:  # why we settled it is a word among colleagues
        record(actor, QUESTION_SETTLED, question, reason=question.ending_reason)
    return question


@transaction.atomic
def settle_by_itself(actor: Actor, question: Question) -> bool:
    """Settle an answer nobody objected to in time. Asked twice, done once; false if something came between."""
    must(actor, WATCH_CLOCK, question)
    question = lock(question)
    if not question.is_answered or question.settles_at is None or question.settles_at > timezone.now():
        return False
    _settle(question, Ending.BY_ITSELF, "")
    record(actor, QUESTION_SETTLED_ITSELF, question, shown_to_client=question.shared_with_client)
    return True


@transaction.atomic
def reopen_question(actor: Actor, question: Question, *, reason: str) -> Question:
    """Take a question up again because the answer did not answer it; the clock starts anew."""
    must(actor, REOPEN_QUESTION, question)
    question = lock(question)
    if question.is_open:
        raise Conflict(_("This question is open already."))
    if not reason.strip():
        raise Invalid(reason=_("Say why, in a sentence others will understand."))
    open_again(question)
    question.save()
    record(actor, QUESTION_REOPENED, question, reason=reason.strip()[:500])
    return question


def _settle(question: Question, ending: str, reason: str) -> None:
    question.state, question.settled_at = Question.State.SETTLED, timezone.now()
    question.ending, question.ending_reason, question.settles_at = ending, reason.strip()[:500], None
    question.save()
