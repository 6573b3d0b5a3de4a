"""Is this party here already? Found by what a client is recognised by; told without leaking what is not one's own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count, Q

from zhike.clients.identity import Kind, keys_of
from zhike.clients.models import Client, IdentityKey, NotDuplicate
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.methods.identity import names

SURE = frozenset({Kind.CREDIT.value})
WEIGHT = {Kind.CREDIT.value: 1.0, Kind.PHONE.value: 0.75, Kind.DOMAIN.value: 0.72}
MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Collision:
    """A client that may be the same party. For a stranger's client everything but its owner is left out."""

    score: float
    reasons: tuple[str, ...]  # kinds of keys that agree; names.Reason values where the name does
    owner: str
    client: Client | None  # None: it is not this actor's to see

    @property
    def is_sure(self) -> bool:
        return bool(SURE & set(self.reasons))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clients that look like one party."""

    first: Client
    second: Client
    score: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def collisions(actor: Actor, draft: Client, *, most: int = 5) -> list[Collision]:
    """Clients of the whole organisation that may be `draft` (saved or not), likeliest first, masked."""
    keys = keys_of(draft)
    if not keys:
        return []
    agreeing = _agreeing(keys, draft.pk)
    found = Client.objects.filter(pk__in=agreeing, merged_into=None).select_related("owner")
    scored = [(_score(draft, client, agreeing[client.pk]), client) for client in found]
    likely = sorted((s for s in scored if s[0][0] >= names.POSSIBLE), key=lambda one: -one[0][0])[:most]
    mine = set(visible(actor, Client).filter(pk__in=[c.pk for _, c in likely]).values_list("pk", flat=True))
    return [
        Collision(score, reasons, client.owner.name if client.owner else "", client if client.pk in mine else None)
        for (score, reasons), client in likely
    ]


def duplicate_pairs(actor: Actor, *, most: int = 100) -> list[Pair]:
    """Pairs among the clients one may see that look like one party and were not judged yet."""
    mine = visible(actor, Client).filter(archived_at=None)
    shared = (
        IdentityKey.objects.filter(client__in=mine).values("kind", "value").annotate(n=Count("client")).filter(n__gt=1)
    )
    groups: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    values: dict[str, list[str]] = defaultdict(list)
    for row in shared[:2000]:
        values[row["kind"]].append(row["value"])
    condition = Q(pk__in=[])
    for kind, of_kind in values.items():
        condition |= Q(kind=kind, value__in=of_kind)
    members: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for kind, value, pk in IdentityKey.objects.filter(condition, client__in=mine).values_list(
        "kind", "value", "client"
    ):
        members[kind, value].append(pk)
    for (kind, _value), pks in members.items():
        for first, second in combinations(sorted(pks)[:20], 2):
            groups[first, second].add(kind)
    return _pairs(groups, most)


def party_ids(client: Client) -> list[UUID]:
    """The client and those merged into it: whose timelines are one."""
    return [client.pk, *Client.objects.filter(merged_into=client).values_list("pk", flat=True)]


def _pairs(groups: dict[tuple[UUID, UUID], set[str]], most: int) -> list[Pair]:
    judged = {tuple(sorted(pair)) for pair in NotDuplicate.objects.values_list("first", "second")}
    clients = Client.objects.select_related("owner").in_bulk({pk for pair in groups for pk in pair})
    pairs = []
    for (first, second), kinds in groups.items():
        if (first, second) in judged:
            continue
        score, reasons = _score(clients[first], clients[second], kinds)
        if score >= names.POSSIBLE:
            pairs.append(Pair(clients[first], clients[second], score, reasons))
    return sorted(pairs, key=lambda pair: -pair.score)[:most]


def _agreeing(keys: Iterable[tuple[str, str]], besides: UUID) -> dict[UUID, set[str]]:
    """Candidates by the kinds of keys they share with the draft, or whose name begins alike."""
    condition = Q()
    for kind, value in keys:
        condition |= Q(kind=kind, value=value)
        if kind == Kind.NAME.value and len(value) >= 2:
            condition |= Q(kind=Kind.NAME, value__startswith=value[:2])
    rows = IdentityKey.objects.filter(condition).exclude(client=besides)
    agreeing: dict[UUID, set[str]] = defaultdict(set)
    wanted = set(keys)
    for kind, value, pk in rows.values_list("kind", "value", "client")[: MOST_CANDIDATES * 5]:
        agreeing[pk] |= {kind} if (kind, value) in wanted else set()
    return agreeing


def _score(one: Client, other: Client, kinds: set[str]) -> tuple[float, tuple[str, ...]]:
    """The better of how alike the names are and what else agrees; different credit codes speak against."""
    likeness = max((names.similarity(a, b) for a in _names(one) for b in _names(other)), key=lambda s: s.score)
    best = max([likeness.score, *(WEIGHT.get(kind, 0.0) for kind in kinds)])
    if one.credit_code and other.credit_code and one.credit_code != other.credit_code:
        best = min(best, 0.5)
    elsewise = sorted(kinds - {Kind.EXACT.value, Kind.NAME.value, Kind.PINYIN.value})
    reasons = [str(reason) for reason in likeness.reasons] if likeness.score >= names.POSSIBLE else []
    return best, (*elsewise, *reasons)


def _names(client: Client) -> list[str]:
    return [name for name in (client.name, client.short_name, client.english_name) if name]
