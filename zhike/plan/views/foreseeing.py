"""How likely the dates are, and levelling."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.core.access import can
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, VIEW_PLAN
from zhike.plan.forms_foreseeing import LevellingForm
from zhike.plan.models import Levelling, Plan
from zhike.projects.queries import project


@require_GET
@staff(VIEW_PLAN)
def forecast(request: Request, number: int) -> HttpResponse:
    """When is the plan done, how sure is that, and what decides it?"""
    plan = _plan(request, number)
    last, found = queries.last_forecast(plan), queries.foreseen(plan)
    may_happen, over = queries.schedule_risks(request.actor, plan, found.row if found else None)
    context = {
        "project": plan.project, "plan": plan, "found": found, "last": last, "running": queries.is_running(last),
        "may_change": _may(request, plan),
        "risks": may_happen, "risks_over": over,
    }  # fmt: skip
    return render(request, "plan/forecast.html", context)


@require_GET
@staff(VIEW_PLAN)
def forecast_progress(request: Request, number: int) -> HttpResponse:
    """Asked while it is computed: the same, or the page again when it is done."""
    plan = _plan(request, number)
    if queries.is_running(queries.last_forecast(plan)):
        return render(request, "plan/_foreseeing.html", {"project": plan.project, "of": "forecast-progress"})
    return _again(request, "forecast", number)


@require_POST
@staff(CHANGE_PLAN)
def ask_forecast(request: Request, number: int) -> HttpResponse:
    actions.forecast_plan(request.actor, _plan(request, number))
    return redirect("forecast", number)


@require_GET
@staff(VIEW_PLAN)
def levelling(request: Request, number: int) -> HttpResponse:
    """Who is asked too much, and how tasks could wait for each other so that nobody is."""
    return _levelling(request, _plan(request, number), LevellingForm())


@require_GET
@staff(VIEW_PLAN)
def levelling_progress(request: Request, number: int) -> HttpResponse:
    """Asked while it is computed: the same, or the page again when it is done."""
    plan = _plan(request, number)
    if queries.is_running(queries.last_levelling(plan)):
        return render(request, "plan/_foreseeing.html", {"project": plan.project, "of": "levelling-progress"})
    return _again(request, "levelling", number)


@require_POST
@staff(CHANGE_PLAN)
def ask_levelling(request: Request, number: int) -> HttpResponse:
    plan, form = _plan(request, number), LevellingForm(request.POST)
    if not form.is_valid():
        return _levelling(request, plan, form, status=422)
    actions.level_plan(request.actor, plan, **form.cleaned_data)
    return redirect("levelling", number)


@require_POST
@staff(CHANGE_PLAN)
def take_levelling(request: Request, number: int) -> HttpResponse:
    last = queries.last_levelling(_plan(request, number))
    if last is None:
        raise Missing(_("There is no proposal to take over."))
    outcome = actions.take_levelling(request.actor, last)
    messages.success(request, outcome.message)
    return redirect("levelling", number)


# --- below -----------------------------------------------------------------------------------------------


def _levelling(request: Request, plan: Plan, form: LevellingForm, status: int = 200) -> HttpResponse:
    last = queries.last_levelling(plan)
    is_proposed = last is not None and last.state == Levelling.State.DONE
    context = {
        "project": plan.project, "plan": plan, "last": last, "running": queries.is_running(last),
        "may_change": _may(request, plan),
        "overloads": queries.overloads(request.actor, plan), "form": form,
        "moves": queries.moves(last) if last is not None and is_proposed else [],
        "left": queries.overloads_left(last) if last is not None and is_proposed else [],
    }  # fmt: skip
    return render(request, "plan/levelling.html", context, status=status)


def _plan(request: Request, number: int) -> Plan:
    return queries.plan_of(request.actor, project(request.actor, number=number))


def _may(request: Request, plan: Plan) -> bool:
    is_open = not plan.project.is_ended and not request.actor.only_looks
    return is_open and can(request.actor, CHANGE_PLAN, plan.project)


def _again(request: Request, page: str, number: int) -> HttpResponse:
    """Have the browser load the whole page: what was waited for is there."""
    response = redirect(page, number)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    return response
