"""Baselines with their differences, and templates made from plans."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities, can, find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page
from zhike.plan import actions, forms, queries
from zhike.plan.access import CHANGE_PLAN, CHANGE_PLAN_TEMPLATE, REPLAN, VIEW_PLAN
from zhike.plan.edits.fields import moment_of
from zhike.plan.models import Baseline, Plan, PlanTemplate
from zhike.projects.queries import project

GET_POST = ["GET", "POST"]


@require_GET
@staff(VIEW_PLAN)
def baselines(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    plan = queries.plan_there(row)
    able = abilities(request.actor, plan, REPLAN) if plan and not row.is_ended else frozenset()
    context = {
        "project": row, "plan": plan, "rows": queries.baselines(request.actor, plan)[:200] if plan else [],
        "may_replan": REPLAN in able and not request.actor.only_looks,
    }  # fmt: skip
    return render(request, "plan/baselines.html", context)


@require_GET
@staff(VIEW_PLAN)
def baseline(request: Request, number: int, item: int) -> HttpResponse:
    """What changed since, or up to another baseline (`?to=3`)."""
    row = queries.baseline(request.actor, project(request.actor, number=number), number=item)
    later = [one for one in queries.baselines(request.actor, row.plan) if one.number > row.number]
    other = next((one for one in later if str(one.number) == request.GET.get("to")), None)
    found = queries.differences(request.actor, row, other)
    able = abilities(request.actor, row.plan, REPLAN)
    context = {
        "project": row.plan.project, "plan": row.plan, "baseline": row, "later": later, "other": other,
        "found": found[:1000], "counts": queries.counted(found), "finish": other.finish if other else row.plan.finish,
        "may_change": REPLAN in able and not request.actor.only_looks,
    }  # fmt: skip
    return render(request, "plan/baseline.html", context)


@require_http_methods(GET_POST)
@staff(REPLAN)
def take(request: Request, number: int) -> HttpResponse:
    plan = _plan(request, number)
    return form_page(
        request, forms.BaselineForm, title=_("Keep the plan as a baseline"), submit=_("Keep it"), cancel=_list(number),
        lead=_("The plan as it is now, to measure against. There can be any number."),
        run=lambda data: actions.take_baseline(request.actor, plan, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(REPLAN)
def replan(request: Request, number: int) -> HttpResponse:
    plan = _plan(request, number)
    return form_page(
        request, forms.ReplanForm, title=_("Plan anew, with a reason"), submit=_("This is the plan now"),
        lead=_("The plan as it is now becomes the baseline, and everybody on the project is told why."),
        cancel=_list(number), run=lambda data: actions.replan(request.actor, plan, **data),
        then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(REPLAN)
def edit(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    return form_page(
        request, forms.BaselineEditForm, title=_("Rename the baseline"), submit=_("Save"),
        cancel=row.get_absolute_url(), 
        initial={"name": row.name, "reason": row.reason, "is_shared": row.is_shared, "version": row.version},
        run=lambda data: actions.change_baseline(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(REPLAN)
def removal(request: Request, number: int, item: int) -> HttpResponse:
    actions.remove_baseline(request.actor, _one(request, number, item))
    return redirect(_list(number))


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN_TEMPLATE)
def keep(request: Request, number: int) -> HttpResponse:
    plan = _plan(request, number)
    return form_page(
        request, forms.TemplateForm, title=_("Keep the plan as a template"), submit=_("Keep it"),
        lead=_("Names, levels, links, durations, gates and process. People, progress and dates stay here."),
        cancel=plan.get_absolute_url(), run=lambda data: actions.keep_as_template(request.actor, plan, **data),
        then=lambda _made: reverse("plan-templates"),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def apply(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.ApplyForm, title=_("Lay a template out"), submit=_("Lay it out"),
        lead=_("Its tasks come behind those that are there. One edit, taken back as one."),
        cancel=reverse("plan", args=[number]), form_arguments={"rows": queries.plan_templates(request.actor)},
        run=lambda data: actions.apply_template(
            request.actor, row, data["template"], start=moment_of("start", data["start"])
        ),
        then=lambda outcome: _laid_out(request, number, outcome.message),
    )  # fmt: skip


@require_GET
@staff(VIEW_PLAN)
def templates(request: Request) -> HttpResponse:
    context = {
        "rows": queries.plan_templates(request.actor)[:500], "may_change": can(request.actor, CHANGE_PLAN_TEMPLATE),
    }  # fmt: skip
    return render(request, "plan/templates.html", context)


@require_POST
@staff(CHANGE_PLAN_TEMPLATE)
def template_removal(request: Request, key: UUID) -> HttpResponse:
    actions.remove_template(request.actor, find(request.actor, PlanTemplate, pk=key))
    return redirect("plan-templates")


# --- below -----------------------------------------------------------------------------------------------


def _plan(request: Request, number: int) -> Plan:
    plan = queries.plan_there(project(request.actor, number=number))
    if plan is None:
        raise Missing(_("Nobody planned this project yet."))
    return plan


def _one(request: Request, number: int, item: int) -> Baseline:
    return queries.baseline(request.actor, project(request.actor, number=number), number=item)


def _list(number: int) -> str:
    return reverse("baselines", args=[number])


def _laid_out(request: Request, number: int, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("plan", number)
