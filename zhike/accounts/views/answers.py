"""How a form is shown and answered, the same on every page of this room."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhike.core.errors import Invalid

Act = Callable[[dict[str, Any]], HttpResponse]


def form_page(request: HttpRequest, template: str, form: BaseForm, act: Act, **context: Any) -> HttpResponse:
    """Show the form; when it was sent well shaped, act. What the action calls invalid goes onto the form."""
    if form.is_bound and form.is_valid():
        try:
            return act(form.cleaned_data)
        except Invalid as refusal:
            for field, message in refusal.errors.items():
                form.add_error(field if field in form.fields else None, str(message))
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)
