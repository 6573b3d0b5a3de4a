"""What the clock does by itself: reminds, and says when a promise was broken. Each once."""

from django.db import transaction
from django.utils import timezone

from zhike.activity.events import record
from zhike.communications import queries
from zhike.communications.access import WATCH_CLOCK
from zhike.communications.events import QUESTION_DUE_SOON, QUESTION_OVERDUE
from zhike.communications.models import Question
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.models import lock


@transaction.atomic
def remind_of_question(actor: Actor, question: Question) -> bool:
    """Tell who answers it that the promised time comes near. Once per promise."""
    must(actor, WATCH_CLOCK, question)
    question, now = lock(question), timezone.now()
    if question.due_at is None or not question.is_open or question.reminded_at or question.due_at <= now:
        return False
    promise = queries.the_promise()
    if not queries.is_due_soon(promise, queries.calendar_of(promise, now.year)[0], question, now):
        return False
    question.reminded_at = now
    question.save(update_fields=["reminded_at"])
    record(actor, QUESTION_DUE_SOON, question)
    return True


@transaction.atomic
def tell_overdue(actor: Actor, question: Question) -> bool:
    """Tell who answers it and the project manager that the promised time has passed. Once per promise."""
    must(actor, WATCH_CLOCK, question)
    question = lock(question)
    if not question.is_overdue or question.overdue_told_at is not None:
        return False
    question.overdue_told_at = timezone.now()
    question.save(update_fields=["overdue_told_at"])
    record(actor, QUESTION_OVERDUE, question)
    return True
