"""Questions about imports: which there were, how far one is, what became of its rows."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhike.clients.importing import source
from zhike.clients.models import Client, Contact, ImportRow, ImportRun
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.models import Job


def imports(actor: Actor) -> QuerySet[ImportRun]:
    """The imports one may know about."""
    return visible(actor, ImportRun).select_related("by")


def import_rows(actor: Actor, run: ImportRun) -> QuerySet[ImportRow]:
    """What became of each row of the file, in its order."""
    return visible(actor, ImportRow).filter(run=run).select_related("run")


def subjects(actor: Actor, rows: list[ImportRow], kind: str) -> dict[Any, Client | Contact]:
    """The clients or contacts these rows became, as far as they are there and one may see them."""
    model: Any = Client if kind == ImportRun.Kind.CLIENTS else Contact
    return visible(actor, model).in_bulk({row.subject_id for row in rows if row.subject_id})


def progress(run: ImportRun) -> tuple[int, int]:
    """How many rows are done, and of how many."""
    if run.state not in {ImportRun.State.UNDOING, ImportRun.State.UNDONE}:
        return run.done, run.total
    return run.reverted + run.kept, run.created + run.changed


def job_key(run: ImportRun) -> str:
    return f"import:{run.pk.hex}"


def has_worker_job(run: ImportRun) -> bool:
    """A worker has it in hand or will. If not, it was given up after too many attempts and can be started again."""
    return Job.objects.filter(key=job_key(run), state__in=[Job.State.READY, Job.State.RUNNING]).exists()


def to_correct(actor: Actor, run: ImportRun) -> tuple[list[str], Iterator[list[str]]]:
    """The rows that were not taken, as they stand in the file, with the reasons: to correct and import again."""
    return [*run.headers, _("Why it was not taken")], _failed_lines(actor, run)


def _failed_lines(actor: Actor, run: ImportRun) -> Iterator[list[str]]:
    failed = import_rows(actor, run).filter(outcome=ImportRow.Outcome.FAILED).order_by("number")
    reasons = {number: told(problems) for number, problems in failed.values_list("number", "problems")}
    if not reasons:
        return
    with source.opened(run) as table:
        for row in islice(table.rows, run.done):
            if row.number in reasons:
                yield [*row.cells, reasons[row.number]]


def told(problems: list[dict[str, str]]) -> str:
    """All that is wrong with a row, in one cell."""
    return _("; ").join(f"{one['column']}: {one['reason']}" if one["column"] else one["reason"] for one in problems)
