"""Reports while they are written: drafted, corrected sentence by sentence, checked, approved, published."""

from uuid import UUID

from zhike.core.access import find, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Missing
from zhike.reports import actions, queries
from zhike.reports.access import APPROVE_REPORT, PUBLISH_REPORT, VIEW_REPORT, WRITE_REPORT
from zhike.reports.api.found import REPORT, REPORTS, the_people, the_plan, the_project, the_report
from zhike.reports.api.shapes import (
    CheckedReportOut,
    ReportAnswerIn,
    ReportHealthIn,
    ReportIn,
    ReportLeftOutIn,
    ReportOut,
    ReportParagraphIn,
    ReportParagraphOut,
    ReportParagraphPatch,
    ReportVariantOut,
    ReportVersionIn,
    ReportWhyIn,
)
from zhike.reports.models import Paragraph, Report, Variant
from zhike.reports.queries import Checked

router = Router(tags=["Reports"])
VARIANTS, VARIANT = REPORT + "/variants", REPORT + "/variants/{uuid:variant_id}"
PARAGRAPH = REPORT + "/paragraphs/{uuid:paragraph_id}"


@router.get(REPORTS, response=Page[ReportOut])
@api(VIEW_REPORT)
def list_reports(request: Request, project_id: UUID, paging: Query[Paging], state: str = "") -> Slice:
    rows = queries.reports(request.actor).filter(project=the_project(request, project_id))
    return page(rows.filter(state=state) if state else rows, paging)


@router.post(REPORTS, response={201: ReportOut, 200: ReportOut})
@api(WRITE_REPORT)
def draft_report(request: Request, project_id: UUID, body: ReportIn) -> Status:
    """Of a plan that has a draft already, that draft is given."""
    row = the_project(request, project_id)
    plan = the_plan(request, project_id, body.plan_id) if body.plan_id else None
    readers, values = the_people(request, body.readers), body.dict(exclude={"plan_id", "readers"})
    make = lambda: actions.draft_report(request.actor, row, plan, readers=readers, **values)
    return create_once(request.actor, Report, body.id, make)


@router.get(REPORT, response=ReportOut)
@api(VIEW_REPORT)
def get_report(request: Request, project_id: UUID, report_id: UUID) -> Report:
    return the_report(request, project_id, report_id)


@router.get(VARIANTS, response=list[ReportVariantOut])
@api(VIEW_REPORT)
def list_report_variants(request: Request, project_id: UUID, report_id: UUID) -> list[Variant]:
    return queries.variants(request.actor, the_report(request, project_id, report_id))


@router.get(VARIANT + "/paragraphs", response=Page[ReportParagraphOut])
@api(VIEW_REPORT)
def list_report_paragraphs(
    request: Request, project_id: UUID, report_id: UUID, variant_id: UUID, paging: Query[Paging]
) -> Slice:
    variant = _variant(request, project_id, report_id, variant_id)
    return page(visible(request.actor, Paragraph).filter(variant=variant), paging, order=("position", "id"))


@router.post(VARIANT + "/paragraphs", response={201: ReportParagraphOut, 200: ReportParagraphOut})
@api(WRITE_REPORT)
def write_report_paragraph(
    request: Request, project_id: UUID, report_id: UUID, variant_id: UUID, body: ReportParagraphIn
) -> Status:
    variant = _variant(request, project_id, report_id, variant_id)
    make = lambda: actions.write_paragraph(request.actor, variant, **body.dict())
    return create_once(request.actor, Paragraph, body.id, make)


@router.patch(PARAGRAPH, response=ReportParagraphOut)
@api(WRITE_REPORT)
def change_report_paragraph(
    request: Request, project_id: UUID, report_id: UUID, paragraph_id: UUID, body: ReportParagraphPatch
) -> Paragraph:
    return actions.change_paragraph(
        request.actor, _paragraph(request, project_id, report_id, paragraph_id), **body.dict()
    )


