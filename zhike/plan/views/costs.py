"""What a project costs by its plan: planned, spent, and what it will come to."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhike.core.access import can
from zhike.core.doors import Request, staff
from zhike.plan import queries
from zhike.plan.access import VIEW_COSTS
from zhike.plan.forms_costs import CostsForm
from zhike.plan.models import Baseline
from zhike.plan.queries.costs import Line, costs_of
from zhike.projects.access import VIEW_BUDGET
from zhike.projects.queries import project

MOST_LINES = 500  # shown at once


@require_GET
@staff(VIEW_COSTS)
def costs(request: Request, number: int) -> HttpResponse:
    """Budget, plan, baseline, actual and forecast of every line, to the depth one chooses."""
    plan = queries.plan_of(request.actor, project(request.actor, number=number))
    baselines = list(queries.baselines(request.actor, plan)[:200])
    form = CostsForm(request.GET, baselines=baselines)
    chosen, depth = form.chosen()
    found = costs_of(request.actor, plan, chosen)
    seen = [line for line in found.lines if line.level <= depth]
    context = {
        "project": plan.project, "plan": plan, "form": form, "baseline": chosen, "costs": found, "page_class": "wide",
        "lines": seen[:MOST_LINES], "more": len(seen) - MOST_LINES, **_budget(request, plan.project, found.whole),
        "unkept": _unkept(chosen, found.whole),
    }  # fmt: skip
    return render(request, "plan/costs.html", context)


# --- below -----------------------------------------------------------------------------------------------


def _budget(request: Request, row: Any, whole: Line) -> dict[str, Any]:
    """The budget of the project and by how much the forecast is over it, for those who may know."""
    if row.budget is None or not can(request.actor, VIEW_BUDGET, row):
        return {"budget": None}
    return {"budget": row.budget, "over": whole.forecast - row.budget}


def _unkept(baseline: Baseline | None, whole: Line) -> bool:
    """A baseline was chosen of which nobody kept what it cost."""
    return baseline is not None and whole.baseline is None
