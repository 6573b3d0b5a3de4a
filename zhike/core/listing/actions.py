"""Keeping views of lists.

These are how one person likes to look at things, not facts about clients or projects; nothing of it is
recorded in the timeline (which lies above `core`, and would only drown in it).
"""

from urllib.parse import urlencode
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.listing.access import CHANGE_VIEW, KEEP_VIEW
from zhike.core.listing.queries import Arrangement, arrangement_of
from zhike.core.models import SavedView, lock

LONGEST_QUERY = 2000
MOST_VIEWS = 50


@transaction.atomic
def save_view(
    actor: Actor, listing: str, *, name: str, query: str, shared: bool = False, id: UUID | None = None
) -> SavedView:
    """Keep how a list looks now, under a name."""
    must(actor, KEEP_VIEW)
    name = _checked_name(name)
    if len(query) > LONGEST_QUERY:
        raise Invalid(name=_("These filters are too long to be kept. Choose fewer values."))
    assert actor.user_id is not None
    mine = SavedView.objects.filter(listing=listing, user_id=actor.user_id).exclude(name="")
    if id is not None and (made := mine.filter(pk=id).first()):
        return made
    if mine.count() >= MOST_VIEWS:
        raise Conflict(_("You have 50 views of this list. Delete one first."))
    view = SavedView(listing=listing, user_id=actor.user_id, name=name, query=query, shared=shared)
    return _save(view)


@transaction.atomic
def change_view(actor: Actor, view: SavedView, *, name: str, shared: bool, query: str | None = None) -> SavedView:
    """Give a view another name, share it or keep it to oneself, or let it mean what the list shows now."""
    must(actor, CHANGE_VIEW, view)
    view = lock(view)
    if query is not None and len(query) > LONGEST_QUERY:
        raise Invalid(name=_("These filters are too long to be kept. Choose fewer values."))
    view.name, view.shared = _checked_name(name), shared
    view.query = view.query if query is None else query
    return _save(view)


@transaction.atomic
def delete_view(actor: Actor, view: SavedView) -> None:
    """Take a view away from one's lists, and from colleagues it was shared with."""
    must(actor, CHANGE_VIEW, view)
    lock(view).delete()


@transaction.atomic
def arrange_list(
    actor: Actor,
    listing: str,
    *,
    columns: list[str] | None = None,
    size: int | None = None,
    view: str | None = None,
) -> Arrangement:
    """Remember for this person the columns of a list, the length of its pages and the view it opens with."""
    must(actor, KEEP_VIEW)
    assert actor.user_id is not None
    mine = SavedView.objects.filter(listing=listing, user_id=actor.user_id, name="")
    row = mine.select_for_update().first() or SavedView(listing=listing, user_id=actor.user_id)
    before = arrangement_of(row.query)
    after = Arrangement(
        columns=before.columns if columns is None else tuple(columns),
        size=before.size if size is None else size,
        view=before.view if view is None else view,
    )
    pairs = [("columns", name) for name in after.columns]
    pairs += [("size", str(after.size))] if after.size else []
    pairs += [("view", after.view)] if after.view else []
    row.query = urlencode(pairs)[:LONGEST_QUERY]
    _save(row)
    return after


def _checked_name(name: str) -> str:
    name = name.replace("\x00", "").strip()
    if not name:
        raise Invalid(name=_("Give the view a name."))
    if len(name) > 60:
        raise Invalid(name=_("Use at most 60 characters."))
    return name


def _save(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Invalid(name=_("You already have a view with this name.")) from error
    return view
