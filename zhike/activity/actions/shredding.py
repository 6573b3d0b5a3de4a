"""Removing personal data from the history, in the open: the chain stays whole and says who removed what and why."""

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.access import SHRED_ACTIVITY
from zhike.activity.declared import events
from zhike.activity.events import record
from zhike.activity.models import Activity
from zhike.activity.own_events import ACTIVITY_SHREDDED
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import Place

BATCH = 500  # entries named by one row of the history


@transaction.atomic
def shred_activity(actor: Actor, activity: Activity, *, reason: str) -> Activity:
    """Remove the personal data from one entry of the history, for good, and say why."""
    must(actor, SHRED_ACTIVITY, activity)
    if not reason.strip():
        raise Invalid(reason=_("Say why, as you would to an auditor."))
    fresh = Activity.objects.select_for_update().get(pk=activity.pk)
    if fresh.shredded_at is not None:
        raise Conflict(_("The personal data of this entry was removed before."))
    rest = {str(fresh.pk): _shred(fresh)}
    record(actor, ACTIVITY_SHREDDED, fresh, reason=reason.strip(), count=1, rest=rest)
    return fresh


@transaction.atomic
def shred_person(
    actor: Actor, person: UUID, *, reason: str, also: Iterable[UUID] = (), names: Iterable[str] = ()
) -> int:
    """Remove a person from the history: what they did keeps no name, what was noted about them keeps no details.

    `person` is who signed in; `also` are their other rows (contacts), `names` the names and addresses that may stand
    in other people's entries. What happened, when and to which row stays. Returns how many entries were changed.
    """
    must(actor, SHRED_ACTIVITY)
    if not reason.strip():
        raise Invalid(reason=_("Say why, as you would to an auditor."))
    keys = {person, *also}
    entries = _entries_about(keys, {name for name in names if name.strip()})
    total = 0
    while batch := list(islice(entries, BATCH)):
        rest = {str(one.pk): _shred(one) for one in batch}
        total += len(batch)
        # The entries named are of many places, so this is told in none of them: only owners read it.
        record(
            actor,
            ACTIVITY_SHREDDED,
            batch[0],
            place=Place(),
            reason=reason.strip(),
            count=len(rest),
            rest=rest,
        )
    return total


def _entries_about(keys: set[UUID], names: set[str]) -> Iterator[Activity]:
    """First those of the person, by index; then, where names are given, every entry that holds such details."""
    unshredded = Activity.objects.select_for_update().filter(shredded_at=None)
    theirs = unshredded.filter(Q(actor_user_id__in=keys) | Q(subject_id__in=keys)).order_by("sequence")
    yield from list(theirs)
    if names:
        personal = {verb: one.shred for verb, one in events().items() if one.shred}
        for entry in _in_steps(unshredded.filter(verb__in=personal)):
            told = {name: entry.details.get(name) for name in personal[entry.verb]}
            if any(name in str(value) for value in told.values() for name in names):
                yield entry


def _in_steps(found: QuerySet[Activity]) -> Iterator[Activity]:
    """By sequence, a thousand at a time, never all in memory; rows shredded on the way do not disturb it."""
    last = 0
    while step := list(found.filter(sequence__gt=last).order_by("sequence")[:1000]):
        yield from step
        last = step[-1].sequence


def _shred(entry: Activity) -> str:
    """Take out what the event declared personal, the name of who acted and the salt. Returns the digest of the rest."""
    declared = events().get(entry.verb)
    gone = {*(declared.shred if declared else entry.details), "subject"}
    entry.details = {name: value for name, value in entry.details.items() if name not in gone}
    entry.actor_name, entry.salt, entry.shredded_at = "", "", timezone.now()
    Activity.objects.filter(pk=entry.pk).update(
        details=entry.details, actor_name="", salt="", shredded_at=entry.shredded_at
    )
    return entry.digest_of_rest()
