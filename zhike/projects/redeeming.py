"""What an accepted invitation gives in this room."""

from uuid import UUID

from zhike.accounts.actions import redeemer
from zhike.accounts.models import Membership, User
from zhike.core.actors import STAFF, Actor, Role
from zhike.projects.actions import add_colleague
from zhike.projects.models import OUR_DUTIES, Participant, Project


@redeemer("project")
def take_part(actor: Actor, user: User, membership: Membership, key: UUID) -> None:
    """A person of the client takes part since they were invited; linking the contact is what opens the door."""


def _join_as(duty: str) -> None:
    @redeemer(f"project:{duty}")
    def join(actor: Actor, user: User, membership: Membership, key: UUID) -> None:
        project = Project.objects.filter(pk=key).first()
        there = Participant.objects.filter(project=key, user=user, until=None).exists()
        if project is None or project.is_ended or there or Role(membership.role) not in STAFF:
            return  # the project ended meanwhile, or the link was used twice
        add_colleague(actor, project, user, duty=duty)


for _duty in OUR_DUTIES:
    _join_as(_duty)
