"""Files through the API: metadata as JSON, bytes as multipart up and as they are down."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import File as FileField
from ninja import Form, UploadedFile
from pydantic import Field

from zhike.activity.queries import subject_of
from zhike.core.access import find
from zhike.core.api import (
    Input,
    Page,
    Paging,
    Query,
    Request,
    Router,
    Schema,
    Slice,
    Status,
    create_once,
    page,
)
from zhike.core.doors import api
from zhike.files import actions, queries
from zhike.files.access import ARCHIVE_FILE, CHANGE_FILE, SHARE_FILE, UPLOAD_FILE, VIEW_FILE
from zhike.files.models import File, FileVersion
from zhike.files.serving import sent

router = Router(tags=["Files"])


class FileOut(Schema):
    id: UUID
    name: str
    category: str
    folder: str
    subject_type: str
    subject_id: UUID | None
    client_id: UUID | None
    project_id: UUID | None
    shared_with_client: bool
    archived_at: datetime | None
    latest_number: int
    created_at: datetime
    updated_at: datetime


class FileVersionOut(Schema):
    number: int
    name: str
    size: int
    sha256: str
    content_type: str
    uploaded_by: UUID | None
    uploader_name: str
    note: str
    created_at: datetime


class FilesWanted(Paging):
    client: UUID | None = None
    project: UUID | None = None
    subject: UUID | None = None
    category: str = Field(default="", max_length=20)
    name: str = Field(default="", max_length=100)
    archived: bool = False


class FileIn(Input):
    id: UUID | None = None
    subject_type: str = Field(examples=["clients.Client"], max_length=60)
    subject_id: UUID
    category: str = "other"
    folder: str = Field(default="", max_length=200)
    shared_with_client: bool = False
    note: str = Field(default="", max_length=300)


class FileChange(Input):
    name: str | None = Field(default=None, max_length=255)
    category: str | None = None
    folder: str | None = Field(default=None, max_length=200)


class VersionIn(Input):
    note: str = Field(default="", max_length=300)


BYTES = {
    "responses": {
        200: {"description": "The bytes", "content": {"application/octet-stream": {}}},
        206: {"description": "The part of the bytes that was asked for"},
        416: {"description": "The range lies outside the file."},
    }
}


@router.get("/files", response=Page[FileOut])
@api(VIEW_FILE)
def list_files(request: Request, wanted: Query[FilesWanted]) -> Slice:
    asked = wanted.model_dump(include={"client", "project", "subject", "category", "name", "archived"})
    return page(queries.files(request.actor, **asked), wanted, order=("-id",))


@router.post("/files", response={201: FileOut, 200: FileOut})
@api(UPLOAD_FILE)
def post_file(request: Request, body: Form[FileIn], file: UploadedFile = FileField(...)) -> Status:  # noqa: B008
    """File a document. `id`, chosen by you, makes repeating safe."""
    actor = request.actor
    subject = subject_of(actor, body.subject_type, body.subject_id)
    return create_once(
        actor,
        File,
        body.id,
        lambda: actions.upload_file(
            actor,
            subject,
            file,
            name=file.name or "",
            category=body.category,
            folder=body.folder,
            share=body.shared_with_client,
            note=body.note,
            id=body.id,
        ),
    )


@router.get("/files/{uuid:pk}", response=FileOut)
@api(VIEW_FILE)
def get_file(request: Request, pk: UUID) -> File:
    return find(request.actor, File, pk=pk)


@router.patch("/files/{uuid:pk}", response=FileOut)
@api(CHANGE_FILE)
def patch_file(request: Request, pk: UUID, body: FileChange) -> File:
    """Rename it or file it elsewhere."""
    row = find(request.actor, File, pk=pk)
    return actions.change_file(request.actor, row, **body.model_dump(exclude_unset=True))


@router.get("/files/{uuid:pk}/versions", response=Page[FileVersionOut])
@api(VIEW_FILE)
def list_file_versions(request: Request, pk: UUID, paging: Query[Paging]) -> Slice:
    row = find(request.actor, File, pk=pk)
    return page(queries.versions(request.actor, row), paging, order=("-number",))


@router.post("/files/{uuid:pk}/versions", response={201: FileVersionOut})
@api(UPLOAD_FILE)
def post_file_version(
    request: Request,
    pk: UUID,
    body: Form[VersionIn],
    file: UploadedFile = FileField(...),  # noqa: B008
) -> Status:
    row = find(request.actor, File, pk=pk)
    version = actions.add_version(request.actor, row, file, name=file.name or "", note=body.note)
    return Status(201, version)


@router.post("/files/{uuid:pk}/versions/{int:number}/restoring", response={201: FileVersionOut})
@api(CHANGE_FILE)
def restore_file_version(request: Request, pk: UUID, number: int) -> Status:
    """Bring an old version back as the newest one."""
    row = find(request.actor, File, pk=pk)
    return Status(201, actions.restore_version(request.actor, row, number=number))


@router.get("/files/{uuid:pk}/content", response={200: None}, openapi_extra=BYTES)
@api(VIEW_FILE)
def get_file_content(request: Request, pk: UUID) -> HttpResponse:
    """The bytes of the latest version. A `Range` may be asked for."""
    row = find(request.actor, File, pk=pk)
    version = find(request.actor, FileVersion, file=row, number=row.latest_number)
    return sent(request, version, name=row.name)


@router.get("/files/{uuid:pk}/versions/{int:number}/content", response={200: None}, openapi_extra=BYTES)
@api(VIEW_FILE)
def get_file_version_content(request: Request, pk: UUID, number: int) -> HttpResponse:
    row = find(request.actor, File, pk=pk)
    return sent(request, find(request.actor, FileVersion, file=row, number=number), name=row.name)


@router.post("/files/{uuid:pk}/sharing", response=FileOut)
@api(SHARE_FILE)
def share_file(request: Request, pk: UUID) -> File:
    """Let the client read it from now on."""
    return actions.share_file(request.actor, find(request.actor, File, pk=pk))


@router.delete("/files/{uuid:pk}/sharing", response=FileOut)
@api(SHARE_FILE)
def stop_sharing_file(request: Request, pk: UUID) -> File:
    return actions.stop_sharing_file(request.actor, find(request.actor, File, pk=pk))


@router.post("/files/{uuid:pk}/archiving", response=FileOut)
@api(ARCHIVE_FILE)
def archive_file(request: Request, pk: UUID) -> File:
    return actions.archive_file(request.actor, find(request.actor, File, pk=pk))


@router.delete("/files/{uuid:pk}/archiving", response=FileOut)
@api(ARCHIVE_FILE)
def restore_file(request: Request, pk: UUID) -> File:
    return actions.restore_file(request.actor, find(request.actor, File, pk=pk))
