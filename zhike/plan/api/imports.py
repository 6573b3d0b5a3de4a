"""Plans out of files: upload, look at what would become of it, say how it is read, start, watch, take back."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import File, Form
from ninja.files import UploadedFile

from zhike.core.access import find_in
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Conflict
from zhike.plan.access import IMPORT_PLAN
from zhike.plan.actions import imports as actions
from zhike.plan.api.found import the_project
from zhike.plan.api.shapes_imports import (
    PlanImportFieldOut,
    PlanImportOut,
    PlanImportPatch,
    PlanImportPreviewOut,
    PlanImportRowOut,
)
from zhike.plan.importing.rehearsal import Rehearsal, rehearse
from zhike.plan.importing.targets import TARGETS
from zhike.plan.models import PlanImport
from zhike.plan.queries.imports import imports_of, rows_of

router = Router(tags=["Plan imports"])
ALL = "/projects/{uuid:project_id}/plan-imports"
ONE = ALL + "/{uuid:import_id}"


@router.get(ALL, response=Page[PlanImportOut])
@api(IMPORT_PLAN)
def list_plan_imports(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(imports_of(request.actor, the_project(request, project_id)), paging)


@router.post(ALL, response={201: PlanImportOut, 200: PlanImportOut})
@api(IMPORT_PLAN)
def upload_plan_import(
    request: Request, project_id: UUID, file: File[UploadedFile], id: Form[UUID | None] = None
) -> Status:
    """It is recognised by what is in it; nothing of it is taken yet."""
    row = the_project(request, project_id)
    return create_once(
        request.actor, PlanImport, id,
        lambda: actions.upload_import(request.actor, row, file=file, file_name=file.name or "", id=id),
    )  # fmt: skip


@router.get("/plan-import-fields", response=list[PlanImportFieldOut])
@api(IMPORT_PLAN)
def list_plan_import_fields(request: Request) -> list[Any]:
    """What a column of a table can be."""
    return list(TARGETS.values())


@router.get(ONE, response=PlanImportOut)
@api(IMPORT_PLAN)
def get_plan_import(request: Request, project_id: UUID, import_id: UUID) -> PlanImport:
    """Ask again while it is running: `done` of `total`."""
    return _one(request, project_id, import_id)


@router.patch(ONE, response=PlanImportOut)
@api(IMPORT_PLAN)
def map_plan_import(request: Request, project_id: UUID, import_id: UUID, body: PlanImportPatch) -> PlanImport:
    said = body.dict()
    names = ("sheet", "encoding", "delimiter")
    reading = {name: value for name in names if (value := said.pop(name)) is not None}
    return actions.map_import(request.actor, _one(request, project_id, import_id), reading=reading, **said)


@router.get(ONE + "/preview", response=PlanImportPreviewOut)
@api(IMPORT_PLAN)
def preview_plan_import(request: Request, project_id: UUID, import_id: UUID) -> Rehearsal:
    """A dry run of one that was not started yet."""
    run = _one(request, project_id, import_id)
    if not run.is_open:
        raise Conflict(_("This import was started already."))
    return rehearse(request.actor, run)


@router.post(ONE + "/run", response=PlanImportOut)
@api(IMPORT_PLAN)
def start_plan_import(request: Request, project_id: UUID, import_id: UUID) -> PlanImport:
    return actions.start_import(request.actor, _one(request, project_id, import_id))


@router.get(ONE + "/rows", response=Page[PlanImportRowOut])
@api(IMPORT_PLAN)
def list_plan_import_rows(
    request: Request, project_id: UUID, import_id: UUID, paging: Query[Paging], outcome: str = ""
) -> Slice:
    rows = rows_of(request.actor, _one(request, project_id, import_id))
    return page(rows.filter(outcome=outcome) if outcome else rows, paging, order=("number",))


@router.post(ONE + "/undo", response=PlanImportOut)
@api(IMPORT_PLAN)
def undo_plan_import(request: Request, project_id: UUID, import_id: UUID) -> PlanImport:
    """Possible for 30 days. What somebody worked on since stays (`kept`)."""
    return actions.undo_import(request.actor, _one(request, project_id, import_id))


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, project_id: UUID, key: UUID) -> PlanImport:
    return find_in(imports_of(request.actor, the_project(request, project_id)), pk=key)
