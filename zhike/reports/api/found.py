"""The rows an address names, found through the actor."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.clients.models import Contact
from zhike.core.access import find
from zhike.core.api import Input, Request
from zhike.core.errors import Invalid
from zhike.projects.models import Project
from zhike.projects.queries import colleagues
from zhike.reports import queries
from zhike.reports.api.shapes import ReportReaderIn
from zhike.reports.models import Report, ReportPlan
from zhike.reports.queries import Proposal

PLANS, PLAN = "/projects/{uuid:project_id}/report-plans", "/projects/{uuid:project_id}/report-plans/{uuid:plan_id}"
REPORTS, REPORT = "/projects/{uuid:project_id}/reports", "/projects/{uuid:project_id}/reports/{uuid:report_id}"


def the_project(request: Request, key: UUID) -> Project:
    return find(request.actor, Project, pk=key, related=("client", "manager", "transparency"))


def the_plan(request: Request, project_id: UUID, key: UUID) -> ReportPlan:
    return queries.report_plan(request.actor, the_project(request, project_id), pk=key)


def the_report(request: Request, project_id: UUID, key: UUID) -> Report:
    return queries.report(request.actor, the_project(request, project_id), pk=key)


def the_colleague(request: Request, key: UUID, name: str) -> User:
    found = colleagues(request.actor).filter(pk=key).first()
    if found is None:
        raise Invalid({name: _("Choose a colleague of your organisation.")})
    return found


def the_people(request: Request, sent: Iterable[ReportReaderIn]) -> list[Proposal]:
    """Whom the readers sent mean."""
    return [
        Proposal(*the_person(request, one), one.language, one.depth, one.channel, "") for one in sent
    ]  # fmt: skip


def the_person(request: Request, sent: ReportReaderIn) -> tuple[Contact | None, User | None]:
    if (sent.contact_id is None) == (sent.user_id is None):
        raise Invalid(readers=_("Choose one person: of the client, or a colleague."))
    if sent.contact_id is not None:
        return find(request.actor, Contact, pk=sent.contact_id), None
    return None, the_colleague(request, sent.user_id, "user_id")  # type: ignore[arg-type]  # one of both, see above


def given(request: Request, body: Input) -> dict[str, Any]:
    """What was sent of a plan, with the approver behind the id."""
    values = body.dict(exclude_unset=True, exclude={"id", "readers", "version"})
    if "approver_id" in values:
        key = values.pop("approver_id")
        values["approver"] = the_colleague(request, key, "approver_id") if key else None
    return {name: value for name, value in values.items() if value is not None or name == "approver"}
