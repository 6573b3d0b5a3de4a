"""The uploaded file, read as a table whenever it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from zhike.clients.models import ImportRun
from zhike.core.tables.kept import opened_file
from zhike.core.tables.limits import Limits
from zhike.core.tables.read import Table, open_table

LIMITS = Limits()
LOOK_AT = 2_000  # rows read at once to see whether they can be


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
