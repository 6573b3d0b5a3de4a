"""What one wants to see of the costs of a plan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhike.plan.models import Baseline

ALL = 99
USUAL = 2


class CostsForm(forms.Form):
    """By the address; what means nothing falls back to the latest baseline and two levels."""

    baseline = forms.ChoiceField(label=gettext_lazy("Compare with"), required=False)
    depth = forms.ChoiceField(label=gettext_lazy("Levels shown"), required=False)

    def __init__(self, data: Any, *, baselines: Sequence[Baseline]) -> None:
        self.rows = {str(row.number): row for row in baselines}
        told = {"baseline": data.get("baseline", ""), "depth": data.get("depth", "")}
        if told["baseline"] not in {*self.rows, "-"}:
            told["baseline"] = next(iter(self.rows), "-")
        depths = {str(at): ngettext("%(count)d level", "%(count)d levels", at) % {"count": at} for at in (1, 2, 3, 4)}
        depths[str(ALL)] = _("All levels")
        if told["depth"] not in depths:
            told["depth"] = str(USUAL)
        super().__init__(told)
        fields: Any = self.fields
        fields["baseline"].choices = [*((at, row.name) for at, row in self.rows.items()), ("-", _("No baseline"))]
        fields["depth"].choices = list(depths.items())

    def chosen(self) -> tuple[Baseline | None, int]:
        return self.rows.get(self.data["baseline"]), int(self.data["depth"])
