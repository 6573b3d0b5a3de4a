"""Baselines: what was planned once, and what is different now."""

from uuid import UUID

from django.http import HttpResponse

from zhike.core.access import visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.plan import actions, queries
from zhike.plan.access import REPLAN, VIEW_PLAN
from zhike.plan.api.found import PLAN, sent, the_plan, the_project
from zhike.plan.api.shapes import BaselineIn, BaselineOut, BaselinePatch, DifferenceOut
from zhike.plan.models import Baseline
from zhike.plan.queries import Difference

router = Router(tags=["Plan"])
ALL, ONE = PLAN + "/baselines", PLAN + "/baselines/{uuid:baseline_id}"


@router.get(ALL, response=Page[BaselineOut])
@api(VIEW_PLAN)
def list_baselines(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(visible(request.actor, Baseline).filter(plan__project=the_project(request, project_id)), paging)


@router.post(ALL, response={201: BaselineOut, 200: BaselineOut})
@api(REPLAN)
def take_baseline(request: Request, project_id: UUID, body: BaselineIn) -> Status:
    """Without a reason a baseline; with one, a new plan everybody is told of."""
    plan = the_plan(request, project_id)

    def take() -> Baseline:
        name, key = body.name, body.id
        if not body.reason.strip():
            return actions.take_baseline(request.actor, plan, name=name, id=key)
        return actions.replan(request.actor, plan, reason=body.reason, name=name, is_shared=body.is_shared, id=key)

    return create_once(request.actor, Baseline, body.id, take)


@router.get(ONE, response=BaselineOut)
@api(VIEW_PLAN)
def get_baseline(request: Request, project_id: UUID, baseline_id: UUID) -> Baseline:
    return _one(request, project_id, baseline_id)


@router.patch(ONE, response=BaselineOut)
@api(REPLAN)
def change_baseline(request: Request, project_id: UUID, baseline_id: UUID, body: BaselinePatch) -> Baseline:
    """Another name, or more about why it was taken; what it holds never changes."""
    row = _one(request, project_id, baseline_id)
    return actions.change_baseline(request.actor, row, version=body.version, **sent(body))


@router.delete(ONE, response={204: None})
@api(REPLAN)
def remove_baseline(request: Request, project_id: UUID, baseline_id: UUID) -> HttpResponse:
    """One taken by mistake. One with a reason is history and stays."""
    actions.remove_baseline(request.actor, _one(request, project_id, baseline_id))
    return HttpResponse(status=204)


@router.get(ONE + "/differences", response=list[DifferenceOut])
@api(VIEW_PLAN)
def list_baseline_differences(
    request: Request, project_id: UUID, baseline_id: UUID, against: UUID | None = None
) -> list[Difference]:
    """From this baseline to the plan as it is now, or to the baseline `against`."""
    row = _one(request, project_id, baseline_id)
    other = _one(request, project_id, against) if against else None
    return queries.differences(request.actor, row, other)


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, project_id: UUID, key: UUID) -> Baseline:
    return queries.baseline(request.actor, the_project(request, project_id), pk=key)
