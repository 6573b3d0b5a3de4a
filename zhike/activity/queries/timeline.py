"""What happened, newest first: of a client, a project, a row or the whole organisation.

Every filter is answered from an index that ends in `sequence`, so a page costs the same at a thousand rows and at a
million. Dates become bounds on the sequence, which rises with time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhike.activity.access import heard
from zhike.activity.declared import events
from zhike.activity.models import Activity, Comment
from zhike.core.access import narrowing, places_of, visible
from zhike.core.actors import Actor

PAGE = 40
LATELY = 100  # of so many rows the people are offered by name
NEAR = 4000  # rows looked through for whoever knows few places, before the places are; of a kind, ten times as far
FIRST_YEAR, LAST_YEAR = 1970, 9000  # dates beyond these bound nothing, and overflow in some time zones

Places = Sequence[tuple[str, QuerySet[Any]]]  # by the column that names them, the narrowest first


@dataclass(frozen=True)
class Wanted:
    """Which part of the history is looked for. Several clients are one that others were merged into."""

    clients: tuple[UUID, ...] = ()
    project: UUID | None = None
    subject: UUID | None = None
    kinds: tuple[str, ...] = ()
    person: UUID | None = None
    since: date | None = None
    until: date | None = None
    shown: bool | None = None  # True: what the client was shown; False: what stayed internal
    before: int | None = None  # the sequence that the page before ended with
    verb: str = ""
    size: int = PAGE  # of a page

    def at(self, before: int | None) -> "Wanted":
        return replace(self, before=before)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kinds or self.person or self.since or self.until or self.shown is not None)


@dataclass(frozen=True)
class Page:
    """One page of the timeline; `next` is what to ask for `before` to go on, None at the beginning of time."""

    items: list[Activity]
    next: int | None


def timeline(
    actor: Actor,
    *,
    client_id: UUID | Iterable[UUID] | None = None,
    project_id: UUID | None = None,
    subject: UUID | None = None,
    kinds: Iterable[str] = (),
    person: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    shown: bool | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> Page:
    """A page of what happened, as far as the actor may know it."""
    clients = (client_id,) if isinstance(client_id, UUID) else tuple(client_id or ())
    wanted = Wanted(clients, project_id, subject, tuple(kinds), person, since, until, shown, before, size=limit)
    return page_of(actor, wanted)


def page_of(actor: Actor, wanted: Wanted) -> Page:
    limit = wanted.size
    found = list(islice(merge(*_parts(actor, wanted, limit + 1), key=lambda row: -row.sequence), limit + 1))
    more = len(found) > limit
    return Page(found[:limit], found[limit - 1].sequence if more else None)


def _parts(actor: Actor, wanted: Wanted, limit: int, *fields: str) -> list[QuerySet[Activity]]:
    """What is looked for, in parts that each have an index of their own; each gives its newest `limit` rows."""
    parts = [happenings(actor, part, *fields) for part in _split(wanted)]
    # A client's pages ask for one project; their rule, as fine as rooms above make it, is more than SQLite's parser
    # takes inside the strands.
    places = None if _has_index(wanted) or actor.is_client else places_of(actor)
    if places is None:
        return [part[:limit] for part in parts]
    last = Activity.objects.order_by("-sequence").values("sequence")[:1]
    start = (Value(wanted.before) if wanted.before else Subquery(last)) - (NEAR * 10 if wanted.kinds else NEAR)
    near = [part.filter(sequence__gt=start)[:limit] for part in parts]
    return near if sum(map(len, near)) >= limit else _strands(actor, wanted, places, limit, *fields)


def _has_index(wanted: Wanted) -> bool:
    return bool(wanted.clients or wanted.project or wanted.subject or wanted.person)


def _strands(actor: Actor, wanted: Wanted, places: Places, limit: int, *fields: str) -> list[QuerySet[Activity]]:
    """For whoever knows few places: what happened in each kind of place, and outside all of them, found from the
    places. (Going through the whole organisation's history for a page of theirs took 600 ms at 500,000 rows.)"""
    asked, outside, strands = _filters(wanted) & heard(actor) & narrowing(actor, Activity), Q(), []
    for column, known in places:
        strands.append(_of_places(_only(Activity.objects.filter(asked), fields), outside, column, known, limit))
        outside &= Q(**{f"{column}__isnull": True})
    return [*strands, happenings(actor, wanted, *fields).filter(outside)[:limit]]


def _of_places(
    found: QuerySet[Activity], outside: Q, column: str, places: QuerySet[Any], limit: int
) -> QuerySet[Activity]:
    """The newest rows of many places, reading at most `limit` of each; `outside` of what is narrower.

    They lie in the `limit` places where something happened last; and none is older than the place says whose row
    number `limit` is the newest. Nothing else is looked at. The sum and the double negation say nothing new: they
    keep SQLite from the indexes of all rows and of all rows outside.
    """
    of_one = found.filter(outside, **{column: OuterRef("pk")}).order_by("-sequence").values("sequence")
    lively = places.order_by(Subquery(of_one[:1]).desc(nulls_last=True)).values("pk")[:limit]
    full = places.annotate(last=Subquery(of_one[limit - 1 : limit])).order_by(F("last").desc(nulls_last=True))
    near = found.filter(**{f"{column}__in": lively}, sequence__gte=Coalesce(Subquery(full.values("last")[:1]), 0))
    inside = ~outside if outside else Q(pk__in=[])
    return near.exclude(inside).order_by((F("sequence") + 0).desc())[:limit]


def _split(wanted: Wanted) -> list[Wanted]:
    """Several clients, one by one; a kind across the whole organisation, verb by verb. (Asked at once, a rare kind was
    looked for in every row: 540 ms at 500,000.)"""
    parts = [replace(wanted, clients=(one,)) for one in wanted.clients] or [wanted]
    if _has_index(wanted) or not wanted.kinds:
        return parts
    return [replace(wanted, verb=verb) for verb in _verbs(wanted)] or parts


def _verbs(wanted: Wanted) -> list[str]:
    return [verb for verb, one in events().items() if one.kind in wanted.kinds]


def happenings(actor: Actor, wanted: Wanted, *fields: str) -> QuerySet[Activity]:
    """The rows themselves, newest first, for exports and lists; with `fields`, only these of each."""
    found = _only(visible(actor, Activity).filter(_filters(wanted)).order_by("-sequence"), fields)
    if wanted.subject:
        notes = Comment.objects.filter(subject_id=wanted.subject).values("pk")
        found = found.filter(Q(subject_id=wanted.subject) | Q(subject_id__in=notes))
    return found


def _only(rows: QuerySet[Activity], fields: Sequence[str]) -> QuerySet[Activity]:
    return rows.only(*fields) if fields else rows


def people(actor: Actor, wanted: Wanted) -> dict[UUID, str]:
    """Who acted lately here, for the filter by person."""
    parts = _parts(actor, replace(wanted, person=None, before=None), LATELY, "sequence", "actor_user_id", "actor_name")
    recent = list(islice(merge(*parts, key=lambda row: -row.sequence), LATELY))[::-1]
    newest = {row.actor_user_id: row.actor_name for row in recent if row.actor_user_id and row.actor_name}
    return dict(sorted(newest.items(), key=lambda item: item[1]))


def _filters(wanted: Wanted) -> Q:
    condition = Q()
    if wanted.clients:
        condition &= Q(client_id=wanted.clients[0]) if len(wanted.clients) == 1 else Q(client_id__in=wanted.clients)
    if wanted.project:
        condition &= Q(project_id=wanted.project)
    if wanted.verb:
        condition &= Q(verb=wanted.verb)
    elif wanted.kinds:
        condition &= Q(verb__in=_verbs(wanted))
    if wanted.person:
        condition &= Q(actor_user_id=wanted.person)
    if wanted.shown is not None:
        condition &= Q(shown_to_client=wanted.shown)
    if wanted.before is not None:
        condition &= Q(sequence__lt=wanted.before)
    return condition & _between(wanted.since, wanted.until)


def _between(since: date | None, until: date | None) -> Q:
    condition = Q()
    if since and since.year >= FIRST_YEAR:
        condition &= Q(sequence__gt=_last_before(_midnight(since)))
    if until and FIRST_YEAR <= until.year < LAST_YEAR:
        condition &= Q(sequence__lte=_last_before(_midnight(until + timedelta(days=1))))
    return condition


def _last_before(moment: datetime) -> int:
    earlier = Activity.objects.filter(happened_at__lt=moment).order_by("-happened_at", "-sequence")
    found: Any = earlier.values_list("sequence", flat=True).first()
    return found or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
