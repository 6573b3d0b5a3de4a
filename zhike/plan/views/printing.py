"""The plan on paper."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.plan.access import EXPORT_PLAN
from zhike.plan.actions.exports import note_export
from zhike.plan.forms_printing import PrintForm, choices_of, initial_choices
from zhike.plan.models import Plan
from zhike.plan.printing.setting import plan_pdf
from zhike.plan.printing.staff import in_language, sheet_of
from zhike.plan.queries import levels_of, plan_of
from zhike.projects.queries import project


@require_http_methods(["GET", "POST"])
@staff(EXPORT_PLAN)
def pdf(request: Request, number: int) -> HttpResponse:
    """Choose what is wanted on paper, and get it as one PDF."""
    row = project(request.actor, number=number)
    plan = plan_of(request.actor, row)
    return form_page(
        request, PrintForm, title=_("Print to one PDF"), submit=_("Make the PDF"),
        lead=_("Pages across with bars, milestones, dependencies and a legend; headings stand on every page."),
        cancel=reverse("gantt", args=[number]), template="plan/printing.html",
        context={"project": row}, initial=initial_choices(request.GET),
        form_arguments={"levels": levels_of(plan)}, run=lambda data: _made(request, plan, data), then=lambda made: made,
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _made(request: Request, plan: Plan, data: dict[str, Any]) -> HttpResponse:
    choices = choices_of(data)
    with in_language(choices.language):
        sheet = sheet_of(plan, choices)
        made = plan_pdf(sheet)
    note_export(request.actor, plan.project, form="PDF")
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{sheet.head.file_name}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
