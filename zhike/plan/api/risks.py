"""What may happen to the dates of a plan; the forecast counts with what is open."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.core.access import visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Invalid
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, VIEW_PLAN
from zhike.plan.api.found import PLAN, sent, the_plan, the_project
from zhike.plan.api.shapes_risks import ScheduleRiskEndIn, ScheduleRiskIn, ScheduleRiskOut, ScheduleRiskPatch
from zhike.plan.models import Plan, ScheduleRisk, Task
from zhike.plan.queries.risks import shown

router = Router(tags=["Schedule risks"])
ALL, ONE = PLAN + "/schedule-risks", PLAN + "/schedule-risks/{uuid:schedule_risk_id}"


@router.get(ALL, response=Page[ScheduleRiskOut])
@api(VIEW_PLAN)
def list_schedule_risks(request: Request, project_id: UUID, paging: Query[Paging], state: str = "") -> Slice:
    plan = the_plan(request, project_id)
    rows = visible(request.actor, ScheduleRisk).filter(plan=plan)
    found = page(rows.filter(state=state) if state else rows, paging)
    found["items"] = _told(found["items"], plan)
    return found


@router.post(ALL, response={201: ScheduleRiskOut, 200: ScheduleRiskOut})
@api(CHANGE_PLAN)
def add_schedule_risk(request: Request, project_id: UUID, body: ScheduleRiskIn) -> Status:
    plan = the_plan(request, project_id)
    values = _values(request, plan, body)
    made = create_once(
        request.actor, ScheduleRisk, body.id,
        lambda: actions.add_schedule_risk(request.actor, plan, **values, id=body.id),
    )  # fmt: skip
    _told([made.value], plan)
    return made


@router.get(ONE, response=ScheduleRiskOut)
@api(VIEW_PLAN)
def get_schedule_risk(request: Request, project_id: UUID, schedule_risk_id: UUID) -> ScheduleRisk:
    row = _one(request, project_id, schedule_risk_id)
    return _told([row], row.plan)[0]


@router.patch(ONE, response=ScheduleRiskOut)
@api(CHANGE_PLAN)
def change_schedule_risk(
    request: Request, project_id: UUID, schedule_risk_id: UUID, body: ScheduleRiskPatch
) -> ScheduleRisk:
    """While it is open."""
    row = _one(request, project_id, schedule_risk_id)
    values = _values(request, row.plan, body)
    return _told([actions.change_schedule_risk(request.actor, row, version=body.version, **values)], row.plan)[0]


@router.post(ONE + "/end", response=ScheduleRiskOut)
@api(CHANGE_PLAN)
def end_schedule_risk(
    request: Request, project_id: UUID, schedule_risk_id: UUID, body: ScheduleRiskEndIn
) -> ScheduleRisk:
    """It stays on record, and the forecast counts it no longer."""
    row = _one(request, project_id, schedule_risk_id)
    return _told([actions.close_schedule_risk(request.actor, row, state=body.state)], row.plan)[0]


@router.post(ONE + "/opening", response=ScheduleRiskOut)
@api(CHANGE_PLAN)
def reopen_schedule_risk(request: Request, project_id: UUID, schedule_risk_id: UUID) -> ScheduleRisk:
    row = _one(request, project_id, schedule_risk_id)
    return _told([actions.reopen_schedule_risk(request.actor, row)], row.plan)[0]


@router.delete(ONE, response={204: None})
@api(CHANGE_PLAN)
def remove_schedule_risk(request: Request, project_id: UUID, schedule_risk_id: UUID) -> HttpResponse:
    actions.remove_schedule_risk(request.actor, _one(request, project_id, schedule_risk_id))
    return HttpResponse(status=204)


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, project_id: UUID, key: UUID) -> ScheduleRisk:
    return queries.schedule_risk(request.actor, the_project(request, project_id), key)


def _told(rows: list[ScheduleRisk], plan: Plan) -> list[ScheduleRisk]:
    """The rows, with their tasks."""
    for one in shown(rows, plan):
        told: Any = one.row
        told.task_ids, told.is_counted = [task.pk for task in one.tasks], one.counts
    return rows


def _values(request: Request, plan: Plan, body: ScheduleRiskIn | ScheduleRiskPatch) -> dict[str, Any]:
    """What was sent, with the tasks behind their ids."""
    values = sent(body)
    if "task_ids" in values:
        keys = set(values.pop("task_ids"))
        values["tasks"] = list(visible(request.actor, Task).filter(plan=plan, pk__in=keys))
        if len(values["tasks"]) < len(keys):
            raise Invalid(task_ids=_("Choose tasks of this project."))
    return values
