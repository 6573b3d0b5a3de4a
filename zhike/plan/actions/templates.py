"""Plans worth doing again: keeping one as a template, and laying one out in a project."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import can, find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.core.words import Words, said
from zhike.methods.identity.pinyin import sort_key
from zhike.methods.schedule.durations import Lag
from zhike.methods.schedule.plan import LagUnit
from zhike.plan.access import CHANGE_PLAN, CHANGE_PLAN_TEMPLATE, SHARE_PLAN
from zhike.plan.actions.edits import change_plan
from zhike.plan.actions.gates import add_gate
from zhike.plan.actions.plans import begin_plan
from zhike.plan.actions.risks import MOST, add_schedule_risk
from zhike.plan.editing import Outcome
from zhike.plan.edits import links, structure
from zhike.plan.edits.draft import Draft
from zhike.plan.events import TEMPLATE_CHANGED, TEMPLATE_KEPT, TEMPLATE_REMOVED
from zhike.plan.models import Link, Plan, PlanTemplate, QualityGate, ScheduleRisk, Task
from zhike.plan.striking import THREE, not_struck
from zhike.plan.wording import unplannable
from zhike.projects.models import Project

KEPT = (
    "name", "description", "deliverable", "kind", "duration", "is_elapsed", "duration_unit", "is_estimated", "type",
    "is_effort_driven", "effort", "optimistic", "likely", "pessimistic", "risk", "priority", "side", "is_shared",
    "constraint", "ignores_resource_calendars",
)  # fmt: skip
PROCESS = ("uses_board", "uses_time_sheets", "uses_gates", "uses_forecast", "uses_costs", "client_level", "tailoring")


@transaction.atomic
def keep_as_template(
    actor: Actor, plan: Plan, *, name: str, description: str = "", id: UUID | None = None
) -> PlanTemplate:  # fmt: skip
    """Keep outline, links and durations of a plan, its gates and process, and what may happen; dates become distances
    from the start. People, progress, hours and notes stay with the project."""
    must(actor, CHANGE_PLAN_TEMPLATE)
    again = made_before(actor.organisation_id, PlanTemplate, id)
    if again is not None:
        return find(actor, PlanTemplate, pk=again.pk)
    plan = find(actor, Plan, pk=plan.pk, related=("project",))
    row = PlanTemplate(
        taken_from=str(plan.project)[:200], made_by_id=actor.user_id, **({"id": id} if id else {})
    )  # fmt: skip
    _put(row, {"name": name, "description": description})
    row.content = _content(plan)
    row.task_count = len(row.content["tasks"])
    if not row.task_count:
        raise Conflict(_("There is nothing to keep yet: the plan has no tasks."))
    row.save(force_insert=True)
    record(actor, TEMPLATE_KEPT, row, project=str(plan.project))
    return row


@transaction.atomic
def change_template(actor: Actor, row: PlanTemplate, *, version: int | None = None, **values: Any) -> PlanTemplate:
    """Give a template another name, or say better when to use it."""
    must(actor, CHANGE_PLAN_TEMPLATE, row)
    row = lock(row)
    row.expect(version)
    changes = _put(row, values)
    if not changes:
        return row
    row.save()
    record(actor, TEMPLATE_CHANGED, row, **told(changes))
    return row


@transaction.atomic
def remove_template(actor: Actor, row: PlanTemplate) -> None:
    """Remove a template. Plans made from it stay as they are."""
    must(actor, CHANGE_PLAN_TEMPLATE, row)
    row = lock(row)
    key = row.pk
    row.delete()
    row.pk = key
    record_all(actor, [Happening(TEMPLATE_REMOVED, row, is_gone=True)])


@transaction.atomic
def apply_template(
    actor: Actor, project: Project, template: PlanTemplate, *, start: datetime | None = None
) -> Outcome:  # fmt: skip
    """Lay the template out behind what the project's plan holds already: tasks and links; in a new plan also gates and
    what may happen. One edit, taken back as one. Dates count from `start`, or from the start of the plan."""
    must(actor, CHANGE_PLAN, project)
    template = find(actor, PlanTemplate, pk=template.pk)
    is_new = not Task.objects.filter(project=project).exists()
    plan = begin_plan(actor, project)
    begins = _plannable(start or plan.start)
    made: dict[str, Task] = {}
    shares = can(actor, SHARE_PLAN, plan)

    def change(draft: Draft) -> Words:
        draft.reserve(template.task_count)
        for told_task in template.content["tasks"]:
            made[told_task["id"]] = _lay_out(draft, told_task, made, begins, shares=shares)
        for told_link in template.content["links"]:
            before, after = made[told_link["from"]], made[told_link["to"]]
            lag = Lag(told_link["lag"], LagUnit(told_link["lag_unit"]), told_link["lag_shown"])
            links.link(draft, before, after, told_link["kind"], lag)
        return said(gettext_lazy("the template {name} laid out"), name=template.name)

    outcome = change_plan(actor, plan, change)
    if is_new:
        _take_process(actor, plan, template, made)
    return outcome


# --- below -----------------------------------------------------------------------------------------------


def _content(plan: Plan) -> dict[str, Any]:
    rows = list(Task.objects.filter(plan=plan).exclude(state=Task.State.CANCELLED).order_by("position"))
    keys = {row.pk: str(row.number) for row in rows}
    return {
        "tasks": [_told(row, keys, plan) for row in rows],
        "links": [
            {
                "from": keys[link.predecessor_id], "to": keys[link.successor_id], "kind": link.kind, "lag": link.lag,
                "lag_unit": link.lag_unit, "lag_shown": link.lag_shown,
            }
            for link in Link.objects.filter(plan=plan)
            if link.predecessor_id in keys and link.successor_id in keys
        ],
        "gates": [
            {
                "name": gate.name, "standard": gate.standard, "task": keys.get(gate.task_id) if gate.task_id else None,
                "checks": [check.text for check in gate.checks.all()],
            }
            for gate in QualityGate.objects.filter(plan=plan).prefetch_related("checks").order_by("number")
        ],
        "risks": _risks(plan, keys),
        "process": {name: getattr(plan, name) for name in PROCESS},
    }  # fmt: skip


def _risks(plan: Plan, keys: dict[UUID, str]) -> list[dict[str, Any]]:
    """What may happen to such a plan: what did happen once may happen again."""
    rows = ScheduleRisk.objects.filter(plan=plan).exclude(state=ScheduleRisk.State.OVER).prefetch_related("strikes")
    names = ("title", "probability", "effect", "optimistic", "likely", "pessimistic", "unit")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "tasks": [keys[one.task_key] for one in row.strikes.all() if one.task_key in keys],
        }
        for row in rows.order_by("created_at", "id")
    ]  # fmt: skip


def _told(row: Task, keys: dict[UUID, str], plan: Plan) -> dict[str, Any]:
    told_task = {name: getattr(row, name) for name in KEPT}
    parent = row.parent_id
    return {
        **told_task, "id": keys[row.pk], "parent": keys.get(parent) if parent else None,
        "constraint_days": _days(plan, row.constraint_at), "deadline_days": _days(plan, row.deadline),
    }  # fmt: skip


def _days(plan: Plan, moment: datetime | None) -> float | None:
    return None if moment is None else (moment - plan.start) / timedelta(days=1)


def _lay_out(draft: Draft, told_task: dict[str, Any], made: dict[str, Task], begins: datetime, *, shares: bool) -> Task:
    above = made.get(told_task["parent"] or "")
    task = structure.add(draft, name=told_task["name"], parent=above.pk if above else None)
    for name in KEPT:
        setattr(task, name, told_task[name])
    if task.kind == Task.Kind.SUMMARY:
        task.kind = Task.Kind.TASK  # it becomes one again with what is put below it
    task.is_shared = task.is_shared and shares
    for name, days in (("constraint_at", told_task["constraint_days"]), ("deadline", told_task["deadline_days"])):
        if days is not None:
            setattr(task, name, _plannable(begins + timedelta(days=days)))
    return task


def _plannable(moment: datetime) -> datetime:
    if far := unplannable(start=moment):
        raise Invalid(far)
    return moment


def _take_process(actor: Actor, plan: Plan, template: PlanTemplate, made: dict[str, Task]) -> None:
    """How the plan was worked with, its gates, and what may happen to it."""
    fresh = lock(plan)
    for name, value in template.content.get("process", {}).items():
        if name in PROCESS:
            setattr(fresh, name, value)
    fresh.save(update_fields=list(PROCESS))
    for gate in template.content.get("gates", []):
        add_gate(
            actor, plan.project, name=gate["name"], standard=gate["standard"], checks=gate["checks"],
            task=made.get(gate["task"] or ""),
        )  # fmt: skip
    room = MOST - ScheduleRisk.objects.filter(plan=plan, state=ScheduleRisk.State.OPEN).count()
    for risk in template.content.get("risks", [])[:room]:
        _take_risk(actor, plan, risk, [made[key].pk for key in risk["tasks"] if key in made])


def _take_risk(actor: Actor, plan: Plan, risk: dict[str, Any], keys: list[UUID]) -> None:
    """With those of its tasks that can be struck in the new plan, if there are any."""
    found = Task.objects.filter(plan=plan, pk__in=keys).order_by("position")
    struck = [task for task in found if not not_struck(task, risk["effect"])]
    if not struck:
        return
    is_delay = risk["effect"] == ScheduleRisk.Effect.DELAY
    three = {name: risk[name] if is_delay else f"{risk[name]}%" for name in THREE}
    effect: dict[str, Any] = {"delay": three} if is_delay else {"factor": three}
    add_schedule_risk(actor, plan, title=risk["title"], probability=risk["probability"], tasks=struck, **effect)


def _put(row: PlanTemplate, values: dict[str, Any]) -> Any:
    changes = put(row, values, frozenset({"name", "description"}))
    if not row.name:
        raise Invalid(name=_("Give the template a name."))
    if PlanTemplate.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        raise Invalid(name=_("There is a template of this name already."))
    row.sort_key = sort_key(row.name, length=120)
    return changes
