"""Who takes part in a project, on our side and on the client's."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.events import record
from zhike.clients.models import Contact
from zhike.core.access import find, must
from zhike.core.actors import CLIENT, Actor, Role
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.projects.access import CHANGE_PEOPLE
from zhike.projects.actions.account_team import let_know_client
from zhike.projects.actions.colleagues import check_colleague
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.events import PERSON_CHANGED, PERSON_JOINED, PERSON_LEFT
from zhike.projects.models import CLIENT_DUTIES, OUR_DUTIES, Participant, Project


@transaction.atomic
def add_colleague(
    actor: Actor, project: Project, user: User, *, duty: str, title: str = "", id: UUID | None = None
) -> Participant:
    """Put a colleague on the project. They see it and its client from now on, and hear of what happens."""
    must(actor, CHANGE_PEOPLE, project)
    project = lock(project)
    refuse_ended(project)
    again = made_before(actor.organisation_id, Participant, id)
    if again is not None:
        return find(actor, Participant, pk=again.pk, project=project)
    check_colleague(user, "user")
    if Participant.objects.filter(project=project, user=user, until=None).exists():
        raise Conflict(_("%(name)s already takes part in this project.") % {"name": user.name})
    joined = Participant(project=project, user=user, since=timezone.localdate(), **({"id": id} if id else {}))
    _set(joined, duty=duty, title=title)
    joined.save(force_insert=True)
    let_know_client(project.client, user, duty, told_by=actor)
    record(
        actor, PERSON_JOINED, project, shown_to_client=project.transparency.people, person=user.name,
        person_id=user.pk,
    )  # fmt: skip
    return joined


@transaction.atomic
def add_contact(
    actor: Actor, project: Project, contact: Contact, *, duty: str, title: str = "",
    portal_role: str = Role.CONTACT, id: UUID | None = None,
) -> Participant:  # fmt: skip
    """Put a person of the client, or of another company with a role here, on the project.

    Once they have an account and the portal is open, they see the project there.
    """
    must(actor, CHANGE_PEOPLE, project)
    project = lock(project)
    refuse_ended(project)
    again = made_before(actor.organisation_id, Participant, id)
    if again is not None:
        return find(actor, Participant, pk=again.pk, project=project)
    contact = find(actor, Contact, pk=contact.pk)
    _check_company(project, contact)
    if Participant.objects.filter(project=project, contact=contact, until=None).exists():
        raise Conflict(_("%(name)s already takes part in this project.") % {"name": contact.name})
    joined = Participant(project=project, contact=contact, since=timezone.localdate(), **({"id": id} if id else {}))
    _set(joined, duty=duty, title=title, portal_role=portal_role)
    joined.save(force_insert=True)
    record(actor, PERSON_JOINED, project, person=contact.name)
    return joined


@transaction.atomic
def change_participant(
    actor: Actor, participant: Participant, *, version: int | None = None, **values: str
) -> Participant:
    """Change somebody's role in the project, its wording, or what they are in the portal."""
    must(actor, CHANGE_PEOPLE, participant.project)
    project = lock(participant.project)
    refuse_ended(project)
    participant = lock(participant)
    participant.expect(version)
    if not participant.is_current:
        raise Conflict(_("This person no longer takes part."))
    _set(participant, **values)
    participant.save(update_fields=["duty", "title", "portal_role"])
    record(actor, PERSON_CHANGED, project, person=str(participant), person_id=participant.user_id)
    return participant


@transaction.atomic
def end_participation(actor: Actor, participant: Participant) -> Participant:
    """Take somebody off the project. They keep their place in its history; what they could see here closes."""
    must(actor, CHANGE_PEOPLE, participant.project)
    project = lock(participant.project)
    participant = lock(participant)
    if not participant.is_current:
        raise Conflict(_("This person no longer takes part."))
    if participant.user_id == project.manager_id:
        raise Conflict(_("This is the project manager. Hand the project over first."))
    participant.until = timezone.localdate()
    participant.save(update_fields=["until"])
    record(actor, PERSON_LEFT, project, person=str(participant))
    return participant


def _set(participant: Participant, **values: Any) -> None:
    """Set role and wording, checked for the side the person is on."""
    duties = OUR_DUTIES if participant.is_ours else CLIENT_DUTIES
    errors: dict[str, Any] = {}
    if "duty" in values and values["duty"] not in duties:
        errors["duty"] = _("Choose a project role of this side.")
    if len(values.get("title", "").strip()) > 60:
        errors["title"] = _("At most 60 characters.")
    if "portal_role" in values and (participant.is_ours or values["portal_role"] not in set(CLIENT)):
        errors["portal_role"] = _("Choose one of the client's roles.")
    if errors:
        raise Invalid(errors)
    for field, value in values.items():
        setattr(participant, field, value.strip())


def _check_company(project: Project, contact: Contact) -> None:
    if contact.has_left:
        raise Invalid(contact=_("%(name)s no longer works there.") % {"name": contact.name})
    companies = {project.client_id, *project.parties.values_list("client_id", flat=True)}
    if contact.client_id not in companies:
        raise Invalid(
            contact=_(
                "%(company)s has no role in this project yet."
                " Name it as beneficiary, funder, user or intermediary first."
            )
            % {"company": contact.client}
        )
