"""How likely the dates of a plan are, and how it could be levelled. Both are computed in the background: ask, then read
until it is done."""

from typing import Any
from uuid import UUID

from zhike.core.access import find_in, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, page
from zhike.core.doors import api
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, VIEW_PLAN
from zhike.plan.api.found import PLAN, edited, sent, the_plan
from zhike.plan.api.shapes import PlanEditedOut
from zhike.plan.api.shapes_foreseeing import (
    ForecastIn,
    ForecastOut,
    ForecastResultOut,
    ForecastTaskOut,
    LevellingIn,
    LevellingOut,
    LevellingProposalOut,
    OverloadsOut,
)
from zhike.plan.models import Forecast, Levelling, Task

router = Router(tags=["Forecasts and levelling"])
FORECASTS, FORECAST = PLAN + "/forecasts", PLAN + "/forecasts/{uuid:forecast_id}"
LEVELLINGS, LEVELLING = PLAN + "/levellings", PLAN + "/levellings/{uuid:levelling_id}"


@router.get(FORECASTS, response=Page[ForecastOut])
@api(VIEW_PLAN)
def list_forecasts(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    rows = visible(request.actor, Forecast).filter(plan=the_plan(request, project_id))
    return page(rows.select_related("plan").defer("result"), paging)


@router.post(FORECASTS, response={201: ForecastOut})
@api(CHANGE_PLAN)
def ask_forecast(request: Request, project_id: UUID, body: ForecastIn) -> Status:
    return Status(201, actions.forecast_plan(request.actor, the_plan(request, project_id), **sent(body)))


@router.get(FORECAST, response=ForecastResultOut)
@api(VIEW_PLAN)
def get_forecast(request: Request, project_id: UUID, forecast_id: UUID) -> Forecast:
    return _forecast(request, project_id, forecast_id)


@router.get(FORECAST + "/tasks", response=Page[ForecastTaskOut])
@api(VIEW_PLAN)
def list_forecast_tasks(request: Request, project_id: UUID, forecast_id: UUID, paging: Query[Paging]) -> Slice:
    """Of every task: the finish half and 80 % of the samples keep, and how often it was critical."""
    row = _forecast(request, project_id, forecast_id)
    found = page(visible(request.actor, Task).filter(plan=row.plan_id), paging)
    told = row.result.get("tasks", {})
    found["items"] = [_of_task(task, told.get(str(task.pk), {})) for task in found["items"]]
    return found


@router.get(PLAN + "/overloads", response=OverloadsOut)
@api(VIEW_PLAN)
def list_overloads(request: Request, project_id: UUID) -> dict[str, Any]:
    """Who is asked for more than they can do, as the plan stands."""
    found = queries.overloads(request.actor, the_plan(request, project_id))
    return {"is_known": found is not None, "overloads": found or []}


@router.get(LEVELLINGS, response=Page[LevellingOut])
@api(VIEW_PLAN)
def list_levellings(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    rows = visible(request.actor, Levelling).filter(plan=the_plan(request, project_id))
    return page(rows.select_related("plan").defer("moves", "left"), paging)


@router.post(LEVELLINGS, response={201: LevellingOut})
@api(CHANGE_PLAN)
def ask_levelling(request: Request, project_id: UUID, body: LevellingIn) -> Status:
    return Status(201, actions.level_plan(request.actor, the_plan(request, project_id), **body.dict()))


@router.get(LEVELLING, response=LevellingProposalOut)
@api(VIEW_PLAN)
def get_levelling(request: Request, project_id: UUID, levelling_id: UUID) -> Levelling:
    """Every task the proposal moves, with the reason, and who is asked too much all the same."""
    return _levelling(request, project_id, levelling_id)


@router.post(LEVELLING + "/taking", response=PlanEditedOut)
@api(CHANGE_PLAN)
def take_levelling(request: Request, project_id: UUID, levelling_id: UUID) -> dict[str, Any]:
    """One edit, which can be taken back; refused once the plan is another than the one it was worked out for."""
    return edited(actions.take_levelling(request.actor, _levelling(request, project_id, levelling_id)))


# --- below -----------------------------------------------------------------------------------------------


def _forecast(request: Request, project_id: UUID, key: UUID) -> Forecast:
    rows = visible(request.actor, Forecast).filter(plan=the_plan(request, project_id))
    return find_in(rows.select_related("plan"), pk=key)


def _levelling(request: Request, project_id: UUID, key: UUID) -> Levelling:
    rows = visible(request.actor, Levelling).filter(plan=the_plan(request, project_id))
    return find_in(rows.select_related("plan__project"), pk=key)


def _of_task(task: Task, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "task_id": task.pk, "number": task.number, "name": task.name, "p50": told.get("p50"), "p80": told.get("p80"),
        "criticality": told.get("critical"),
    }  # fmt: skip
