"""The requirement document: what it says now, and sending it for signature."""

from typing import Any
from uuid import UUID

from zhike.clients.models import Contact
from zhike.core.access import find
from zhike.core.api import Request, Router, Status, create_once
from zhike.core.doors import api
from zhike.projects.queries import project
from zhike.requirements import actions, queries
from zhike.requirements.access import SEND_REQUIREMENTS, VIEW_REQUIREMENT
from zhike.requirements.api.shapes import DocumentOut, SendIn, SentOut
from zhike.signoff.models import SignatureRequest

router = Router(tags=["Requirements"])


@router.get("/projects/{uuid:project_id}/requirement-document", response=DocumentOut)
@api(VIEW_REQUIREMENT)
def get_requirement_document(request: Request, project_id: UUID) -> dict[str, Any]:
    """What it would say if it were frozen now."""
    row = project(request.actor, pk=project_id)
    stands = queries.standing(request.actor, row)
    counted = {name: getattr(stands, name) for name in ("total", "agreed", "proposed", "drafts", "changed")}
    return {
        "content": queries.content_of(request.actor, row).to_json(), **counted,
        "hints": [one.words for one in queries.hints(request.actor, row)],
        "must_be_signed_again": stands.must_be_signed_again,
    }  # fmt: skip


@router.post("/projects/{uuid:project_id}/requirement-document/signatures", response={201: SentOut, 200: SentOut})
@api(SEND_REQUIREMENTS)
def send_requirement_document(request: Request, project_id: UUID, body: SendIn) -> Status:
    """Freeze it and ask these contacts to sign, in this order."""
    row = project(request.actor, pk=project_id)
    values = body.dict()
    values["signers"] = [find(request.actor, Contact, pk=key) for key in body.signers]
    return create_once(
        request.actor, SignatureRequest, body.id, lambda: actions.send_document(request.actor, row, **values)
    )
