"""What a project costs by its plan: planned, spent, and what it will come to."""

from typing import Any
from uuid import UUID

from zhike.core.access import can, find
from zhike.core.api import Query, Request, Router, Schema
from zhike.core.doors import api
from zhike.plan.access import VIEW_COSTS
from zhike.plan.api.found import PLAN, the_plan
from zhike.plan.api.shapes_costs import CostsOut, Sums
from zhike.plan.models import Baseline
from zhike.plan.queries import latest_baseline
from zhike.plan.queries.costs import costs_of
from zhike.projects.access import VIEW_BUDGET

router = Router(tags=["Plan"])
SUMS = tuple(Sums.model_fields)
WHOLE_PLAN = 99


class CostsQuery(Schema):
    """`baseline_id`: which to compare with, the latest if none is named. `depth`: levels of the outline told of."""

    baseline_id: UUID | None = None
    depth: int = WHOLE_PLAN


@router.get(PLAN + "/costs", response=CostsOut)
@api(VIEW_COSTS)
def get_plan_costs(request: Request, project_id: UUID, look: Query[CostsQuery]) -> dict[str, Any]:
    """Each line with everything below it, and the whole over time."""
    plan = the_plan(request, project_id)
    named = look.baseline_id
    chosen = find(request.actor, Baseline, pk=named, plan=plan) if named else latest_baseline(plan)
    found = costs_of(request.actor, plan, chosen)
    return {
        **{name: getattr(found.whole, name) for name in SUMS}, "currency": plan.project.currency,
        "budget": plan.project.budget if can(request.actor, VIEW_BUDGET, plan.project) else None,
        "baseline_id": chosen.pk if chosen else None, "tasks_without_hours": found.silent, "waiting": found.waiting,
        "periods": found.periods, "lines": [line for line in found.lines if line.level <= look.depth],
    }  # fmt: skip
