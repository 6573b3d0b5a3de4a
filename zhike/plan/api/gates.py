"""Quality gates: what must be met before the work goes on, how it was checked, and what was decided."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from zhike.core.access import visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, DECIDE_GATE, VIEW_PLAN
from zhike.plan.api.found import PLAN, rows_behind, sent, the_project, the_task
from zhike.plan.api.shapes_gates import (
    GateCheckIn,
    GateCheckOut,
    GateCheckResultIn,
    GateDecisionIn,
    GateFields,
    GateIn,
    GateOut,
    GatePatch,
)
from zhike.plan.models import QualityCheck, QualityGate

router = Router(tags=["Quality gates"])
ALL, ONE = PLAN + "/gates", PLAN + "/gates/{uuid:gate_id}"
CHECKS, CHECK = ONE + "/checks", ONE + "/checks/{uuid:check_id}"
NULLABLE = frozenset({"task_id", "due_on"})


@router.get(ALL, response=Page[GateOut])
@api(VIEW_PLAN)
def list_gates(request: Request, project_id: UUID, paging: Query[Paging], state: str = "") -> Slice:
    rows = visible(request.actor, QualityGate).filter(project=the_project(request, project_id))
    return page(rows.filter(state=state) if state else rows, paging)


@router.post(ALL, response={201: GateOut, 200: GateOut})
@api(CHANGE_PLAN)
def add_gate(request: Request, project_id: UUID, body: GateIn) -> Status:
    row, values = the_project(request, project_id), _values(request, project_id, body)
    return create_once(
        request.actor, QualityGate, body.id, lambda: actions.add_gate(request.actor, row, **values, id=body.id)
    )


@router.get(ONE, response=GateOut)
@api(VIEW_PLAN)
def get_gate(request: Request, project_id: UUID, gate_id: UUID) -> QualityGate:
    return _one(request, project_id, gate_id)


@router.patch(ONE, response=GateOut)
@api(CHANGE_PLAN)
def change_gate(request: Request, project_id: UUID, gate_id: UUID, body: GatePatch) -> QualityGate:
    row, values = _one(request, project_id, gate_id), _values(request, project_id, body)
    return actions.change_gate(request.actor, row, version=body.version, **values)


@router.delete(ONE, response={204: None})
@api(CHANGE_PLAN)
def remove_gate(request: Request, project_id: UUID, gate_id: UUID) -> HttpResponse:
    """One nobody decided about."""
    actions.remove_gate(request.actor, _one(request, project_id, gate_id))
    return HttpResponse(status=204)


@router.post(ONE + "/decision", response=GateOut)
@api(DECIDE_GATE)
def decide_gate(request: Request, project_id: UUID, gate_id: UUID, body: GateDecisionIn) -> QualityGate:
    """Passing needs every required check to be met."""
    return actions.decide_gate(request.actor, _one(request, project_id, gate_id), **body.dict())


@router.get(CHECKS, response=Page[GateCheckOut])
@api(VIEW_PLAN)
def list_gate_checks(request: Request, project_id: UUID, gate_id: UUID, paging: Query[Paging]) -> Slice:
    rows = visible(request.actor, QualityCheck).filter(gate=_one(request, project_id, gate_id))
    return page(rows, paging, order=("position", "id"))


@router.post(CHECKS, response={201: GateCheckOut})
@api(CHANGE_PLAN)
def add_gate_check(request: Request, project_id: UUID, gate_id: UUID, body: GateCheckIn) -> Status:
    row = _one(request, project_id, gate_id)
    return Status(201, actions.add_check(request.actor, row, **body.dict()))


@router.put(CHECK + "/result", response=GateCheckOut)
@api(CHANGE_PLAN)
def make_gate_check(
    request: Request, project_id: UUID, gate_id: UUID, check_id: UUID, body: GateCheckResultIn
) -> QualityCheck:
    """Say what was found, and by what one can see it."""
    return actions.make_check(request.actor, _check(request, project_id, gate_id, check_id), **body.dict())


@router.delete(CHECK, response={204: None})
@api(CHANGE_PLAN)
def remove_gate_check(request: Request, project_id: UUID, gate_id: UUID, check_id: UUID) -> HttpResponse:
    actions.remove_check(request.actor, _check(request, project_id, gate_id, check_id))
    return HttpResponse(status=204)


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, project_id: UUID, key: UUID) -> QualityGate:
    return queries.gate(request.actor, the_project(request, project_id), pk=key)


def _check(request: Request, project_id: UUID, gate_id: UUID, key: UUID) -> QualityCheck:
    return queries.check_of(request.actor, _one(request, project_id, gate_id), key)


def _values(request: Request, project_id: UUID, body: GateFields) -> dict[str, Any]:
    """What was sent, with the task behind its id."""
    return rows_behind(sent(body, nullable=NULLABLE), task=lambda key: the_task(request, project_id, key))
