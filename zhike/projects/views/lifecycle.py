"""Stage, health, and the states a project goes through."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.core.access import can
from zhike.core.closing import open_points
from zhike.core.doors import Request, staff
from zhike.core.errors import Refusal
from zhike.core.pages import form_page
from zhike.projects import actions, forms, queries
from zhike.projects.access import CHANGE_PROJECT, CLOSE_PROJECT, OVERRIDE_CLOSING
from zhike.projects.models import Project

GET_POST = ["GET", "POST"]


@require_POST
@staff(CHANGE_PROJECT)
def start(request: Request, number: int) -> HttpResponse:
    row = actions.start_project(request.actor, queries.project(request.actor, number=number))
    messages.success(request, _("The project has started."))
    return redirect(row)


@require_POST
@staff(CHANGE_PROJECT)
def resumption(request: Request, number: int) -> HttpResponse:
    row = actions.resume_project(request.actor, queries.project(request.actor, number=number))
    messages.success(request, _("The project goes on."))
    return redirect(row)


@require_http_methods(GET_POST)
@staff(CHANGE_PROJECT)
def stage(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    ahead = row.stages.filter(entered_at=None, position__gt=row.stage.position if row.stage else -1).first()
    told = queries.audience(row) if row.portal_open and row.transparency.stage else ""
    return form_page(
        request, forms.StageForm, title=_("Move to another stage"), submit=_("Move"),
        cancel=row.get_absolute_url(), template="projects/with_audience.html", context={"audience": told},
        initial={"stage": ahead, "version": row.version}, form_arguments={"project": row},
        run=lambda data: actions.move_to_stage(request.actor, row, **data),
        then=lambda moved: moved.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PROJECT)
def health(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    seen = row.transparency
    told = queries.audience(row) if row.portal_open and seen.health and seen.health_reason else ""
    unknown = row.health == Project.Health.UNKNOWN
    return form_page(
        request, forms.HealthForm, title=_("How does it go?"), submit=_("Confirm"), cancel=row.get_absolute_url(),
        draft=f"project-{row.number}-health", template="projects/with_audience.html", context={"audience": told},
        initial={"health": None if unknown else row.health, "reason": row.health_reason, "version": row.version},
        run=lambda data: actions.judge_health(request.actor, row, **data),
        then=lambda judged: judged.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PROJECT)
def pause(request: Request, number: int) -> HttpResponse:
    return _with_reason(
        request, number, actions.pause_project, title=_("Put the project on hold"), submit=_("Put on hold")
    )


@require_http_methods(GET_POST)
@staff(CLOSE_PROJECT)
def cancellation(request: Request, number: int) -> HttpResponse:
    return _with_reason(
        request, number, actions.cancel_project, title=_("Cancel the project"), submit=_("Cancel the project"),
        lead=_("It ends unfinished. Nothing is deleted, and it can be reopened."),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CLOSE_PROJECT)
def reopening(request: Request, number: int) -> HttpResponse:
    return _with_reason(
        request, number, actions.reopen_project, title=_("Reopen the project"), submit=_("Reopen"),
        lead=_("It goes on in the stage it was in last."),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CLOSE_PROJECT)
def closure(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    points = open_points(request.actor, row)
    return form_page(
        request, forms.ClosureForm if points else django_forms.Form, title=_("Close the project"),
        submit=_("Close it anyway") if points else _("Close the project"), cancel=row.get_absolute_url(),
        template="projects/closure.html",
        context={"points": points, "may": not points or can(request.actor, OVERRIDE_CLOSING, row), "project": row},
        run=lambda data: actions.close_project(request.actor, row, **data),
        then=lambda closed: closed.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PROJECT)
def stages(request: Request, number: int) -> HttpResponse:
    """The way laid out: every stage a line, in one form."""
    row = queries.project(request.actor, number=number)
    there = [{"id": one.pk, "kind": one.kind, "name": one.name, "due_on": one.due_on} for one in row.stages.all()]
    lines = forms.StepFormSet(request.POST or None, initial=there)
    refused = ""
    if request.method == "POST" and lines.is_valid():
        try:
            changed = actions.set_stages(request.actor, row, _steps(lines), version=_version(request))
            return redirect(changed)
        except Refusal as refusal:
            refused = str(refusal)
    status = 422 if request.method == "POST" else 200
    context = {"project": row, "lines": lines, "refused": refused, "version": row.version}
    return render(request, "projects/stages.html", context, status=status)


def _steps(lines: Any) -> list[actions.Step]:
    filled = [one.cleaned_data for one in lines.ordered_forms if one.cleaned_data]
    return [
        actions.Step(name=one["name"], kind="" if one["name"] else one["kind"], due_on=one["due_on"], id=one["id"])
        for one in filled
        if one["name"] or one["kind"]
    ]


def _version(request: Request) -> int | None:
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() else None


def _with_reason(
    request: Request, number: int, verb: Callable[..., Project], *, title: Any, submit: Any, lead: Any = ""
) -> HttpResponse:
    """A state that needs a sentence why."""
    row = queries.project(request.actor, number=number)
    return form_page(
        request, forms.ReasonForm, title=title, submit=submit, lead=lead, cancel=row.get_absolute_url(),
        run=lambda data: verb(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip
