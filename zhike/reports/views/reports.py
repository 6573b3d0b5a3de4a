"""The list of reports, one of them while it is written or as it went out, and how one comes to be."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.core.access import abilities, can, find
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page, fragment
from zhike.monitoring.models import Reading
from zhike.projects.access import CHANGE_PROJECT
from zhike.projects.models import Project
from zhike.projects.queries import project
from zhike.reports import actions, forms, queries, showing, showing_published
from zhike.reports.access import VIEW_REPORT, WRITE_REPORT
from zhike.reports.listings import REPORTS

GET_POST = ["GET", "POST"]
IN_THE_TAB = 20


@require_GET
@staff(VIEW_REPORT)
def reports(request: Request) -> HttpResponseBase:
    return REPORTS.respond(request, queries.reports(request.actor))


@require_GET
@staff(VIEW_REPORT)
def of_project(request: Request, key: UUID) -> HttpResponse:
    """The tab on a project's page."""
    row = find(request.actor, Project, pk=key)
    found = list(queries.reports(request.actor).filter(project=row).order_by("-period_end", "-id")[: IN_THE_TAB + 1])
    context = {
        "project": row, "reports": found[:IN_THE_TAB], "more": len(found) > IN_THE_TAB,
        "plans": queries.report_plans(request.actor, row), "may_plan": _may_begin(request, row),
    }  # fmt: skip
    return fragment(request, "reports/of_project.html", context, part="panel")


@require_GET
@staff(VIEW_REPORT)
def glance(request: Request, key: UUID) -> HttpResponse:
    """Beside the project: the last report, and who has read it."""
    row = find(request.actor, Project, pk=key)
    context = {"project": row, **showing.at_a_glance(request.actor, row), "may_plan": _may_begin(request, row)}
    return fragment(request, "reports/glance.html", context, part="panel")


@require_GET
@staff(VIEW_REPORT)
def then(request: Request, key: UUID) -> HttpResponse:
    """Beside what was read on a day: the report that was the last one then."""
    reading = find(request.actor, Reading, pk=key)
    context = {"project": reading.project, **showing.last_by(request.actor, reading.project, reading.day)}
    return fragment(request, "reports/glance.html", context, part="panel")


@require_http_methods(GET_POST)
@staff(WRITE_REPORT)
def new(request: Request, number: int) -> HttpResponse:
    """For once, without a plan: because somebody asks."""
    row = project(request.actor, number=number)
    return form_page(
        request, forms.ReadersForm, title=_("Write a report now"), submit=_("Draft it"), cancel=row.get_absolute_url(),
        lead=_("It is drafted from what happened in the last seven days. You read it before anybody else does."),
        template="reports/readers_form.html", form_arguments=_proposals(request, row),
        run=lambda data: actions.draft_report(request.actor, row, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(WRITE_REPORT)
def at_once(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.AtOnceForm, title=_("Tell it at once"), submit=_("Draft it"), cancel=row.get_absolute_url(),
        lead=_("Bad news travels fast; let it come from you. You read the draft before anybody else does."),
        template="reports/readers_form.html", form_arguments=_proposals(request, row), draft=f"at-once-{number}",
        run=lambda data: actions.tell_at_once(request.actor, row, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_GET
@staff(VIEW_REPORT)
def report(request: Request, number: int, item: int) -> HttpResponse:
    """While it is written, a desk with everything that is known; once it went out, what is in it and who read it."""
    row = queries.report(request.actor, project(request.actor, number=number), number=item)
    if row.is_published:
        return render(request, "reports/published.html", showing_published.page_of(request.actor, row, request.GET))
    return render(request, "reports/draft.html", showing.page_of(request.actor, row, request.GET))


# --- below -----------------------------------------------------------------------------------------------


def _proposals(request: Request, row: Project) -> dict[str, Any]:
    return {"proposals": queries.proposed_readers(request.actor, row)}


def _may_begin(request: Request, row: Project) -> bool:
    """Whether to offer to report on this project."""
    able = frozenset() if request.actor.only_looks or row.is_ended else abilities(request.actor, row, CHANGE_PROJECT)
    return CHANGE_PROJECT in able and can(request.actor, WRITE_REPORT)
