"""Writing the index anew, in small transactions, while people work."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from zhike.core.models import SearchEntry
from zhike.core.search import words
from zhike.core.search.index import reindex
from zhike.core.search.sources import every_source

_BATCH = 500


def batches(model: type[Any], after: UUID | None = None) -> Iterator[tuple[int, UUID]]:
    """Rebuild the entries of one model by keys; yields after each batch how many and the last key.

    The rows of a batch are held, so that nobody's change is overwritten by an older reading of it.
    """
    while True:
        with transaction.atomic():
            rows = model._default_manager.select_for_update(of=("self",)).order_by("pk")
            found = list((rows.filter(pk__gt=after) if after else rows)[:_BATCH])
            reindex(found, anew=True)
        if not found:
            return
        after = found[-1].pk
        yield len(found), found[-1].pk


def sweep() -> int:
    """Remove entries whose row is gone or is no longer searched. How many there were."""
    known = {(source.subject_type, source.audience): source.model for source in every_source()}
    removed = 0
    for subject_type, audience in SearchEntry.objects.values_list("subject_type", "audience").distinct().order_by():
        entries = SearchEntry.objects.filter(subject_type=subject_type, audience=audience)
        model = known.get((subject_type, audience))
        if model is not None:
            entries = entries.exclude(subject_id__in=model._default_manager.values("pk"))
        with transaction.atomic():
            numbers = list(entries.values_list("number", flat=True))
            words.drop(numbers)
            removed += len(numbers)
            for at in range(0, len(numbers), _BATCH):
                SearchEntry.objects.filter(number__in=numbers[at : at + _BATCH]).delete()
    return removed
