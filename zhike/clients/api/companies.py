"""Client companies over REST."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhike.clients import actions, queries
from zhike.clients.access import (
    ARCHIVE_CLIENT,
    ASSIGN_CLIENT,
    CHANGE_CLIENT,
    CREATE_CLIENT,
    MERGE_CLIENT,
    VIEW_CLIENT,
    VIEW_VALUE,
)  # fmt: skip
from zhike.clients.api.given import colleague, given
from zhike.clients.models import Client, Merge
from zhike.core.access import can, find
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

router = Router(tags=["Clients"])


class ClientFields(Input):
    short_name: str | None = None
    english_name: str | None = None
    kind: str | None = None
    credit_code: str | None = None
    industry: str | None = None
    size: str | None = None
    region: str | None = None
    address: str | None = None
    website: str | None = None
    mail_domains: str | None = None
    phone: str | None = None
    background: str | None = None
    origin: str | None = None
    stage: str | None = None
    tier: str | None = None
    annual_value: Decimal | None = None
    potential_value: Decimal | None = None


class ClientIn(ClientFields):
    id: UUID | None = None
    name: str


class ClientPatch(ClientFields):
    name: str | None = None
    version: int | None = None


class ClientOut(Schema):
    id: UUID
    code: str
    number: int
    version: int
    name: str
    short_name: str
    english_name: str
    kind: str
    credit_code: str
    industry: str
    size: str
    region: str
    address: str
    website: str
    mail_domains: str
    phone: str
    background: str
    origin: str
    stage: str
    tier: str
    annual_value: Decimal | None
    potential_value: Decimal | None
    owner_id: UUID | None
    quality: int
    archived_at: datetime | None
    merged_into_id: UUID | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_annual_value(client: Client, context: dict[str, Any]) -> Decimal | None:
        return client.annual_value if can(context["request"].actor, VIEW_VALUE) else None

    @staticmethod
    def resolve_potential_value(client: Client, context: dict[str, Any]) -> Decimal | None:
        return client.potential_value if can(context["request"].actor, VIEW_VALUE) else None


class ClientReasonIn(Input):
    reason: str


class OwnerIn(Input):
    owner_id: UUID
    note: str


class TagsIn(Input):
    names: list[str]


class MergeIn(Input):
    absorbed_id: UUID
    take: list[str] = []


class MergeOut(Schema):
    id: UUID
    survivor_id: UUID
    absorbed_id: UUID
    created_at: datetime
    undone_at: datetime | None


class CollisionOut(Schema):
    """A client that may be the same party; of one that is not yours only the owner's name is told."""

    score: float
    reasons: list[str]
    owner: str
    client: ClientOut | None


@router.get("/clients", response=Page[ClientOut])
@api(VIEW_CLIENT)
def list_clients(request: Request, paging: Query[Paging], archived: bool = False) -> Slice:
    return page(queries.clients(request.actor, archived=archived), paging)


@router.post("/clients", response={201: ClientOut, 200: ClientOut})
@api(CREATE_CLIENT)
def create_client(request: Request, body: ClientIn) -> Status:
    values = body.dict(exclude_none=True)
    return create_once(request.actor, Client, body.id, lambda: actions.create_client(request.actor, **values))


@router.get("/clients/collisions", response=list[CollisionOut])
@api(CREATE_CLIENT)
def list_collisions(request: Request, name: str, credit_code: str = "", mail_domains: str = "") -> list[Any]:
    draft = Client(name=name[:200], credit_code=credit_code[:18], mail_domains=mail_domains[:300])
    return queries.collisions(request.actor, draft)


@router.get("/clients/{uuid:client_id}", response=ClientOut)
@api(VIEW_CLIENT)
def get_client(request: Request, client_id: UUID) -> Client:
    return find(request.actor, Client, pk=client_id)


@router.patch("/clients/{uuid:client_id}", response=ClientOut)
@api(CHANGE_CLIENT)
def change_client(request: Request, client_id: UUID, body: ClientPatch) -> Client:
    client = find(request.actor, Client, pk=client_id)
    return actions.change_client(request.actor, client, **given(body))


@router.put("/clients/{uuid:client_id}/confirmation", response=ClientOut)
@api(CHANGE_CLIENT)
def confirm_client(request: Request, client_id: UUID) -> Client:
    return actions.confirm_client(request.actor, find(request.actor, Client, pk=client_id))


@router.put("/clients/{uuid:client_id}/archive", response=ClientOut)
@api(ARCHIVE_CLIENT)
def archive_client(request: Request, client_id: UUID, body: ClientReasonIn) -> Client:
    return actions.archive_client(request.actor, find(request.actor, Client, pk=client_id), reason=body.reason)


@router.delete("/clients/{uuid:client_id}/archive", response=ClientOut)
@api(ARCHIVE_CLIENT)
def restore_client(request: Request, client_id: UUID) -> Client:
    return actions.restore_client(request.actor, find(request.actor, Client, pk=client_id))


@router.put("/clients/{uuid:client_id}/owner", response=ClientOut)
@api(ASSIGN_CLIENT)
def assign_client(request: Request, client_id: UUID, body: OwnerIn) -> Client:
    client = find(request.actor, Client, pk=client_id)
    return actions.assign_client(request.actor, client, owner=colleague(body.owner_id), note=body.note)


@router.put("/clients/{uuid:client_id}/tags", response=ClientOut)
@api(CHANGE_CLIENT)
def set_tags(request: Request, client_id: UUID, body: TagsIn) -> Client:
    return actions.set_tags(request.actor, find(request.actor, Client, pk=client_id), names=body.names)


@router.put("/clients/{uuid:client_id}/team/{uuid:user_id}", response={204: None})
@api(CHANGE_CLIENT)
def join_account_team(request: Request, client_id: UUID, user_id: UUID, duty: str = "delivery") -> Status:
    client = find(request.actor, Client, pk=client_id)
    actions.join_account_team(request.actor, client, colleague(user_id), duty=duty)
    return Status(204, None)


@router.delete("/clients/{uuid:client_id}/team/{uuid:user_id}", response={204: None})
@api(CHANGE_CLIENT)
def leave_account_team(request: Request, client_id: UUID, user_id: UUID) -> Status:
    client = find(request.actor, Client, pk=client_id)
    actions.leave_account_team(request.actor, client, colleague(user_id))
    return Status(204, None)


@router.post("/clients/{uuid:client_id}/merges", response={201: MergeOut})
@api(MERGE_CLIENT)
def merge_clients(request: Request, client_id: UUID, body: MergeIn) -> Status:
    survivor, absorbed = (find(request.actor, Client, pk=pk) for pk in (client_id, body.absorbed_id))
    return Status(201, actions.merge_clients(request.actor, survivor, absorbed, take=body.take))


@router.delete("/merges/{uuid:merge_id}", response=ClientOut)
@api(MERGE_CLIENT)
def undo_merge(request: Request, merge_id: UUID) -> Client:
    return actions.undo_merge(request.actor, find(request.actor, Merge, pk=merge_id))
