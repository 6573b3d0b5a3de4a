"""The tasks of a plan and the links between them. Moments are on the wall clock of the plan, without a zone."""

from uuid import UUID

from django.http import HttpResponse

from zhike.core.access import find, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, VIEW_PLAN
from zhike.plan.api.found import PLAN, sent, the_project, the_task
from zhike.plan.api.shapes import (
    TaskIn,
    TaskLinkIn,
    TaskLinkOut,
    TaskLinkPatch,
    TaskOut,
    TaskPatch,
    TaskPlaceIn,
    TaskRequirementsIn,
)
from zhike.plan.models import Link, Task
from zhike.requirements.models import Requirement

router = Router(tags=["Plan"])
TASKS, ONE, LINKS = PLAN + "/tasks", PLAN + "/tasks/{uuid:task_id}", PLAN + "/links"
NULLABLE = frozenset({
    "parent_id", "constraint_at", "deadline", "actual_start", "actual_finish", "owner", "optimistic", "likely",
    "pessimistic",
})  # fmt: skip


@router.get(TASKS, response=Page[TaskOut])
@api(VIEW_PLAN)
def list_tasks(
    request: Request, project_id: UUID, paging: Query[Paging], state: str = "", kind: str = "", side: str = ""
) -> Slice:
    asked = {name: value for name, value in {"state": state, "kind": kind, "side": side}.items() if value}
    rows = visible(request.actor, Task).filter(project=the_project(request, project_id), **asked)
    return page(rows, paging)


@router.post(TASKS, response={201: TaskOut, 200: TaskOut})
@api(CHANGE_PLAN)
def add_task(request: Request, project_id: UUID, body: TaskIn) -> Status:
    row = the_project(request, project_id)
    values = sent(body, nullable=NULLABLE)
    parent = values.pop("parent_id", None)
    above = find(request.actor, Task, pk=parent, project=row) if parent else None
    return create_once(
        request.actor, Task, body.id, lambda: actions.add_task(request.actor, row, parent=above, id=body.id, **values)
    )


@router.get(ONE, response=TaskOut)
@api(VIEW_PLAN)
def get_task(request: Request, project_id: UUID, task_id: UUID) -> Task:
    return the_task(request, project_id, task_id)


@router.patch(ONE, response=TaskOut)
@api(CHANGE_PLAN)
def change_task(request: Request, project_id: UUID, task_id: UUID, body: TaskPatch) -> Task:
    row, values = the_task(request, project_id, task_id), sent(body, nullable=NULLABLE)
    return actions.change_task(request.actor, row, version=body.version, **values)


@router.delete(ONE, response={204: None})
@api(CHANGE_PLAN)
def remove_task(request: Request, project_id: UUID, task_id: UUID) -> HttpResponse:
    actions.remove_task(request.actor, the_task(request, project_id, task_id))
    return HttpResponse(status=204)


@router.post(ONE + "/place", response=TaskOut)
@api(CHANGE_PLAN)
def place_task(request: Request, project_id: UUID, task_id: UUID, body: TaskPlaceIn) -> Task:
    row = the_task(request, project_id, task_id)
    parent = the_task(request, project_id, body.parent_id) if body.parent_id else None
    after = the_task(request, project_id, body.after_id) if body.after_id else "last"
    actions.place_task(request.actor, row, parent=parent, after=after)
    return the_task(request, project_id, task_id)


@router.get(ONE + "/requirements", response=list[UUID])
@api(VIEW_PLAN)
def list_task_requirements(request: Request, project_id: UUID, task_id: UUID) -> list[UUID]:
    """The requirements a task works towards."""
    return _covered(request, the_task(request, project_id, task_id))


@router.put(ONE + "/requirements", response=list[UUID])
@api(CHANGE_PLAN)
def cover_requirements(request: Request, project_id: UUID, task_id: UUID, body: TaskRequirementsIn) -> list[UUID]:
    row = the_task(request, project_id, task_id)
    wanted = [find(request.actor, Requirement, pk=key) for key in body.requirement_ids]
    actions.cover_requirements(request.actor, row, wanted)
    return _covered(request, row)


@router.get(LINKS, response=Page[TaskLinkOut])
@api(VIEW_PLAN)
def list_task_links(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(visible(request.actor, Link).filter(plan__project=the_project(request, project_id)), paging)


@router.post(LINKS, response={201: TaskLinkOut})
@api(CHANGE_PLAN)
def link_tasks(request: Request, project_id: UUID, body: TaskLinkIn) -> Status:
    before = the_task(request, project_id, body.predecessor_id)
    after = the_task(request, project_id, body.successor_id)
    actions.link_tasks(request.actor, before, after, kind=body.kind, lag=body.lag)
    rows = Link.objects.filter(predecessor=before, successor=after)
    return Status(201, rows.order_by("-updated_at", "-id").first())


@router.patch(LINKS + "/{uuid:link_id}", response=TaskLinkOut)
@api(CHANGE_PLAN)
def change_task_link(request: Request, project_id: UUID, link_id: UUID, body: TaskLinkPatch) -> Link:
    row = queries.link_of(request.actor, the_project(request, project_id), link_id)
    actions.relink_tasks(request.actor, row, kind=body.kind, lag=body.lag)
    return Link.objects.get(pk=row.pk)


@router.delete(LINKS + "/{uuid:link_id}", response={204: None})
@api(CHANGE_PLAN)
def remove_task_link(request: Request, project_id: UUID, link_id: UUID) -> HttpResponse:
    actions.unlink_tasks(request.actor, queries.link_of(request.actor, the_project(request, project_id), link_id))
    return HttpResponse(status=204)


# --- below -----------------------------------------------------------------------------------------------


def _covered(request: Request, row: Task) -> list[UUID]:
    known = visible(request.actor, Requirement).filter(tasks__task=row)
    return list(known.order_by("number").values_list("pk", flat=True))
