"""The page of one row, the same for every kind: header, next step, fields edited in place, tabs, panels.

    CLIENT = RecordPage(model=Client, capability=VIEW_CLIENT, kind=_("Client"), title=lambda c: c.name, …)

    @require_http_methods(["GET", "POST"])
    @staff(VIEW_CLIENT)
    def client(request, number):
        return CLIENT.respond(request, find_in(queries.clients(request.actor), number=number))

The full example is in `listing/README.md`.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.access import abilities, can, must
from zhike.core.actors import Actor
from zhike.core.buttons import Button
from zhike.core.doors import Request
from zhike.core.errors import Conflict, Invalid, Missing
from zhike.core.listing.declared import shown
from zhike.core.listing.render import as_attribute
from zhike.core.markup import conditional_escape, format_html
from zhike.core.pages import (
    Difference,
    EditForm,
    differences_of,
    in_our_words,
    put_errors,
    use_current_version,
)
from zhike.core.panels import Placed, panels_of
from zhike.core.templatetags.kit import icon

Of = Callable[[Any], Any]


@dataclass(frozen=True)
class Field:
    """One fact of a row. With `form` (a form field, or a function of actor and row) and `capability` it can
    be edited in place; `value(row)` shows it (default: the attribute), `initial(row)` fills the form (default:
    the attribute; of a row, its key). The page's `update` action gets it by `name`.
    """

    name: str
    label: Any
    form: forms.Field | Callable[[Actor, Any], forms.Field] | None = None
    capability: str = ""
    value: Of | None = None
    initial: Of | None = None
    when: Callable[[Any], bool] | None = None

    def html(self, row: Any) -> SafeString:
        if self.value is not None:
            found = self.value(row)
            return shown(found) if found is None or found == "" else conditional_escape(found)
        words = getattr(row, f"get_{self.name}_display", None)
        return shown(words() if words else getattr(row, self.name))

    def start(self, row: Any) -> Any:
        found = self.initial(row) if self.initial else getattr(row, self.name)
        return found.pk if isinstance(found, Model) else found

    def form_field(self, actor: Actor, row: Any) -> forms.Field:
        assert self.form is not None
        made = deepcopy(self.form) if isinstance(self.form, forms.Field) else self.form(actor, row)
        made.label = self.label
        in_our_words(made)
        return made


@dataclass(frozen=True)
class FieldSet:
    """Fields that belong together, under a heading; `aside` puts them beside the page's main column.

    `audience(actor, row)` says who sees these fields, where that differs from who sees the row.
    """

    title: Any
    fields: Sequence[Field]
    aside: bool = False
    audience: "Callable[[Actor, Any], Audience | None] | None" = None


@dataclass(frozen=True)
class Tab:
    """A part of the record that is a page of its own. `count(row)` must not ask the database."""

    name: str
    label: Any
    url: Of
    capability: str = ""
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class Audience:
    """Who sees this row, in words: `kind` "shared" or "internal"."""

    kind: str
    who: str = ""


@dataclass(frozen=True)
class RecordPage:
    """How the page of one kind of row is made. `update(actor, row, version=…, name=value)` is the action."""

    model: type[Model]
    capability: str
    kind: Any
    title: Of
    url: Of
    number: Of = lambda row: getattr(row, "number", "")
    status: Of | None = None
    next_step: Callable[[Actor, Any], Any] | None = None
    fields: Sequence[FieldSet] = ()
    facts: Sequence[Field] = ()
    buttons: Sequence[Button] = ()
    tabs: Sequence[Tab] = ()
    update: Callable[..., Any] | None = None
    audience: Callable[[Actor, Any], Audience | None] | None = None
    parents: Of | None = None
    template: str = "core/record/page.html"
    by_name: dict[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = {one.name: one for group in self.fields for one in group.fields}
        object.__setattr__(self, "by_name", named)
        if self.update is None and any(one.form for one in named.values()):
            raise ValueError(f"{self.model.__name__} has fields to edit but no update action.")

    def respond(self, request: Request, row: Any, *, template: str = "", tab: str = "", **context: Any) -> HttpResponse:
        """The page; one field as a form (`?edit=name`); or, on POST, that field saved (`edit` names it)."""
        name = request.POST.get("edit", "") if request.method == "POST" else request.GET.get("edit", "")
        if name or request.method == "POST":
            return _edit(self, request, row, name)
        page = {"record": Record(self, request.actor, row, tab), **context}
        return render(request, template or self.template, page)


class Record:
    """`record` in the templates: a row as one actor sees it. At most one question: what they may do to it."""

    def __init__(self, page: RecordPage, actor: Actor, row: Any, tab: str = "") -> None:
        self.page, self.actor, self.row, self.tab = page, actor, row, tab

    @cached_property
    def may(self) -> frozenset[str]:
        if self.actor.only_looks:
            return frozenset()
        asked = {one.capability for one in self.page.by_name.values()}
        asked |= {one.capability for one in self.page.buttons}
        asked.discard("")
        return abilities(self.actor, self.row, *sorted(asked)) if asked else frozenset()

    @property
    def title(self) -> Any:
        return self.page.title(self.row)

    @property
    def number(self) -> Any:
        return self.page.number(self.row)

    @property
    def url(self) -> str:
        return str(self.page.url(self.row))

    @property
    def status(self) -> Any:
        return self.page.status(self.row) if self.page.status else ""

    @property
    def next_step(self) -> Any:
        return self.page.next_step(self.actor, self.row) if self.page.next_step else ""

    @property
    def audience(self) -> Audience | None:
        return self.page.audience(self.actor, self.row) if self.page.audience else None

    @property
    def parents(self) -> Sequence[tuple[str, str]]:
        """(words, address) from the outermost inwards, for the breadcrumb."""
        return self.page.parents(self.row) if self.page.parents else ()

    @property
    def buttons(self) -> list[tuple[Button, str]]:
        fitting = [one for one in self.page.buttons if one.when is None or one.when(self.row)]
        return [(one, one.href(self.row)) for one in fitting if not one.capability or one.capability in self.may]

    @property
    def groups(self) -> list["Group"]:
        return self._groups(aside=False)

    @property
    def aside_groups(self) -> list["Group"]:
        return self._groups(aside=True)

    @property
    def facts(self) -> list["Shown"]:
        return [self.shown(one) for one in self.page.facts if one.when is None or one.when(self.row)]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": one.label,
                "url": one.url(self.row),
                "is_current": one.name == self.tab,
                "count": one.count(self.row) if one.count else 0,
            }
            for one in self.page.tabs
            if not one.capability or can(self.actor, one.capability)
        ]

    @cached_property
    def _placed(self) -> list[Placed]:
        return panels_of(self.actor, self.row)

    @property
    def panels(self) -> list[Placed]:
        return [one for one in self._placed if not one.aside]

    @property
    def aside_panels(self) -> list[Placed]:
        return [one for one in self._placed if one.aside]

    def shown(self, one: Field) -> "Shown":
        editable = one.form is not None and one.capability in self.may
        return Shown(one.name, one.label, one.html(self.row), f"{self.url}?edit={one.name}" if editable else "")

    def _groups(self, *, aside: bool) -> list["Group"]:
        return [
            Group(
                group.title,
                [self.shown(one) for one in group.fields if one.when is None or one.when(self.row)],
                group.audience(self.actor, self.row) if group.audience else None,
            )
            for group in self.page.fields
            if group.aside is aside
        ]


@dataclass(frozen=True)
class Shown:
    """A field on the page; `edit` is the address of its form, "" if it is only to be read."""

    name: str
    label: Any
    html: SafeString
    edit: str

    @property
    def leads_on(self) -> bool:
        """The value is itself a link, so the way to its form stands beside it: links do not nest."""
        return "<a " in self.html

    @property
    def inline(self) -> SafeString:
        """The value as its page shows it, with the way to its form. Written in Python: a page has dozens."""
        if not self.edit:
            return format_html("<span data-inline>{}</span>", self.html)
        label = _("Edit %(label)s") % {"label": self.label} + _(": ")
        beside = format_html('<span class="value">{}</span>', self.html) if self.leads_on else ""
        inside = "" if self.leads_on else format_html("<span>{}</span>", self.html)
        return format_html(
            '<zhike-inline-edit class="inline-edit" data-inline>{}<a href="{}" aria-label="{}{}">{}{}</a></zhike-inline-edit>',
            beside, self.edit, label, as_attribute(self.html), inside, icon("pencil"),
        )  # fmt: skip


@dataclass(frozen=True)
class Group:
    title: Any
    fields: list[Shown]
    audience: Audience | None = None


def _edit(page: RecordPage, request: Request, row: Any, name: str) -> HttpResponse:
    one = page.by_name.get(name)
    if one is None or one.form is None or page.update is None:
        raise Missing(_("There is no such field to edit."))
    must(request.actor, one.capability, row)
    initial = {name: one.start(row), "version": getattr(row, "version", None)}
    form = EditForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields[name] = one.form_field(request.actor, row)
    status = 200
    differences: list[Difference] = []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = page.update(request.actor, row, **_arguments(form, row, name))
                return _saved(page, request, one, saved if saved is not None else row)
            except Invalid as refusal:
                put_errors(form, refusal)
            except Conflict as refusal:
                form.add_error(None, str(refusal))
                status, differences = 409, differences_of(form)
                use_current_version(form)
    return _form(page, request, row, one, form, differences, status)


def _arguments(form: EditForm, row: Any, name: str) -> dict[str, Any]:
    values = {name: form.cleaned_data[name]}
    return {**values, "version": form.cleaned_data["version"]} if hasattr(row, "version") else values


def _saved(page: RecordPage, request: Request, one: Field, row: Any) -> HttpResponse:
    """The value in place of its form; without HTMX, the page again."""
    if not getattr(request, "htmx", False):
        messages.success(request, _("Saved."))
        return redirect(page.url(row))
    context = {"one": Record(page, request.actor, row).shown(one)}
    return render(request, "core/record/_value.html", context)


def _form(
    page: RecordPage,
    request: Request,
    row: Any,
    one: Field,
    form: EditForm,
    differences: Sequence[Difference],
    status: int,
) -> HttpResponse:
    context = {
        "record": Record(page, request.actor, row),
        "one": one,
        "form": form,
        "control": form[one.name],
        "differences": differences,
        "action": page.url(row),
    }
    htmx = getattr(request, "htmx", False)
    return render(request, "core/record/_form.html" if htmx else "core/record/edit.html", context, status=status)
