"""The shape of what the pages send. Rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.accounts.models import User
from zhike.clients.models import Contact
from zhike.communications.models import AnswerPromise, Question
from zhike.communications.queries import people_to_ask
from zhike.communications.showing import country_name
from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.methods.calendars.public_holidays import countries
from zhike.methods.identity.pinyin import sort_key
from zhike.projects.models import Project
from zhike.projects.queries import colleagues, running_projects

NOTED = [(one.value, one.label) for one in Question.Channel if one is not Question.Channel.PORTAL]
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def _words(label: Any, rows: int = 5, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows}), **options)


class RowChoice(forms.ModelChoiceField):
    """A choice among rows the actor may know of; the form sets the queryset."""

    def __init__(self, model: Any, **options: Any) -> None:
        super().__init__(queryset=model._default_manager.none(), **options)


class ProjectForm(BaseForm):
    """Which project the question belongs to."""

    project = RowChoice(Project, label=_("Project"))

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["project"].queryset = running_projects(actor).order_by("sort_key")  # type: ignore[attr-defined]


class PersonForm(CreateForm):
    """Of which person of the client."""

    contact = RowChoice(Contact, label=_("Person of the client"))

    def __init__(self, *args: Any, actor: Actor, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["contact"]
        field.queryset = people_to_ask(actor, project)
        field.label_from_instance = lambda one: f"{one.name} · {one.client}"


class RecordForm(PersonForm):
    """What somebody of the client said on the phone or in a meeting."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Question.Kind.choices)
    channel = forms.ChoiceField(label=_("How it reached you"), choices=NOTED)
    text = _words(_("What they ask"), help_text=_("As they meant it. If it is shared, they read these words."))
    asked_at = forms.DateTimeField(label=_("When"), required=False, help_text=_("Empty: now. The clock starts then."))
    assigned_to = RowChoice(User, label=_("Who answers"), required=False, empty_label=_("The project manager"))
    shared = forms.BooleanField(
        label=_("Put it into their portal"), required=False, initial=True,
        help_text=_("Otherwise it stays in the team, and is answered where it was asked."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, project: Project, **options: Any) -> None:
        super().__init__(*args, actor=actor, project=project, **options)
        self.fields["assigned_to"].queryset = colleagues(actor)  # type: ignore[attr-defined]


class AskClientForm(PersonForm):
    text = _words(_("What do you want to know?"))
    due_at = forms.DateTimeField(label=_("Please by"), required=False)


class AnswerForm(CreateForm):
    body = _words(pgettext_lazy("question", "Your answer"), rows=6)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FollowUpForm(CreateForm):
    body = _words(_("What else do you want to know?"))


class AssignForm(BaseForm):
    assigned_to = RowChoice(User, label=_("Who answers"))

    def __init__(self, *args: Any, actor: Actor, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assigned_to"].queryset = colleagues(actor).exclude(pk=question.assigned_to_id)  # type: ignore[attr-defined]


class ReasonForm(BaseForm):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PromiseForm(EditForm):
    """When we work, and how soon we answer."""

    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    settle_after = forms.IntegerField(
        label=_("An answer settles by itself after (working days)"), min_value=0, max_value=60,
        help_text=_("If nobody objects. 0: never."),
    )  # fmt: skip
    remind_before = forms.IntegerField(
        label=_("Remind us before the promise ends (working hours)"),
        min_value=0,
        max_value=400,
        help_text=_("0: not at all."),
    )
    days_off = forms.CharField(
        label=_("Further days off"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as 2026-12-31."),
    )  # fmt: skip
    workdays = forms.CharField(
        label=_("Further workdays"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Days you work although they are a weekend or holiday."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("none")), *_countries()]  # type: ignore[attr-defined]
        for kind in Question.Kind:
            self.fields[f"hours_{kind}"] = forms.IntegerField(label=kind.label, min_value=0, max_value=400)
        for number, day in enumerate(DAYS):
            self.fields[f"day_{number}"] = forms.CharField(
                label=day,
                required=False,
                max_length=100,
                widget=forms.TextInput(attrs={"placeholder": "09:00-12:00, 13:00-18:00"}),
            )

    @staticmethod
    def filled(promise: AnswerPromise) -> dict[str, Any]:
        """The form's values of what is promised now."""
        week = {
            f"day_{number}": ", ".join(f"{begins}-{ends}" for begins, ends in day)
            for number, day in enumerate(promise.week)
        }
        hours = {f"hours_{kind}": promise.hours.get(kind, 0) for kind in Question.Kind}
        plain = {name: getattr(promise, name) for name in ("country", "settle_after", "remind_before", "version")}
        days = {name: "\n".join(getattr(promise, name)) for name in ("days_off", "workdays")}
        return {**plain, **week, **hours, **days}

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("country", "settle_after", "remind_before", "version")},
            "week": [_periods(data[f"day_{number}"]) for number in range(7)],
            "hours": {str(kind): data[f"hours_{kind}"] for kind in Question.Kind},
            **{name: data[name].split() for name in ("days_off", "workdays")},
        }


def _countries() -> list[tuple[str, str]]:
    return sorted(((code, country_name(code)) for code in countries()), key=lambda one: sort_key(one[1]))


def _periods(text: str) -> list[list[str]]:
    """“09:00-12:00, 13:00-18:00” as pairs; Chinese commas and dashes are as good."""
    plain = text.replace("，", ",").replace("、", ",").replace("–", "-").replace("—", "-").replace("：", ":")
    return [[end.strip() for end in one.split("-", 1)] for one in plain.split(",") if one.strip()]
