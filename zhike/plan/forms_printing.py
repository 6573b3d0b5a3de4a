"""What of a plan is wanted on paper."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from zhike.core.pages import BaseForm
from zhike.plan.printing.choosing import Choices


class PrintForm(BaseForm):
    depth = forms.TypedChoiceField(
        label=gettext_lazy("How deep"), coerce=int, empty_value=None, required=False,
        help_text=gettext_lazy("Fewer levels make fewer pages."),
    )  # fmt: skip
    first = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: from where the plan begins. A shorter time is drawn in more detail."),
    )  # fmt: skip
    last = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )  # fmt: skip
    only_critical = forms.BooleanField(label=gettext_lazy("Critical tasks only"), required=False)
    with_baseline = forms.BooleanField(label=gettext_lazy("The baseline under the bars"), required=False)
    with_links = forms.BooleanField(label=gettext_lazy("Dependencies"), required=False)
    with_owners = forms.BooleanField(label=gettext_lazy("Who does it, beside the bars"), required=False)
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, choices=settings.LANGUAGES)

    def __init__(self, *args: Any, levels: int, **options: Any) -> None:
        super().__init__(*args, **options)
        deep = [
            (str(one), ngettext("%(count)d level", "%(count)d levels", one) % {"count": one})
            for one in range(1, levels + 1)
        ]
        fields: Any = self.fields
        fields["depth"].choices = [("", _("As many levels as fit")), *deep]
        fields["paper"].choices = [
            ("", _("Whichever is large enough")),
            ("a4", pgettext("paper", "A4, across")),
            ("a3", pgettext("paper", "A3, across")),
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it begins."))
        return self.cleaned_data


def initial_choices(asked: Any) -> dict[str, Any]:
    """As the chart shows the plan now, told in the address; else everything."""
    switches = {"with_baseline": True, "with_links": True, "with_owners": True, "only_critical": False}
    told = {name: asked[name] == "1" for name in switches if asked.get(name) in {"0", "1"}}
    return {**switches, **told, "language": get_language()}


def choices_of(data: dict[str, Any]) -> Choices:
    return Choices(**data)
