"""Who will see it: the people behind "internal" and "shared", by name.

Upper rooms know who speaks for a client; they say so once, in their `apps.py`:

    people_of_places(lambda place: user_ids_of_contacts(place.client_id))
"""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from zhike.accounts.models import Membership
from zhike.core.access import visible
from zhike.core.actors import CLIENT, Actor, Role
from zhike.core.models import Place, Scoped

PeopleOf = Callable[[Place], Iterable[UUID]]
MOST = 200  # people of one client that are asked one by one

_sources: list[PeopleOf] = []


def people_of_places(source: PeopleOf) -> None:
    """Register who, on the client's side, may belong to a place. It may name too many; each is asked."""
    _sources.append(source)


def actors_of(user_ids: Iterable[UUID]) -> dict[UUID, Actor]:
    """Current members of this organisation as actors: to ask what somebody else may see."""
    members = Membership.objects.filter(user_id__in=set(user_ids), ended_at=None, user__is_active=True)
    return {
        one.user_id: Actor(one.organisation_id, Role(one.role), one.user_id, str(one.user))
        for one in members.select_related("user")
    }


def client_audience(subject: Scoped) -> list[Actor]:
    """Everybody on the client's side who may know of this row: those a shared note or file would reach."""
    model = type(subject)
    return [
        actor
        for actor in _candidates(subject.place)
        if getattr(subject, "shared_with_client", True) and visible(actor, model).filter(pk=subject.pk).exists()
    ]


def _candidates(place: Place) -> Iterator[Actor]:
    if place == Place():
        return
    if _sources:
        named = {key for source in _sources for key in source(place)}
    else:  # no room of clients yet: ask all
        sides = Membership.objects.filter(role__in=CLIENT, ended_at=None)
        named = set(sides.values_list("user_id", flat=True)[:MOST])
    people = sorted(actors_of(named).values(), key=lambda actor: actor.name)
    yield from (actor for actor in people[:MOST] if actor.is_client)
