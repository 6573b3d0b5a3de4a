"""Who and what can be asked to work, what an hour of it costs, and who is at work on which task."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from zhike.clients.models import Contact
from zhike.core.access import find, find_in, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, CHANGE_RATES, CHANGE_RESOURCE, VIEW_PLAN, VIEW_RATES
from zhike.plan.api.found import PLAN, rows_behind, sent, the_calendar, the_colleague, the_project, the_task
from zhike.plan.api.shapes_calendars import (
    RateIn,
    RateOut,
    ResourceFields,
    ResourceIn,
    ResourceOut,
    ResourcePatch,
    TaskAssignmentIn,
    TaskAssignmentOut,
    TaskAssignmentPatch,
)
from zhike.plan.models import Assignment, Resource, ResourceRate, Task

router = Router(tags=["Resources"])
ALL, ONE = "/resources", "/resources/{uuid:resource_id}"
RATES, ASSIGNMENTS = ONE + "/rates", PLAN + "/assignments"
ASSIGNMENT = ASSIGNMENTS + "/{uuid:assignment_id}"
NULLABLE = frozenset({"user_id", "contact_id", "calendar_id"})


@router.get(ALL, response=Page[ResourceOut])
@api(VIEW_PLAN)
def list_resources(
    request: Request, paging: Query[Paging], kind: str = "", is_active: bool | None = None
) -> Slice:  # fmt: skip
    rows = visible(request.actor, Resource)
    if kind:
        rows = rows.filter(kind=kind)
    return page(rows if is_active is None else rows.filter(is_active=is_active), paging)


@router.post(ALL, response={201: ResourceOut, 200: ResourceOut})
@api(CHANGE_RESOURCE)
def add_resource(request: Request, body: ResourceIn) -> Status:
    values = _values(request, body)
    return create_once(
        request.actor, Resource, body.id, lambda: actions.add_resource(request.actor, **values, id=body.id)
    )


@router.get(ONE, response=ResourceOut)
@api(VIEW_PLAN)
def get_resource(request: Request, resource_id: UUID) -> Resource:
    return _one(request, resource_id)


@router.patch(ONE, response=ResourceOut)
@api(CHANGE_RESOURCE)
def change_resource(request: Request, resource_id: UUID, body: ResourcePatch) -> Resource:
    """`is_active` false takes it out of use; what it is assigned to stays."""
    row, values = _one(request, resource_id), _values(request, body)
    return actions.change_resource(request.actor, row, version=body.version, **values)


@router.get(RATES, response=Page[RateOut])
@api(VIEW_RATES)
def list_rates(request: Request, resource_id: UUID, paging: Query[Paging]) -> Slice:
    return page(queries.rates(request.actor, _one(request, resource_id)), paging)


@router.put(RATES, response=RateOut)
@api(CHANGE_RATES)
def set_rate(request: Request, resource_id: UUID, body: RateIn) -> ResourceRate:
    return actions.set_rate(request.actor, _one(request, resource_id), **body.dict())


@router.delete(RATES + "/{uuid:rate_id}", response={204: None})
@api(CHANGE_RATES)
def remove_rate(request: Request, resource_id: UUID, rate_id: UUID) -> HttpResponse:
    """One set by mistake; the one before it holds again."""
    row = _one(request, resource_id)
    actions.remove_rate(request.actor, find(request.actor, ResourceRate, pk=rate_id, resource=row))
    return HttpResponse(status=204)


@router.get(ONE + "/assignments", response=Page[TaskAssignmentOut])
@api(VIEW_PLAN)
def list_resource_assignments(request: Request, resource_id: UUID, paging: Query[Paging]) -> Slice:
    """Where somebody is at work, in projects the caller knows."""
    return page(visible(request.actor, Assignment).filter(resource=_one(request, resource_id)), paging)


@router.get(ASSIGNMENTS, response=Page[TaskAssignmentOut])
@api(VIEW_PLAN)
def list_assignments(
    request: Request, project_id: UUID, paging: Query[Paging], task_id: UUID | None = None,
    resource_id: UUID | None = None,
) -> Slice:  # fmt: skip
    asked = {"task": task_id, "resource": resource_id}
    rows = visible(request.actor, Assignment).filter(plan__project=the_project(request, project_id))
    return page(rows.filter(**{name: value for name, value in asked.items() if value}), paging)


@router.post(ASSIGNMENTS, response={201: TaskAssignmentOut, 200: TaskAssignmentOut})
@api(CHANGE_PLAN)
def assign_resource(request: Request, project_id: UUID, body: TaskAssignmentIn) -> Status:
    task = the_task(request, project_id, body.task_id)
    row = _one(request, body.resource_id)
    is_new = not Assignment.objects.filter(task=task, resource=row).exists()
    return Status(201 if is_new else 200, _assigned(request, task, row, body.units))


@router.patch(ASSIGNMENT, response=TaskAssignmentOut)
@api(CHANGE_PLAN)
def change_assignment(request: Request, project_id: UUID, assignment_id: UUID, body: TaskAssignmentPatch) -> Assignment:
    row = _assignment(request, project_id, assignment_id)
    return _assigned(request, row.task, row.resource, body.units)


@router.delete(ASSIGNMENT, response={204: None})
@api(CHANGE_PLAN)
def unassign_resource(request: Request, project_id: UUID, assignment_id: UUID) -> HttpResponse:
    actions.unassign_resource(request.actor, _assignment(request, project_id, assignment_id))
    return HttpResponse(status=204)


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, key: UUID) -> Resource:
    return find(request.actor, Resource, pk=key)


def _assignment(request: Request, project_id: UUID, key: UUID) -> Assignment:
    rows = visible(request.actor, Assignment).filter(plan__project=the_project(request, project_id))
    return find_in(rows.select_related("plan__project", "task", "resource"), pk=key)


def _assigned(request: Request, task: Task, resource: Resource, units: float) -> Assignment:
    actions.assign_resource(request.actor, task, resource, units=units)
    return Assignment.objects.get(task=task, resource=resource)


def _values(request: Request, body: ResourceFields) -> dict[str, Any]:
    """What was sent, with the rows behind the ids."""
    return rows_behind(
        sent(body, nullable=NULLABLE),
        user=lambda key: the_colleague(request, key), calendar=lambda key: the_calendar(request, key),
        contact=lambda key: find(request.actor, Contact, pk=key),
    )  # fmt: skip
