"""What one says when a plan is to be levelled."""

from django import forms
from django.utils.translation import gettext_lazy as _

SECONDS = ((5, _("5 seconds")), (20, _("20 seconds")), (60, _("1 minute")))


class LevellingForm(forms.Form):
    seconds = forms.TypedChoiceField(label=_("Look for better orders for"), choices=SECONDS, coerce=int, initial=5)
    within_float = forms.BooleanField(
        label=_("Move tasks within their float only"), required=False,
        help_text=_("The finish stays; what does not fit remains overloaded."),
    )  # fmt: skip
    by_priority = forms.BooleanField(
        label=_("Serve tasks strictly by their priority"), required=False,
        help_text=_("As other products do; the plan usually takes longer then."),
    )  # fmt: skip
