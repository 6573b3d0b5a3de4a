"""Short ways to bring a file in, for the tests of imports."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

from zhike.clients.actions import imports as actions
from zhike.clients.models import ImportRow, ImportRun
from zhike.core.actors import Actor


def table(headers: str, *lines: Sequence[Any], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headers.split())
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def workbook(headers: str, *lines: Sequence[Any]) -> bytes:
    book = Workbook()
    book.active.append(headers.split())
    for line in lines:
        book.active.append(list(line))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(actor: Actor, content: bytes, *, name: str = "客户.csv", kind: str = "clients") -> ImportRun:
    return actions.upload_import(actor, file=io.BytesIO(content), file_name=name, kind=kind)


def bring_in(
    actor: Actor, content: bytes, work: Callable[[], int], *, kind: str = "clients", **choices: Any
) -> ImportRun:
    """Upload, choose, start, and let the worker finish."""
    run = upload(actor, content, kind=kind)
    if choices:
        run = actions.map_import(actor, run, choices=choices)
    run = actions.start_import(actor, run)
    work()
    run.refresh_from_db()
    return run


def outcomes(run: ImportRun) -> dict[int, str]:
    return dict(ImportRow.objects.filter(run=run).values_list("number", "outcome"))


def problems(run: ImportRun, number: int) -> list[dict[str, str]]:
    return ImportRow.objects.get(run=run, number=number).problems
