"""Who takes part in a project, which company is what to it, and what the client sees of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.accounts.models import Invitation
from zhike.clients.models import Client, Contact
from zhike.core.access import find, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Invalid
from zhike.projects import actions, queries
from zhike.projects.access import CHANGE_PEOPLE, INVITE_TO_PROJECT, OPEN_PORTAL, VIEW_PROJECT
from zhike.projects.api.projects import _again, _project
from zhike.projects.api.shapes import (
    ParticipantIn,
    ParticipantOut,
    ParticipantPatch,
    PartyIn,
    PartyNote,
    PartyOut,
    ProjectInvitationIn,
    ProjectInvitationOut,
    ProjectOut,
    TransparencyIn,
    TransparencyOut,
    ViewerOut,
)
from zhike.projects.models import Participant, Party, Project, Transparency

router = Router(tags=["Projects"])


@router.get("/projects/{uuid:project_id}/parties", response=Page[PartyOut])
@api(VIEW_PROJECT)
def list_parties(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(visible(request.actor, Party).filter(project=_project(request, project_id)), paging)


@router.post("/projects/{uuid:project_id}/parties", response={201: PartyOut, 200: PartyOut})
@api(CHANGE_PEOPLE)
def name_party(request: Request, project_id: UUID, body: PartyIn) -> Status:
    row = _project(request, project_id)
    client = find(request.actor, Client, pk=body.client_id)
    values = body.dict(exclude={"client_id"})
    return create_once(request.actor, Party, body.id, lambda: actions.name_party(request.actor, row, client, **values))


@router.patch("/projects/{uuid:project_id}/parties/{uuid:party_id}", response=PartyOut)
@api(CHANGE_PEOPLE)
def change_party(request: Request, project_id: UUID, party_id: UUID, body: PartyNote) -> Party:
    return actions.change_party(request.actor, _party(request, project_id, party_id), note=body.note)


@router.delete("/projects/{uuid:project_id}/parties/{uuid:party_id}", response={204: None})
@api(CHANGE_PEOPLE)
def remove_party(request: Request, project_id: UUID, party_id: UUID) -> HttpResponse:
    actions.remove_party(request.actor, _party(request, project_id, party_id))
    return HttpResponse(status=204)


# --- people ----------------------------------------------------------------------------------------------


@router.get("/projects/{uuid:project_id}/participants", response=Page[ParticipantOut])
@api(VIEW_PROJECT)
def list_participants(request: Request, project_id: UUID, paging: Query[Paging], former: bool = False) -> Slice:
    rows = visible(request.actor, Participant).filter(project=_project(request, project_id))
    return page(rows.filter(until__isnull=not former).select_related("user", "contact"), paging)


@router.post("/projects/{uuid:project_id}/participants", response={201: ParticipantOut, 200: ParticipantOut})
@api(CHANGE_PEOPLE)
def add_participant(request: Request, project_id: UUID, body: ParticipantIn) -> Status:
    row = _project(request, project_id)
    if (body.user_id is None) == (body.contact_id is None):
        raise Invalid(user_id=_("Give either user_id or contact_id."))
    return create_once(request.actor, Participant, body.id, lambda: _added(request, row, body))


@router.patch("/projects/{uuid:project_id}/participants/{uuid:participant_id}", response=ParticipantOut)
@api(CHANGE_PEOPLE)
def change_participant(request: Request, project_id: UUID, participant_id: UUID, body: ParticipantPatch) -> Participant:
    person = _participant(request, project_id, participant_id)
    return actions.change_participant(request.actor, person, **body.dict(exclude_none=True))


@router.delete("/projects/{uuid:project_id}/participants/{uuid:participant_id}", response=ParticipantOut)
@api(CHANGE_PEOPLE)
def end_participation(request: Request, project_id: UUID, participant_id: UUID) -> Participant:
    return actions.end_participation(request.actor, _participant(request, project_id, participant_id))


@router.post(
    "/projects/{uuid:project_id}/participants/{uuid:participant_id}/invitation", response={201: ProjectInvitationOut}
)
@api(INVITE_TO_PROJECT)
def invite_participant(request: Request, project_id: UUID, participant_id: UUID) -> Status:
    return Status(201, actions.invite_participant(request.actor, _participant(request, project_id, participant_id)))


@router.post("/projects/{uuid:project_id}/invitations", response={201: ProjectInvitationOut, 200: ProjectInvitationOut})
@api(INVITE_TO_PROJECT)
def invite_colleague(request: Request, project_id: UUID, body: ProjectInvitationIn) -> Status:
    row = _project(request, project_id)
    values = body.dict(exclude={"id"})
    return create_once(
        request.actor, Invitation, body.id,
        lambda: actions.invite_colleague(request.actor, row, key=body.id, **values),
    )  # fmt: skip


# --- what the client sees --------------------------------------------------------------------------------


@router.post("/projects/{uuid:project_id}/portal", response=ProjectOut)
@api(OPEN_PORTAL)
def open_portal(request: Request, project_id: UUID) -> Project:
    actions.open_portal(request.actor, _project(request, project_id))
    return _again(request, project_id)


@router.delete("/projects/{uuid:project_id}/portal", response=ProjectOut)
@api(OPEN_PORTAL)
def close_portal(request: Request, project_id: UUID) -> Project:
    actions.close_portal(request.actor, _project(request, project_id))
    return _again(request, project_id)


@router.get("/projects/{uuid:project_id}/transparency", response=TransparencyOut)
@api(VIEW_PROJECT)
def get_transparency(request: Request, project_id: UUID) -> Transparency:
    return _project(request, project_id).transparency


@router.put("/projects/{uuid:project_id}/transparency", response=TransparencyOut)
@api(OPEN_PORTAL)
def choose_transparency(request: Request, project_id: UUID, body: TransparencyIn) -> Transparency:
    values: dict[str, Any] = body.dict()
    values["shown"] = None if body.shown is None else set(body.shown)
    actions.choose_transparency(request.actor, _project(request, project_id), **values)
    return _project(request, project_id).transparency


@router.get("/projects/{uuid:project_id}/viewers", response=list[ViewerOut])
@api(VIEW_PROJECT)
def list_viewers(request: Request, project_id: UUID) -> list[queries.Viewer]:
    """Everybody who can see the project now, and why."""
    return queries.who_can_see(_project(request, project_id))


# --- below -----------------------------------------------------------------------------------------------


def _added(request: Request, row: Project, body: ParticipantIn) -> Participant:
    if body.contact_id:
        contact = find(request.actor, Contact, pk=body.contact_id)
        role = {"portal_role": body.portal_role} if body.portal_role else {}
        return actions.add_contact(request.actor, row, contact, duty=body.duty, title=body.title, id=body.id, **role)
    user = queries.colleagues(request.actor).filter(pk=body.user_id).first() if body.user_id else None
    if user is None:
        raise Invalid(user_id=_("Choose a colleague of your organisation."))
    return actions.add_colleague(request.actor, row, user, duty=body.duty, title=body.title, id=body.id)


def _party(request: Request, project_id: UUID, party_id: UUID) -> Party:
    return find(request.actor, Party, pk=party_id, project=_project(request, project_id))


def _participant(request: Request, project_id: UUID, participant_id: UUID) -> Participant:
    return find(request.actor, Participant, pk=participant_id, project=_project(request, project_id))
