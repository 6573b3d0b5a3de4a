"""The uploaded file: kept in the storage under a name nobody can guess, read as a table whenever it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from zhike.clients.models import ImportRun
from zhike.core.ids import uuid7
from zhike.core.scope import current_organisation_id
from zhike.core.tables.limits import Limits, Unreadable
from zhike.core.tables.read import Table, open_table

LIMITS = Limits()
LOOK_AT = 2_000  # rows read at once to see whether they can be


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


@contextmanager
def opened(run: ImportRun) -> Iterator[Table]:
    """The run's file as a table, read the way the person chose."""
    with opened_file(run.stored_as) as file, open_table(
        file, run.file_name, limits=LIMITS, sheet=run.sheet or None, encoding=run.encoding or None,
        delimiter=run.delimiter or None,
    ) as table:  # fmt: skip
        yield table


def count_rows(run: ImportRun) -> int:
    """How many rows the file has. Reads it to its end, so that an unreadable row stops an import before it starts."""
    with opened(run) as table:
        return sum(1 for _row in table.rows)


def glance(table: Table) -> int | None:
    """The number of rows of a small table, having read them all; None where there are more than a glance shows."""
    count = sum(1 for _row in islice(table.rows, LOOK_AT + 1))
    return count if count <= LOOK_AT else None
