"""Report plans: who hears what, how often and how."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import find
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.projects.queries import project
from zhike.reports import actions, forms, queries, showing_plans
from zhike.reports.access import PLAN_REPORTS, VIEW_REPORT, WRITE_REPORT
from zhike.reports.models import Reader, ReportPlan

GET_POST = ["GET", "POST"]
FIELDS = ("name", "cadence", "weekday", "day_of_month", "hour", "topics", "approver", "is_active", "version")


@require_GET
@staff(VIEW_REPORT)
def plan(request: Request, number: int, item: int) -> HttpResponse:
    return render(request, "reports/plan.html", showing_plans.page_of(request.actor, _plan(request, number, item)))


@require_http_methods(GET_POST)
@staff(PLAN_REPORTS)
def new(request: Request, number: int) -> HttpResponse:
    """Filled in as the people of the project like to hear."""
    row = project(request.actor, number=number)
    return form_page(
        request, forms.NewPlanForm, title=_("Plan the reports"), submit=_("Set it up"), cancel=row.get_absolute_url(),
        lead=_("Drafts write themselves from what happens. You correct and send them."), draft=f"report-plan-{number}",
        template="reports/plan_form.html", initial={"name": _("Report on %(project)s") % {"project": row.name}},
        form_arguments={"actor": request.actor, "proposals": queries.proposed_readers(request.actor, row)},
        run=lambda data: actions.set_up_plan(request.actor, row, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(PLAN_REPORTS)
def edit(request: Request, number: int, item: int) -> HttpResponse:
    row = _plan(request, number, item)
    return form_page(
        request, forms.PlanForm, title=_("Change the report plan"), submit=_("Save"), cancel=row.get_absolute_url(),
        template="reports/plan_form.html", initial={name: getattr(row, name) for name in FIELDS},
        form_arguments={"actor": request.actor},
        run=lambda data: actions.change_plan(request.actor, row, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(WRITE_REPORT)
def draft(request: Request, number: int, item: int) -> HttpResponse:
    """Not wait for the day: the next report is drafted now; if it is already, one comes to it."""
    row = _plan(request, number, item)
    return redirect(actions.draft_report(request.actor, row.project, row))


@require_http_methods(GET_POST)
@staff(PLAN_REPORTS)
def new_reader(request: Request, number: int, item: int) -> HttpResponse:
    row = _plan(request, number, item)
    return form_page(
        request, forms.ReaderForm, title=_("Add a reader"), submit=_("Add"), cancel=row.get_absolute_url(),
        lead=_("They get the reports from the next one on."), template="reports/reader_form.html",
        form_arguments={"actor": request.actor, "plan": row}, initial={"depth": "usual", "channel": "mail"},
        run=lambda data: actions.add_reader(request.actor, row, **data), then=lambda _made: row.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(PLAN_REPORTS)
def reader(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _reader(request, number, item, key)
    return form_page(
        request, forms.HowForm, title=_("How does %(name)s get it?") % {"name": row.name}, submit=_("Save"),
        cancel=_home(row), lead=row.why,
        initial={name: getattr(row, name) for name in ("language", "depth", "channel")},
        run=lambda data: actions.change_reader(request.actor, row, **data),
        then=lambda changed: _home(row),
    )  # fmt: skip


@require_POST
@staff(PLAN_REPORTS)
def reader_removal(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _reader(request, number, item, key)
    actions.remove_reader(request.actor, row)
    messages.success(request, _("%(name)s gets no more of these reports.") % {"name": row.name})
    return redirect(_home(row))


# --- below -----------------------------------------------------------------------------------------------


def _plan(request: Request, number: int, item: int) -> ReportPlan:
    return queries.report_plan(request.actor, project(request.actor, number=number), number=item)


def _reader(request: Request, number: int, item: int, key: UUID) -> Reader:
    plan = _plan(request, number, item)
    row = find(request.actor, Reader, related=("contact", "user"), pk=key, plan=plan)
    row.plan = plan
    return row


def _home(row: Reader) -> str:
    """The page of the plan this reader belongs to."""
    return row.plan.get_absolute_url() if row.plan else ""
