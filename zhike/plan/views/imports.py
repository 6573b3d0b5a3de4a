"""Pages of an import: upload, how it is read with a dry run, progress, what became of the lines, the way back."""

from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import find_in
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid
from zhike.core.pages import BaseForm, form_page, put_errors
from zhike.core.tables.limits import Unreadable
from zhike.core.uploads import too_large
from zhike.plan.access import IMPORT_PLAN
from zhike.plan.actions import imports as actions
from zhike.plan.forms_imports import MappingForm, ReadingForm, TakingForm, UploadForm
from zhike.plan.importing import source
from zhike.plan.importing.advance import advance_of
from zhike.plan.importing.forms import LARGEST
from zhike.plan.importing.rehearsal import rehearse
from zhike.plan.listings_imports import IMPORTS, ROWS, form_shown, state_shown
from zhike.plan.models import PlanImport
from zhike.plan.queries.imports import imports_of, rows_of
from zhike.projects.queries import project

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@staff(IMPORT_PLAN)
def imports(request: Request, number: int) -> HttpResponseBase:
    row = project(request.actor, number=number)
    return IMPORTS.respond(request, imports_of(request.actor, row), template="plan/imports.html", project=row)


@csrf_exempt  # the size is looked at before anything is read; `_upload` is protected
@require_http_methods(GET_POST)
@staff(IMPORT_PLAN)
def new(request: Request, number: int) -> HttpResponse:
    words = too_large(request, LARGEST)
    if words:
        form = UploadForm({}, {})
        form.errors.clear()
        form.add_error("file", words)
        return render(request, "plan/import_new.html", {"form": form, **_upload_words(number)}, status=413)
    return _upload(request, number)


@csrf_protect
def _upload(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, UploadForm, template="plan/import_new.html", **_upload_words(number),
        run=lambda data: actions.upload_import(
            request.actor, row, file=data["file"], file_name=data["file"].name, id=data["id"]
        ),
        then=lambda run: run.get_absolute_url(),
    )  # fmt: skip


@require_GET
@staff(IMPORT_PLAN)
def run(request: Request, number: int, key: UUID) -> HttpResponseBase:
    """An import where it stands: how it will be read, its progress, or its result."""
    row = _one(request, number, key)
    if row.is_open:
        return _reading_page(request, row)
    if row.is_running:
        return render(request, "plan/import_progress.html", _going(row))
    page = {"run": row, "status": state_shown(row), "project": row.project, "form_name": form_shown(row)}
    page["remarks"] = row.options.get("remarks", [])
    return ROWS.respond(request, rows_of(request.actor, row), template="plan/import_result.html", **page)


@require_POST
@staff(IMPORT_PLAN)
def mapping(request: Request, number: int, key: UUID) -> HttpResponse:
    """Save how it is read; with `start`, begin."""
    row = _one(request, number, key)
    form = _form(row, request.POST)
    if not form.is_valid():
        return _reading_page(request, row, form, 422)
    try:
        row = actions.map_import(request.actor, row, **form.said())
        if "start" in request.POST:
            actions.start_import(request.actor, row)
    except Invalid as refusal:
        put_errors(form, refusal)
        return _reading_page(request, row, form, 422)
    return redirect(row)


@require_POST
@staff(IMPORT_PLAN)
def reading(request: Request, number: int, key: UUID) -> HttpResponse:
    """Read the file another way: another sheet, encoding, separator."""
    said = {name: request.POST[name] for name in ("sheet", "encoding", "delimiter") if name in request.POST}
    return redirect(actions.map_import(request.actor, _one(request, number, key), reading=said))


@require_POST
@staff(IMPORT_PLAN)
def start(request: Request, number: int, key: UUID) -> HttpResponse:
    return redirect(actions.start_import(request.actor, _one(request, number, key)))


@require_GET
@staff(IMPORT_PLAN)
def progress(request: Request, number: int, key: UUID) -> HttpResponse:
    """The progress bar, asked every second; when it is done, the result."""
    row = _one(request, number, key)
    if not row.is_running or not getattr(request, "htmx", False):
        return redirect(row)
    return render(request, "plan/_import_progress.html", _going(row))


@require_http_methods(GET_POST)
@staff(IMPORT_PLAN)
def undo(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _one(request, number, key)
    lead = _("Tasks it added are removed and what it changed is as before, except where somebody worked on it since.")
    return form_page(
        request, BaseForm, title=_("Take this import back?"), submit=_("Take it back"), lead=lead,
        cancel=row.get_absolute_url(), run=lambda data: actions.undo_import(request.actor, row),
        then=lambda done: done.get_absolute_url(),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, number: int, key: UUID) -> PlanImport:
    return find_in(imports_of(request.actor, project(request.actor, number=number)), pk=key)


def _upload_words(number: int) -> dict[str, Any]:
    return {
        "title": _("Import a plan"),
        "submit": _("Go on and look"),
        "cancel": reverse("plan-imports", args=[number]),
    }


def _going(row: PlanImport) -> dict[str, Any]:
    return {"run": row, "advance": advance_of(row), "is_stalled": not actions.has_worker_job(row)}


def _form(row: PlanImport, said: Any = None, samples: dict[int, str] | None = None) -> Any:
    if row.form != "table":
        return TakingForm(said, run=row)
    return MappingForm(said, run=row, samples=samples or {})


def _reading_page(request: Request, row: PlanImport, form: Any = None, status: int = 200) -> HttpResponse:
    page: dict[str, Any] = {"run": row, "project": row.project, "rehearsal": rehearse(request.actor, row)}
    page |= {"form_name": form_shown(row), "unreadable": row.message}
    if row.form != "table":
        return render(request, "plan/import_plan.html", {**page, "form": form or _form(row)}, status=status)
    samples, sheets, unreadable = _samples(row)
    form = form or _form(row, samples=samples)
    form.samples = samples
    page |= {"form": form, "columns": form.columns(), "unreadable": unreadable or row.message}
    page |= {"reading": ReadingForm(run=row, sheets=sheets)}
    return render(request, "plan/import_mapping.html", page, status=status)


def _samples(row: PlanImport) -> tuple[dict[int, str], list[str], str]:
    """An example of what each column holds, the sheets of a workbook, or why the file cannot be read."""
    samples: dict[int, str] = {}
    try:
        with source.opened_table(row) as table:
            for line in islice(table.rows, 20):
                samples = {**{at: cell[:60] for at, cell in enumerate(line.cells) if cell}, **samples}
            return samples, table.sheet_names, ""
    except Unreadable as unreadable:
        return samples, [], unreadable.message
