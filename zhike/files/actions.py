"""The verbs of this room. Pages, API and other rooms all come through here."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.actions import start_watching
from zhike.activity.events import record
from zhike.activity.queries import client_audience
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.models import Place, Scoped, lock, made_before
from zhike.files import names
from zhike.files.access import ARCHIVE_FILE, CHANGE_FILE, SHARE_FILE, UPLOAD_FILE
from zhike.files.events import (
    FILE_ARCHIVED,
    FILE_CHANGED,
    FILE_RESTORED,
    FILE_SHARED,
    FILE_UNSHARED,
    FILE_UPLOADED,
    FILE_VERSION_ADDED,
    FILE_VERSION_RESTORED,
)
from zhike.files.models import File, FileVersion
from zhike.files.previews import make_preview
from zhike.files.storage import PICTURES, Received, keep, received


def upload_file(
    actor: Actor,
    subject: Scoped,
    upload: Any,
    *,
    name: str,
    category: str = File.Category.OTHER,
    folder: str = "",
    share: bool = False,
    note: str = "",
    id: UUID | None = None,
) -> File:
    """File a document beside a client, project or any row. Sent twice with the same `id`, it is filed once.

    What a person of the client files is shared by its nature. The bytes are read before the transaction begins, so a
    slow upload keeps nobody waiting.
    """
    must(actor, UPLOAD_FILE)
    subject = find(actor, type(subject), pk=subject.pk)
    again = made_before(actor.organisation_id, File, id)
    if again is not None:
        return find(actor, File, pk=again.pk)
    _check_category(category)
    share = share or actor.is_client
    _check_sharing(actor, subject, share)
    with received(upload) as what, transaction.atomic():
        file = _file(subject, id, name=names.clean(name), category=category, folder=names.folder(folder))
        file.shared_with_client = share
        file.save(force_insert=True)
        _add(actor, file, what, name=name, note=note)
        start_watching(actor, subject._meta.label, subject.pk)
        record(
            actor,
            FILE_UPLOADED,
            file,
            shown_to_client=share,
            category=file.get_category_display(),
            size=what.size,
        )
    return file


def add_version(actor: Actor, file: File, upload: Any, *, name: str, note: str = "") -> FileVersion:
    """Put a new version of a file in front of the old ones. Two people doing so at once get two numbers."""
    must(actor, UPLOAD_FILE, file)
    with received(upload) as what, transaction.atomic():
        file = _open(lock(file))
        latest = file.versions.filter(number=file.latest_number).first()
        if latest is not None and latest.sha256 == what.sha256:
            raise Conflict(_("This is the same as the latest version. Nothing was added."))
        version = _add(actor, file, what, name=name, note=note)
        record(
            actor,
            FILE_VERSION_ADDED,
            file,
            shown_to_client=file.shared_with_client,
            number=version.number,
            note=version.note,
        )
    return version


@transaction.atomic
def restore_version(actor: Actor, file: File, *, number: int) -> FileVersion:
    """Bring an old version back as the newest one. Those in between stay."""
    must(actor, CHANGE_FILE, file)
    file = _open(lock(file))
    old = find(actor, FileVersion, file=file, number=number)
    if old.number == file.latest_number:
        raise Conflict(_("This is the latest version already."))
    same = ("name", "sha256", "size", "content_type", "key", "preview_key")
    version = _version(actor, file, **{column: getattr(old, column) for column in same})
    told: dict[str, Any] = {"restored": number, "number": version.number}
    record(actor, FILE_VERSION_RESTORED, file, shown_to_client=file.shared_with_client, **told)
    return version


@transaction.atomic
def change_file(
    actor: Actor,
    file: File,
    *,
    name: str | None = None,
    category: str | None = None,
    folder: str | None = None,
) -> File:
    """Rename a file or file it elsewhere."""
    must(actor, CHANGE_FILE, file)
    file = _open(lock(file))
    changed = {
        key: value
        for key, value in _cleaned(name, category, folder).items()
        if value is not None and value != getattr(file, key)
    }
    if not changed:
        return file
    before = {key: getattr(file, key) for key in changed}
    for key, value in changed.items():
        setattr(file, key, value)
    file.save(update_fields=list(changed))
    labels = [str(File._meta.get_field(key).verbose_name) for key in changed]  # type: ignore[union-attr]
    told: dict[str, Any] = {"fields": labels, "before": before, "after": changed}
    record(actor, FILE_CHANGED, file, shown_to_client=file.shared_with_client, **told)
    return file


@transaction.atomic
def share_file(actor: Actor, file: File) -> File:
    """Let the client read this file, with all its versions, from now on."""
    must(actor, SHARE_FILE, file)
    file = _open(lock(file))
    if file.shared_with_client:
        raise Conflict(_("The client can already read this file."))
    if file.place == Place():
        raise Invalid(shared_with_client=_("This file belongs to no client, so it cannot be shared with one."))
    file.shared_with_client = True
    file.save(update_fields=["shared_with_client"])
    record(actor, FILE_SHARED, file, shown_to_client=True)
    return file


@transaction.atomic
def stop_sharing_file(actor: Actor, file: File) -> File:
    """Keep this file to the team again. What the client has already read or saved cannot be taken back."""
    must(actor, SHARE_FILE, file)
    file = lock(file)
    if not file.shared_with_client:
        raise Conflict(_("The client cannot read this file anyway."))
    file.shared_with_client = False
    file.save(update_fields=["shared_with_client"])
    record(actor, FILE_UNSHARED, file)
    return file


@transaction.atomic
def archive_file(actor: Actor, file: File) -> File:
    """Put a file away: out of the lists, kept with all its versions, brought back any time."""
    must(actor, ARCHIVE_FILE, file)
    file = _open(lock(file))
    file.archived_at = timezone.now()
    file.save(update_fields=["archived_at"])
    record(actor, FILE_ARCHIVED, file, shown_to_client=file.shared_with_client)
    return file


@transaction.atomic
def restore_file(actor: Actor, file: File) -> File:
    """Bring a file back from the archive."""
    must(actor, ARCHIVE_FILE, file)
    file = lock(file)
    if not file.is_archived:
        raise Conflict(_("This file is not archived."))
    file.archived_at = None
    file.save(update_fields=["archived_at"])
    record(actor, FILE_RESTORED, file, shown_to_client=file.shared_with_client)
    return file


def _add(actor: Actor, file: File, what: Received, *, name: str, note: str) -> FileVersion:
    """The bytes first, the row after: a crash between the two leaves bytes that the sweep removes, never a row
    without bytes."""
    version = _version(
        actor,
        file,
        name=names.clean(name),
        sha256=what.sha256,
        size=what.size,
        content_type=what.content_type,
        key=keep(actor.organisation_id, what),
        note=note.strip()[:300],
    )
    if what.content_type in PICTURES:
        make_preview.later(key=f"preview:{version.pk.hex}", version=version.pk)
    return version


def _file(subject: Scoped, key: UUID | None, **told: Any) -> File:
    return File(
        **({"id": key} if key else {}),
        subject_type=subject._meta.label,
        subject_id=subject.pk,
        client_id=subject.place.client_id,
        project_id=subject.place.project_id,
        **told,
    )


def _version(actor: Actor, file: File, **told: Any) -> FileVersion:
    """The next version of a locked file."""
    file.latest_number += 1
    file.save(update_fields=["latest_number"])
    version = FileVersion(
        file=file,
        number=file.latest_number,
        uploaded_by=actor.user_id,
        uploader_name=actor.name[:100],
        **told,
    )
    version.save(force_insert=True)
    return version


def _open(file: File) -> File:
    if file.is_archived:
        raise Conflict(_("This file is archived. Bring it back first."))
    return file


def _cleaned(name: str | None, category: str | None, folder: str | None) -> dict[str, str | None]:
    if category is not None:
        _check_category(category)
    if name is not None and not name.strip():
        raise Invalid(name=_("Give the file a name."))
    return {
        "name": None if name is None else names.clean(name),
        "category": category,
        "folder": None if folder is None else names.folder(folder),
    }


def _check_category(category: str) -> None:
    if category not in File.Category.values:
        raise Invalid(category=_("Choose one of the categories offered."))


def _check_sharing(actor: Actor, subject: Scoped, share: bool) -> None:
    if not share:
        return
    if subject.place == Place():
        raise Invalid(shared_with_client=_("This belongs to no client, so it cannot be shared with one."))
    if actor.is_staff and not client_audience(subject):
        raise Invalid(
            shared_with_client=_("Nobody on the client's side can see this yet, so there is nobody to share with.")
        )
    if actor.is_staff:
        must(actor, SHARE_FILE)
    elif not actor.is_client:
        raise Denied(_("Only people share files."))
