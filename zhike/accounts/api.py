"""The organisation, its members, invitations and tokens through the API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from zhike.accounts import actions, queries
from zhike.accounts.access import (
    CHANGE_MEMBER,
    CHANGE_ORGANISATION,
    CREATE_TOKEN,
    INVITE_MEMBER,
    REVOKE_TOKEN,
    VIEW_MEMBER,
    VIEW_ORGANISATION,
)
from zhike.accounts.models import ApiToken, Invitation, Membership, Organisation
from zhike.core.access import find, find_in
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

router = Router(tags=["Organisation and people"])


class OrganisationOut(Schema):
    id: UUID
    name: str
    slug: str
    colour: str
    language: str
    time_zone: str
    currency: str
    require_second_factor: bool
    portal_name: str
    portal_greeting: str
    portal_domain: str


class OrganisationChange(Input):
    name: str | None = Field(default=None, max_length=200)
    colour: str | None = None
    language: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    require_second_factor: bool | None = None
    portal_name: str | None = Field(default=None, max_length=60)
    portal_greeting: str | None = Field(default=None, max_length=300)
    portal_domain: str | None = Field(default=None, max_length=253)


class MemberOut(Schema):
    id: UUID
    user_id: UUID
    name: str = Field(alias="user.name")
    email: str = Field(alias="user.email")
    role: str
    ended_at: datetime | None
    created_at: datetime
    updated_at: datetime


class RoleIn(Input):
    role: str = Field(max_length=20)


class InvitationOut(Schema):
    id: UUID
    email: str
    name: str
    role: str
    language: str
    sent_at: datetime
    expires_at: datetime
    created_at: datetime
    updated_at: datetime


class InvitationIn(Input):
    id: UUID | None = None
    email: str = Field(max_length=254)
    name: str = Field(max_length=100)
    role: str = Field(max_length=20)
    language: str = Field(default="", max_length=10)


class TokenOut(Schema):
    id: UUID
    name: str
    ending: str
    owner: str = Field(alias="membership.user.name")
    capabilities: list[str]
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime
    updated_at: datetime


class TokenIn(Input):
    name: str = Field(max_length=100)
    capabilities: list[str] = Field(max_length=500)
    expires_at: AwareDatetime | None = None


class TokenMade(Schema):
    id: UUID
    name: str
    secret: str = Field(description="Told here and never again")


@router.get("/organisation", response=OrganisationOut)
@api(VIEW_ORGANISATION)
def get_organisation(request: Request) -> Organisation:
    return queries.home(request.actor)


@router.patch("/organisation", response=OrganisationOut)
@api(CHANGE_ORGANISATION)
def patch_organisation(request: Request, body: OrganisationChange) -> Organisation:
    changes = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    return actions.change_organisation(request.actor, queries.home(request.actor), **changes)


@router.get("/members", response=Page[MemberOut])
@api(VIEW_MEMBER)
def list_members(request: Request, paging: Query[Paging]) -> Slice:
    return page(queries.members(request.actor), paging)


@router.get("/members/{uuid:key}", response=MemberOut)
@api(VIEW_MEMBER)
def get_member(request: Request, key: UUID) -> Membership:
    return _member(request, key)


@router.put("/members/{uuid:key}/role", response=MemberOut)
@api(CHANGE_MEMBER)
def put_role(request: Request, key: UUID, body: RoleIn) -> Membership:
    return actions.change_role(request.actor, _member(request, key), role=body.role)


@router.put("/members/{uuid:key}/end", response=MemberOut)
@api(CHANGE_MEMBER)
def end_membership(request: Request, key: UUID) -> Membership:
    return actions.end_membership(request.actor, _member(request, key))


@router.delete("/members/{uuid:key}/end", response=MemberOut)
@api(CHANGE_MEMBER)
def restore_membership(request: Request, key: UUID) -> Membership:
    return actions.restore_membership(request.actor, _member(request, key))


@router.get("/invitations", response=Page[InvitationOut])
@api(INVITE_MEMBER)
def list_invitations(request: Request, paging: Query[Paging]) -> Slice:
    """Those not yet answered."""
    return page(queries.open_invitations(request.actor), paging)


@router.post("/invitations", response={201: InvitationOut, 200: InvitationOut})
@api(INVITE_MEMBER)
def post_invitation(request: Request, body: InvitationIn) -> Status:
    said: dict[str, Any] = body.model_dump(exclude={"id"})
    return create_once(request.actor, Invitation, body.id, lambda: actions.invite(request.actor, key=body.id, **said))


@router.post("/invitations/{uuid:key}/resending", response=InvitationOut)
@api(INVITE_MEMBER)
def resend_invitation(request: Request, key: UUID) -> Invitation:
    return actions.resend_invitation(request.actor, find(request.actor, Invitation, pk=key))


@router.put("/invitations/{uuid:key}/withdrawal", response=InvitationOut)
@api(INVITE_MEMBER)
def withdraw_invitation(request: Request, key: UUID) -> Invitation:
    return actions.withdraw_invitation(request.actor, find(request.actor, Invitation, pk=key))


@router.get("/tokens", response=Page[TokenOut])
@api(CREATE_TOKEN)
def list_tokens(request: Request, paging: Query[Paging]) -> Slice:
    return page(queries.tokens(request.actor), paging)


@router.post("/tokens", response={201: TokenMade})
@api(CREATE_TOKEN)
def post_token(request: Request, body: TokenIn) -> Status:
    token, secret = actions.create_token(request.actor, **body.model_dump())
    return Status(201, {"id": token.pk, "name": token.name, "secret": secret})


@router.put("/tokens/{uuid:key}/revocation", response=TokenOut)
@api(REVOKE_TOKEN)
def revoke_token(request: Request, key: UUID) -> ApiToken:
    return actions.revoke_token(request.actor, find(request.actor, ApiToken, pk=key))


def _member(request: Request, key: UUID) -> Membership:
    return find_in(queries.members(request.actor), pk=key)
