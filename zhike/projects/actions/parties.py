"""Which company is what to a project: who benefits, who pays, who uses, who stands between."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.clients.models import Client
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.projects.access import CHANGE_PEOPLE
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.events import PARTY_CHANGED, PARTY_OF, PARTY_REMOVED
from zhike.projects.models import Participant, Party, Project


@transaction.atomic
def name_party(
    actor: Actor, project: Project, client: Client, *, role: str, note: str = "", id: UUID | None = None
) -> Party:
    """Name a company as main beneficiary, funder, user or intermediary of the project."""
    must(actor, CHANGE_PEOPLE, project)
    project = lock(project)
    refuse_ended(project)
    again = made_before(actor.organisation_id, Party, id)
    if again is not None:
        return find(actor, Party, pk=again.pk, project=project)
    client = find(actor, Client, pk=client.pk)
    if role not in Party.Role.values:
        raise Invalid(role=_("Choose main beneficiary, funder, user or intermediary."))
    if client.is_archived:
        raise Invalid(client=_("This client is archived. Bring it back first."))
    if Party.objects.filter(project=project, client=client, role=role).exists():
        raise Conflict(_("%(company)s already has this role here.") % {"company": client})
    party = Party(project=project, client=client, role=role, note=_note(note), **({"id": id} if id else {}))
    party.save(force_insert=True)
    record(actor, PARTY_OF[role], project, company=str(client), role=role)
    return party


@transaction.atomic
def change_party(actor: Actor, party: Party, *, note: str) -> Party:
    """Change what is noted about a company's role. The note is internal."""
    must(actor, CHANGE_PEOPLE, party.project)
    project = lock(party.project)
    refuse_ended(project)
    party = lock(party)
    party.note = _note(note)
    party.save(update_fields=["note"])
    record(actor, PARTY_CHANGED, project, company=str(party.client))
    return party


@transaction.atomic
def remove_party(actor: Actor, party: Party) -> None:
    """Take a company out of a role. Refused while people of it take part only because of that role."""
    must(actor, CHANGE_PEOPLE, party.project)
    project = lock(party.project)
    refuse_ended(project)
    party = lock(party)
    others = Party.objects.filter(project=project, client=party.client_id).exclude(pk=party.pk)
    people = Participant.objects.filter(project=project, contact__client=party.client_id, until=None)
    if party.client_id != project.client_id and not others.exists() and people.exists():
        raise Conflict(
            _("%(name)s of this company still takes part. Take its people off the project first.")
            % {"name": people.select_related("contact")[0].contact}
        )
    party.delete()
    record(actor, PARTY_REMOVED, project, company=str(party.client), role=party.role)


def _note(note: str) -> str:
    if len(note.strip()) > 300:
        raise Invalid(note=_("At most 300 characters."))
    return note.strip()
