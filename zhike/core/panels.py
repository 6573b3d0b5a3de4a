"""How a room above puts something on a page of a room below: a panel the page loads when it is seen.

    panel(on=Client, title=_("Projects"), url_name="client-projects", capability=VIEW_PROJECT, order=20)

in the upper room's `apps.py`. The lower room's page asks `panels_of` and knows none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.addresses import reverse


@dataclass(frozen=True)
class Panel:
    """`url_name` is a page of the upper room that takes the row's key (or what `arguments(row)` gives).

    Asked by HTMX it answers with the inside of the panel (`fragment`); followed as a link, with a whole page.
    """

    on: type[Model]
    title: Any
    url_name: str
    capability: str
    order: int = 50
    icon: str = ""
    aside: bool = False
    arguments: Callable[[Any], Sequence[Any]] | None = None
    when: Callable[[Any], bool] | None = None
    tab: bool = False


@dataclass(frozen=True)
class Placed:
    """A panel on one row's page."""

    title: Any
    url: str
    icon: str
    aside: bool
    name: str = ""
    tab: bool = False  # not on the overview: a tab of its own, where the row's page offers them


_panels: dict[tuple[type[Model], str], Panel] = {}


def panel(
    *,
    on: type[Model],
    title: Any,
    url_name: str,
    capability: str,
    order: int = 50,
    icon: str = "",
    aside: bool = False,
    arguments: Callable[[Any], Sequence[Any]] | None = None,
    when: Callable[[Any], bool] | None = None,
    tab: bool = False,
) -> None:
    """Declare a panel on every page of a row of this kind."""
    if (on, url_name) in _panels:
        raise LookupError(f"{on.__name__} already has the panel {url_name}.")
    _panels[on, url_name] = Panel(on, title, url_name, capability, order, icon, aside, arguments, when, tab)


def panels_of(actor: Actor, row: Model) -> list[Placed]:
    """The panels this actor sees on the page of this row, in their order. Asks no database."""
    mine = [one for one in _panels.values() if type(row) is one.on and can(actor, one.capability)]
    return [
        Placed(
            one.title,
            reverse(one.url_name, args=_arguments(one, row)),
            one.icon,
            one.aside,
            one.url_name,
            one.tab,
        )
        for one in sorted(mine, key=lambda one: (one.order, one.url_name))
        if one.when is None or one.when(row)
    ]


def _arguments(one: Panel, row: Model) -> list[Any]:
    return list(one.arguments(row)) if one.arguments else [row.pk]
