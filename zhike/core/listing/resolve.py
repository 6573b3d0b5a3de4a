"""How a list is looked at now: the address first, then the chosen view, then the person's habits."""

from dataclasses import dataclass, replace

from django.http import QueryDict

from zhike.core.actors import Actor
from zhike.core.listing.declared import SIZES, Column, Listing
from zhike.core.listing.queries import Kept, kept
from zhike.core.listing.state import State, read
from zhike.core.models import SavedView

QUIET = frozenset({"view", "after", "before", "panel", "format"})  # do not say what is shown


@dataclass(frozen=True)
class Look:
    """A list as one person looks at it now."""

    state: State
    kept: Kept
    view: SavedView | None
    columns: list[Column]
    size: int


def look(listing: Listing, given: QueryDict, actor: Actor) -> Look:
    """One question to the database: views and habits together."""
    found = kept(actor, listing.name)
    state = read(listing, given, actor)
    if not set(given) - QUIET:
        key = state.view or found.arrangement.view
        chosen = found.named(key)
        if chosen is not None:
            said = read(listing, QueryDict(chosen.query), actor)
            state = replace(said, view=str(chosen.pk), after=state.after, before=state.before)
    return Look(
        state=state,
        kept=found,
        view=found.named(state.view),
        columns=columns_shown(listing, state, found, actor),
        size=_size(listing, state, found),
    )


def columns_shown(listing: Listing, state: State, found: Kept, actor: Actor) -> list[Column]:
    mine = {column.name: column for column in listing.columns_for(actor)}
    asked = state.columns or found.arrangement.columns
    chosen = [mine[name] for name in asked if name in mine]
    return chosen or [column for column in mine.values() if column.shown]


def _size(listing: Listing, state: State, found: Kept) -> int:
    asked = state.size or found.arrangement.size
    return asked if asked in SIZES else listing.size
