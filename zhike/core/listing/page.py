"""What the list's template shows, worked out once. Three questions to the database: rows, count, views."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.buttons import Button
from zhike.core.listing import filters as kinds
from zhike.core.listing import render
from zhike.core.listing.declared import SIZES, Bulk, Column, Listing
from zhike.core.listing.keyset import BadCursor, Order, Slice
from zhike.core.listing.resolve import Look
from zhike.core.listing.state import State, order_of

COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the way to take it off."""

    name: Any
    words: str
    link: SafeString


@dataclass(frozen=True)
class Link:
    label: Any
    attributes: SafeString
    is_current: bool


@dataclass(frozen=True)
class QuickFilter:
    name: str
    label: Any
    options: list[tuple[str, Any, bool]]


class Page:
    """`list` in the templates."""

    def __init__(self, listing: Listing, look: Look, actor: Actor, rows: QuerySet[Any], path: str) -> None:
        self.listing, self.look, self.actor, self.path = listing, look, actor, path
        self.state: State = look.state
        self.notes: list[str] = list(look.state.notes)
        self.matching = narrowed(listing, self.state, actor, rows)
        self.slice = self._slice()

    # --- rows ---

    def _slice(self) -> Slice:
        paths, reverse = order_of(self.listing, self.state)
        order = Order(self.matching, paths, reverse=reverse)
        try:
            return order.page(self.matching, self.look.size, after=self.state.after, before=self.state.before)
        except BadCursor:
            self.notes.append(_("The page asked for no longer exists; this is the first one."))
            return order.page(self.matching, self.look.size)

    @property
    def columns(self) -> list[Column]:
        return self.look.columns

    @property
    def is_empty(self) -> bool:
        return not self.slice.rows

    @property
    def is_unfiltered(self) -> bool:
        return not self.state.is_narrowed and not self.state.after and not self.state.before

    @property
    def head(self) -> SafeString:
        return render.head(self.listing, self.columns, self.state, bool(self.bulk))

    @property
    def body(self) -> SafeString:
        return render.body(self.listing, self.columns, self.slice.rows, bool(self.bulk))

    @cached_property
    def count(self) -> int:
        """How many match, up to a thousand: beyond that nobody reads the number, and counting is slow."""
        if not self.slice.before and not self.slice.after:
            return len(self.slice.rows)
        return self.matching.order_by()[: COUNT_LIMIT + 1].count()

    @property
    def how_many(self) -> str:
        if self.count > COUNT_LIMIT:
            return f"{number_format(COUNT_LIMIT, force_grouping=True)}+"
        return number_format(self.count, force_grouping=True)

    @property
    def count_words(self) -> str:
        return ngettext("%(count)s row", "%(count)s rows", self.count) % {"count": self.how_many}

    # --- links ---

    @property
    def earlier(self) -> SafeString | str:
        return self._hx(before=self.slice.before) if self.slice.before else ""

    @property
    def later(self) -> SafeString | str:
        return self._hx(after=self.slice.after) if self.slice.after else ""

    @property
    def first(self) -> SafeString:
        return self._hx()

    @property
    def sizes(self) -> list[Link]:
        return [Link(size, self._hx(size=size), size == self.look.size) for size in SIZES]

    @property
    def chips(self) -> list[Chip]:
        found = []
        if self.state.text:
            found.append(Chip(_("Search"), self.state.text, self._hx(text="")))
        for one in self.listing.filters:
            if one.name in self.state.values:
                words = one.words(self.state.values[one.name], self.actor)
                found.append(Chip(one.label, words, self._hx(values=self.state.without(one.name))))
        return found

    @property
    def clear(self) -> SafeString:
        return self._hx(text="", values={}, view="all" if self.look.kept.views else "")

    @property
    def views(self) -> list[Link]:
        """The tabs above the list: everything, then the saved views."""
        if not self.look.kept.views:
            return []
        links = [Link(_("All"), render.hx(self.listing, "?view=all"), self.look.view is None)]
        links += [
            Link(view.name, render.hx(self.listing, f"?view={view.pk}"), view == self.look.view)
            for view in self.look.kept.views
        ]
        return links

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search form must carry along so that searching keeps filters, order and columns."""
        shown = {"q", *(one.name for one in self.quick_kinds)}
        pairs = [pair for pair in self.state.pairs(self.listing) if pair[0] not in shown]
        return [*pairs, ("view", self.state.view)] if self.state.view else pairs

    @property
    def quick_kinds(self) -> list[kinds.Choice]:
        return kinds.quick(self.listing.filters)

    @property
    def quick(self) -> list[QuickFilter]:
        return [
            QuickFilter(
                one.name,
                one.label,
                [
                    (value, label, value == self.state.values.get(one.name))
                    for value, label in one.labels(self.actor).items()
                ],
            )
            for one in self.quick_kinds
        ]

    @property
    def filters_on(self) -> int:
        return len(self.state.values)

    def panel(self, name: str) -> str:
        return f"{self.state.address(self.listing)}&panel={name}"

    @property
    def filter_panel(self) -> str:
        return self.panel("filters") if self.listing.filters else ""

    @property
    def column_panel(self) -> str:
        return self.panel("columns") if self.actor.is_staff and len(self.listing.columns) > 1 else ""

    @property
    def view_panel(self) -> str:
        return self.panel("views") if self.actor.is_staff else ""

    @property
    def exports(self) -> list[tuple[str, str]]:
        if not self.listing.may_export(self.actor) or self.is_empty:
            return []
        here = self.state.address(self.listing, columns=tuple(column.name for column in self.columns))
        return [("CSV", f"{here}&format=csv"), ("Excel", f"{here}&format=xlsx")]

    # --- what may be done ---

    @cached_property
    def bulk(self) -> list[Bulk]:
        return self.listing.bulk_for(self.actor)

    @property
    def bulk_action(self) -> str:
        return self.path + self.state.address(self.listing)

    @property
    def buttons(self) -> Sequence[tuple[Button, str]]:
        return [(one, one.href()) for one in self.listing.buttons if self._may(one)]

    @property
    def empty_button(self) -> tuple[Button, str] | None:
        button = self.listing.empty.button if self.listing.empty else None
        return (button, button.href()) if button and self._may(button) else None

    def _may(self, button: Button) -> bool:
        return not self.actor.only_looks and can(self.actor, button.capability)

    def _hx(self, **changes: Any) -> SafeString:
        return render.hx(self.listing, self.state.address(self.listing, **changes))


def narrowed(listing: Listing, state: State, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The room's rows, narrowed by what the address says: for page, count, export and bulk actions alike."""
    for one in listing.filters:
        if one.name in state.values:
            rows = rows.filter(one.q(state.values[one.name], actor))
    return listing.searched(actor, rows, state.text) if state.text else rows
