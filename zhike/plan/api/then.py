"""The time machine: the plan as it stood, and what changed between two moments."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.api import Request, Router
from zhike.core.doors import api
from zhike.core.errors import Invalid, Missing
from zhike.plan import queries
from zhike.plan.access import VIEW_PLAN
from zhike.plan.api.found import PLAN, the_plan
from zhike.plan.api.shapes_then import DayOfHistoryOut, DifferencesThenOut, MomentOut, PlanThenOut
from zhike.plan.forms_then import ALL, end_of
from zhike.plan.models import Plan
from zhike.plan.queries import DayOfHistory, PlanThen
from zhike.plan.queries.history import Told

router = Router(tags=["Plan"])


@router.get(PLAN + "/then", response=PlanThenOut)
@api(VIEW_PLAN)
def get_plan_then(request: Request, project_id: UUID, at: str, level: int = ALL) -> dict[str, Any]:
    """The plan at the end of the day, minute or second `at`: 2026-11-20, or 2026-11-20T10:03. `level` is how deep."""
    found = _then(request, the_plan(request, project_id), "at", at)
    names = ("asked", "revision", "last", "finish", "progress", "client_level", "done", "total")
    return {**{name: getattr(found, name) for name in names}, "tasks": list(found.down_to(level))}


@router.get(PLAN + "/differences", response=DifferencesThenOut)
@api(VIEW_PLAN)
def list_plan_differences(request: Request, project_id: UUID, at: str, against: str = "") -> dict[str, Any]:
    """What changed from `at` until `against`, or until now."""
    plan = the_plan(request, project_id)
    then, later = _then(request, plan, "at", at), _then(request, plan, "against", against)
    found = queries.what_changed(then, later)
    return {"then": then, "later": later, "counts": found.counts, "tasks": list(found)}


@router.get(PLAN + "/moments", response=list[MomentOut])
@api(VIEW_PLAN)
def list_plan_moments(request: Request, project_id: UUID, since: str, until: str = "") -> list[Told]:
    """What changed the plan after `since`, until `until` or now, and who did: the latest 500, the latest first."""
    plan = the_plan(request, project_id)
    begin, end = end_of("since", since), end_of("until", until) or timezone.now()
    if begin is None:
        raise Invalid(since=_("Please fill this in."))
    return queries.moments(request.actor, plan, begin, end)


@router.get(PLAN + "/moments/days", response=list[DayOfHistoryOut])
@api(VIEW_PLAN)
def list_plan_days(request: Request, project_id: UUID) -> list[DayOfHistory]:
    """The latest thousand days on which the plan changed."""
    return queries.days_of_history(request.actor, the_plan(request, project_id), most=1000)


# --- below -----------------------------------------------------------------------------------------------


def _then(request: Request, plan: Plan, name: str, text: str) -> PlanThen:
    found = queries.plan_then(request.actor, plan, end_of(name, text) or timezone.now())
    if found is None:
        raise Missing(_("Nobody kept the plan of that day."))
    return found
