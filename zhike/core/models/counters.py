"""Short numbers people can say aloud: C-12, P-7, REQ-12 of one project."""

from uuid import UUID

from django.db import IntegrityError, models, transaction

from zhike.core.models.scoped import Scoped
from zhike.core.prepared import prepared

NOWHERE = UUID(int=0)  # not null: SQLite counts two nulls as different


class Counter(Scoped):
    """The last number given out for one kind of thing, in the organisation or within one row of it."""

    kind = models.CharField(max_length=20)
    within = models.UUIDField(default=NOWHERE)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "within"], name="one_counter_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"


def next_number(kind: str, within: UUID = NOWHERE, *, count: int = 1) -> int:
    """The next number of its kind (the first of `count`). Holds the counter until the transaction ends."""
    counter = next(iter(_held(kind, within)), None)
    if counter is None:
        counter = _first(kind, within)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return first


@prepared
def _held(kind: str, within: UUID) -> models.QuerySet[Counter]:
    return Counter.objects.select_for_update().filter(kind=kind, within=within)


def _first(kind: str, within: UUID) -> Counter:
    try:
        with transaction.atomic():
            return Counter.objects.create(kind=kind, within=within)
    except IntegrityError:  # somebody made it at the same moment
        return Counter.objects.select_for_update().get(kind=kind, within=within)
