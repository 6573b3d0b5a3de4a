"""What one says when a plan is to be levelled, and of what may happen to it."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.plan.models import Plan, ScheduleRisk, Task
from zhike.plan.queries import tasks_named

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


class RiskForm(BaseForm):
    """What may happen. Its effect is written in three lengths, or three numbers to multiply by."""

    title = forms.CharField(label=_("What may happen"), max_length=200)
    probability = forms.IntegerField(
        label=_("Probability in percent"), min_value=0, max_value=100, initial=20,
        help_text=_("5: hardly; 20: possible; 50: as likely as not; 80: nearly sure."),
    )  # fmt: skip
    tasks = forms.CharField(
        label=_("Tasks it strikes"), max_length=2_000, help_text=_("Numbers of tasks, such as 5, 7, 12.")
    )
    effect = forms.ChoiceField(
        label=_("What it does to them"), choices=ScheduleRisk.Effect.choices, initial=ScheduleRisk.Effect.DELAY,
        help_text=_("Below, write a time such as 3d, 4h, 2w; or how many times, such as 1.2, 1.5, 2."),
    )  # fmt: skip
    optimistic = forms.CharField(
        label=_("At best"), max_length=20, required=False, help_text=_("Empty: as likely.")
    )  # fmt: skip
    likely = forms.CharField(label=pgettext_lazy("estimate", "Likely"), max_length=20)
    pessimistic = forms.CharField(
        label=_("At worst"), max_length=20, required=False, help_text=_("Empty: as likely.")
    )  # fmt: skip
    note = forms.CharField(
        label=_("Internal note"), max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("By what one sees it coming, and what is done against it."),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan

    def clean_tasks(self) -> list[Task]:
        written = unicodedata.normalize("NFKC", self.cleaned_data["tasks"])
        parts = [part.upper().removeprefix("T-") for part in re.split(r"[\s,;、]+", written) if part]
        strange = [part for part in parts if not (part.isascii() and part.isdigit() and len(part) < 9)]
        if strange:
            raise forms.ValidationError(
                gettext("“%(part)s” is no number of a task. Write them like 5, 7, 12.") % {"part": strange[0]}
            )
        found, missing = tasks_named(self.plan, map(int, parts))
        if missing:
            words = gettext("There is no task %(numbers)s in this plan.")
            raise forms.ValidationError(words % {"numbers": ", ".join(f"T-{one}" for one in missing)})
        return found

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        effect = data.pop("effect", ScheduleRisk.Effect.DELAY)
        three = {name: data.pop(name, "") for name in ("optimistic", "likely", "pessimistic")}
        return {**data, effect: three}


class RiskNewForm(RiskForm, CreateForm):
    pass


class RiskEditForm(RiskForm, EditForm):
    pass


class RiskEndForm(BaseForm):
    state = forms.ChoiceField(
        label=_("How it ended"), choices=[one for one in ScheduleRisk.State.choices if one[0] != "open"],
        widget=forms.RadioSelect,
    )  # fmt: skip
