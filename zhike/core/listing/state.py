"""What the address of a list says: text, filters, order, columns, page. Read and written the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhike.core.actors import Actor
from zhike.core.listing.declared import RESERVED, SIZES, Column, Listing
from zhike.core.listing.filters import BadValue

LONGEST_SEARCH = 200


@dataclass(frozen=True)
class State:
    """How somebody looks at a list. Frozen; `address` gives the link to the same with something changed."""

    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)  # by filter name
    sort: str = ""  # a column, "-" before it for downwards
    size: int = 0  # 0: as the list or the person has it
    columns: tuple[str, ...] = ()  # empty: as the list or the person has them
    view: str = ""
    after: str = ""
    before: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.values)

    def pairs(self, listing: Listing) -> list[tuple[str, str]]:
        """The address without the page: what a saved view keeps and a link to a colleague says."""
        found = [("q", self.text)] if self.text else []
        for one in listing.filters:
            if one.name in self.values:
                found += one.pairs(self.values[one.name])
        if self.sort:
            found.append(("sort", self.sort))
        if self.size:
            found.append(("size", str(self.size)))
        found += [("columns", name) for name in self.columns]
        return found

    def query(self, listing: Listing) -> str:
        return urlencode(self.pairs(listing))

    def address(self, listing: Listing, **changes: Any) -> str:
        """`?…` of the same list, on its first page unless the change names a page."""
        changed = replace(self, **{"after": "", "before": "", **changes})
        pairs = changed.pairs(listing)
        if not pairs and (changed.view or self.pairs(listing)):
            changed = replace(changed, view="all")  # else the first view would fill the emptied list again
        pairs += [(name, getattr(changed, name)) for name in ("view", "after", "before") if getattr(changed, name)]
        return "?" + urlencode(pairs)

    def without(self, filter_name: str) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if name != filter_name}


def read(listing: Listing, given: QueryDict, actor: Actor) -> State:
    """Take what makes sense; note what does not."""
    notes: list[str] = []
    values = _values(listing, given, actor, notes)
    known = RESERVED.union(*(one.parameters for one in listing.filters)) if listing.filters else RESERVED
    unknown = [name[:40] for name in given if name not in known]
    if unknown:
        notes.append(_("This list does not know: %(names)s. It was left out.") % {"names": ", ".join(unknown[:5])})
    return State(
        text=given.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        values=values,
        sort=_sort(listing, given.get("sort", ""), notes),
        size=_size(given.get("size", "")),
        columns=_columns(listing, given.getlist("columns"), actor),
        view=_view(given.get("view", "")),
        after=given.get("after", ""),
        before=given.get("before", ""),
        notes=tuple(notes),
    )


def order_of(listing: Listing, state: State) -> tuple[Sequence[str], bool]:
    """The database columns to order by, and whether the column's own direction is turned round."""
    sort = state.sort or listing.default_sort
    column: Column | None = listing.by_name.get(sort.lstrip("-"))
    return (column.sort_paths if column else ()), sort.startswith("-")


def _values(listing: Listing, given: QueryDict, actor: Actor, notes: list[str]) -> dict[str, Any]:
    values = {}
    for one in listing.filters:
        own = {name: [text.replace("\x00", "") for text in given.getlist(name)] for name in one.parameters}
        if not any(own.values()):
            continue
        try:
            value = one.read(own, actor)
        except BadValue:
            notes.append(_("The filter “%(name)s” was left out: its value is not possible.") % {"name": one.label})
            continue
        if value is not None:
            values[one.name] = value
    return values


def _sort(listing: Listing, asked: str, notes: list[str]) -> str:
    column = listing.by_name.get(asked.removeprefix("-"))
    if column is not None and column.sort:
        return asked
    if asked:
        notes.append(_("The list cannot be sorted that way; it is in its usual order."))
    return ""


def _size(asked: str) -> int:
    return int(asked) if asked in {str(size) for size in SIZES} else 0


def _columns(listing: Listing, asked: Sequence[str], actor: Actor) -> tuple[str, ...]:
    """Known columns in the asked order; the title always comes first, or a row could not be opened."""
    mine = {column.name for column in listing.columns_for(actor)}
    names = [name for name in dict.fromkeys(asked) if name in mine]
    title = listing.columns[0].name
    return (title, *(name for name in names if name != title)) if names else ()


def _view(asked: str) -> str:
    """The key of a saved view, "all" for none of them, or nothing said."""
    if asked == "all":
        return asked
    try:
        return str(UUID(asked))
    except ValueError:
        return ""
