"""Setting up who hears what, how often and how."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.accounts.queries import firm_zone
from zhike.activity.events import record
from zhike.clients.models import Contact
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before, next_number
from zhike.projects.access import CHANGE_PROJECT
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.reports.access import PLAN_REPORTS
from zhike.reports.events import PLAN_CHANGED, PLAN_MADE, READER_ADDED, READER_CHANGED, READER_REMOVED
from zhike.reports.models import TOPIC_NAMES, Reader, ReportPlan
from zhike.reports.periods import next_draft
from zhike.reports.queries import Proposal, possible_readers, proposed_readers
from zhike.reports.readers import put_how, put_readers

EDITABLE = frozenset({"name", "cadence", "weekday", "day_of_month", "hour", "topics", "approver", "is_active"})


@transaction.atomic
def set_up_plan(
    actor: Actor, project: Project, *, name: str, readers: Iterable[Proposal] | None = None, id: UUID | None = None,
    **values: Any,
) -> ReportPlan:  # fmt: skip
    """Begin to report: readers are proposed from what the people of the project prefer, unless named."""
    must(actor, PLAN_REPORTS)
    again = made_before(actor.organisation_id, ReportPlan, id)
    if again is not None:
        return find(actor, ReportPlan, pk=again.pk)
    project = lock(find(actor, Project, pk=project.pk))
    must(actor, CHANGE_PROJECT, project)
    refuse_ended(project)
    row = ReportPlan(project=project, number=0, topics=TOPIC_NAMES, **({"id": id} if id else {}))
    _put(row, {"name": name, **values})
    row.number = next_number("report_plan", project.pk)
    row.next_at = next_draft(row, timezone.now(), firm_zone())
    row.save()
    people = proposed_readers(actor, project) if readers is None else list(readers)
    put_readers(people, plan=row)
    record(actor, PLAN_MADE, row)
    return row


@transaction.atomic
def change_plan(actor: Actor, plan: ReportPlan, *, version: int | None = None, **values: Any) -> ReportPlan:
    """Change when a report is drafted, what stands in it, and who approves it."""
    must(actor, PLAN_REPORTS, plan)
    plan = lock(plan)
    plan.expect(version)
    changes = _put(plan, values)
    if not changes:
        return plan
    plan.next_at = next_draft(plan, timezone.now(), firm_zone()) if plan.is_active else None
    plan.save()
    record(actor, PLAN_CHANGED, plan, **told(changes, untold=frozenset({"topics"})))
    return plan


@transaction.atomic
def add_reader(
    actor: Actor, plan: ReportPlan, *, contact: Contact | None = None, user: User | None = None, language: str,
    depth: str, channel: str, why: str = "",
) -> Reader:  # fmt: skip
    """From the next report on, somebody gets it, too."""
    must(actor, PLAN_REPORTS, plan)
    plan = lock(plan)
    contacts, users = possible_readers(actor, plan)
    if (contact is None) == (user is None):
        raise Invalid(contact=_("Choose one person: of the client, or a colleague."))
    known = contacts.filter(pk=contact.pk).exists() if contact else users.filter(pk=user.pk).exists()  # type: ignore[union-attr]
    if not known:
        raise Conflict(_("This person gets the report already, or has no part in the project."))
    row = Reader(plan=plan, contact=contact, user=user, why=why[:300])
    put_how(row, language, depth, channel)
    row.save()
    record(actor, READER_ADDED, plan, person=row.name)
    return row


@transaction.atomic
def change_reader(actor: Actor, reader: Reader, *, language: str, depth: str, channel: str) -> Reader:
    """Change the language, the depth or the way in which somebody gets the report."""
    must(actor, PLAN_REPORTS, reader.plan)
    plan, reader = _locked(reader)
    put_how(reader, language, depth, channel)
    reader.why = ""
    reader.save()
    record(actor, READER_CHANGED, plan, person=reader.name)
    return reader


@transaction.atomic
def remove_reader(actor: Actor, reader: Reader) -> None:
    """From the next report on, somebody no longer gets it. What they got stays theirs."""
    must(actor, PLAN_REPORTS, reader.plan)
    plan, reader = _locked(reader)
    name = reader.name
    reader.delete()
    record(actor, READER_REMOVED, plan, person=name)


# --- below -----------------------------------------------------------------------------------------------


def _put(row: ReportPlan, values: dict[str, Any]) -> Any:
    topics = values.get("topics")
    if topics is not None:
        unknown = [one for one in topics if one not in TOPIC_NAMES]
        if unknown or not topics:
            raise Invalid(topics=_("Choose at least one section of those offered."))
        values = {**values, "topics": [name for name in TOPIC_NAMES if name in topics]}
    if not str(values.get("name", row.name)).strip():
        raise Invalid(name=_("Give the report a name its readers will know it by."))
    return put(row, values, EDITABLE)


def _locked(reader: Reader) -> tuple[ReportPlan, Reader]:
    """A reader with their plan; readers of one report alone are not changed any more."""
    if reader.plan is None:
        raise Conflict(_("They were chosen for one report, which is drafted already."))
    return lock(reader.plan), lock(reader)
