"""Reports as they went out: the frozen variants, receipts, reactions and what we say to them."""

from uuid import UUID

from zhike.core.access import find
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, page
from zhike.core.doors import api
from zhike.reports import actions, queries
from zhike.reports.access import PUBLISH_REPORT, REPLY_TO_REACTION, VIEW_REPORT
from zhike.reports.api.found import REPORT, the_report
from zhike.reports.api.shapes import (
    ReportHandOverIn,
    ReportPublicationOut,
    ReportReactionOut,
    ReportReceiptOut,
    ReportReplyIn,
)
from zhike.reports.models import Delivery, Reaction

router = Router(tags=["Published reports"])


@router.get(REPORT + "/publications", response=Page[ReportPublicationOut])
@api(VIEW_REPORT)
def list_report_publications(request: Request, project_id: UUID, report_id: UUID, paging: Query[Paging]) -> Slice:
    return page(queries.publications(request.actor, the_report(request, project_id, report_id)), paging, order=("id",))


@router.get(REPORT + "/receipts", response=Page[ReportReceiptOut])
@api(VIEW_REPORT)
def list_report_receipts(request: Request, project_id: UUID, report_id: UUID, paging: Query[Paging]) -> Slice:
    return page(queries.receipts(request.actor, the_report(request, project_id, report_id)), paging)


@router.post(REPORT + "/receipts/{uuid:delivery_id}/handing-over", response=ReportReceiptOut)
@api(PUBLISH_REPORT)
def hand_report_over(
    request: Request, project_id: UUID, report_id: UUID, delivery_id: UUID, body: ReportHandOverIn
) -> Delivery:  # fmt: skip
    """Somebody got it in a meeting or by another channel than mail."""
    report = the_report(request, project_id, report_id)
    row = find(request.actor, Delivery, pk=delivery_id, report=report)
    row.report = report
    return actions.hand_over(request.actor, row, how=body.how)


@router.get(REPORT + "/reactions", response=Page[ReportReactionOut])
@api(VIEW_REPORT)
def list_report_reactions(request: Request, project_id: UUID, report_id: UUID, paging: Query[Paging]) -> Slice:
    return page(queries.reactions(request.actor, the_report(request, project_id, report_id)), paging)


@router.post(REPORT + "/reactions/{uuid:reaction_id}/reply", response=ReportReactionOut)
@api(REPLY_TO_REACTION)
def reply_to_reaction(
    request: Request, project_id: UUID, report_id: UUID, reaction_id: UUID, body: ReportReplyIn
) -> Reaction:  # fmt: skip
    """Whoever said it reads the reply beside their words."""
    report = the_report(request, project_id, report_id)
    row = find(request.actor, Reaction, pk=reaction_id, report=report)
    row.report = report
    return actions.reply_to(request.actor, row, **body.dict())
