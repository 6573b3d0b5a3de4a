"""Who is asked for too much, and who has time: over all projects, in one, and what stands behind a cell."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.plan.access import VIEW_PLAN
from zhike.plan.forms_board import LookForm
from zhike.plan.loads import Periods
from zhike.plan.queries import workload as queries
from zhike.plan.showing_workload import shown, shown_behind
from zhike.projects.models import Project
from zhike.projects.queries import project, running_projects


@require_GET
@staff(VIEW_PLAN)
def workload(request: Request) -> HttpResponse:
    form, periods = _look(request)
    rows = list(running_projects(request.actor).order_by("sort_key").values_list("number", "name"))
    number = form.cleaned_data.get("project")
    chosen = project(request.actor, number=number) if number else None
    return _page(request, form, periods, chosen, {"projects": rows, "here": reverse("workload")})


@require_GET
@staff(VIEW_PLAN)
def of_project(request: Request, number: int) -> HttpResponse:
    """Its people, with what every project asks of them."""
    row, (form, periods) = project(request.actor, number=number), _look(request)
    here = reverse("project-workload", args=[number])
    return _page(request, form, periods, row, {"project": row, "here": here})


@require_GET
@staff(VIEW_PLAN)
def behind(request: Request) -> HttpResponse:
    """The tasks that ask for somebody's hours in one week or day."""
    if not request.GET.get("person"):
        return redirect("workload")
    _form, periods = _look(request)
    person, tasks = queries.behind(request.actor, request.GET.get("person", ""), periods)
    if person is None:
        raise Missing(_("There is nobody like that. Load the page again."))
    return render(request, "plan/workload_tasks.html", shown_behind(person, tasks, periods))


# --- below -----------------------------------------------------------------------------------------------


def _look(request: Request) -> tuple[LookForm, Periods]:
    """What one looks at; where that cannot be shown, the usual weeks and why."""
    form = LookForm(request.GET)
    if not form.is_valid():
        usual = LookForm({})
        usual.is_valid()
        form.cleaned_data = usual.cleaned_data
    told = form.cleaned_data
    spans = queries.days if told["by"] == "day" else queries.weeks
    return form, spans(told["start"], told["until"])


def _page(
    request: Request, form: LookForm, periods: Periods, chosen: Project | None, around: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    told = form.cleaned_data
    found = queries.workload_of(
        request.actor, periods, project=chosen, team=told["team"], only_over=told["over"]
    )  # fmt: skip
    context = {
        "form": form, "look": told, "load": found, "table": shown(found), "page_class": "wide", "by": told["by"],
        "is_narrowed": bool(told["team"] or told["over"] or told["project"]), **around,
    }  # fmt: skip
    return render(request, "plan/workload.html", context, status=422 if form.errors else 200)
