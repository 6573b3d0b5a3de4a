"""Putting unfinished work after the status date: looked over first, then done."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid
from zhike.core.pages import form_page
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN
from zhike.plan.edits.fields import moment_of
from zhike.plan.forms_unfinished import SinceForm, UnfinishedForm
from zhike.plan.models import Plan
from zhike.plan.unfinished import Rehearsal, rehearse
from zhike.plan.wording import now_here
from zhike.projects.queries import project

MOST = 12  # tasks named of each kind


@require_http_methods(["GET", "POST"])
@staff(CHANGE_PLAN)
def unfinished(request: Request, number: int) -> HttpResponse:
    plan = queries.plan_of(request.actor, project(request.actor, number=number))
    since, found = _looked_over(request, plan)
    written = since.isoformat(timespec="minutes")
    return form_page(
        request, UnfinishedForm, title=_("Reschedule unfinished work"), submit=_("Reschedule it"),
        lead=_("What was left undone cannot be done in the past. See first what moves."),
        cancel=plan.get_absolute_url(), template="plan/unfinished.html",
        initial={"since": written, "revision": plan.revision},
        context={"project": plan.project, "plan": plan, "found": found, "ask": SinceForm(initial={"since": written}),
                 "most": f":{MOST}"},
        run=lambda data: actions.put_unfinished_after(request.actor, plan, **data),
        then=lambda outcome: _done(request, plan, outcome.message),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _looked_over(request: Request, plan: Plan) -> tuple[datetime, Rehearsal | None]:
    """From when on, and what would move; a day that cannot be read is the status date."""
    told: Any = request.POST.get("since") or request.GET.get("since") or plan.status_at or _today()
    try:
        since = moment_of("since", told) or _today()
    except Invalid:
        since = plan.status_at or _today()
    return since, rehearse(request.actor, plan, since) if request.method == "GET" else None


def _today() -> datetime:
    """Its beginning: work goes on with the first hour somebody works."""
    return now_here().replace(hour=0, minute=0)


def _done(request: Request, plan: Plan, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(reverse("plan", args=[plan.project.number]))
