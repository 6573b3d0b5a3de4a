"""Whoever works on a project must know its client: they join the account team."""

from zhike.accounts.models import User
from zhike.clients.actions import join_account_team
from zhike.clients.models import AccountMember, Client
from zhike.core.actors import Actor
from zhike.projects.models import Participant


def let_know_client(client: Client, user: User, duty: str, *, told_by: Actor) -> None:
    """Put a colleague on the account team unless they own the client or look after it in some duty already."""
    if client.owner_id == user.pk or AccountMember.objects.filter(client=client, user=user).exists():
        return
    sells = duty == Participant.Duty.SALES
    join_account_team(told_by, client, user, duty=AccountMember.Duty.SALES if sells else AccountMember.Duty.DELIVERY)
