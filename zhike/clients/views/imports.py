"""Pages of imports: upload, columns and choices with a dry run, progress, what became of the rows, the way back."""

from itertools import islice
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.clients.access import IMPORT_CLIENT
from zhike.clients.actions import imports as actions
from zhike.clients.forms_imports import MappingForm, ReadingForm, UploadForm
from zhike.clients.importing import source
from zhike.clients.importing.rehearsal import rehearse
from zhike.clients.listings_imports import IMPORTS, ROWS, import_status, rows_of
from zhike.clients.models import ImportRun
from zhike.clients.queries.imports import has_worker_job, imports, progress, to_correct
from zhike.core.access import find_in
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid, Missing
from zhike.core.listing.export import KINDS
from zhike.core.pages import BaseForm, form_page, put_errors
from zhike.core.tables.limits import Unreadable
from zhike.core.tables.write import write_csv, write_xlsx
from zhike.core.uploads import too_large

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
@staff(IMPORT_CLIENT)
def import_list(request: Request) -> HttpResponseBase:
    return IMPORTS.respond(request, imports(request.actor))


@csrf_exempt  # the size is looked at before anything is read; `_upload` is protected
@require_http_methods(GET_OR_POST)
@staff(IMPORT_CLIENT)
def import_new(request: Request) -> HttpResponse:
    words = too_large(request, source.LIMITS.file_bytes)
    if words:
        form = UploadForm({}, {})
        form.errors.clear()
        form.add_error("file", words)
        return render(request, "clients/import_new.html", {"form": form, **_upload_words()}, status=413)
    return _upload(request)


@csrf_protect
def _upload(request: Request) -> HttpResponse:
    return form_page(
        request,
        UploadForm,
        **_upload_words(),
        template="clients/import_new.html",
        initial={"kind": request.GET.get("kind", ImportRun.Kind.CLIENTS)},
        run=lambda data: actions.upload_import(
            request.actor, file=data["file"], file_name=data["file"].name, kind=data["kind"], id=data["id"]
        ),
        then=lambda run: run.get_absolute_url(),
    )


@require_GET
@staff(IMPORT_CLIENT)
def import_page(request: Request, import_run: UUID) -> HttpResponseBase:
    """An import where it stands: its columns, its progress, or its result."""
    run = _one(request, import_run)
    if run.is_open:
        return _mapping_page(request, run)
    if run.is_working:
        return render(request, "clients/import_progress.html", {"run": run, **_going(run)})
    page = {"run": run, "status": import_status(run), "has_file": bool(run.stored_as)}
    return ROWS.respond(request, rows_of(request.actor, run), template="clients/import_result.html", **page)


@require_POST
@staff(IMPORT_CLIENT)
def import_mapping(request: Request, import_run: UUID) -> HttpResponse:
    """Save columns and choices; with `start`, begin."""
    run = _one(request, import_run)
    form = _mapping_form(request, run, request.POST)
    if not form.is_valid():
        return _mapping_page(request, run, form, 422)
    try:
        run = actions.map_import(request.actor, run, **form.said())
        if "start" not in request.POST:
            return redirect(f"{run.get_absolute_url()}#dry-run")
        actions.start_import(request.actor, run)
    except Invalid as refusal:
        put_errors(form, refusal)
        return _mapping_page(request, run, form, 422)
    return redirect(run.get_absolute_url())


@require_POST
@staff(IMPORT_CLIENT)
def import_reading(request: Request, import_run: UUID) -> HttpResponse:
    """Read the file another way: another sheet, encoding, separator."""
    run = _one(request, import_run)
    said = {name: request.POST[name] for name in ("sheet", "encoding", "delimiter") if name in request.POST}
    actions.map_import(request.actor, run, reading=said)
    return redirect(run.get_absolute_url())


@require_GET
@staff(IMPORT_CLIENT)
def import_preview(request: Request, import_run: UUID) -> HttpResponse:
    """The dry run, as a panel of the mapping page or a page of its own."""
    run = _one(request, import_run)
    part = "#part" if getattr(request, "htmx", False) else ""
    page = {"run": run, "rehearsal": rehearse(request.actor, run)}
    return render(request, f"clients/import_preview.html{part}", page)


