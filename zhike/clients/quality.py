"""How good is what we know of a client: what is there, weighted, and how long ago somebody looked at it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from zhike.clients.models import Client, FieldConfirmation
from zhike.core.prepared import prepared
from zhike.methods.quality.completeness import Field, Quality, quality

# Weight of each field, and the days after which its worth halves (None: it does not age).
EXPECTED: dict[str, tuple[float, float | None]] = {
    "name": (3, None),
    "credit_code": (2, None),
    "industry": (2, 1095),
    "size": (1, 730),
    "region": (1, 1095),
    "address": (1, 730),
    "phone": (1, 365),
    "website": (1, 730),
    "mail_domains": (1, 730),
    "background": (2, 365),
    "stage": (1, 180),
    "tier": (1, 365),
}


def assess(client: Client, confirmed: Mapping[str, datetime], now: datetime | None = None) -> Quality:
    """The score with its parts, so that a page can say what is missing and what is stale."""
    now = now or timezone.now()
    return quality(
        Field(name, weight, bool(getattr(client, name)), _age(client, confirmed.get(name), now), half_life)
        for name, (weight, half_life) in EXPECTED.items()
    )


def rate(client: Client, confirmed: Mapping[str, datetime], now: datetime | None = None) -> int:
    """0 to 100: the weighted share of expected fields that are filled, each worth less the older it is."""
    return round(assess(client, confirmed, now).score * 100)


def confirm_fields(client: Client, names: Iterable[str]) -> dict[str, datetime]:
    """Note that these fields were looked at now; returns when each field was last confirmed."""
    now = timezone.now()
    kept = sorted({name for name in names if name in EXPECTED})
    FieldConfirmation.objects.bulk_create(
        [FieldConfirmation(client=client, field=name, confirmed_at=now) for name in kept],
        update_conflicts=True,
        update_fields=["confirmed_at"],
        unique_fields=["organisation", "client", "field"],
    )
    return confirmations(client)


def confirmations(client: Client) -> dict[str, datetime]:
    return dict(_confirmations(client))


@prepared
def _confirmations(client: Client) -> QuerySet[FieldConfirmation, tuple[str, datetime]]:
    return FieldConfirmation.objects.filter(client=client).values_list("field", "confirmed_at")


def _age(client: Client, confirmed: datetime | None, now: datetime) -> float:
    since = confirmed or client.created_at or now
    return max((now - since).total_seconds() / 86400, 0.0)