@router.put(PARAGRAPH + "/left-out", response=ReportParagraphOut)
@api(WRITE_REPORT)
def leave_out_report_paragraph(
    request: Request, project_id: UUID, report_id: UUID, paragraph_id: UUID, body: ReportLeftOutIn
) -> Paragraph:
    row = _paragraph(request, project_id, report_id, paragraph_id)
    return actions.leave_out(request.actor, row, left_out=body.left_out)


@router.post(REPORT + "/drafting", response=ReportOut)
@api(WRITE_REPORT)
def draft_report_again(request: Request, project_id: UUID, report_id: UUID) -> Report:
    return actions.draft_again(request.actor, the_report(request, project_id, report_id))


@router.get(REPORT + "/contradictions", response=CheckedReportOut)
@api(VIEW_REPORT)
def check_report(request: Request, project_id: UUID, report_id: UUID) -> Checked:
    return queries.checked(request.actor, the_report(request, project_id, report_id))


@router.post(REPORT + "/contradictions/answer", response=ReportOut)
@api(WRITE_REPORT)
def answer_contradiction(request: Request, project_id: UUID, report_id: UUID, body: ReportAnswerIn) -> Report:
    row = the_report(request, project_id, report_id)
    return actions.answer_contradiction(request.actor, row, **body.dict())


@router.put(REPORT + "/health", response=ReportOut)
@api(WRITE_REPORT)
def judge_report(request: Request, project_id: UUID, report_id: UUID, body: ReportHealthIn) -> Report:
    return actions.judge(request.actor, the_report(request, project_id, report_id), **body.dict())


@router.post(REPORT + "/discarding", response=ReportOut)
@api(WRITE_REPORT)
def discard_report(request: Request, project_id: UUID, report_id: UUID, body: ReportWhyIn) -> Report:
    return actions.discard_report(request.actor, the_report(request, project_id, report_id), reason=body.reason)


@router.post(REPORT + "/approval-request", response=ReportOut)
@api(WRITE_REPORT)
def ask_report_approval(request: Request, project_id: UUID, report_id: UUID) -> Report:
    return actions.ask_approval(request.actor, the_report(request, project_id, report_id))


@router.post(REPORT + "/approval", response=ReportOut)
@api(APPROVE_REPORT)
def approve_report(request: Request, project_id: UUID, report_id: UUID) -> Report:
    return actions.approve_report(request.actor, the_report(request, project_id, report_id))


@router.post(REPORT + "/return", response=ReportOut)
@api(APPROVE_REPORT)
def give_report_back(request: Request, project_id: UUID, report_id: UUID, body: ReportWhyIn) -> Report:
    return actions.give_back(request.actor, the_report(request, project_id, report_id), reason=body.reason)


@router.post(REPORT + "/publication", response=ReportOut)
@api(PUBLISH_REPORT)
def publish_report(request: Request, project_id: UUID, report_id: UUID, body: ReportVersionIn) -> Report:
    """Frozen from then on, and sent to its readers."""
    row = the_report(request, project_id, report_id)
    return actions.publish_report(request.actor, row, version=body.version)


@router.post(REPORT + "/correction", response={201: ReportOut})
@api(WRITE_REPORT)
def correct_report(request: Request, project_id: UUID, report_id: UUID) -> Status:
    return Status(201, actions.correct_report(request.actor, the_report(request, project_id, report_id)))


# --- below -----------------------------------------------------------------------------------------------


def _variant(request: Request, project_id: UUID, report_id: UUID, key: UUID) -> Variant:
    report = the_report(request, project_id, report_id)
    row = find(request.actor, Variant, pk=key, report=report)
    row.report = report
    return row


def _paragraph(request: Request, project_id: UUID, report_id: UUID, key: UUID) -> Paragraph:
    report = the_report(request, project_id, report_id)
    row = queries.paragraph(request.actor, key)
    if row.variant.report_id != report.pk:
        raise Missing()
    row.variant.report = report
    return row
