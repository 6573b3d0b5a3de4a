"""Failed background work, for those who run the organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.activity import actions
from zhike.activity.access import MANAGE_JOB, VIEW_JOB
from zhike.activity.queries import background, given_up, told
from zhike.core.access import find_in
from zhike.core.doors import Request, staff

MOST = 100


@require_GET
@staff(VIEW_JOB)
def job_list(request: Request) -> HttpResponse:
    """What was given up, why, and how the rest is doing."""
    rows = [told(job) for job in given_up(request.actor)[:MOST]]
    return render(request, "activity/jobs.html", {"state": background(request.actor), "rows": rows})


@require_POST
@staff(MANAGE_JOB)
def job_retry(request: Request, pk: UUID) -> HttpResponse:
    actions.retry_job(request.actor, find_in(given_up(request.actor), pk=pk))
    messages.success(request, _("It is tried again now."))
    return redirect("jobs")


@require_POST
@staff(MANAGE_JOB)
def job_discarding(request: Request, pk: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.discard_job(request.actor, find_in(given_up(request.actor), pk=pk), reason=reason)
    messages.success(request, _("Discarded."))
    return redirect("jobs")
