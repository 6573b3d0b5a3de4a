"""The uploaded file as arrivals, whatever kind of file it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from zhike.core.tables.kept import opened_file
from zhike.core.tables.read import Table, open_table
from zhike.plan.importing import boards, project_files
from zhike.plan.importing.arrivals import Arrivals
from zhike.plan.importing.forms import BOARDS, LIMITS
from zhike.plan.importing.tables import Reader
from zhike.plan.models import Plan, PlanImport
from zhike.plan.queries import plan_there
from zhike.projects.models import Project


def read(run: PlanImport, project: Project) -> Arrivals:
    """All the file holds. Unreadable: in words."""
    if run.form == "table":
        with opened_table(run) as table:
            return Reader(list(run.headers), run.mapping, plan_or_bare(project)).read(table.rows)
    with opened_file(run.stored_as) as file:
        return read_file(file, run.form, project)


def read_file(file: IO[bytes], form: str, project: Project) -> Arrivals:
    if form in BOARDS:
        return boards.read(file, form, plan_or_bare(project))
    return project_files.read(file, form)


@contextmanager
def opened_table(run: PlanImport) -> Iterator[Table]:
    with opened_file(run.stored_as) as file, open_table(
        file, run.file_name, limits=LIMITS, sheet=run.sheet or None, encoding=run.encoding or None,
        delimiter=run.delimiter or None,
    ) as table:  # fmt: skip
        yield table


def plan_or_bare(project: Project) -> Plan:
    """The plan of the project, or one that is not stored, for reading what a file says before there is one."""
    return plan_there(project) or Plan(project=project)
