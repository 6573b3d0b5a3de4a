"""What one says when unfinished work is put after a day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.pages import BaseForm
from zhike.plan.forms import moment_field


class SinceForm(BaseForm):
    since = moment_field(_("Unfinished work goes on after"))


class UnfinishedForm(BaseForm):
    since = forms.CharField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the edit: everybody of ours reads it in the timeline."),
    )  # fmt: skip
