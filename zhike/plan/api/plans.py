"""The plan of a project: how it is planned, its edits as a whole, and the way out as a file."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhike.core.access import find_in
from zhike.core.api import Request, Router, Status, create_once
from zhike.core.doors import api
from zhike.core.errors import Missing
from zhike.core.words import in_my_language
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, EXPORT_PLAN, REPLAN, SET_UP_PLAN, VIEW_PLAN
from zhike.plan.actions.exports import note_export
from zhike.plan.api.found import PLAN, edited, sent, the_plan, the_project, the_task
from zhike.plan.api.shapes import (
    BaselineOut,
    PasteIn,
    PlanEditedOut,
    PlanEditsIn,
    PlanOut,
    PlanPatch,
    PlanRevisionIn,
    ReplanIn,
)
from zhike.plan.api.shapes_calendars import CalendarOut
from zhike.plan.editing import redoable, undoable
from zhike.plan.exporting import FORMS, written
from zhike.plan.models import Baseline, Plan, PlanEdit, WorkCalendar

router = Router(tags=["Plan"])


@router.get(PLAN, response=PlanOut)
@api(VIEW_PLAN)
def get_plan(request: Request, project_id: UUID) -> dict[str, Any]:
    return _shown(request, the_plan(request, project_id))


@router.post(PLAN, response={201: PlanOut, 200: PlanOut})
@api(CHANGE_PLAN)
def begin_plan(request: Request, project_id: UUID) -> Status:
    """With the organisation's standard calendar. Adding the first task does so, too."""
    row = the_project(request, project_id)
    is_new = queries.plan_there(row) is None
    return Status(201 if is_new else 200, _shown(request, actions.begin_plan(request.actor, row)))


@router.patch(PLAN, response=PlanOut)
@api(SET_UP_PLAN)
def set_up_plan(request: Request, project_id: UUID, body: PlanPatch) -> dict[str, Any]:
    plan, values = the_plan(request, project_id), sent(body, nullable=frozenset({"status_at"}))
    if "calendar_id" in values:
        offered = queries.calendars_for(request.actor, plan.project)
        values["calendar"] = find_in(offered, pk=values.pop("calendar_id"))
    return _shown(request, actions.set_up_plan(request.actor, plan, version=body.version, **values))


@router.post(PLAN + "/calendar", response=CalendarOut)
@api(CHANGE_PLAN)
def use_own_calendar(request: Request, project_id: UUID) -> WorkCalendar:
    """Give the project a calendar of its own, based on the one its plan has, to enter its days off."""
    return actions.use_own_calendar(request.actor, the_plan(request, project_id))


@router.post(PLAN + "/replanning", response={201: BaselineOut, 200: BaselineOut})
@api(REPLAN)
def replan(request: Request, project_id: UUID, body: ReplanIn) -> Status:
    """Say that the plan holds as it is now, and why it changed: a baseline with a reason, which everybody is told."""
    plan = the_plan(request, project_id)
    return create_once(
        request.actor, Baseline, body.id, lambda: actions.replan(request.actor, plan, **body.dict())
    )  # fmt: skip


@router.post(PLAN + "/edits", response=PlanEditedOut)
@api(CHANGE_PLAN)
def edit_plan(request: Request, project_id: UUID, body: PlanEditsIn) -> dict[str, Any]:
    plan = the_plan(request, project_id)
    return edited(actions.edit_plan(request.actor, plan, list(body.edits), revision=body.revision))


@router.post(PLAN + "/paste", response=PlanEditedOut)
@api(CHANGE_PLAN)
def paste_tasks(request: Request, project_id: UUID, body: PasteIn) -> dict[str, Any]:
    """All lines as one edit, or none."""
    above = the_task(request, project_id, body.parent_id) if body.parent_id else None
    row = the_project(request, project_id)
    return edited(actions.paste_tasks(request.actor, row, text=body.text, parent=above, revision=body.revision))


@router.post(PLAN + "/undo", response=PlanEditedOut)
@api(CHANGE_PLAN)
def undo_plan_edit(request: Request, project_id: UUID, body: PlanRevisionIn | None = None) -> dict[str, Any]:
    """The caller's own last edit."""
    plan, seen = the_plan(request, project_id), body.revision if body else None
    return edited(actions.undo_edit(request.actor, plan, revision=seen))


@router.post(PLAN + "/redo", response=PlanEditedOut)
@api(CHANGE_PLAN)
def redo_plan_edit(request: Request, project_id: UUID, body: PlanRevisionIn | None = None) -> dict[str, Any]:
    plan, seen = the_plan(request, project_id), body.revision if body else None
    return edited(actions.redo_edit(request.actor, plan, revision=seen))


@router.get(PLAN + "/file.{slug:form}")
@api(EXPORT_PLAN)
def get_plan_file(request: Request, project_id: UUID, form: str) -> FileResponse:
    """`form`: xml is Microsoft Project's, json Zhike's own, xlsx and csv are tables. That it was taken out is kept."""
    if form not in FORMS:
        raise Missing(_("There is no such kind of file."))
    plan = the_plan(request, project_id)
    file, kind = written(request.actor, plan, form)
    note_export(request.actor, plan.project, form=form)
    response = FileResponse(file, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{plan.project.name}.{form}") or ""
    return response


# --- below -----------------------------------------------------------------------------------------------


def _shown(request: Request, plan: Plan) -> dict[str, Any]:
    undo, redo = undoable(request.actor, plan), redoable(request.actor, plan)
    return {**PlanOut.from_orm(plan).dict(), "undo": _label(undo), "redo": _label(redo)}


def _label(edit: PlanEdit | None) -> str | None:
    return in_my_language(edit.label) if edit else None
