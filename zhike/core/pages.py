"""What every page with a form, and every fragment of a page, has in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from zhike.core.doors import Request
from zhike.core.errors import Conflict, Invalid
from zhike.core.ids import uuid7

WORDS = {
    "required": _("Please fill this in."),
    "invalid_choice": _("Choose one of the offered values."),
    "max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d."),
}
INVALID_WORDS: dict[type[forms.Field], Any] = {
    forms.DateTimeField: _("Write a date and time, such as 2026-03-31 14:30."),
    forms.DateField: _("Write a date, such as 2026-03-31."),
    forms.EmailField: _("Write an e-mail address, such as chen@example.com."),
    forms.URLField: _("Write a web address, such as https://example.com."),
    forms.IntegerField: _("Write a whole number."),
    forms.DecimalField: _("Write a number, such as 1250.50."),
    forms.UUIDField: _("This is not a possible id. Load the page again."),
}


class BaseForm(forms.Form):
    """Our words for mistakes, dates as the browser picks them, no colon after labels.

    `<c-field :field="form.name" />` shows one, `<c-form :form="form" />` all of them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            in_our_words(field)


class CreateForm(BaseForm):
    """With an id made by the page: sent twice, it creates once. The action takes it as `id`."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid7)


class EditForm(BaseForm):
    """With the version it was filled from: the action refuses if the row has moved on since."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class Difference:
    """One field two people changed: what is saved now, and what was typed here."""

    label: Any
    saved: str
    typed: str


def form_page(
    request: Request,
    form_class: type[forms.Form],
    *,
    title: Any,
    submit: Any,
    run: Callable[..., Any],
    then: Callable[[Any], Any],
    initial: Mapping[str, Any] | None = None,
    lead: Any = "",
    cancel: str = "",
    draft: str = "",
    template: str = "core/form.html",
    context: Mapping[str, Any] | None = None,
    form_arguments: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; on POST check its shape and `run` the action with what it holds.

    `run(data)` gets the cleaned data and returns the row; `then(row)` gives a response or an address.
    `Invalid` lands on its fields (422). `Conflict` lands on top (409) beside what is saved now (`initial`)
    and what was typed; the form then carries the current version, so that saving again is a decision.
    """
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    arguments = {"initial": dict(initial or {}), **(form_arguments or {})}
    form = form_class(*bound, **arguments)
    status = 200
    differences: list[Difference] = []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _onwards(then(_once(run, form.cleaned_data)))
            except Invalid as refusal:
                put_errors(form, refusal)
            except Conflict as refusal:
                form.add_error(None, str(refusal))
                status, differences = 409, differences_of(form)
                use_current_version(form)
    page = {"form": form, "title": title, "submit": submit, "lead": lead, "cancel": cancel, "draft": draft}
    page |= {"differences": differences, **(context or {})}
    return render(request, template, page, status=status)


def _once(run: Callable[..., Any], data: dict[str, Any]) -> Any:
    """Of a form sent twice at the same moment the second one waits, fails on the key, and then finds what was made."""
    try:
        return run(dict(data))
    except IntegrityError:
        if not data.get("id"):
            raise
        return run(dict(data))


def fragment(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or for HTMX only `part` of it: a `{% partialdef part inline %}` of the same template."""
    htmx: Any = getattr(request, "htmx", None)
    is_part = bool(part and htmx and not htmx.boosted and not htmx.history_restore_request)
    response = render(request, f"{template}#{part}" if is_part else template, dict(context or {}), status=status)
    response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "HX-Request"]))
    return response


def put_errors(form: forms.Form, refusal: Invalid) -> None:
    """An action's refusal, field by field; what belongs to no field here goes on top."""
    for name, message in refusal.errors.items():
        messages = list(message) if isinstance(message, list | tuple) else [message]
        is_here = name in form.fields and not form.fields[name].widget.is_hidden
        for one in messages:
            form.add_error(name if is_here else None, str(one))


def differences_of(form: forms.Form) -> list[Difference]:
    """Where what was typed differs from what is saved now."""
    found = []
    for field in form:
        if field.is_hidden or field.name not in form.changed_data:
            continue
        saved = _words(form.fields[field.name], form.get_initial_for_field(form.fields[field.name], field.name))
        found.append(Difference(field.label, saved, _words(form.fields[field.name], field.value())))
    return found


def use_current_version(form: forms.Form) -> None:
    """Let the form carry the version that is saved now, so that sending it again means: mine, after all."""
    if "version" not in form.fields:
        return
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix("version")] = str(form.initial.get("version", ""))
    form.data = data


def in_our_words(field: forms.Field) -> None:
    """Say mistakes as we say them, and pick dates as the browser does."""
    for code, words in WORDS.items():
        if code in field.error_messages or code == "required":
            field.error_messages[code] = words
    for kind, words in INVALID_WORDS.items():
        if isinstance(field, kind):
            field.error_messages["invalid"] = words
            break
    for validator in field.validators:
        if getattr(validator, "code", "") == "max_length":
            validator.message = WORDS["max_length"]  # type: ignore[attr-defined]
    if type(field) is forms.DateField and type(field.widget) is forms.DateInput:
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={**field.widget.attrs, "type": "date"})
    if type(field) is forms.DateTimeField and type(field.widget) is forms.DateTimeInput:
        attrs = {**field.widget.attrs, "type": "datetime-local"}
        field.widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=attrs)


def _onwards(answer: Any) -> HttpResponse:
    return answer if isinstance(answer, HttpResponse) else redirect(answer)


def _words(field: forms.Field, value: Any) -> str:
    """A form value as people read it: the label of a choice, not its code."""
    if isinstance(value, bool) or value is None or value == "":
        return {True: str(_("Yes")), False: str(_("No"))}.get(value, "–") if isinstance(value, bool) else "–"
    if isinstance(value, list | tuple):
        return ", ".join(_words(field, one) for one in value)
    value = getattr(value, "pk", value)
    choices = getattr(field, "choices", ())
    return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
