"""One task: its page, its place, its links, who works on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities, find
from zhike.core.actors import Actor
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page, fragment
from zhike.methods.schedule.plan import LinkKind
from zhike.plan import actions, forms, queries
from zhike.plan.access import CHANGE_PLAN, VIEW_PLAN
from zhike.plan.models import Assignment, Task
from zhike.plan.record import TASK
from zhike.plan.showing import links_shown
from zhike.plan.striking import not_struck
from zhike.plan.wording import duration_words, lag_words
from zhike.projects.queries import project
from zhike.requirements.models import Requirement
from zhike.requirements.queries import requirement, requirements_of

GET_POST = ["GET", "POST"]
DIRECTIONS = frozenset({"up", "down", "in", "out"})


@require_http_methods(GET_POST)
@staff(VIEW_PLAN)
def task(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    may = not request.actor.only_looks and not row.project.is_ended and CHANGE_PLAN in abilities(
        request.actor, row, CHANGE_PLAN
    )  # fmt: skip
    return TASK.respond(
        request,
        row,
        **({} if request.method == "POST" or "edit" in request.GET else _around(request.actor, row, may)),
    )


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def place(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    rows = queries.tasks_of(request.actor, row.project).exclude(pk=row.pk)
    return form_page(
        request, forms.PlaceForm, title=_("Where %(task)s stands") % {"task": row}, submit=_("Put it there"),
        cancel=row.get_absolute_url(), initial={"parent": row.parent_id}, form_arguments={"rows": rows},
        run=lambda data: actions.place_task(request.actor, row, parent=data["parent"]),
        then=lambda _outcome: row.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_PLAN)
def shift(request: Request, number: int, item: int, direction: str) -> HttpResponse:
    row = _one(request, number, item)
    if direction not in DIRECTIONS:
        raise Missing(_("A task moves up, down, in or out."))
    outcome = actions.shift_task(request.actor, row, direction=direction)
    messages.success(request, outcome.message)
    return redirect(row)


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def removal(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    below = Task.objects.filter(parent=row).count()
    lead = _("Everything below it goes too. It can be taken back in the plan.") if below else _(
        "It can be taken back in the plan."
    )  # fmt: skip
    return form_page(
        request, forms.BaseForm, title=_("Remove %(task)s") % {"task": row}, submit=_("Remove"), lead=lead,
        cancel=row.get_absolute_url(), run=lambda _data: actions.remove_task(request.actor, row),
        then=lambda outcome: _removed(request, row, outcome),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def new_link(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)

    def run(data: dict[str, Any]) -> Any:
        before = queries.task(request.actor, row.project, number=data["before"])
        return actions.link_tasks(request.actor, before, row, kind=data["kind"], lag=data["lag"])

    return form_page(
        request, forms.LinkForm, title=_("What %(task)s waits for") % {"task": row}, submit=pgettext("plan", "Link"),
        cancel=row.get_absolute_url(), run=run, then=lambda outcome: _said(request, row, outcome),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def link(request: Request, number: int, key: UUID) -> HttpResponse:
    row = queries.link_of(request.actor, project(request.actor, number=number), key)
    after = queries.task(request.actor, row.plan.project, pk=row.successor_id)
    return form_page(
        request, forms.RelinkForm, title=_("How %(task)s waits") % {"task": after}, submit=_("Save"),
        cancel=after.get_absolute_url(), initial={"kind": row.kind, "lag": str(lag_words(row, row.plan))},
        run=lambda data: actions.relink_tasks(request.actor, row, **data),
        then=lambda outcome: _said(request, after, outcome),
    )  # fmt: skip


@require_POST
@staff(CHANGE_PLAN)
def link_removal(request: Request, number: int, key: UUID) -> HttpResponse:
    row = queries.link_of(request.actor, project(request.actor, number=number), key)
    after = queries.task(request.actor, row.plan.project, pk=row.successor_id)
    return _to(_said(request, after, actions.unlink_tasks(request.actor, row)))


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def assignment(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    return form_page(
        request, forms.AssignForm, title=_("Who works on %(task)s") % {"task": row}, submit=_("Assign"),
        cancel=row.get_absolute_url(), form_arguments={"rows": queries.assignable(request.actor)},
        run=lambda data: actions.assign_resource(request.actor, row, data["resource"], units=data["units"]),
        then=lambda outcome: _said(request, row, outcome),
    )  # fmt: skip


@require_POST
@staff(CHANGE_PLAN)
def unassignment(request: Request, number: int, key: UUID) -> HttpResponse:
    here = project(request.actor, number=number)
    row = find(request.actor, Assignment, pk=key, related=("plan__project", "task__project"))
    if row.plan.project_id != here.pk:
        raise Missing(_("Nobody is assigned in this project that way."))
    return _to(_said(request, row.task, actions.unassign_resource(request.actor, row)))


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def covers(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    there = [one.pk for one in queries.covered_by(row)]
    return form_page(
        request, forms.CoverForm, title=_("What %(task)s works towards") % {"task": row}, submit=_("Save"),
        cancel=row.get_absolute_url(), initial={"requirements": there},
        form_arguments={"rows": requirements_of(request.actor, row.project)},
        run=lambda data: actions.cover_requirements(request.actor, row, list(data["requirements"])),
        then=lambda outcome: _said(request, row, outcome),
    )  # fmt: skip


@require_GET
@staff(VIEW_PLAN)
def of_requirement(request: Request, number: int, item: int) -> HttpResponse:
    """The panel on a requirement's page."""
    row: Requirement = requirement(request.actor, project(request.actor, number=number), number=item)
    rows = list(queries.tasks_for_requirement(request.actor, row)[:50])
    return fragment(request, "plan/of_requirement.html", {"requirement": row, "tasks": rows}, part="panel")


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, number: int, item: int) -> Task:
    return queries.task(request.actor, project(request.actor, number=number), number=item)


def _said(request: Request, row: Task, outcome: Any) -> str:
    if str(outcome.message):
        messages.success(request, outcome.message)
    return row.get_absolute_url()


def _to(address: str) -> HttpResponse:
    return redirect(address)


def _removed(request: Request, row: Task, outcome: Any) -> HttpResponse:
    messages.success(request, outcome.message)
    return redirect("plan", row.project.number)


def _around(actor: Actor, row: Task, may: bool) -> dict[str, Any]:
    before, after = queries.links_around(row)
    then = queries.slip_of(row, queries.latest_baseline(row.plan))
    return {
        "project": row.project, "may_change": may, "start_words": queries.start_words(row),
        "float_words": queries.float_sentence(row), "troubles": queries.troubles(row),
        "before": links_shown(before, towards="before"), "after": links_shown(after, towards="after"),
        "assignments": queries.assignments_of(row), "covers": queries.covered_by(row), "then": then,
        "hours": duration_words(queries.hours_on(row), "h", row.plan), "kinds": LinkKind,
        "risks": queries.struck_by(actor, row), "may_be_struck": may and not not_struck(row, "factor"),
        "steps": (("up", "arrow-up"), ("down", "arrow-down"), ("in", "arrow-right"), ("out", "arrow-left")),
    }  # fmt: skip
