"""Of which moment the dispute file tells."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.pages import BaseForm


class DossierForm(BaseForm):
    moment = forms.DateTimeField(
        label=_("Moment"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In your time zone."),
    )  # fmt: skip
