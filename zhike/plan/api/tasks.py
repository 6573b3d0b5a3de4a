"""A plan, its tasks, links and baselines. Moments are on the wall clock of the plan, without a zone."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.core.access import find, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Invalid
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, REPLAN, VIEW_PLAN
from zhike.plan.api.shapes import (
    BaselineIn,
    BaselineOut,
    DifferenceOut,
    PlanEditedOut,
    PlanEditsIn,
    PlanOut,
    TaskIn,
    TaskLinkIn,
    TaskLinkOut,
    TaskLinkPatch,
    TaskOut,
    TaskPatch,
    TaskPlaceIn,
)
from zhike.plan.editing import Outcome
from zhike.plan.models import Baseline, Link, Plan, Task
from zhike.plan.queries import Difference
from zhike.projects.models import Project
from zhike.projects.queries import project

router = Router(tags=["Plan"])
PLAN = "/projects/{uuid:project_id}/plan"
TASKS, ONE = PLAN + "/tasks", PLAN + "/tasks/{uuid:task_id}"
LINKS, BASELINES = PLAN + "/links", PLAN + "/baselines"


@router.get(PLAN, response=PlanOut)
@api(VIEW_PLAN)
def get_plan(request: Request, project_id: UUID) -> Plan:
    return _plan(request, project_id)


@router.post(PLAN + "/edits", response=PlanEditedOut)
@api(CHANGE_PLAN)
def edit_plan(request: Request, project_id: UUID, body: PlanEditsIn) -> dict[str, Any]:
    plan = _plan(request, project_id)
    return _edited(actions.edit_plan(request.actor, plan, list(body.edits), revision=body.revision))


@router.post(PLAN + "/undo", response=PlanEditedOut)
@api(CHANGE_PLAN)
def undo_plan_edit(request: Request, project_id: UUID) -> dict[str, Any]:
    return _edited(actions.undo_edit(request.actor, _plan(request, project_id)))


@router.post(PLAN + "/redo", response=PlanEditedOut)
@api(CHANGE_PLAN)
def redo_plan_edit(request: Request, project_id: UUID) -> dict[str, Any]:
    return _edited(actions.redo_edit(request.actor, _plan(request, project_id)))


@router.get(TASKS, response=Page[TaskOut])
@api(VIEW_PLAN)
def list_tasks(
    request: Request, project_id: UUID, paging: Query[Paging], state: str = "", kind: str = "", side: str = ""
) -> Slice:
    asked = {name: value for name, value in {"state": state, "kind": kind, "side": side}.items() if value}
    rows = visible(request.actor, Task).filter(project=_project(request, project_id), **asked)
    return page(rows, paging)


@router.post(TASKS, response={201: TaskOut, 200: TaskOut})
@api(CHANGE_PLAN)
def add_task(request: Request, project_id: UUID, body: TaskIn) -> Status:
    row = _project(request, project_id)
    values = _values(body.dict(exclude_unset=True))
    parent = values.pop("parent_id", None)
    above = find(request.actor, Task, pk=parent, project=row) if parent else None
    values["id"] = body.id
    return create_once(
        request.actor, Task, body.id, lambda: actions.add_task(request.actor, row, parent=above, **values)
    )


@router.get(ONE, response=TaskOut)
@api(VIEW_PLAN)
def get_task(request: Request, project_id: UUID, task_id: UUID) -> Task:
    return _one(request, project_id, task_id)


@router.patch(ONE, response=TaskOut)
@api(CHANGE_PLAN)
def change_task(request: Request, project_id: UUID, task_id: UUID, body: TaskPatch) -> Task:
    values = body.dict(exclude_unset=True)
    version = values.pop("version", None)
    return actions.change_task(request.actor, _one(request, project_id, task_id), version=version, **_values(values))


@router.delete(ONE, response={204: None})
@api(CHANGE_PLAN)
def remove_task(request: Request, project_id: UUID, task_id: UUID) -> HttpResponse:
    actions.remove_task(request.actor, _one(request, project_id, task_id))
    return HttpResponse(status=204)


@router.post(ONE + "/place", response=TaskOut)
@api(CHANGE_PLAN)
def place_task(request: Request, project_id: UUID, task_id: UUID, body: TaskPlaceIn) -> Task:
    row = _one(request, project_id, task_id)
    parent = _one(request, project_id, body.parent_id) if body.parent_id else None
    after = _one(request, project_id, body.after_id) if body.after_id else "last"
    actions.place_task(request.actor, row, parent=parent, after=after)
    return _one(request, project_id, task_id)


@router.get(LINKS, response=Page[TaskLinkOut])
@api(VIEW_PLAN)
def list_task_links(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(visible(request.actor, Link).filter(plan__project=_project(request, project_id)), paging)


@router.post(LINKS, response={201: TaskLinkOut})
@api(CHANGE_PLAN)
def link_tasks(request: Request, project_id: UUID, body: TaskLinkIn) -> Status:
    before = _one(request, project_id, body.predecessor_id)
    after = _one(request, project_id, body.successor_id)
    actions.link_tasks(request.actor, before, after, kind=body.kind, lag=body.lag)
    rows = Link.objects.filter(predecessor=before, successor=after)
    return Status(201, rows.order_by("-updated_at", "-id").first())


@router.patch(LINKS + "/{uuid:link_id}", response=TaskLinkOut)
@api(CHANGE_PLAN)
def change_task_link(request: Request, project_id: UUID, link_id: UUID, body: TaskLinkPatch) -> Link:
    row = queries.link_of(request.actor, _project(request, project_id), link_id)
    actions.relink_tasks(request.actor, row, kind=body.kind, lag=body.lag)
    return Link.objects.get(pk=row.pk)


@router.delete(LINKS + "/{uuid:link_id}", response={204: None})
@api(CHANGE_PLAN)
def remove_task_link(request: Request, project_id: UUID, link_id: UUID) -> HttpResponse:
    actions.unlink_tasks(request.actor, queries.link_of(request.actor, _project(request, project_id), link_id))
    return HttpResponse(status=204)


@router.get(BASELINES, response=Page[BaselineOut])
@api(VIEW_PLAN)
def list_baselines(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(visible(request.actor, Baseline).filter(plan__project=_project(request, project_id)), paging)


@router.post(BASELINES, response={201: BaselineOut, 200: BaselineOut})
@api(REPLAN)
def take_baseline(request: Request, project_id: UUID, body: BaselineIn) -> Status:
    """Without a reason a baseline; with one, a new plan everybody is told of."""
    plan = _plan(request, project_id)
    take = actions.replan if body.reason.strip() else actions.take_baseline
    return create_once(request.actor, Baseline, body.id, lambda: take(request.actor, plan, **body.dict()))


@router.get(BASELINES + "/{uuid:baseline_id}/differences", response=list[DifferenceOut])
@api(VIEW_PLAN)
def list_baseline_differences(request: Request, project_id: UUID, baseline_id: UUID) -> list[Difference]:
    row = queries.baseline(request.actor, _project(request, project_id), pk=baseline_id)
    return queries.differences(request.actor, row)


# --- below -----------------------------------------------------------------------------------------------

NULLABLE = frozenset({
    "parent_id", "constraint_at", "deadline", "actual_start", "actual_finish", "owner", "optimistic", "likely",
    "pessimistic", "id",
})  # fmt: skip


def _project(request: Request, key: UUID) -> Project:
    return project(request.actor, pk=key)


def _plan(request: Request, key: UUID) -> Plan:
    return queries.plan_of(request.actor, _project(request, key))


def _one(request: Request, project_id: UUID, task_id: UUID) -> Task:
    return queries.task(request.actor, _project(request, project_id), pk=task_id)


def _values(values: dict[str, Any]) -> dict[str, Any]:
    """What cannot be empty is not null."""
    empty = sorted(name for name, value in values.items() if value is None and name not in NULLABLE)
    if empty:
        raise Invalid({name: _("This cannot be null.") for name in empty})
    return values


def _edited(outcome: Outcome) -> dict[str, Any]:
    return {
        "revision": outcome.plan.revision, "finish": outcome.plan.finish, "message": outcome.message,
        "changed": sorted(outcome.changed), "removed": outcome.removed,
    }  # fmt: skip
