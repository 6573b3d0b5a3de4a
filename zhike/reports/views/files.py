"""A published report as a file, and the dispute file of a moment."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page
from zhike.projects.models import Project
from zhike.projects.queries import project
from zhike.reports import actions, queries
from zhike.reports.access import MAKE_DOSSIER, VIEW_REPORT
from zhike.reports.forms_dossier import DossierForm
from zhike.reports.models import Publication, PublicationFile

Kind = PublicationFile.Kind


@require_safe
@staff(VIEW_REPORT)
def download(request: Request, number: int, item: int, key: UUID, kind: str) -> HttpResponse:
    """The frozen variant to print, to calculate with, or to present."""
    if kind not in Kind.values:
        raise Missing(_("A report can be had as PDF, XLSX or PPTX."))
    row = queries.report(request.actor, project(request.actor, number=number), number=item)
    found = queries.publication(request.actor, pk=key, report=row)
    return sent(found, kind, actions.file_of(request.actor, found, kind))


@require_http_methods(["GET", "POST"])
@staff(MAKE_DOSSIER)
def dossier(request: Request, number: int) -> HttpResponse:
    """What did the client see at this moment, and who confirmed it?"""
    row = project(request.actor, number=number)
    return form_page(
        request, DossierForm, title=_("What did the client see?"), submit=_("Make the file"),
        lead=_("One PDF: the plan as it was shown, reports and documents of then, who opened and who confirmed them."),
        cancel=row.get_absolute_url(), initial={"moment": timezone.localtime().replace(second=0, microsecond=0)},
        run=lambda data: _made(request, row, data), then=lambda made: made,
    )  # fmt: skip


def sent(row: Publication, kind: str, data: bytes) -> HttpResponse:
    """The file, under a name that says which report it is."""
    response = HttpResponse(data, content_type=Kind(kind).content_type)
    name = f"{row.report.project.code} {row.report.code} {row.content['title']}.{kind}".replace("/", "-")
    response.headers["Content-Disposition"] = content_disposition_header(kind != "pdf", name) or ""
    return response


# --- below -----------------------------------------------------------------------------------------------


def _made(request: Request, row: Project, data: dict[str, Any]) -> HttpResponse:
    moment = data["moment"]
    pdf = actions.make_dossier(request.actor, row, moment)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{row.code} {timezone.localtime(moment):%Y-%m-%d %H.%M}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
