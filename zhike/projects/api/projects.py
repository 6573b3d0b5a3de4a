"""Projects and the states they go through. A state is a resource: POST enters it, DELETE leaves it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.clients.models import Client
from zhike.core.access import find
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.closing import OpenPoint, open_points
from zhike.core.doors import api
from zhike.core.errors import Invalid
from zhike.projects import actions, queries
from zhike.projects.access import (
    ASSIGN_PROJECT,
    CHANGE_PROJECT,
    CHANGE_TEMPLATE,
    CLOSE_PROJECT,
    CREATE_PROJECT,
    VIEW_PROJECT,
)
from zhike.projects.api.shapes import (
    ClosureIn,
    CurrentStageIn,
    HealthIn,
    ManagerIn,
    NextStepOut,
    OpenPointOut,
    ProjectIn,
    ProjectOut,
    ProjectPatch,
    ProjectReasonIn,
    StageOut,
    StagesIn,
    TemplateIn,
    TemplateOut,
)
from zhike.projects.models import Project, Stage, Template

router = Router(tags=["Projects"])


@router.get("/projects", response=Page[ProjectOut])
@api(VIEW_PROJECT)
def list_projects(
    request: Request, paging: Query[Paging], status: str = "", health: str = "", client_id: UUID | None = None,
    manager_id: UUID | None = None,
) -> Slice:  # fmt: skip
    asked = {"status": status, "health": health, "client_id": client_id, "manager_id": manager_id}
    rows = queries.for_interface(request.actor)
    return page(rows.filter(**{name: value for name, value in asked.items() if value}), paging)


@router.post("/projects", response={201: ProjectOut, 200: ProjectOut})
@api(CREATE_PROJECT)
def create_project(request: Request, body: ProjectIn) -> Status:
    values = body.dict(exclude_none=True, exclude={"client_id", "manager_id", "template_id"})
    values["client"] = find(request.actor, Client, pk=body.client_id)
    if body.manager_id:
        values["manager"] = _colleague(request, body.manager_id)
    if body.template_id:
        values["template"] = find(request.actor, Template, pk=body.template_id)
    made = create_once(request.actor, Project, body.id, lambda: actions.create_project(request.actor, **values))
    return Status(made.status_code, _again(request, made.value.pk))


@router.get("/projects/{uuid:project_id}", response=ProjectOut)
@api(VIEW_PROJECT)
def get_project(request: Request, project_id: UUID) -> Project:
    return _again(request, project_id)


@router.patch("/projects/{uuid:project_id}", response=ProjectOut)
@api(CHANGE_PROJECT)
def change_project(request: Request, project_id: UUID, body: ProjectPatch) -> Project:
    values = body.dict(exclude_unset=True)
    version = values.pop("version", None)
    empty = [name for name in ("name", "goal", "currency") if values.get(name, "") is None]
    if empty:
        raise Invalid({name: _("This cannot be null.") for name in empty})
    actions.change_project(request.actor, _project(request, project_id), version=version, **values)
    return _again(request, project_id)


@router.put("/projects/{uuid:project_id}/manager", response=ProjectOut)
@api(ASSIGN_PROJECT)
def assign_project(request: Request, project_id: UUID, body: ManagerIn) -> Project:
    project = _project(request, project_id)
    actions.assign_project(request.actor, project, manager=_colleague(request, body.manager_id))
    return _again(request, project_id)


@router.put("/projects/{uuid:project_id}/health", response=ProjectOut)
@api(CHANGE_PROJECT)
def judge_health(request: Request, project_id: UUID, body: HealthIn) -> Project:
    actions.judge_health(request.actor, _project(request, project_id), **body.dict())
    return _again(request, project_id)


@router.get("/projects/{uuid:project_id}/next-step", response=NextStepOut | None)
@api(VIEW_PROJECT)
def get_next_step(request: Request, project_id: UUID) -> Any:
    row = _project(request, project_id)
    return queries.next_step(row, list(row.stages.all()))


@router.post("/projects/{uuid:project_id}/start", response=ProjectOut)
@api(CHANGE_PROJECT)
def start_project(request: Request, project_id: UUID) -> Project:
    return _done(request, project_id, actions.start_project)


@router.post("/projects/{uuid:project_id}/pause", response=ProjectOut)
@api(CHANGE_PROJECT)
def pause_project(request: Request, project_id: UUID, body: ProjectReasonIn) -> Project:
    return _done(request, project_id, actions.pause_project, reason=body.reason)


@router.delete("/projects/{uuid:project_id}/pause", response=ProjectOut)
@api(CHANGE_PROJECT)
def resume_project(request: Request, project_id: UUID) -> Project:
    return _done(request, project_id, actions.resume_project)


@router.post("/projects/{uuid:project_id}/cancellation", response=ProjectOut)
@api(CLOSE_PROJECT)
def cancel_project(request: Request, project_id: UUID, body: ProjectReasonIn) -> Project:
    return _done(request, project_id, actions.cancel_project, reason=body.reason)


@router.get("/projects/{uuid:project_id}/open-points", response=list[OpenPointOut])
@api(VIEW_PROJECT)
def list_open_points(request: Request, project_id: UUID) -> list[OpenPoint]:
    """What speaks against closing the project now."""
    return open_points(request.actor, _project(request, project_id))


@router.post("/projects/{uuid:project_id}/closure", response=ProjectOut)
@api(CLOSE_PROJECT)
def close_project(request: Request, project_id: UUID, body: ClosureIn) -> Project:
    return _done(request, project_id, actions.close_project, reason=body.reason)


@router.delete("/projects/{uuid:project_id}/closure", response=ProjectOut)
@api(CLOSE_PROJECT)
def reopen_project(request: Request, project_id: UUID, reason: str) -> Project:
    return _done(request, project_id, actions.reopen_project, reason=reason)


# --- stages ----------------------------------------------------------------------------------------------


@router.get("/projects/{uuid:project_id}/stages", response=list[StageOut])
@api(VIEW_PROJECT)
def list_stages(request: Request, project_id: UUID) -> list[Stage]:
    return list(_project(request, project_id).stages.all())


@router.put("/projects/{uuid:project_id}/stages", response=list[StageOut])
@api(CHANGE_PROJECT)
def set_stages(request: Request, project_id: UUID, body: StagesIn) -> list[Stage]:
    steps = [actions.Step(**one.dict()) for one in body.stages]
    row = actions.set_stages(request.actor, _project(request, project_id), steps, version=body.version)
    return list(row.stages.all())


@router.put("/projects/{uuid:project_id}/stage", response=ProjectOut)
@api(CHANGE_PROJECT)
def move_to_stage(request: Request, project_id: UUID, body: CurrentStageIn) -> Project:
    row = _project(request, project_id)
    stage = find(request.actor, Stage, pk=body.stage_id, project=row)
    actions.move_to_stage(request.actor, row, stage, version=body.version)
    return _again(request, project_id)


# --- templates -------------------------------------------------------------------------------------------


@router.get("/project-templates", response=Page[TemplateOut])
@api(VIEW_PROJECT)
def list_project_templates(request: Request, paging: Query[Paging]) -> Slice:
    return page(queries.templates(request.actor), paging)


@router.post("/project-templates", response={201: TemplateOut, 200: TemplateOut})
@api(CHANGE_TEMPLATE)
def create_project_template(request: Request, body: TemplateIn) -> Status:
    values = body.dict(exclude={"project_id"})
    row = _project(request, body.project_id)
    return create_once(request.actor, Template, body.id, lambda: actions.save_as_template(request.actor, row, **values))


@router.delete("/project-templates/{uuid:template_id}", response={204: None})
@api(CHANGE_TEMPLATE)
def remove_project_template(request: Request, template_id: UUID) -> HttpResponse:
    actions.remove_template(request.actor, find(request.actor, Template, pk=template_id))
    return HttpResponse(status=204)


# --- below -----------------------------------------------------------------------------------------------


def _project(request: Request, project_id: UUID) -> Project:
    return queries.project(request.actor, pk=project_id)


def _again(request: Request, project_id: UUID) -> Project:
    """As the caller may see it now."""
    return queries.for_interface(request.actor).get(pk=_project(request, project_id).pk)


def _done(request: Request, project_id: UUID, verb: Callable[..., Project], **values: Any) -> Project:
    verb(request.actor, _project(request, project_id), **values)
    return _again(request, project_id)


def _colleague(request: Request, user_id: UUID) -> User:
    user = queries.colleagues(request.actor).filter(pk=user_id).first()
    if user is None:
        raise Invalid(manager_id=_("Choose a colleague of your organisation."))
    return user
