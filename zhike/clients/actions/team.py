"""Who of us looks after a client: its owner, the account team, and how a client is handed over."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.accounts.models import Membership, User
from zhike.activity.events import record
from zhike.clients.access import ASSIGN_CLIENT, CHANGE_CLIENT
from zhike.clients.actions.companies import refuse_archived
from zhike.clients.events import CLIENT_ASSIGNED, TEAM_JOINED, TEAM_LEFT
from zhike.clients.models import AccountMember, Client, Handover
from zhike.core.access import must
from zhike.core.actors import STAFF, Actor
from zhike.core.errors import Conflict, Invalid, Missing
from zhike.core.models import lock


@transaction.atomic
def assign_client(actor: Actor, client: Client, *, owner: User, note: str) -> Client:
    """Hand a client to another colleague, with a note of what they should know. The giver stays on the team."""
    must(actor, ASSIGN_CLIENT, client)
    client = lock(client)
    refuse_archived(client)
    if client.owner_id == owner.pk:
        raise Conflict(_("%(name)s already looks after this client.") % {"name": owner.name})
    if not note.strip():
        raise Invalid(note=_("Say what the next owner should know: promises, worries, people."))
    _must_be_colleague(owner, "owner")
    giver = client.owner
    if giver is not None:
        AccountMember.objects.get_or_create(client=client, user=giver)
    client.owner = owner
    client.save(update_fields=["owner"])
    Handover.objects.create(client=client, giver=giver, taker=owner, note=note.strip())
    names: dict[str, Any] = {"giver": giver.name if giver else str(_("nobody")), "taker": owner.name}
    record(actor, CLIENT_ASSIGNED, client, **names, taker_id=owner.pk, note=note.strip())
    return client


@transaction.atomic
def join_account_team(
    actor: Actor, client: Client, user: User, *, duty: str = AccountMember.Duty.DELIVERY
) -> AccountMember:
    """Put a colleague on the account team, so that they see the client. Being on it already is fine."""
    must(actor, CHANGE_CLIENT, client)
    client = lock(client)
    refuse_archived(client)
    _must_be_colleague(user, "user")
    if duty not in AccountMember.Duty.values:
        raise Invalid(duty=_("Choose one of the duties."))
    member, made = AccountMember.objects.get_or_create(client=client, user=user, defaults={"duty": duty})
    if not made and member.duty == duty:
        return member
    member.duty = duty
    member.save(update_fields=["duty"])
    record(actor, TEAM_JOINED, client, colleague=user.name, duty=duty, taker_id=user.pk)
    return member


@transaction.atomic
def leave_account_team(actor: Actor, client: Client, user: User) -> None:
    """Take a colleague off the account team."""
    must(actor, CHANGE_CLIENT, client)
    client = lock(client)
    gone, _kinds = AccountMember.objects.filter(client=client, user=user).delete()
    if not gone:
        raise Missing(_("This colleague is not on the account team."))
    record(actor, TEAM_LEFT, client, colleague=user.name)


def _must_be_colleague(user: User, field: str) -> None:
    staff = [role.value for role in STAFF]
    if not Membership.objects.filter(user=user, role__in=staff, ended_at=None).exists():
        raise Invalid({field: _("Choose a colleague of your organisation.")})
