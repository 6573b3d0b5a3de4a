"""What stands on a client's page besides the client."""

from django.db.models import QuerySet

from zhike.clients.models import AccountMember, Client, Handover, Merge, SegmentMember, Tag
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.prepared import prepared


@prepared
def team_of(actor: Actor, client: Client) -> QuerySet[AccountMember]:
    """Who helps to look after them."""
    return visible(actor, AccountMember).filter(client=client).select_related("user")


@prepared
def tags_of(client: Client) -> QuerySet[Tag]:
    return Tag.objects.filter(client_tags__client=client).order_by("client_tags__pk")


@prepared
def segments_of(client: Client) -> QuerySet[SegmentMember]:
    return SegmentMember.objects.filter(client=client).select_related("scheme")


@prepared
def handovers_of(client: Client) -> QuerySet[Handover]:
    """The last of them."""
    return Handover.objects.filter(client=client).select_related("giver", "taker").order_by("-created_at")[:5]


@prepared
def merges_into(client: Client) -> QuerySet[Merge]:
    """Files that became part of this one and can still be taken out."""
    return Merge.objects.filter(survivor=client, undone_at=None).select_related("absorbed")
