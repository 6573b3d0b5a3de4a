"""Something to find: saved views stand in for the rows of a room."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Q

from zhike.core import access, prepared
from zhike.core.actors import Actor, Role
from zhike.core.models import SavedView
from zhike.core.search import reindex, sources
from zhike.core.testing.world import World

Make = Callable[..., SavedView]
WITHDRAWN = "withdrawn"


def _visible(actor: Actor) -> Q:
    """The owner knows all, others what is theirs; clients what is shared."""
    if actor.is_client:
        return Q(shared=True)
    return Q() if actor.role is Role.OWNER else Q(user_id=actor.user_id)


@pytest.fixture(autouse=True)
def _searched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(access._rows, SavedView, _visible)
    prepared.forget()
    before = dict(sources._sources)
    sources.source(
        SavedView,
        title=lambda row: row.name,
        text=lambda row: row.query,
        names=lambda row: [row.name],
        code=lambda row: row.listing,
        url=lambda row: f"/somewhere/{row.pk}/",
        findable=lambda row: row.listing != WITHDRAWN,
        label="Views",
    )
    yield
    prepared.forget()
    sources._sources.clear()
    sources._sources.update(before)


@pytest.fixture
def make(inside: World) -> Make:
    """A row with this title and text, in the index as an action would leave it."""

    def one(title: str, text: str = "", *, owner: str = "olga", code: str = "", **more: Any) -> SavedView:
        user_id: UUID = inside.people[owner].pk
        with transaction.atomic():
            row = SavedView.objects.create(name=title, query=text, user_id=user_id, listing=code, **more)
            reindex([row])
        return row

    return one
