"""Report plans and their readers."""

from uuid import UUID

from django.http import HttpResponse

from zhike.core.access import find, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.reports import actions, queries
from zhike.reports.access import PLAN_REPORTS, VIEW_REPORT
from zhike.reports.api.found import PLAN, PLANS, given, the_people, the_person, the_plan, the_project
from zhike.reports.api.shapes import (
    ReportHowIn,
    ReportPlanIn,
    ReportPlanOut,
    ReportPlanPatch,
    ReportReaderIn,
    ReportReaderOut,
)
from zhike.reports.models import Reader, ReportPlan

router = Router(tags=["Report plans"])
READERS, READER = PLAN + "/readers", PLAN + "/readers/{uuid:reader_id}"


@router.get(PLANS, response=Page[ReportPlanOut])
@api(VIEW_REPORT)
def list_report_plans(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(queries.report_plans(request.actor, the_project(request, project_id)), paging)


@router.post(PLANS, response={201: ReportPlanOut, 200: ReportPlanOut})
@api(PLAN_REPORTS)
def set_up_report_plan(request: Request, project_id: UUID, body: ReportPlanIn) -> Status:
    row, values = the_project(request, project_id), given(request, body)
    readers = None if body.readers is None else the_people(request, body.readers)
    make = lambda: actions.set_up_plan(request.actor, row, readers=readers, id=body.id, **values)
    return create_once(request.actor, ReportPlan, body.id, make)


@router.get(PLAN, response=ReportPlanOut)
@api(VIEW_REPORT)
def get_report_plan(request: Request, project_id: UUID, plan_id: UUID) -> ReportPlan:
    return the_plan(request, project_id, plan_id)


@router.patch(PLAN, response=ReportPlanOut)
@api(PLAN_REPORTS)
def change_report_plan(request: Request, project_id: UUID, plan_id: UUID, body: ReportPlanPatch) -> ReportPlan:
    row = the_plan(request, project_id, plan_id)
    return actions.change_plan(request.actor, row, version=body.version, **given(request, body))


@router.get(READERS, response=Page[ReportReaderOut])
@api(VIEW_REPORT)
def list_report_readers(request: Request, project_id: UUID, plan_id: UUID, paging: Query[Paging]) -> Slice:
    rows = visible(request.actor, Reader).filter(plan=the_plan(request, project_id, plan_id))
    return page(rows.select_related("contact", "user"), paging)


@router.post(READERS, response={201: ReportReaderOut})
@api(PLAN_REPORTS)
def add_report_reader(request: Request, project_id: UUID, plan_id: UUID, body: ReportReaderIn) -> Status:
    row = the_plan(request, project_id, plan_id)
    contact, user = the_person(request, body)
    how = {"language": body.language, "depth": body.depth, "channel": body.channel}
    return Status(201, actions.add_reader(request.actor, row, contact=contact, user=user, **how))


@router.put(READER, response=ReportReaderOut)
@api(PLAN_REPORTS)
def change_report_reader(
    request: Request, project_id: UUID, plan_id: UUID, reader_id: UUID, body: ReportHowIn
) -> Reader:
    return actions.change_reader(request.actor, _reader(request, project_id, plan_id, reader_id), **body.dict())


@router.delete(READER, response={204: None})
@api(PLAN_REPORTS)
def remove_report_reader(request: Request, project_id: UUID, plan_id: UUID, reader_id: UUID) -> HttpResponse:
    """From the next report on; what they got stays theirs."""
    actions.remove_reader(request.actor, _reader(request, project_id, plan_id, reader_id))
    return HttpResponse(status=204)


# --- below -----------------------------------------------------------------------------------------------


def _reader(request: Request, project_id: UUID, plan_id: UUID, key: UUID) -> Reader:
    plan = the_plan(request, project_id, plan_id)
    row = find(request.actor, Reader, pk=key, plan=plan, related=("contact", "user"))
    row.plan = plan
    return row
