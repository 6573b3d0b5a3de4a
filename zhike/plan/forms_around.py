"""The shape of what the pages of calendars, resources, gates and hours send."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.accounts.models import User
from zhike.clients.models import Client, Contact
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.methods.calendars.public_holidays import countries
from zhike.plan.models import QualityCheck, Resource, WorkCalendar
from zhike.plan.queries import calendars, tasks_of
from zhike.projects.models import Project
from zhike.projects.queries import colleagues, projects

DAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip
HOURS = gettext_lazy("08:00-12:00, 13:00-17:00; empty is a day off, = is as in the calendar it is based on.")
PERIOD = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–~至]\s*(\d{1,2})(?::(\d{2}))?")


class Hours(forms.CharField):
    """Periods of a day as people write them: 08:00-12:00, 13:00-17:00."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=120, **options)

    def prepare_value(self, value: Any) -> Any:
        if value is None:
            return "="
        return hours_text(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[list[int]] | None:  # type: ignore[override]
        text = str(value or "").strip().replace("：", ":").replace("，", ",")
        if text == "=":
            return None
        found = []
        for part in filter(None, re.split(r"[,;、\s](?=\d)", text)):
            period = PERIOD.fullmatch(part.strip(" ,;、"))
            if period is None:
                raise forms.ValidationError(_("Write hours like 08:00-12:00, 13:00-17:00."))
            begins = int(period[1]) * 60 + int(period[2] or 0)
            found.append([begins, int(period[3]) * 60 + int(period[4] or 0)])
        return found

    def validate(self, value: Any) -> None:
        """Empty is a day off."""

    def run_validators(self, value: Any) -> None:
        """What must hold of periods is checked by the action."""


def hours_text(periods: list[list[int]]) -> str:
    return ", ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in periods)


class CalendarForm(BaseForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    scope = forms.ChoiceField(label=gettext_lazy("Calendar of"), choices=WorkCalendar.Scope.choices)
    project = forms.ModelChoiceField(Project.objects.none(), label=gettext_lazy("Project"), required=False)
    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Colleague"), required=False)
    client = forms.ModelChoiceField(Client.objects.none(), label=gettext_lazy("Client"), required=False)
    base = forms.ModelChoiceField(WorkCalendar.objects.none(), label=gettext_lazy("Based on"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["project"].queryset, fields["user"].queryset = projects(actor), colleagues(actor)
        fields["client"].queryset = visible(actor, Client).filter(archived_at=None).order_by("sort_key")
        fields["base"].queryset = calendars(actor).order_by("name")
        fields["country"].choices = [("", _("None")), *((code, code) for code in countries())]
        for at, label in enumerate(DAYS):
            fields[f"day_{at}"] = Hours(label=label, help_text=HOURS if at == 0 else "")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        days = [data.pop(f"day_{at}", None) for at in range(7)]
        return {**data, "week": days}


class CalendarNewForm(CalendarForm, CreateForm):
    pass


class CalendarEditForm(CalendarForm, EditForm):
    pass


class ExceptionForm(BaseForm):
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    first = forms.DateField(label=gettext_lazy("From"))
    last = forms.DateField(label=gettext_lazy("Until"), required=False)
    periods = Hours(label=gettext_lazy("Hours"), help_text=gettext_lazy("Empty: days off. Else 08:00-12:00, …"))


class HolidaysForm(BaseForm):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1970, max_value=2100)


class ResourceForm(BaseForm):
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Resource.Kind.choices)
    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Colleague"), required=False)
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("Or a contact"), required=False)
    is_generic = forms.BooleanField(label=gettext_lazy("A role, not a person"), required=False)
    group = forms.CharField(label=gettext_lazy("Team or skill"), required=False, max_length=80)
    max_units = forms.FloatField(label=gettext_lazy("Available, in percent"), min_value=0, initial=100)
    calendar = forms.ModelChoiceField(WorkCalendar.objects.none(), label=gettext_lazy("Calendar"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["user"].queryset = colleagues(actor)
        fields["contact"].queryset = visible(actor, Contact).filter(left_at=None).order_by("sort_key")
        fields["calendar"].queryset = calendars(actor).order_by("name")


class ResourceNewForm(ResourceForm, CreateForm):
    pass


class RateForm(BaseForm):
    since = forms.DateField(label=gettext_lazy("From"), required=False)
    standard = forms.DecimalField(
        label=gettext_lazy("An hour"), min_value=0, max_digits=12, decimal_places=2,
        help_text=gettext_lazy("Of material: a unit."),
    )  # fmt: skip
    overtime = forms.DecimalField(
        label=gettext_lazy("An hour of overtime"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    per_use = forms.DecimalField(
        label=gettext_lazy("Each use"), min_value=0, max_digits=12, decimal_places=2, required=False,
        help_text=gettext_lazy("Once for every task it is assigned to."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        return {name: value for name, value in data.items() if value is not None}


class ExchangeRateForm(BaseForm):
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        min_length=3,
        help_text=gettext_lazy("Three letters, such as USD."),
    )
    since = forms.DateField(label=gettext_lazy("From"))
    value = forms.DecimalField(
        label=gettext_lazy("Worth in our currency"), min_value=0, max_digits=18, decimal_places=8,
        help_text=gettext_lazy("How much one unit of it is worth."),
    )  # fmt: skip


class GateFields(BaseForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    standard = forms.CharField(
        label=gettext_lazy("Quality standard"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What good means here, so that both sides see it."),
    )  # fmt: skip
    task: Any = forms.ModelChoiceField(None, label=gettext_lazy("At the milestone"), required=False)
    due_on = forms.DateField(label=gettext_lazy("Due on"), required=False)

    def __init__(self, *args: Any, actor: Actor, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["task"].queryset = tasks_of(actor, project)  # type: ignore[attr-defined]


class GateForm(GateFields, CreateForm):
    checks = forms.CharField(
        label=gettext_lazy("What must be met"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=gettext_lazy("One a line."),
    )  # fmt: skip

    def clean_checks(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["checks"].splitlines() if line.strip()]


class GateEditForm(GateFields, EditForm):
    pass


class CheckForm(BaseForm):
    text = forms.CharField(label=gettext_lazy("What must be met"), max_length=300)
    method = forms.CharField(label=gettext_lazy("How it is checked"), required=False, max_length=300)
    is_required = forms.BooleanField(label=gettext_lazy("Needed to pass"), required=False, initial=True)


class CheckedForm(BaseForm):
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=QualityCheck.Result.choices, required=False)
    evidence = forms.CharField(label=gettext_lazy("Evidence"), required=False, max_length=500)


class DecisionForm(BaseForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnForm(BaseForm):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)
