"""The Gantt of a project: its page, its data, and the edits people make in it."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.core.access import can
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid, Missing
from zhike.plan import actions
from zhike.plan.access import CHANGE_PLAN, EXPORT_PLAN, VIEW_PLAN
from zhike.plan.gantt_rows import edit_answer, plan_data
from zhike.plan.gantt_words import choosable_columns, gantt_words, side_words, state_words
from zhike.plan.models import Plan
from zhike.plan.queries import plan_there
from zhike.projects.models import Project
from zhike.projects.queries import project

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}


@require_GET
@staff(VIEW_PLAN)
def gantt(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    context = {
        "project": row, "plan": plan_there(row), "plan_urls": _urls(row), "words": gantt_words(),
        "may_edit": _may_edit(request, row), "states": state_words().items(), "sides": side_words().items(),
        "columns": choosable_columns().items(), "page_class": "wide", "may_export": can(request.actor, EXPORT_PLAN),
    }  # fmt: skip
    return render(request, "plan/gantt.html", context)


@require_POST
@staff(CHANGE_PLAN)
def begin(request: Request, number: int) -> HttpResponse:
    """The plan of a project nobody planned yet."""
    row = project(request.actor, number=number)
    actions.begin_plan(request.actor, row)
    return redirect("gantt", number)


@require_GET
@staff(VIEW_PLAN)
def data(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return _json(plan_data(request.actor, _plan(row), editable=_may_edit(request, row)))


@require_POST
@staff(CHANGE_PLAN)
def edits(request: Request, number: int) -> HttpResponse:
    plan, body = _plan(project(request.actor, number=number)), _body(request)
    wanted = body.get("edits")
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise Invalid(edits=_("Say what is to be changed."))
    outcome = actions.edit_plan(request.actor, plan, wanted, revision=_revision(body))
    return _json(edit_answer(request.actor, outcome))


@require_POST
@staff(CHANGE_PLAN)
def undo(request: Request, number: int) -> HttpResponse:
    plan, body = _plan(project(request.actor, number=number)), _body(request)
    return _json(edit_answer(request.actor, actions.undo_edit(request.actor, plan, revision=_revision(body))))


@require_POST
@staff(CHANGE_PLAN)
def redo(request: Request, number: int) -> HttpResponse:
    plan, body = _plan(project(request.actor, number=number)), _body(request)
    return _json(edit_answer(request.actor, actions.redo_edit(request.actor, plan, revision=_revision(body))))


# --- below -----------------------------------------------------------------------------------------------


def _plan(row: Project) -> Plan:
    plan = plan_there(row)
    if plan is None:
        raise Missing(_("Nobody planned this project yet."))
    return plan


def _may_edit(request: Request, row: Project) -> bool:
    return can(request.actor, CHANGE_PLAN, row) and not row.is_ended and not request.actor.only_looks


def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError as error:  # what is no UTF-8 is no JSON either
        raise Invalid(body=_("This is no JSON.")) from error
    if not isinstance(body, dict):
        raise Invalid(body=_("Send an object with the revision and the edits."))
    return body


def _revision(body: dict[str, Any]) -> int:
    """Which plan the person looked at; an edit without is made blindly, and refused."""
    revision = body.get("revision")
    if not isinstance(revision, int) or isinstance(revision, bool):
        raise Invalid(revision=_("Say which revision of the plan you edit."))
    return revision


def _json(answer: dict[str, Any]) -> JsonResponse:
    return JsonResponse(answer, json_dumps_params=COMPACT)


def _urls(row: Project) -> dict[str, str]:
    names = {
        "data": "plan-data", "edits": "plan-edits", "undo": "plan-undo", "redo": "plan-redo", "list": "plan",
        "begin": "plan-begin", "print": "plan-print",
    }  # fmt: skip
    return {key: reverse(name, args=[row.number]) for key, name in names.items()} | {
        "task": reverse("task", args=[row.number, 0])
    }
