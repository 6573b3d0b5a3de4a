"""The shape of what one enters while watching a project."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.pages import BaseForm, EditForm
from zhike.monitoring.models import Kind
from zhike.monitoring.queries import Limit


class ThresholdsForm(BaseForm):
    """For each thing that is watched: whether, and the two limits."""

    def __init__(self, *args: Any, limits: Iterable[Limit], **kwargs: Any) -> None:
        self.limits = list(limits)
        super().__init__(*args, **kwargs)
        for limit in self.limits:
            name = str(limit.kind)
            self.fields[f"{name}_is_watched"] = forms.BooleanField(
                label=Kind(limit.kind).label, required=False, initial=limit.is_watched
            )
            self.fields[f"{name}_warn"] = _number(pgettext_lazy("threshold", "Warn from"), limit.warn)
            self.fields[f"{name}_alarm"] = _number(pgettext_lazy("threshold", "Alarm from"), limit.alarm)

    @property
    def groups(self) -> list[tuple[Any, Any, Any, Any]]:
        """What is watched, with its three fields."""
        return [
            (Kind(limit.kind).label, *(self[f"{limit.kind}_{part}"] for part in ("is_watched", "warn", "alarm")))
            for limit in self.limits
        ]

    def chosen(self) -> dict[str, dict[str, Any]]:
        """By kind, as the action takes it."""
        told = self.cleaned_data
        return {
            str(limit.kind): {part: told[f"{limit.kind}_{part}"] for part in ("warn", "alarm", "is_watched")}
            for limit in self.limits
        }


class AnswerForm(EditForm):
    cause = forms.CharField(
        label=_("Why"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your words. Empty: what the plan says."),
    )  # fmt: skip
    proposal = forms.CharField(
        label=_("What is done about it"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The client reads it only if you put it into a report."),
    )  # fmt: skip


def _number(label: Any, initial: float) -> forms.FloatField:
    return forms.FloatField(
        label=label, initial=initial, min_value=0, max_value=10_000, widget=forms.NumberInput(attrs={"step": "any"})
    )
