"""Uploaded tables and documents, kept in the storage under names nobody can guess until they are no longer needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from zhike.core.ids import uuid7
from zhike.core.scope import current_organisation_id
from zhike.core.tables.limits import Unreadable


def keep(file: IO[bytes]) -> str:
    """Put a file into the storage; returns its key."""
    file.seek(0)
    return default_storage.save(f"imports/{current_organisation_id().hex}/{uuid7().hex}", File(file))


def drop(key: str) -> None:
    if key:
        default_storage.delete(key)


def copy(key: str) -> str:
    """A second file with the same content, for a run of its own."""
    with opened_file(key) as file:
        return keep(file)


@contextmanager
def opened_file(key: str) -> Iterator[IO[bytes]]:
    if not key or not default_storage.exists(key):
        raise Unreadable(_("The file is no longer kept. Upload it again."))
    with default_storage.open(key, "rb") as file:
        yield file


def plain_name(name: str) -> str:
    """The file's name without the folders some browsers send along."""
    return name.replace("\\", "/").rpartition("/")[2].replace("\x00", "")[-255:] or "import"
