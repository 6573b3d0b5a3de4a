"""How a room declares one of its lists. Everything else in this package reads these declarations."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponseBase
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.buttons import Button
from zhike.core.listing.filters import Filter
from zhike.core.markup import conditional_escape
from zhike.core.templatetags.kit import moment

if TYPE_CHECKING:
    from zhike.core.doors import Request

SIZES = (25, 50, 100)
RESERVED = frozenset(
    {"q", "sort", "size", "columns", "view", "after", "before", "panel", "format", "all", "selected", "bulk"}
)
NOTHING = mark_safe('<span class="muted">–</span>')
Search = Callable[[Actor, QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True)
class Column:
    """`cell(row)` gives text (escaped here) or HTML from `format_html`; without it the attribute is shown.

    `sort` names the database column or columns to order by ("-created_at" to begin with the newest); put an
    index on (organisation, column, id). `export(row)` gives the plain value for spreadsheets (default: the
    attribute, or the cell without its markup); False leaves the column out of them. The first column is the
    title: it links to the row. `shown=False` columns are offered but not shown at first. `capability` hides a
    column from others.
    """

    name: str
    label: Any
    cell: Callable[[Any], Any] | None = None
    sort: str | Sequence[str] = ()
    export: Callable[[Any], Any] | bool | None = None
    shown: bool = True
    end: bool = False
    shrink: bool = False
    wide_only: bool = False
    link: bool = True
    capability: str = ""

    @property
    def sort_paths(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)

    def html(self, row: Any) -> SafeString:
        return conditional_escape(self.cell(row)) if self.cell else shown(self.value(row))

    def value(self, row: Any) -> Any:
        """The attribute of the row, by its path; the words of a choice instead of its code."""
        owner, _dot, last = self.name.rpartition("__")
        for step in owner.split("__") if owner else ():
            row = getattr(row, step, None)
        found = getattr(row, last, None)
        words = words_of(type(row), last)  # type: ignore[arg-type]
        return words.get(found, found) if words else found


@dataclass(frozen=True)
class Bulk:
    """An action for many rows: `run(actor, row, **values)` is the room's own action, asked for each row.

    `form` asks once for the values; `confirm` is the question before something that is hard to take back.
    """

    name: str
    label: Any
    capability: str
    run: Callable[..., Any]
    form: type[forms.Form] | None = None
    confirm: Any = ""
    danger: bool = False
    icon: str = ""

    @property
    def asks_first(self) -> bool:
        return bool(self.form or self.confirm)


@dataclass(frozen=True)
class Empty:
    """What a list without any row teaches: what belongs here, why it pays, how to begin."""

    title: Any
    why: Any = ""
    example: Any = ""
    icon: str = "inbox"
    button: Button | None = None


@dataclass(frozen=True)
class Listing:
    """One list of the system. See README.md beside this file."""

    name: str
    model: type[Model]
    capability: str
    title: Any
    columns: Sequence[Column]
    url: Callable[[Any], str] | None = None
    lead: Any = ""
    filters: Sequence[Filter] = ()
    default_sort: str = ""
    search: Search | Sequence[str] | None = None
    search_hint: Any = ""
    bulk: Sequence[Bulk] = ()
    export_capability: str = ""
    on_export: Callable[[Actor, str], None] | None = None
    empty: Empty | None = None
    buttons: Sequence[Button] = ()
    size: int = 25
    template: str = "core/listing/page.html"
    by_name: dict[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parameters = [name for one in self.filters for name in one.parameters]
        if taken := RESERVED & set(parameters):
            raise ValueError(f"{self.name}: a filter may not be called {', '.join(sorted(taken))}.")
        if len(set(parameters)) < len(parameters):
            raise ValueError(f"{self.name}: two filters have one name.")
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})
        if self.default_sort.lstrip("-") not in {"", *(c.name for c in self.columns if c.sort)}:
            raise ValueError(f"{self.name}: {self.default_sort} is not a sortable column.")
        _listings[self.name] = self

    def respond(
        self, request: "Request", rows: QuerySet[Any], *, template: str = "", **context: Any
    ) -> HttpResponseBase:
        """Answer the list's address: the page, its fragment, a panel, an export, or a bulk action (POST)."""
        from zhike.core.listing.respond import respond

        return respond(self, request, rows, template=template or self.template, context=context)

    @property
    def is_searchable(self) -> bool:
        """For templates, which would call `search` if they named it."""
        return bool(self.search)

    def columns_for(self, actor: Actor) -> list[Column]:
        return [one for one in self.columns if not one.capability or can(actor, one.capability)]

    def bulk_for(self, actor: Actor) -> list[Bulk]:
        return [] if actor.only_looks else [one for one in self.bulk if can(actor, one.capability)]

    def may_export(self, actor: Actor) -> bool:
        return bool(self.export_capability) and can(actor, self.export_capability)

    def searched(self, actor: Actor, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        if callable(self.search):
            return self.search(actor, rows, text)
        condition = Q(pk__in=[])
        for path in self.search or ():
            condition |= Q(**{f"{path}__icontains": text})
        return rows.filter(condition)


_listings: dict[str, Listing] = {}


def listings() -> dict[str, Listing]:
    return dict(_listings)


@cache
def words_of(model: type[Any], name: str) -> dict[Any, Any] | None:
    """The words of a field with choices. Kept, because Django works them out anew for each row."""
    try:
        field = model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return None
    return dict(field.flatchoices) if getattr(field, "choices", None) else None


def shown(value: Any) -> SafeString:
    """A plain value as people read it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str | Promise):
        return conditional_escape(value)  # type: ignore[arg-type]
    if isinstance(value, bool):
        return conditional_escape(_("Yes") if value else _("No"))
    if isinstance(value, datetime | date):
        return moment(value)
    if isinstance(value, Decimal | float | int):
        return conditional_escape(number_format(value, use_l10n=True, force_grouping=True))
    if isinstance(value, Iterable):
        return conditional_escape(_(", ").join(str(one) for one in value))
    return conditional_escape(value)
