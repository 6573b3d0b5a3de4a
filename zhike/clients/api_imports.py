"""Imports over REST: upload, say what the columns are, try, start, watch, read what became of each row, take back."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import File, Form, UploadedFile

from zhike.clients.access import IMPORT_CLIENT
from zhike.clients.actions import imports as actions
from zhike.clients.importing.rehearsal import rehearse
from zhike.clients.importing.targets import targets
from zhike.clients.models import ImportRow, ImportRun
from zhike.clients.queries.imports import import_rows, imports, progress
from zhike.core.access import find_in
from zhike.core.api import Input, Page, Paging, Query, Request, Router, Schema, Slice, Status, create_once, page
from zhike.core.doors import api

router = Router(tags=["Imports"])


class ImportOut(Schema):
    id: UUID
    version: int
    kind: str
    state: str
    file_name: str
    sheet: str
    encoding: str
    delimiter: str
    headers: list[str]
    mapping: dict[str, str]
    existing: str
    missing_clients: str
    owner: str
    tags: list[str]
    total: int
    done: int
    created: int
    changed: int
    unchanged: int
    failed: int
    reverted: int
    kept: int
    message: str
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_existing(run: ImportRun) -> str:
        return str(run.choices.get("existing", ""))

    @staticmethod
    def resolve_missing_clients(run: ImportRun) -> str:
        return str(run.choices.get("missing_clients", ""))

    @staticmethod
    def resolve_owner(run: ImportRun) -> str:
        return str(run.choices.get("owner", ""))

    @staticmethod
    def resolve_tags(run: ImportRun) -> list[str]:
        return list(run.choices.get("tags", []))


class UploadIn(Input):
    id: UUID | None = None
    kind: Literal["clients", "contacts"] = "clients"


class ChoicesIn(Input):
    existing: Literal["fill", "overwrite", "leave"] = "fill"
    missing_clients: Literal["create", "report"] = "report"
    owner: str = ""
    tags: list[str] = []


class ReadingIn(Input):
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


class MappingIn(Input):
    """Column index (from 0, as text) to field; `GET /imports/fields` lists the fields."""

    mapping: dict[str, str] | None = None
    choices: ChoicesIn | None = None
    reading: ReadingIn | None = None
    version: int | None = None


class FieldOut(Schema):
    name: str
    label: str


class ProblemOut(Schema):
    column: str
    value: str
    reason: str


class ProgressOut(Schema):
    state: str
    done: int
    total: int


class PreviewRowOut(Schema):
    number: int
    outcome: str
    cells: list[str]
    problems: list[ProblemOut]
    warnings: list[ProblemOut]


class PreviewOut(Schema):
    """What the first rows would become; nothing is written."""

    labels: list[str]
    checked: int
    more: bool
    counts: dict[str, int]
    unreadable: str
    rows: list[PreviewRowOut]


class ImportRowOut(Schema):
    id: UUID
    number: int
    outcome: str
    title: str
    problems: list[ProblemOut]
    subject_id: UUID | None
    undone: bool
    kept: str


@router.get("/imports", response=Page[ImportOut])
@api(IMPORT_CLIENT)
def list_imports(request: Request, paging: Query[Paging]) -> Slice:
    return page(imports(request.actor), paging)


@router.post("/imports", response={201: ImportOut, 200: ImportOut})
@api(IMPORT_CLIENT)
def upload_import(request: Request, file: File[UploadedFile], body: Form[UploadIn]) -> Status:
    return create_once(
        request.actor, ImportRun, body.id,
        lambda: actions.upload_import(
            request.actor, file=file, file_name=file.name or "", kind=body.kind, id=body.id  # type: ignore[arg-type]
        ),
    )  # fmt: skip


@router.get("/imports/fields", response=list[FieldOut])
@api(IMPORT_CLIENT)
def list_import_fields(request: Request, kind: Literal["clients", "contacts"] = "clients") -> list[Any]:
    return list(targets(request.actor, kind).values())


@router.get("/imports/{uuid:import_run}", response=ImportOut)
@api(IMPORT_CLIENT)
def get_import(request: Request, import_run: UUID) -> ImportRun:
    return _one(request, import_run)


@router.put("/imports/{uuid:import_run}/mapping", response=ImportOut)
@api(IMPORT_CLIENT)
def map_import(request: Request, import_run: UUID, body: MappingIn) -> ImportRun:
    said: dict[str, Any] = body.dict(exclude_unset=True)
    if said.get("reading"):
        said["reading"] = {name: value for name, value in said["reading"].items() if value is not None}
    return actions.map_import(request.actor, _one(request, import_run), **said)


@router.get("/imports/{uuid:import_run}/preview", response=PreviewOut)
@api(IMPORT_CLIENT)
def preview_import(request: Request, import_run: UUID) -> Any:
    return rehearse(request.actor, _one(request, import_run))


@router.put("/imports/{uuid:import_run}/run", response=ImportOut)
@api(IMPORT_CLIENT)
def start_import(request: Request, import_run: UUID) -> ImportRun:
    return actions.start_import(request.actor, _one(request, import_run))


@router.delete("/imports/{uuid:import_run}/run", response=ImportOut)
@api(IMPORT_CLIENT)
def undo_import(request: Request, import_run: UUID) -> ImportRun:
    return actions.undo_import(request.actor, _one(request, import_run))


@router.post("/imports/{uuid:import_run}/repeats", response={201: ImportOut})
@api(IMPORT_CLIENT)
def repeat_import(request: Request, import_run: UUID) -> Status:
    return Status(201, actions.repeat_import(request.actor, _one(request, import_run)))


@router.get("/imports/{uuid:import_run}/progress", response=ProgressOut)
@api(IMPORT_CLIENT)
def import_progress(request: Request, import_run: UUID) -> dict[str, Any]:
    run = _one(request, import_run)
    done, total = progress(run)
    return {"state": run.state, "done": done, "total": total}


@router.get("/imports/{uuid:import_run}/rows", response=Page[ImportRowOut])
@api(IMPORT_CLIENT)
def list_import_rows(request: Request, import_run: UUID, paging: Query[Paging], outcome: str = "") -> Slice:
    rows = import_rows(request.actor, _one(request, import_run))
    if outcome in ImportRow.Outcome.values:
        rows = rows.filter(outcome=outcome)
    return page(rows, paging, order=("number",))


def _one(request: Request, key: UUID) -> ImportRun:
    return find_in(imports(request.actor), pk=key)
