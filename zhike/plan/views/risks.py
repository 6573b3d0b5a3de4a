"""What may happen to the dates of a plan."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import can
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import BaseForm, form_page
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, VIEW_PLAN
from zhike.plan.forms_foreseeing import RiskEditForm, RiskEndForm, RiskNewForm
from zhike.plan.models import ScheduleRisk
from zhike.plan.queries.risks import shown
from zhike.plan.striking import THREE
from zhike.plan.wording import duration_words
from zhike.projects.queries import project

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def new(request: Request, number: int) -> HttpResponse:
    """Reached from the forecast, or from a task that is then already named."""
    plan = queries.plan_of(request.actor, project(request.actor, number=number))
    return form_page(
        request, RiskNewForm, title=_("What may happen"), submit=_("Add"), cancel=_forecast(number),
        lead=_("What is not certain, but would move the dates. The forecast then counts with it."),
        initial={"tasks": request.GET.get("task", "")}, form_arguments={"plan": plan},
        run=lambda data: actions.add_schedule_risk(request.actor, plan, **data),
        then=lambda _made: _forecast(number),
    )  # fmt: skip


@require_GET
@staff(VIEW_PLAN)
def risk(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _one(request, number, key)
    found = queries.foreseen(row.plan)
    [one] = shown([row], row.plan, found.row if found else None)
    is_open = not row.plan.project.is_ended and not request.actor.only_looks
    context = {
        "project": row.plan.project, "plan": row.plan, "one": one, "risk": row, "found": found,
        "may_change": is_open and can(request.actor, CHANGE_PLAN, row.plan.project),
    }  # fmt: skip
    return render(request, "plan/schedule_risk.html", context)


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def edit(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _one(request, number, key)
    return form_page(
        request, RiskEditForm, title=_("Edit %(name)s") % {"name": row.title}, submit=_("Save"),
        cancel=row.get_absolute_url(), initial=_written(row), form_arguments={"plan": row.plan},
        run=lambda data: actions.change_schedule_risk(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def end(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _one(request, number, key)
    return form_page(
        request, RiskEndForm, title=_("It is over: %(name)s") % {"name": row.title}, submit=_("Save"),
        lead=_(
            "It stays on record, and the forecast no longer counts with it. What it cost belongs into the plan now."
        ),
        cancel=row.get_absolute_url(),
        run=lambda data: actions.close_schedule_risk(request.actor, row, **data),
        then=lambda closed: closed.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_PLAN)
def opening(request: Request, number: int, key: UUID) -> HttpResponse:
    return redirect(actions.reopen_schedule_risk(request.actor, _one(request, number, key)))


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def removal(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _one(request, number, key)
    return form_page(
        request, BaseForm, title=_("Remove %(name)s") % {"name": row.title}, submit=_("Remove"),
        lead=_("It cannot be taken back. If it happened, or will not happen any more, say so instead: then it stays on "
               "record."),
        cancel=row.get_absolute_url(), run=lambda _data: actions.remove_schedule_risk(request.actor, row),
        then=lambda _none: _forecast(number),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, number: int, key: UUID) -> ScheduleRisk:
    return queries.schedule_risk(request.actor, project(request.actor, number=number), key)


def _forecast(number: int) -> str:
    return reverse("forecast", args=[number]) + "#risks"


def _written(row: ScheduleRisk) -> dict[str, Any]:
    """As people wrote it. What is as likely is left empty, as it may be."""
    [one] = shown([row], row.plan)
    is_delay = row.effect == ScheduleRisk.Effect.DELAY
    lengths = {
        name: str(duration_words(ticks, row.unit, row.plan)) if is_delay else f"{ticks / 100:g}"
        for name, ticks in zip(THREE, row.three, strict=True)
    }
    kept = {name: getattr(row, name) for name in ("title", "probability", "effect", "note", "version")}
    if len(set(row.three)) == 1:
        lengths |= {"optimistic": "", "pessimistic": ""}
    return {**kept, **lengths, "tasks": ", ".join(str(task.number) for task in one.tasks)}
