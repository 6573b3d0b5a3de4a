"""The views a person may choose from, and how they arranged a list: one question for both."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs

from django.db.models import QuerySet

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.models import SavedView
from zhike.core.prepared import prepared


@dataclass(frozen=True)
class Arrangement:
    """How a person left a list: columns in order, page size, the view it opens with."""

    columns: tuple[str, ...] = ()
    size: int = 0
    view: str = ""


@dataclass(frozen=True)
class Kept:
    views: list[SavedView] = field(default_factory=list)
    arrangement: Arrangement = field(default_factory=Arrangement)

    def named(self, key: str) -> SavedView | None:
        return next((view for view in self.views if str(view.pk) == key), None)


def kept(actor: Actor, listing_name: str) -> Kept:
    """Named views, one's own first; and the own arrangement."""
    if not actor.is_staff:
        return Kept()
    rows = _views(actor, listing_name)
    views = sorted((row for row in rows if row.name), key=lambda row: row.user_id != actor.user_id)
    own = next((row for row in rows if not row.name), None)
    return Kept(views, arrangement_of(own.query) if own else Arrangement())


@prepared
def _views(actor: Actor, listing_name: str) -> QuerySet[SavedView]:
    return visible(actor, SavedView).filter(listing=listing_name).order_by("name", "id")


def arrangement_of(query: str) -> Arrangement:
    given = parse_qs(query)
    size = given.get("size", ["0"])[0]
    return Arrangement(
        columns=tuple(given.get("columns", ())),
        size=int(size) if size.isdigit() else 0,
        view=given.get("view", [""])[0],
    )
