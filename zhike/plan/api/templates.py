"""Plans worth doing again: keeping one as a template, and laying one out in a project."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from zhike.core.access import find_in
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, CHANGE_PLAN_TEMPLATE, VIEW_PLAN
from zhike.plan.api.found import PLAN, edited, sent, the_plan, the_project
from zhike.plan.api.shapes import PlanEditedOut
from zhike.plan.api.shapes_gates import (
    PlanTemplateContentOut,
    PlanTemplateIn,
    PlanTemplateOut,
    PlanTemplatePatch,
    PlanTemplateUseIn,
)
from zhike.plan.models import PlanTemplate

router = Router(tags=["Plan templates"])
ALL, ONE = "/plan-templates", "/plan-templates/{uuid:template_id}"


@router.get(ALL, response=Page[PlanTemplateOut])
@api(VIEW_PLAN)
def list_plan_templates(request: Request, paging: Query[Paging]) -> Slice:
    return page(queries.plan_templates(request.actor).defer("content"), paging)


@router.post(ALL, response={201: PlanTemplateOut, 200: PlanTemplateOut})
@api(CHANGE_PLAN_TEMPLATE)
def keep_plan_template(request: Request, body: PlanTemplateIn) -> Status:
    """Outline, links, durations, gates and process of a project's plan; people, progress and hours stay there."""
    plan, values = the_plan(request, body.project_id), body.dict(exclude={"project_id"})
    return create_once(
        request.actor, PlanTemplate, body.id, lambda: actions.keep_as_template(request.actor, plan, **values)
    )


@router.get(ONE, response=PlanTemplateContentOut)
@api(VIEW_PLAN)
def get_plan_template(request: Request, template_id: UUID) -> PlanTemplate:
    return _one(request, template_id)


@router.patch(ONE, response=PlanTemplateOut)
@api(CHANGE_PLAN_TEMPLATE)
def change_plan_template(request: Request, template_id: UUID, body: PlanTemplatePatch) -> PlanTemplate:
    return actions.change_template(request.actor, _one(request, template_id), version=body.version, **sent(body))


@router.delete(ONE, response={204: None})
@api(CHANGE_PLAN_TEMPLATE)
def remove_plan_template(request: Request, template_id: UUID) -> HttpResponse:
    """Plans made from it stay as they are."""
    actions.remove_template(request.actor, _one(request, template_id))
    return HttpResponse(status=204)


@router.post(PLAN + "/from-template", response=PlanEditedOut)
@api(CHANGE_PLAN)
def apply_plan_template(request: Request, project_id: UUID, body: PlanTemplateUseIn) -> dict[str, Any]:
    """Lay a template out behind what the plan holds already: one edit, which can be taken back."""
    row, template = the_project(request, project_id), _one(request, body.template_id)
    start = body.start.replace(tzinfo=None) if body.start else None
    return edited(actions.apply_template(request.actor, row, template, start=start))


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, key: UUID) -> PlanTemplate:
    return find_in(queries.plan_templates(request.actor), pk=key)
