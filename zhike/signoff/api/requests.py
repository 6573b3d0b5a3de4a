"""Signature requests and the evidence. Signing itself is done by people of the client in the portal, not over REST."""

from uuid import UUID

from zhike.clients.models import Contact
from zhike.core.access import find, find_in, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.signoff import actions, queries
from zhike.signoff.access import CONFIRM_DELEGATE, END_REQUEST, REMIND, REQUEST_SIGNATURES, VIEW_PAPER
from zhike.signoff.api.shapes import ReminderIn, RequestIn, RequestOut, RequestReasonIn, SignatureOut
from zhike.signoff.models import Paper, Signature, SignatureRequest, Signer

router = Router(tags=["Signatures"])


@router.get("/signature-requests", response=Page[RequestOut])
@api(VIEW_PAPER)
def list_requests(
    request: Request, paging: Query[Paging], state: str = "", project_id: UUID | None = None,
    paper_id: UUID | None = None,
) -> Slice:  # fmt: skip
    asked = {"state": state, "project_id": project_id, "paper_id": paper_id}
    rows = queries.requests(request.actor).filter(**{name: value for name, value in asked.items() if value})
    return page(rows, paging)


@router.post("/papers/{uuid:paper_id}/signature-requests", response={201: RequestOut, 200: RequestOut})
@api(REQUEST_SIGNATURES)
def request_signatures(request: Request, paper_id: UUID, body: RequestIn) -> Status:
    paper = find(request.actor, Paper, pk=paper_id)
    values = body.dict(exclude={"signers"})
    values["signers"] = [find(request.actor, Contact, pk=key) for key in body.signers]
    return create_once(
        request.actor, SignatureRequest, body.id, lambda: actions.request_signatures(request.actor, paper, **values)
    )


@router.get("/signature-requests/{uuid:request_id}", response=RequestOut)
@api(VIEW_PAPER)
def get_request(request: Request, request_id: UUID) -> SignatureRequest:
    return _request(request, request_id)


@router.get("/signature-requests/{uuid:request_id}/signatures", response=Page[SignatureOut])
@api(VIEW_PAPER)
def list_signatures(request: Request, request_id: UUID, paging: Query[Paging]) -> Slice:
    rows = visible(request.actor, Signature).filter(request=_request(request, request_id))
    return page(rows.prefetch_related("revocations"), paging)


@router.post("/signature-requests/{uuid:request_id}/reminder", response=RequestOut)
@api(REMIND)
def remind(request: Request, request_id: UUID, body: ReminderIn) -> SignatureRequest:
    row = _request(request, request_id)
    signer = find(request.actor, Signer, pk=body.signer_id, request=row) if body.signer_id else None
    actions.remind(request.actor, row, signer=signer, note=body.note)
    return _request(request, request_id)


@router.post("/signature-requests/{uuid:request_id}/withdrawal", response=RequestOut)
@api(END_REQUEST)
def withdraw_request(request: Request, request_id: UUID, body: RequestReasonIn) -> SignatureRequest:
    actions.withdraw_request(request.actor, _request(request, request_id), reason=body.reason)
    return _request(request, request_id)


@router.post("/signature-requests/{uuid:request_id}/signers/{uuid:signer_id}/confirmation", response=RequestOut)
@api(CONFIRM_DELEGATE)
def confirm_delegate(request: Request, request_id: UUID, signer_id: UUID) -> SignatureRequest:
    row = _request(request, request_id)
    actions.confirm_delegate(request.actor, find(request.actor, Signer, pk=signer_id, request=row))
    return _request(request, request_id)


@router.post("/signature-requests/{uuid:request_id}/signers/{uuid:signer_id}/reached", response=RequestOut)
@api(REMIND)
def note_reached(request: Request, request_id: UUID, signer_id: UUID) -> SignatureRequest:
    """Somebody reminded this person by the channel they prefer; `reach_out_since` of the signer was set until now."""
    row = _request(request, request_id)
    actions.note_reached(request.actor, find(request.actor, Signer, pk=signer_id, request=row))
    return _request(request, request_id)


def _request(request: Request, request_id: UUID) -> SignatureRequest:
    return find_in(queries.requests(request.actor), pk=request_id)
