"""What putting unfinished work after a day would do, before anybody does it: carried out, looked at, thrown away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.words import Words
from zhike.plan.access import CHANGE_PLAN
from zhike.plan.editing import carry_out
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.unfinished import Put, put_after
from zhike.plan.models import Plan, Task
from zhike.projects.actions.projects import refuse_ended


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Which tasks would move, and the finish before and after."""

    later: list[Task]
    resumed: list[Task]
    fixed: list[Task]
    others: int  # that move because they wait for one of them
    finish_before: datetime | None
    finish_after: datetime | None

    @property
    def count(self) -> int:
        return len(self.later) + len(self.resumed)

    @property
    def days_later(self) -> int:
        if self.finish_before is None or self.finish_after is None:
            return 0
        return (self.finish_after.date() - self.finish_before.date()).days


def rehearse(actor: Actor, plan: Plan, since: datetime) -> Rehearsal:
    """As it would be; nothing is kept."""
    must(actor, CHANGE_PLAN, plan.project)
    refuse_ended(plan.project)
    before, put = plan.finish, Put()

    def change(draft: Draft) -> Words:
        nonlocal put
        put, words = put_after(draft, since)
        return words

    with transaction.atomic():
        stood = _spans(plan)
        outcome = carry_out(actor, plan, change)
        stand = _spans(plan)
        transaction.set_rollback(True)
    own = {row.pk for row in (*put.later, *put.resumed)}
    others = sum(1 for key, span in stand.items() if key not in own and span != stood.get(key))
    return Rehearsal(put.later, put.resumed, put.fixed, others, before, outcome.plan.finish)


def _spans(plan: Plan) -> dict[UUID, tuple[int | None, int | None]]:
    """From when to when every task lies; phases follow from those."""
    rows = Task.objects.filter(plan=plan).exclude(kind=Task.Kind.SUMMARY)
    dates = Cast("start", BigIntegerField()), Cast("finish", BigIntegerField())  # whole numbers: none becomes a moment
    return {key: (start, finish) for key, start, finish in rows.values_list("pk", *dates)}
