"""Writing requirements down, changing them, and leading them from a draft to what both sides may sign."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Event, record
from zhike.clients.models import Contact
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import Changes, put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before, next_number
from zhike.core.words import in_every_language
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.requirements.access import CHANGE_REQUIREMENT, SHARE_REQUIREMENT
from zhike.requirements.events import (
    REQUIREMENT_ADDED,
    REQUIREMENT_CHANGED,
    REQUIREMENT_DROPPED,
    REQUIREMENT_PROPOSED,
    REQUIREMENT_SHARED,
    REQUIREMENT_TAKEN_UP,
    REQUIREMENT_WITHDRAWN,
)
from zhike.requirements.models import Requirement, Section
from zhike.requirements.wording import LONGEST_CRITERION, MOST_CRITERIA, fingerprint, lines_of

TEXTS = frozenset({"title", "description", "why", "criteria", "kind", "priority"})
TRANSLATED = frozenset({"translated_title", "translated_description", "translated_why", "translated_criteria"})
OURS = frozenset({"internal_note", "external_id"})  # a client never hears that these changed
EDITABLE = TEXTS | TRANSLATED | OURS | {"section", "source", "source_contact", "occasion", "asked_on"}
Status = Requirement.Status


@transaction.atomic
def add_requirement(
    actor: Actor, project: Project, *, title: str, id: UUID | None = None, told_by: Event = REQUIREMENT_ADDED,
    details: Mapping[str, Any] | None = None, **values: Any,
) -> Requirement:  # fmt: skip
    """Write down something the client needs: a draft with the next number of the project, for our eyes only.

    Sent twice with the same `id`, it is written down once.
    """
    must(actor, CHANGE_REQUIREMENT)
    again = made_before(actor.organisation_id, Requirement, id)
    if again is not None:
        return find(actor, Requirement, pk=again.pk)
    project = lock(find(actor, Project, pk=project.pk))
    refuse_ended(project)
    row = Requirement(number=0, position=0, project=project, **({"id": id} if id else {}))
    _put(actor, row, {"title": title, **values})
    row.number = next_number("requirement", project.pk)
    row.position = (Requirement.objects.filter(project=project).aggregate(last=Max("position"))["last"] or 0) + 1
    row.save(force_insert=True)
    record(actor, told_by, row, **(details or {}))
    return row


@transaction.atomic
def change_requirement(
    actor: Actor, row: Requirement, *, version: int | None = None, told_by: Event = REQUIREMENT_CHANGED,
    details: Mapping[str, Any] | None = None, **values: Any,
) -> Requirement:  # fmt: skip
    """Change words or place of a requirement. One that was agreed stays so, and is marked: to be signed again."""
    must(actor, CHANGE_REQUIREMENT, row)
    row = _locked(row)
    row.expect(version)
    if row.is_dropped:
        raise Conflict(_("This requirement was dropped. Take it up again first."))
    changes = _put(actor, row, values)
    if not changes:
        return row
    row.save()
    _tell_change(actor, row, changes, told_by, dict(details or {}))
    return row


@transaction.atomic
def propose_requirement(actor: Actor, row: Requirement) -> Requirement:
    """Say that a draft is ready: from now on it is part of the document that is sent for signature."""
    must(actor, CHANGE_REQUIREMENT, row)
    row = _locked(row)
    if row.status != Status.DRAFT:
        raise Conflict(_("Only a draft can be proposed."))
    return _enter(actor, row, Status.PROPOSED, REQUIREMENT_PROPOSED)


@transaction.atomic
def withdraw_requirement(actor: Actor, row: Requirement) -> Requirement:
    """Take a proposed requirement back to rework it: the next document goes without it."""
    must(actor, CHANGE_REQUIREMENT, row)
    row = _locked(row)
    if row.status != Status.PROPOSED:
        raise Conflict(_("Only a proposed requirement can be taken back. What is agreed is changed or dropped."))
    return _enter(actor, row, Status.DRAFT, REQUIREMENT_WITHDRAWN)


@transaction.atomic
def drop_requirement(actor: Actor, row: Requirement, *, reason: str) -> Requirement:
    """Give a requirement up, with the reason. It stays readable and can be taken up again."""
    must(actor, CHANGE_REQUIREMENT, row)
    row = _locked(row)
    if row.is_dropped:
        raise Conflict(_("This requirement was dropped already."))
    reason = reason.strip()
    if not reason:
        raise Invalid(reason=_("Say why, in a sentence others will understand."))
    if len(reason) > 500:
        raise Invalid(reason=_("Say it in at most 500 characters."))
    row.status_reason = reason
    return _enter(actor, row, Status.DROPPED, REQUIREMENT_DROPPED, reason=reason)


@transaction.atomic
def take_up_requirement(actor: Actor, row: Requirement) -> Requirement:
    """Take a dropped requirement up again, as a draft."""
    must(actor, CHANGE_REQUIREMENT, row)
    row = _locked(row)
    if not row.is_dropped:
        raise Conflict(_("This requirement was not dropped."))
    row.status_reason = ""
    return _enter(actor, row, Status.DRAFT, REQUIREMENT_TAKEN_UP)


@transaction.atomic
def share_requirement(actor: Actor, row: Requirement) -> Requirement:
    """Let the client read this requirement from now on, and everything both sides write beside it. Recorded."""
    must(actor, SHARE_REQUIREMENT, row)
    row = _locked(row)
    if row.is_shared:
        raise Conflict(_("The client can read this requirement already."))
    row.shared_at, row.shared_by_id = timezone.now(), actor.user_id
    row.save(update_fields=["shared_at", "shared_by"])
    record(actor, REQUIREMENT_SHARED, row, shown_to_client=True)
    return row


# --- below -----------------------------------------------------------------------------------------------


def _locked(row: Requirement) -> Requirement:
    project = row.project
    refuse_ended(project)
    found = lock(row)
    found.project = project
    return found


def _enter(actor: Actor, row: Requirement, status: str, event: Event, **details: Any) -> Requirement:
    row.status = status
    row.save(update_fields=["status", "status_reason"])
    record(actor, event, row, shown_to_client=row.is_shared, **details)
    return row


def _put(actor: Actor, row: Requirement, values: dict[str, Any]) -> Changes:
    for name in ("criteria", "translated_criteria"):
        if name in values:
            values[name] = _criteria(name, values[name])
    section = values.get("section")
    if section is not None and not Section.objects.filter(pk=section.pk, project=row.project_id).exists():
        raise Invalid(section=_("Choose a section of this project."))
    if values.get("source_contact") is not None:
        values["source_contact"] = find(actor, Contact, pk=values["source_contact"].pk)
    changes = put(row, values, EDITABLE)
    if not any(character.isalnum() for character in row.title):
        raise Invalid(title=_("Say in a few words what is needed."))
    fingerprint(row)
    return changes


def _criteria(name: str, given: Any) -> list[str]:
    lines = lines_of(given)
    if len(lines) > MOST_CRITERIA:
        raise Invalid({name: _("At most %(most)d criteria. Split the requirement.") % {"most": MOST_CRITERIA}})
    if any(len(line) > LONGEST_CRITERION for line in lines):
        raise Invalid({name: _("A criterion has at most %(most)d characters.") % {"most": LONGEST_CRITERION}})
    return lines


def _tell_change(actor: Actor, row: Requirement, changes: Changes, event: Event, details: dict[str, Any]) -> None:
    """What is ours alone is told apart, so that the client's line does not even name it."""
    for names, shown in ((OURS, False), (EDITABLE - OURS, row.is_shared)):
        part = {name: change for name, change in changes.items() if name in names}
        if part:
            kept = told(part)
            kept["fields"] = [in_every_language(Requirement._meta.get_field(name).verbose_name) for name in part]  # type: ignore[union-attr]
            record(actor, event, row, shown_to_client=shown, **kept, **details)
