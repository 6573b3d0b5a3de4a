"""What can happen to a question, and who hears of it."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare, name_kind
from zhike.activity.models import Activity
from zhike.communications.models import Question

name_kind("question", _("Questions"))


def whom_it_waits_for(activity: Activity) -> Iterable[UUID]:
    """Our colleague who answers it, and the person of the client who asked or is asked, if they may see it."""
    row = _question(activity)
    if row is None:
        return
    yield row.assigned_to_id
    if activity.shown_to_client and row.contact.user_id:
        yield row.contact.user_id


def our_colleague(activity: Activity) -> Iterable[UUID]:
    row = _question(activity)
    if row is not None:
        yield row.assigned_to_id


def colleague_and_manager(activity: Activity) -> Iterable[UUID]:
    """A promise that was broken concerns the project manager, too."""
    row = _question(activity)
    if row is not None:
        yield from {row.assigned_to_id, row.project.manager_id}


def _question(activity: Activity) -> Question | None:
    return Question.objects.select_related("contact", "project").filter(pk=activity.subject_id).first()


QUESTION_ASKED = declare(
    "question.asked",
    _("{actor} asked: {subject}"),
    recipients=whom_it_waits_for,
    shred=["subject"],
    kind="question",
    icon="message-square",
)
QUESTION_RECORDED = declare(
    "question.recorded",
    _("{actor} noted for {person}: {subject}"),
    recipients=whom_it_waits_for,
    shred=["person", "subject"],
    kind="question",
    icon="message-square",
)
QUESTION_ANSWERED = declare(
    "question.answered",
    _("{actor} answered {subject}: {excerpt}"),
    recipients=whom_it_waits_for,
    shred=["subject", "excerpt"],
    kind="question",
    icon="message-square",
)
QUESTION_FOLLOWED_UP = declare(
    "question.followed_up",
    _("{actor} asked further about {subject}: {excerpt}"),
    recipients=whom_it_waits_for,
    shred=["subject", "excerpt"],
    kind="question",
    icon="message-square",
)
QUESTION_REOPENED = declare(
    "question.reopened",
    _("{actor} reopened {subject}: {reason}"),
    recipients=our_colleague,
    shred=["subject", "reason"],
    kind="question",
    icon="undo-2",
)
QUESTION_CONFIRMED = declare(
    "question.confirmed",
    _("{actor} confirmed that {subject} is answered."),
    recipients=our_colleague,
    shred=["subject"],
    kind="question",
    icon="circle-check",
)
QUESTION_SETTLED = declare(
    "question.settled",
    _("{actor} settled {subject}: {reason}"),
    recipients=our_colleague,
    shred=["subject", "reason"],
    kind="question",
    icon="circle-check",
)
QUESTION_SETTLED_ITSELF = declare(
    "question.settled_itself",
    _("{subject} is settled: nobody objected to the answer."),
    shred=["subject"],
    kind="question",
    icon="circle-check",
)
ANSWER_UNDERSTOOD = declare(
    "question.understood",
    _("{actor} has read and understood the answer to {subject}."),
    recipients=our_colleague,
    shred=["subject"],
    kind="question",
    icon="check",
)
QUESTION_ASSIGNED = declare(
    "question.assigned",
    _("{actor} gave {subject} to {person}."),
    recipients=our_colleague,
    shred=["subject"],
    kind="question",
    icon="user",
)
QUESTION_CHANGED = declare(
    "question.changed",
    _("{actor} changed {subject}: {fields}."),
    shred=["subject", "before", "after"],
    kind="question",
    icon="pencil",
)
QUESTION_SHARED = declare(
    "question.shared",
    _("{actor} shared {subject} with the client."),
    recipients=whom_it_waits_for,
    shred=["subject"],
    kind="question",
    icon="eye",
)
QUESTION_DUE_SOON = declare(
    "question.due_soon",
    _("The answer to {subject} is promised soon."),
    recipients=our_colleague,
    shred=["subject"],
    kind="question",
    icon="clock",
)
QUESTION_OVERDUE = declare(
    "question.overdue",
    _("The promised time to answer {subject} has passed."),
    recipients=colleague_and_manager,
    shred=["subject"],
    kind="question",
    icon="flag",
)
PROMISE_CHANGED = declare(
    "answer_promise.changed", _("{actor} changed what we promise about answers."), kind="organisation"
)
