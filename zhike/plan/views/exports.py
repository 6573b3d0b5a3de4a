"""The plan as a file."""

from django.http import FileResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.plan.access import EXPORT_PLAN
from zhike.plan.actions.exports import note_export
from zhike.plan.exporting import FORMS, written
from zhike.plan.queries import plan_of
from zhike.projects.queries import project


@require_GET
@staff(EXPORT_PLAN)
def download(request: Request, number: int, form: str) -> HttpResponseBase:
    """Microsoft's XML, Zhike's JSON, a spreadsheet."""
    row = project(request.actor, number=number)
    if form not in FORMS:
        raise Missing(_("There is no such kind of file."))
    plan = plan_of(request.actor, row)
    file, kind = written(request.actor, plan, form)
    note_export(request.actor, row, form=form)
    response = FileResponse(file, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{row.name}.{form}") or ""
    return response
