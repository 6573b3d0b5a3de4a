"""Segmentations over REST."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zhike.clients import actions, queries
from zhike.clients.access import CHANGE_SCHEME, VIEW_CLIENT
from zhike.clients.models import Scheme
from zhike.core.access import find
from zhike.core.api import (
    Input,
    Page,
    Paging,
    Query,
    Request,
    Router,
    Schema,
    Slice,
    Status,
    create_once,
    page,
)
from zhike.core.doors import api

router = Router(tags=["Segmentations"])


class SchemeIn(Input):
    id: UUID | None = None
    name: str
    kind: str
    figure: str = "annual_value"
    limit_a: int = 80
    limit_b: int = 95
    rules: list[dict[str, Any]] = []


class SchemeOut(Schema):
    id: UUID
    name: str
    kind: str
    figure: str
    limit_a: int
    limit_b: int
    rules: list[Any]
    computed_at: datetime | None
    updated_at: datetime


class SegmentOut(Schema):
    client_id: UUID
    label: str
    share: float | None


@router.get("/segmentations", response=Page[SchemeOut])
@api(VIEW_CLIENT)
def list_schemes(request: Request, paging: Query[Paging]) -> Slice:
    return page(queries.schemes(request.actor), paging)


@router.post("/segmentations", response={201: SchemeOut, 200: SchemeOut})
@api(CHANGE_SCHEME)
def create_scheme(request: Request, body: SchemeIn) -> Status:
    values = body.dict(exclude={"id"})
    return create_once(
        request.actor, Scheme, body.id, lambda: actions.create_scheme(request.actor, id=body.id, **values)
    )


@router.get("/segmentations/{uuid:scheme_id}/members", response=Page[SegmentOut])
@api(VIEW_CLIENT)
def list_segment_members(request: Request, scheme_id: UUID, paging: Query[Paging]) -> Slice:
    return page(queries.members_of(request.actor, find(request.actor, Scheme, pk=scheme_id)), paging)


@router.post("/segmentations/{uuid:scheme_id}/computation", response=SchemeOut)
@api(CHANGE_SCHEME)
def compute_scheme(request: Request, scheme_id: UUID) -> Scheme:
    return actions.compute_scheme(request.actor, find(request.actor, Scheme, pk=scheme_id))
