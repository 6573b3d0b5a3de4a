"""Bulk actions too long for a request: kept as a row, done by the worker, watched on a page as they go."""

import importlib
import json
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.core.access import visible
from zhike.core.actors import Actor, Role
from zhike.core.errors import Denied
from zhike.core.jobs import daily, job
from zhike.core.listing.declared import Bulk, listings
from zhike.core.listing.told import MOST_TOLD, told
from zhike.core.models import BulkRun, lock
from zhike.core.scope import current_organisation_id

STEP = 20  # rows per transaction: few enough that nobody waits long for the locks they take
KEEP = timedelta(days=30)


@transaction.atomic
def start_run(
    actor: Actor, listing: str, action: str, ids: Sequence[Any], values: dict[str, Any], back: str
) -> BulkRun:
    """Leave a long bulk action to the worker. Each row is still asked for by the action itself."""
    row = BulkRun.objects.create(
        user_id=_somebody(actor),
        actor=_of_actor(actor),
        listing=listing,
        action=action,
        values=json.loads(json.dumps(values, cls=DjangoJSONEncoder, default=_key)),
        language=translation.get_language() or "",
        back=back[:2000],
        row_ids=[str(key) for key in ids],
        total=len(ids),
    )
    continue_run.later(run_id=row.pk)
    return row


@job()
def continue_run(run_id: str) -> None:
    """Go on with a bulk action where it stands: after its start, or after a worker died in the middle."""
    row = BulkRun.objects.filter(pk=UUID(str(run_id))).first()
    if row is None:
        return
    with translation.override(row.language) if row.language else nullcontext():
        bulk = asked_of(row)
        if bulk is None:
            BulkRun.objects.filter(pk=row.pk).update(finished_at=timezone.now(), row_ids=[])
            return
        while not row.is_finished:
            row = _step(row, bulk)


@job()
def forget_runs() -> None:
    """Remove how bulk actions went after a month; what they did is in the timeline."""
    BulkRun.objects.filter(finished_at__lt=timezone.now() - KEEP).delete()


daily(time(3, 40), forget_runs)


@transaction.atomic
def _step(row: BulkRun, bulk: Bulk) -> BulkRun:
    """The next few rows and the new position, together or not at all."""
    from zhike.core.listing.bulk import run_one

    row = lock(row)
    actor = _actor(row)
    keys = row.row_ids[row.position : row.position + STEP]
    found = {str(one.pk): one for one in visible(actor, listings()[row.listing].model).filter(pk__in=keys)}
    for key in keys:
        subject = found.get(key)
        reason = _("It no longer exists.") if subject is None else run_one(actor, bulk, subject, _values(row, bulk))
        row.position += 1
        if not reason:
            row.done += 1
            continue
        row.refused_count += 1
        if len(row.refused) < MOST_TOLD:
            row.refused.append([told(subject), reason])
    if row.position >= row.total:
        row.finished_at, row.row_ids = timezone.now(), []
    row.save()
    return row


def asked_of(row: BulkRun) -> Bulk | None:
    """The action a run is about; None if the list or the action is gone since (another version)."""
    if row.listing not in listings():
        importlib.import_module(settings.ROOT_URLCONF)  # lists are declared beside the pages that show them
    listing = listings().get(row.listing)
    return next((one for one in listing.bulk if one.name == row.action), None) if listing else None


def _values(row: BulkRun, bulk: Bulk) -> dict[str, Any]:
    """The form's values again, by the form itself: a date is a date, a person a person."""
    if bulk.form is None:
        return {}
    form = bulk.form(row.values)
    form.is_valid()
    return dict(form.cleaned_data)


def _somebody(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Denied(_("Only a person can start this."))
    return actor.user_id


def _of_actor(actor: Actor) -> dict[str, Any]:
    limits = None if actor.limited_to is None else sorted(actor.limited_to)
    return {"role": actor.role.value, "name": actor.name, "limited_to": limits}


def _actor(row: BulkRun) -> Actor:
    kept = row.actor
    limits = None if kept["limited_to"] is None else frozenset(kept["limited_to"])
    return Actor(current_organisation_id(), Role(kept["role"]), row.user_id, kept["name"], "bulk", limited_to=limits)


def _key(value: Any) -> Any:
    """A chosen row is kept by its key, several by theirs."""
    if hasattr(value, "pk"):
        return str(value.pk)
    return [_key(one) for one in value]
