"""Which files lie where, and what versions they have."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.files.models import File, FileVersion


def files(
    actor: Actor,
    *,
    client: UUID | None = None,
    project: UUID | None = None,
    subject: UUID | None = None,
    category: str = "",
    name: str = "",
    archived: bool = False,
) -> QuerySet[File]:
    """Files one may read, newest first, each with the facts of its latest version."""
    places = {"client_id": client, "project_id": project, "subject_id": subject}
    found = visible(actor, File).filter(**{column: key for column, key in places.items() if key})
    found = found.filter(archived_at__isnull=not archived)
    if category:
        found = found.filter(category=category)
    for word in name.split():
        found = found.filter(name__icontains=word)
    return with_latest(found).order_by("-id")


def with_latest(found: QuerySet[File]) -> QuerySet[File]:
    latest = FileVersion.objects.filter(file=OuterRef("pk"), number=OuterRef("latest_number"))
    columns = ("size", "content_type", "preview_key", "uploader_name", "sha256")
    return found.annotate(**{name: Subquery(latest.values(name)[:1]) for name in columns})


def versions(actor: Actor, file: File) -> QuerySet[FileVersion]:
    """All versions, newest first."""
    return visible(actor, FileVersion).filter(file=file).order_by("-number")