@require_POST
@staff(IMPORT_CLIENT)
def import_start(request: Request, import_run: UUID) -> HttpResponse:
    return redirect(actions.start_import(request.actor, _one(request, import_run)).get_absolute_url())


@require_GET
@staff(IMPORT_CLIENT)
def import_progress(request: Request, import_run: UUID) -> HttpResponse:
    """The progress bar, asked every second; when it is done, the result."""
    run = _one(request, import_run)
    if not run.is_working or not getattr(request, "htmx", False):
        return redirect(run.get_absolute_url())
    return render(request, "clients/_import_progress.html", {"run": run, **_going(run)})


@require_GET
@staff(IMPORT_CLIENT)
def import_failed(request: Request, import_run: UUID) -> HttpResponseBase:
    """The rows that were not taken, with the reasons, to correct and import again."""
    run = _one(request, import_run)
    kind = request.GET.get("format", "xlsx")
    if kind not in KINDS:
        raise Invalid(format=_("Choose CSV or Excel."))
    try:
        headers, lines = to_correct(request.actor, run)
        response = _spreadsheet(kind, headers, list(lines))
    except Unreadable as unreadable:
        raise Missing(unreadable.message) from unreadable
    words = _("to correct")
    name = f"{run.file_name.rpartition('.')[0] or run.file_name}-{words}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@require_POST
@staff(IMPORT_CLIENT)
def import_repeat(request: Request, import_run: UUID) -> HttpResponse:
    return redirect(actions.repeat_import(request.actor, _one(request, import_run)).get_absolute_url())


@require_http_methods(GET_OR_POST)
@staff(IMPORT_CLIENT)
def import_undo(request: Request, import_run: UUID) -> HttpResponse:
    run = _one(request, import_run)
    return form_page(
        request,
        BaseForm,
        title=_("Take this import back?"),
        submit=_("Take it back"),
        cancel=run.get_absolute_url(),
        lead=_(
            "What it added is removed and what it changed gets its old values, "
            "except where somebody worked on it since."
        ),
        run=lambda data: actions.undo_import(request.actor, run),
        then=lambda run: run.get_absolute_url(),
    )


def _spreadsheet(kind: str, headers: list[str], rows: list[list[str]]) -> HttpResponseBase:
    if kind == "csv":
        return StreamingHttpResponse(write_csv(rows, headers=headers), content_type=KINDS[kind])
    return FileResponse(write_xlsx(rows, headers=headers, title=_("To correct")), content_type=KINDS[kind])


def _one(request: Request, key: UUID) -> ImportRun:
    return find_in(imports(request.actor), pk=key)


def _upload_words() -> dict[str, Any]:
    return {
        "title": _("Import clients or contacts"),
        "submit": _("Go on to the columns"),
        "cancel": reverse("imports"),
    }


def _going(run: ImportRun) -> dict[str, Any]:
    done, total = progress(run)
    return {"done": done, "total": total, "is_stalled": not has_worker_job(run)}


def _mapping_form(
    request: Request, run: ImportRun, said: Any = None, samples: dict[int, str] | None = None
) -> MappingForm:
    return MappingForm(said, actor=request.actor, run=run, samples=samples or {})


def _mapping_page(request: Request, run: ImportRun, form: MappingForm | None = None, status: int = 200) -> HttpResponse:
    samples, sheets, unreadable = _look_into(run)
    form = form or _mapping_form(request, run)
    form.samples = samples
    page = {
        "run": run,
        "form": form,
        "columns": form.columns(),
        "unreadable": unreadable or run.message,
        "reading": ReadingForm(run=run, sheets=sheets),
        "other_columns": len(run.headers) - len(run.mapping),
    }
    return render(request, "clients/import_mapping.html", page, status=status)


def _look_into(run: ImportRun) -> tuple[dict[int, str], list[str], str]:
    """An example of what each column holds, the sheets of a workbook, or why the file cannot be read."""
    samples: dict[int, str] = {}
    try:
        with source.opened(run) as table:
            for row in islice(table.rows, 20):
                for at, cell in enumerate(row.cells):
                    if cell and at not in samples:
                        samples[at] = cell[:60]
            return samples, table.sheet_names, ""
    except Unreadable as unreadable:
        return samples, [], unreadable.message
