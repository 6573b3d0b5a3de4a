"""Requirements, their sections, the topics and the specification. A state is a resource: POST enters, DELETE leaves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.clients.models import Contact
from zhike.core.access import find
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Invalid, Missing
from zhike.projects.models import Project
from zhike.projects.queries import project
from zhike.requirements import actions, queries
from zhike.requirements.access import CHANGE_REQUIREMENT, SHARE_REQUIREMENT, VIEW_REQUIREMENT
from zhike.requirements.api.shapes import (
    ConsensusIn,
    MoveIn,
    RequirementIn,
    RequirementOut,
    RequirementPatch,
    RequirementReasonIn,
    SectionIn,
    SectionOut,
    SectionPatch,
    SpecificationFields,
    SpecificationOut,
    TopicIn,
    TopicOut,
)
from zhike.requirements.models import Requirement, Section, Specification, Topic

router = Router(tags=["Requirements"])
ALL, ONE = "/projects/{uuid:project_id}/requirements", "/projects/{uuid:project_id}/requirements/{uuid:requirement_id}"
SECTIONS, FRAME = "/projects/{uuid:project_id}/requirement-sections", "/projects/{uuid:project_id}/specification"


@router.get(ALL, response=Page[RequirementOut])
@api(VIEW_REQUIREMENT)
def list_requirements(
    request: Request, project_id: UUID, paging: Query[Paging], status: str = "", kind: str = "", priority: str = "",
    section_id: UUID | None = None,
) -> Slice:  # fmt: skip
    asked = {"status": status, "kind": kind, "priority": priority, "section_id": section_id}
    rows = queries.for_list(request.actor, _project(request, project_id))
    return page(rows.filter(**{name: value for name, value in asked.items() if value}), paging)


@router.post(ALL, response={201: RequirementOut, 200: RequirementOut})
@api(CHANGE_REQUIREMENT)
def add_requirement(request: Request, project_id: UUID, body: RequirementIn) -> Status:
    row = _project(request, project_id)
    values = _values(request, row, body.dict(exclude_unset=True))
    values["id"] = body.id
    return create_once(
        request.actor, Requirement, body.id, lambda: actions.add_requirement(request.actor, row, **values)
    )


@router.get(ONE, response=RequirementOut)
@api(VIEW_REQUIREMENT)
def get_requirement(request: Request, project_id: UUID, requirement_id: UUID) -> Requirement:
    return _one(request, project_id, requirement_id)


@router.patch(ONE, response=RequirementOut)
@api(CHANGE_REQUIREMENT)
def change_requirement(request: Request, project_id: UUID, requirement_id: UUID, body: RequirementPatch) -> Requirement:
    row = _one(request, project_id, requirement_id)
    values = body.dict(exclude_unset=True)
    version = values.pop("version", None)
    return actions.change_requirement(request.actor, row, version=version, **_values(request, row.project, values))


@router.post(ONE + "/proposal", response=RequirementOut)
@api(CHANGE_REQUIREMENT)
def propose_requirement(request: Request, project_id: UUID, requirement_id: UUID) -> Requirement:
    return _done(request, project_id, requirement_id, actions.propose_requirement)


@router.delete(ONE + "/proposal", response=RequirementOut)
@api(CHANGE_REQUIREMENT)
def withdraw_requirement(request: Request, project_id: UUID, requirement_id: UUID) -> Requirement:
    return _done(request, project_id, requirement_id, actions.withdraw_requirement)


@router.post(ONE + "/drop", response=RequirementOut)
@api(CHANGE_REQUIREMENT)
def drop_requirement(
    request: Request, project_id: UUID, requirement_id: UUID, body: RequirementReasonIn
) -> Requirement:
    return _done(request, project_id, requirement_id, actions.drop_requirement, reason=body.reason)


@router.delete(ONE + "/drop", response=RequirementOut)
@api(CHANGE_REQUIREMENT)
def take_up_requirement(request: Request, project_id: UUID, requirement_id: UUID) -> Requirement:
    return _done(request, project_id, requirement_id, actions.take_up_requirement)


@router.post(ONE + "/sharing", response=RequirementOut)
@api(SHARE_REQUIREMENT)
def share_requirement(request: Request, project_id: UUID, requirement_id: UUID) -> Requirement:
    return _done(request, project_id, requirement_id, actions.share_requirement)


@router.post(ONE + "/move", response=RequirementOut)
@api(CHANGE_REQUIREMENT)
def move_requirement(request: Request, project_id: UUID, requirement_id: UUID, body: MoveIn) -> Requirement:
    return _done(request, project_id, requirement_id, actions.move_requirement, direction=body.direction)


# --- sections --------------------------------------------------------------------------------------------


@router.get(SECTIONS, response=Page[SectionOut])
@api(VIEW_REQUIREMENT)
def list_requirement_sections(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    return page(queries.sections_of(request.actor, _project(request, project_id)), paging)


@router.post(SECTIONS, response={201: SectionOut, 200: SectionOut})
@api(CHANGE_REQUIREMENT)
def add_requirement_section(request: Request, project_id: UUID, body: SectionIn) -> Status:
    row = _project(request, project_id)
    return create_once(request.actor, Section, body.id, lambda: actions.add_section(request.actor, row, **body.dict()))


@router.put(SECTIONS + "/{uuid:section_id}", response=SectionOut)
@api(CHANGE_REQUIREMENT)
def change_requirement_section(request: Request, project_id: UUID, section_id: UUID, body: SectionPatch) -> Section:
    return actions.change_section(request.actor, _section(request, project_id, section_id), **body.dict())


@router.post(SECTIONS + "/{uuid:section_id}/move", response=SectionOut)
@api(CHANGE_REQUIREMENT)
def move_requirement_section(request: Request, project_id: UUID, section_id: UUID, body: MoveIn) -> Section:
    return actions.move_section(request.actor, _section(request, project_id, section_id), direction=body.direction)


@router.delete(SECTIONS + "/{uuid:section_id}", response={204: None})
@api(CHANGE_REQUIREMENT)
def remove_requirement_section(request: Request, project_id: UUID, section_id: UUID) -> HttpResponse:
    actions.remove_section(request.actor, _section(request, project_id, section_id))
    return HttpResponse(status=204)


# --- topics and specification ----------------------------------------------------------------------------


@router.get("/projects/{uuid:project_id}/requirement-topics", response=list[TopicOut])
@api(VIEW_REQUIREMENT)
def list_requirement_topics(request: Request, project_id: UUID) -> list[Topic]:
    return queries.topics_of(request.actor, _project(request, project_id))


@router.put("/projects/{uuid:project_id}/requirement-topics/{subject}", response=TopicOut)
@api(CHANGE_REQUIREMENT)
def note_requirement_topic(request: Request, project_id: UUID, subject: str, body: TopicIn) -> Topic:
    row = _project(request, project_id)
    if subject not in Topic.Subject.values:
        raise Missing(_("There is no such topic."))
    return actions.note_topic(request.actor, row, subject, **body.dict())


@router.get(FRAME, response=SpecificationOut)
@api(VIEW_REQUIREMENT)
def get_specification(request: Request, project_id: UUID) -> Specification:
    return queries.specification_of(request.actor, _project(request, project_id))


@router.patch(FRAME, response=SpecificationOut)
@api(CHANGE_REQUIREMENT)
def change_specification(request: Request, project_id: UUID, body: SpecificationFields) -> Specification:
    values = body.dict(exclude_unset=True)
    version = values.pop("version", None)
    _refuse_null(values, set(values))
    return actions.change_specification(request.actor, _project(request, project_id), version=version, **values)


@router.post(FRAME + "/consensus", response=SpecificationOut)
@api(CHANGE_REQUIREMENT)
def record_consensus(request: Request, project_id: UUID, body: ConsensusIn) -> Specification:
    return actions.record_consensus(request.actor, _project(request, project_id), **body.dict())


# --- below -----------------------------------------------------------------------------------------------


def _project(request: Request, project_id: UUID) -> Project:
    return project(request.actor, pk=project_id)


def _one(request: Request, project_id: UUID, requirement_id: UUID) -> Requirement:
    return queries.requirement(request.actor, _project(request, project_id), pk=requirement_id)


def _section(request: Request, project_id: UUID, section_id: UUID) -> Section:
    return find(request.actor, Section, pk=section_id, project=_project(request, project_id))


def _done(
    request: Request, project_id: UUID, requirement_id: UUID, verb: Callable[..., Requirement], **values: Any
) -> Requirement:
    return verb(request.actor, _one(request, project_id, requirement_id), **values)


def _values(request: Request, row: Project, values: dict[str, Any]) -> dict[str, Any]:
    """Keys as rows; what cannot be empty is not null."""
    nullable = {"section_id", "source_contact_id", "asked_on", "id"}
    _refuse_null(values, set(values) - nullable)
    if "section_id" in values:
        key = values.pop("section_id")
        values["section"] = find(request.actor, Section, pk=key, project=row) if key else None
    if "source_contact_id" in values:
        key = values.pop("source_contact_id")
        values["source_contact"] = find(request.actor, Contact, pk=key) if key else None
    return values


def _refuse_null(values: dict[str, Any], names: set[str]) -> None:
    empty = sorted(name for name in names if values[name] is None)
    if empty:
        raise Invalid({name: _("This cannot be null.") for name in empty})
