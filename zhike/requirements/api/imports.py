"""Requirements out of files: upload, say how it is read, start, look, take back."""

from uuid import UUID

from ninja import File, Form
from ninja.files import UploadedFile

from zhike.core.access import find_in
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.projects.queries import project
from zhike.requirements.access import IMPORT_REQUIREMENT
from zhike.requirements.actions import imports as actions
from zhike.requirements.api.shapes import ImportPatch, RequirementImportOut, RequirementImportRowOut
from zhike.requirements.models import RequirementImport
from zhike.requirements.queries.imports import imports_of, rows_of

router = Router(tags=["Requirements"])
ALL = "/projects/{uuid:project_id}/requirement-imports"
ONE = ALL + "/{uuid:import_id}"


@router.get(ALL, response=Page[RequirementImportOut])
@api(IMPORT_REQUIREMENT)
def list_requirement_imports(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(imports_of(request.actor, project(request.actor, pk=project_id)), paging)


@router.post(ALL, response={201: RequirementImportOut, 200: RequirementImportOut})
@api(IMPORT_REQUIREMENT)
def upload_requirement_import(
    request: Request, project_id: UUID, file: File[UploadedFile], id: Form[UUID | None] = None
) -> Status:
    row = project(request.actor, pk=project_id)
    return create_once(
        request.actor, RequirementImport, id,
        lambda: actions.upload_import(request.actor, row, file=file, file_name=file.name or "", id=id),
    )  # fmt: skip


@router.get(ONE, response=RequirementImportOut)
@api(IMPORT_REQUIREMENT)
def get_requirement_import(request: Request, project_id: UUID, import_id: UUID) -> RequirementImport:
    return _one(request, project_id, import_id)


@router.patch(ONE, response=RequirementImportOut)
@api(IMPORT_REQUIREMENT)
def map_requirement_import(request: Request, project_id: UUID, import_id: UUID, body: ImportPatch) -> RequirementImport:
    said = body.dict()
    names = ("sheet", "encoding", "delimiter")
    reading = {name: value for name in names if (value := said.pop(name)) is not None}
    return actions.map_import(request.actor, _one(request, project_id, import_id), reading=reading, **said)


@router.post(ONE + "/run", response=RequirementImportOut)
@api(IMPORT_REQUIREMENT)
def start_requirement_import(request: Request, project_id: UUID, import_id: UUID) -> RequirementImport:
    return actions.start_import(request.actor, _one(request, project_id, import_id))


@router.get(ONE + "/rows", response=Page[RequirementImportRowOut])
@api(IMPORT_REQUIREMENT)
def list_requirement_import_rows(request: Request, project_id: UUID, import_id: UUID, paging: Query[Paging]) -> Slice:
    return page(rows_of(request.actor, _one(request, project_id, import_id)), paging)


@router.post(ONE + "/undo", response=RequirementImportOut)
@api(IMPORT_REQUIREMENT)
def undo_requirement_import(request: Request, project_id: UUID, import_id: UUID) -> RequirementImport:
    return actions.undo_import(request.actor, _one(request, project_id, import_id))


def _one(request: Request, project_id: UUID, import_id: UUID) -> RequirementImport:
    return find_in(imports_of(request.actor, project(request.actor, pk=project_id)), pk=import_id)
