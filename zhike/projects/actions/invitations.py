"""Inviting somebody straight into a project: person, company, project and role in one step."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.accounts.actions import Letter, grant, invite
from zhike.accounts.models import Invitation
from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor, Role
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.projects.access import INVITE_TO_PROJECT
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.events import PERSON_INVITED
from zhike.projects.models import OUR_DUTIES, Participant, Project


@transaction.atomic
def invite_participant(
    actor: Actor, participant: Participant, *, key: UUID | None = None, letter: Letter | None = None
) -> Invitation:
    """Ask a person of the client into the portal by mail. They take part already; this gives them a way in."""
    must(actor, INVITE_TO_PROJECT, participant.project)
    project = lock(participant.project)
    refuse_ended(project)
    participant = lock(participant)
    contact = participant.contact
    if contact is None or not participant.is_current:
        raise Conflict(_("Only somebody of the client who takes part can be invited to the portal."))
    if contact.user_id is not None:
        raise Conflict(_("%(name)s already has an account.") % {"name": contact.name})
    if not contact.email:
        raise Invalid(email=_("Add an e-mail address to %(name)s first.") % {"name": contact.name})
    asked = invite(
        actor, email=contact.email, name=contact.name, role=participant.portal_role, language=contact.language,
        key=key, letter=letter,
        grants=[
            grant("contact", contact.pk, words=str(contact.client)),
            grant("project", participant.pk, words=f"{project.code} {project.name}"),
        ],
    )  # fmt: skip
    record(actor, PERSON_INVITED, project, person=contact.name)
    return asked


@transaction.atomic
def invite_colleague(
    actor: Actor, project: Project, *, email: str, name: str, duty: str, role: str = Role.MEMBER,
    key: UUID | None = None,
) -> Invitation:  # fmt: skip
    """Ask somebody new on our side to join the firm and this project; they are on it as soon as they accept."""
    must(actor, INVITE_TO_PROJECT, project)
    project = lock(project)
    refuse_ended(project)
    if duty not in OUR_DUTIES:
        raise Invalid(duty=_("Choose a project role of this side."))
    given = grant(f"project:{duty}", project.pk, words=f"{project.code} {project.name}")
    asked = invite(actor, email=email, name=name, role=role, grants=[given], key=key)
    record(actor, PERSON_INVITED, project, person=name.strip())
    return asked
