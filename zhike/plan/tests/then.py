"""What the rows of a plan say now, in the words of its history."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhike.core.actors import Actor
from zhike.plan import queries
from zhike.plan.models import Plan, Task
from zhike.plan.queries.history import LineThen, PlanThen

OF_PLAN = ("revision", "finish", "progress", "client_level")


def lines_now(plan: Plan) -> list[LineThen]:
    rows = Task.objects.filter(plan=plan).select_related("owner_user", "owner_contact").order_by("position", "id")
    return [_line(row) for row in rows]


def plan_now(plan: Plan) -> dict[str, Any]:
    return dict(Plan.objects.filter(pk=plan.pk).values(*OF_PLAN).get())


def told_then(actor: Actor, plan: Plan, moment: datetime) -> PlanThen:
    found = queries.plan_then(actor, plan, moment)
    assert found is not None
    return found


def agree(actor: Actor, plan: Plan) -> None:
    found = told_then(actor, plan, timezone.now())
    assert {name: getattr(found, name) for name in OF_PLAN} == plan_now(plan)
    assert list(found.lines) == lines_now(plan)


def _line(row: Task) -> LineThen:
    return LineThen(
        key=row.pk, number=row.number, wbs=row.wbs, parent=row.parent_id, level=row.level, position=row.position,
        name=row.name, kind=row.kind, side=row.side, owner=row.owner, owner_user=row.owner_user_id,
        owner_contact=row.owner_contact_id, state=row.state, progress=row.percent_complete, start=row.start,
        finish=row.finish, deadline=row.deadline, is_critical=row.is_critical, is_shared=row.is_shared,
        is_active=row.is_active, actual_start=row.actual_start, actual_finish=row.actual_finish,
        duration=row.duration, work=row.effort, deliverable=row.deliverable,
    )  # fmt: skip
