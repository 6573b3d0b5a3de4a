"""Looking after a question: who answers it, what kind it is, who can read it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.events import record
from zhike.communications.access import CHANGE_QUESTION, SHARE_QUESTION
from zhike.communications.actions.asking import check_kind, start_clock
from zhike.communications.events import QUESTION_ASSIGNED, QUESTION_CHANGED, QUESTION_SHARED
from zhike.communications.models import Question
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.core.words import in_every_language
from zhike.projects.queries import colleagues

EDITABLE = frozenset({"kind", "due_at"})


@transaction.atomic
def change_question(
    actor: Actor, question: Question, *, version: int | None = None, **values: str | datetime | None
) -> Question:
    """Say that it is of another kind, or promise another time. Another kind has the time promised for that kind."""
    must(actor, CHANGE_QUESTION, question)
    question = lock(question)
    question.expect(version)
    if not question.is_open:
        raise Conflict(_("This question is answered. Reopen it first."))
    if "kind" in values:
        check_kind(str(values["kind"]))
    before = question.due_at
    changes = put(question, values, EDITABLE)
    if not changes:
        return question
    _follow_clock(question, changes, before)
    question.save()
    fields = [in_every_language(Question._meta.get_field(name).verbose_name) for name in changes]  # type: ignore[union-attr]
    record(actor, QUESTION_CHANGED, question, **{**told(changes), "fields": fields})
    return question


@transaction.atomic
def reassign_question(actor: Actor, question: Question, *, assigned_to: User) -> Question:
    """Give it to a colleague to answer. They are told; the promise to the client stays."""
    must(actor, CHANGE_QUESTION, question)
    question = lock(question)
    if question.is_settled:
        raise Conflict(_("This is settled already."))
    if not colleagues(actor).filter(pk=assigned_to.pk).exists():
        raise Invalid(assigned_to=_("Choose a colleague of your organisation."))
    if question.assigned_to_id == assigned_to.pk:
        raise Conflict(_("%(name)s answers it already.") % {"name": assigned_to.name})
    question.assigned_to = assigned_to
    question.save(update_fields=["assigned_to"])
    record(actor, QUESTION_ASSIGNED, question, person=assigned_to.name)
    return question


@transaction.atomic
def share_question(actor: Actor, question: Question) -> Question:
    """Put a question that was noted for the team into the client's portal. Notes beside it stay as they are."""
    must(actor, SHARE_QUESTION, question)
    question = lock(question)
    if question.shared_with_client:
        raise Conflict(_("The client can already read this."))
    question.shared_with_client = True
    question.save(update_fields=["shared_with_client"])
    record(actor, QUESTION_SHARED, question, shown_to_client=True)
    return question


def _follow_clock(question: Question, changes: dict[str, Any], before: datetime | None) -> None:
    """A time somebody chose stands; another kind brings its own, counted from when it was asked."""
    if "due_at" in changes:
        question.due_is_provisional, question.reminded_at, question.overdue_told_at = False, None, None
    elif "kind" in changes and not question.by_us and not question.times_reopened:
        start_clock(question, question.asked_at)
    elif "kind" in changes:
        question.due_at = before
