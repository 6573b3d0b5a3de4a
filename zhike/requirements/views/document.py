"""The requirement document: what it says now, what to look at before it goes out, its versions, what changed."""

from io import BytesIO
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.core.access import can
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page
from zhike.projects.queries import project
from zhike.requirements import actions, forms, queries
from zhike.requirements.access import EXPORT_REQUIREMENT, SEND_REQUIREMENTS, VIEW_REQUIREMENT
from zhike.requirements.actions.exports import FORMS, note_export
from zhike.requirements.exporting import written
from zhike.requirements.queries.document import KIND
from zhike.signoff.queries import changes_pdf, difference, papers_of


@require_GET
@staff(VIEW_REQUIREMENT)
def document(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    content = queries.content_of(request.actor, row)
    context = {
        "project": row, "content": content, "standing": queries.standing(request.actor, row),
        "hints": queries.hints(request.actor, row), "versions": queries.versions(request.actor, row),
        "specification": queries.specification_of(request.actor, row), "forms": FORMS,
        "may_send": not row.is_ended and not request.actor.only_looks and can(request.actor, SEND_REQUIREMENTS, row),
    }  # fmt: skip
    return render(request, "requirements/document.html", context)


@require_GET
@staff(VIEW_REQUIREMENT)
def changes(request: Request, number: int) -> HttpResponse:
    """What is different between two versions; without names, between the last signed (or sent) one and now."""
    row = project(request.actor, number=number)
    stands = queries.standing(request.actor, row)
    last = stands.signed or stands.sent
    old = request.GET.get("old", str(last.pk) if last else "")
    new = request.GET.get("new", "")
    named, before = queries.comparable(request.actor, row, old) if old else (_("Nothing"), None)
    called, after = queries.comparable(request.actor, row, new)
    context = {
        "project": row, "old": old, "new": new, "old_name": named, "new_name": called,
        "versions": list(papers_of(request.actor, row, KIND)), "difference": after and difference(before, after),
    }  # fmt: skip
    return render(request, "requirements/changes.html", context)


@require_GET
@staff(VIEW_REQUIREMENT)
def changes_file(request: Request, number: int) -> HttpResponseBase:
    """The same as a PDF, to be taken along."""
    row = project(request.actor, number=number)
    before = queries.version(request.actor, row, request.GET.get("old", ""))
    after = queries.version(request.actor, row, request.GET.get("new", ""))
    current = after or queries.content_of(request.actor, row)
    pdf = changes_pdf(request.actor, row, before, current, subject=row, kind=KIND)
    words = _("What changed")
    return _file(BytesIO(pdf), "application/pdf", f"{row.name}-{words}.pdf")


@require_http_methods(["GET", "POST"])
@staff(SEND_REQUIREMENTS)
def send(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.SendForm, title=_("Send for signature"), submit=_("Freeze and send"),
        lead=_("The document is frozen as it stands, and its items are shared with the client."),
        cancel=_document(number), template="requirements/send.html", form_arguments={"project": row},
        context={"project": row, "hints": queries.hints(request.actor, row)},
        run=lambda data: actions.send_document(request.actor, row, **data), then=lambda sent: _sent(request, sent),
    )  # fmt: skip


@require_GET
@staff(EXPORT_REQUIREMENT)
def download(request: Request, number: int, form: str) -> HttpResponseBase:
    """The requirements as a spreadsheet, or the document as Word or as a PDF marked as a draft."""
    row = project(request.actor, number=number)
    if form not in FORMS:
        raise Missing(_("There is no such kind of file."))
    note_export(request.actor, row, form=form)
    file, kind = written(request.actor, row, form)
    words = _("requirements, draft") if form == "pdf" else _("requirements")
    return _file(file, kind, f"{row.name}-{words}.{form}")


def _file(file: IO[bytes], kind: str, name: str) -> HttpResponseBase:
    response = FileResponse(file, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _sent(request: Request, sent: Any) -> str:
    messages.success(request, _("%(paper)s is frozen and on its way to those who sign.") % {"paper": sent.paper.code})
    return _document(sent.project.number)


def _document(number: int) -> str:
    return reverse("requirement-document", args=[number])
