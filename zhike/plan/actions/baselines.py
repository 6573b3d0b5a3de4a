"""Keeping the plan as it is: to measure against, or, with a reason, as what both sides now go by."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.core.words import in_every_language
from zhike.plan.access import REPLAN, SHARE_PLAN
from zhike.plan.actions.plans import finish_words
from zhike.plan.editing import locked
from zhike.plan.events import (
    BASELINE_REMOVED,
    BASELINE_RENAMED,
    BASELINE_TAKEN,
    PLAN_RESET,
    REASON_HIDDEN,
    REASON_SHARED,
)
from zhike.plan.models import Assignment, Baseline, BaselineTask, Plan, Task
from zhike.plan.queries.costs import costs_of
from zhike.projects.actions.projects import refuse_ended

COPIED = ("number", "position", "level", "wbs", "name", "kind", "start", "finish", "duration", "effort")
MOST_MONEY = Decimal(10**14) - 1


@transaction.atomic
def take_baseline(
    actor: Actor, plan: Plan, *, name: str = "", reason: str = "", id: UUID | None = None
) -> Baseline:  # fmt: skip
    """Keep the plan as it is now, under a name. There can be any number of baselines."""
    again = _asked(actor, plan, id)
    if again is not None:
        return again
    row = _take(actor, locked(plan), name, reason, id, is_shared=False)
    record(actor, BASELINE_TAKEN, row, project=str(plan.project), reason=row.reason)
    return row


@transaction.atomic
def replan(
    actor: Actor, plan: Plan, *, reason: str, name: str = "", is_shared: bool = False, id: UUID | None = None
) -> Baseline:
    """Say that the plan holds as it is now, and why it changed: a baseline with a reason, and what moved since the
    one before. From here on progress is measured against it. The client reads the reason if it is shared."""
    again = _asked(actor, plan, id)
    if again is not None:
        return again
    if not reason.strip():
        raise Invalid(reason=_("Say why the plan changes, in a sentence both sides will understand."))
    if is_shared:
        must(actor, SHARE_PLAN, plan)
    plan = locked(plan)
    before = Baseline.objects.filter(plan=plan).order_by("-number").first()
    row = _take(actor, plan, name, reason, id, is_shared=is_shared)
    moved = finish_words(before.finish, row.finish) if before else ""
    record(actor, PLAN_RESET, row, project=str(plan.project), reason=row.reason, moved=in_every_language(moved))
    return row


@transaction.atomic
def change_baseline(actor: Actor, row: Baseline, *, version: int | None = None, **values: Any) -> Baseline:
    """Give a baseline another name, or say more about why it was taken. What it holds never changes."""
    must(actor, REPLAN, row.plan)
    plan = row.plan
    row = lock(row)
    row.plan = plan
    row.expect(version)
    before, told = row.name, (row.name, row.reason, row.is_shared)
    row.name = _name(plan, values.get("name", row.name), besides=row)
    row.reason = _reason(values.get("reason", row.reason))
    row.is_shared = bool(row.reason) and bool(values.get("is_shared", row.is_shared))
    if told == (row.name, row.reason, row.is_shared):
        return row
    if row.is_shared != told[-1]:
        must(actor, SHARE_PLAN, plan)
    row.save()
    if row.is_shared != told[-1]:
        record(actor, REASON_SHARED if row.is_shared else REASON_HIDDEN, row)
    if (row.name, row.reason) != told[:2]:
        record(actor, BASELINE_RENAMED, row, before_name=before)
    return row


@transaction.atomic
def remove_baseline(actor: Actor, row: Baseline) -> None:
    """Remove a baseline taken by mistake. One with a reason is history and stays."""
    must(actor, REPLAN, row.plan)
    plan = row.plan
    row = lock(row)
    row.plan = plan
    if row.reason:
        raise Conflict(_("This baseline says why the plan was changed; it stays."))
    key = row.pk
    row.delete()
    row.pk = key
    record_all(actor, [Happening(BASELINE_REMOVED, row, is_gone=True)])


# --- below -----------------------------------------------------------------------------------------------


def _asked(actor: Actor, plan: Plan, key: UUID | None) -> Baseline | None:
    """May they; and the baseline itself, if it was sent before."""
    must(actor, REPLAN, plan)
    again = made_before(actor.organisation_id, Baseline, key)
    if again is not None:
        return find(actor, Baseline, pk=again.pk)
    refuse_ended(plan.project)
    return None


def _take(actor: Actor, plan: Plan, name: str, reason: str, key: UUID | None, *, is_shared: bool) -> Baseline:
    if not Task.objects.filter(plan=plan).exists():
        raise Conflict(_("There is nothing to keep yet: the plan has no tasks."))
    last = Baseline.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    row = Baseline(
        plan=plan, number=last + 1, taken_by_id=actor.user_id, taken_at=timezone.now(), revision=plan.revision,
        finish=plan.finish, start=_first_start(plan), is_shared=is_shared, **({"id": key} if key else {}),
    )  # fmt: skip
    row.name = _name(plan, name or _("Baseline %(number)d") % {"number": row.number})
    row.reason = _reason(reason)
    costs = costs_of(Actor.system(actor.organisation_id), plan)  # kept, not shown: whoever takes it need not see them
    row.cost, row.unpriced = min(costs.whole.planned, MOST_MONEY), costs.whole.unpriced
    row.save(force_insert=True)
    by_task = {line.key: min(line.planned, MOST_MONEY) for line in costs.lines}
    BaselineTask.objects.bulk_create(_lines(row, by_task), batch_size=500)
    return row


def _lines(row: Baseline, costs: dict[UUID, Decimal]) -> list[BaselineTask]:
    sums = Assignment.objects.filter(plan=row.plan).values("task").annotate(sum=Sum("work"))
    work = dict(sums.values_list("task", "sum"))
    found = Task.objects.filter(plan=row.plan, is_active=True).order_by("position").values_list("pk", *COPIED)
    return [
        BaselineTask(
            baseline=row, task_key=task, number=number, position=position, level=level, wbs=wbs, name=called, kind=kind,
            start=start, finish=finish, duration=duration, work=work.get(task) or effort, cost=costs[task],
        )
        for task, number, position, level, wbs, called, kind, start, finish, duration, effort in found
    ]  # fmt: skip


def _first_start(plan: Plan) -> datetime | None:
    rows = Task.objects.filter(plan=plan, start__isnull=False).order_by("start")
    return rows.values_list("start", flat=True).first()


def _name(plan: Plan, name: Any, besides: Baseline | None = None) -> str:
    words = str(name or "").strip()
    if not words or len(words) > 120:
        raise Invalid(name=_("Give it a name of at most 120 characters."))
    there = Baseline.objects.filter(plan=plan, name=words)
    if besides is not None:
        there = there.exclude(pk=besides.pk)
    if there.exists():
        raise Invalid(name=_("There is a baseline of this name already."))
    return words


def _reason(reason: Any) -> str:
    words = str(reason or "").strip()
    if len(words) > 2_000:
        raise Invalid(reason=_("Say it in at most 2,000 characters."))
    return words
