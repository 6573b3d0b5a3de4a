"""The clock looks round: reminds, tells of broken promises, settles what nobody objects to."""

from datetime import timedelta

from django.utils import timezone

from zhike.communications import actions
from zhike.communications.models import Question
from zhike.core.actors import Actor
from zhike.core.jobs import every, job
from zhike.core.scope import current_organisation_id

OFTEN = timedelta(minutes=5)
LOOKED_AHEAD = timedelta(days=20)  # no reminder comes earlier, whatever holidays lie between
AT_ONCE = 500


@job()
def watch_the_clock() -> None:
    """Every action asks again on the locked row, so that being run twice tells nobody twice."""
    clock, now = Actor.system(current_organisation_id()), timezone.now()
    waiting = Question.objects.filter(state=Question.State.OPEN)
    for row in waiting.filter(due_at__lt=now, overdue_told_at=None)[:AT_ONCE]:
        actions.tell_overdue(clock, row)
    for row in waiting.filter(due_at__gte=now, due_at__lt=now + LOOKED_AHEAD, reminded_at=None)[:AT_ONCE]:
        actions.remind_of_question(clock, row)
    for row in Question.objects.filter(state=Question.State.ANSWERED, settles_at__lte=now)[:AT_ONCE]:
        actions.settle_by_itself(clock, row)


every(OFTEN, watch_the_clock)
