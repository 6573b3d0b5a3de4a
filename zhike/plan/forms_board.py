"""The shape of what the board's pages send. Rules are in the actions."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm
from zhike.plan.models import Task
from zhike.projects.models import Project
from zhike.projects.queries import colleagues, participants

KEEP = ("", _("Leave as it is"))
NOBODY = "nobody"
USUAL_WEEKS, MOST_WEEKS = timedelta(weeks=13, days=-1), timedelta(days=371)
USUAL_DAYS, MOST_DAYS = timedelta(days=27), timedelta(days=70)


class ColumnForm(CreateForm):
    """A column of the board."""

    name = forms.CharField(label=_("Name"), max_length=60)
    state = forms.ChoiceField(
        label=_("Tasks in it are"), choices=Task.State.choices,
        help_text=_("A card moved here gets this state; its task begins or ends with it."),
    )  # fmt: skip
    limit = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, max_value=999,
        help_text=_("How many tasks may be in it at once. Empty: no limit. More are allowed, but the board says so."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BlockForm(BaseForm):
    """Why a task cannot go on."""

    reason = forms.CharField(label=_("What blocks it"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SelectedForm(BaseForm):
    """What to change of the chosen tasks. What is left alone stays as it is."""

    owner = forms.ChoiceField(label=pgettext_lazy("task", "Owner"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("task", "State"), required=False, choices=[KEEP, *Task.State.choices]
    )  # fmt: skip
    shared = forms.ChoiceField(
        label=_("The client sees it"), required=False, choices=[KEEP, ("true", _("Yes")), ("false", _("No"))]
    )
    days = forms.IntegerField(label=_("Shift by working days"), required=False, min_value=-500, max_value=500)

    def __init__(self, *args: Any, actor: Actor, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["owner"]
        field.choices = owner_choices(actor, project)

    def said(self) -> tuple[dict[str, Any], int]:
        """The values to set, and by how many days to shift."""
        data = self.cleaned_data
        values = {name: data[name] for name in ("state", "shared") if data[name]}
        if data["owner"]:
            values["owner"] = "" if data["owner"] == NOBODY else data["owner"]
        return values, data["days"] or 0


def owner_choices(actor: Actor, project: Project) -> list[tuple[str, Any]]:
    """Everybody who can own a task: colleagues, and the client's people who take part."""
    ours = [(f"user:{one.pk}", one.name) for one in colleagues(actor)]
    theirs = [(f"contact:{one.contact_id}", str(one.contact)) for one in participants(project) if one.contact_id]
    groups: list[tuple[Any, Any]] = [KEEP, (NOBODY, _("Nobody yet")), (_("Our people"), ours)]
    if theirs:
        groups.append((_("The client's people"), theirs))
    return groups


class LookForm(BaseForm):
    """Which part of the workload one looks at."""

    start = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)
    by = forms.ChoiceField(
        label=_("Columns are"), required=False,
        choices=[("week", pgettext_lazy("columns", "Weeks")), ("day", pgettext_lazy("columns", "Days"))],
    )  # fmt: skip
    team = forms.CharField(label=_("Team"), required=False, max_length=80)
    project = forms.IntegerField(label=_("Project"), required=False, min_value=1)
    over = forms.BooleanField(label=_("Only who is over-allocated"), required=False)

    def clean(self) -> dict[str, Any]:
        """A span that can be shown: at most a year by weeks, ten weeks by days."""
        data: dict[str, Any] = super().clean() or {}
        by = data.get("by") or "week"
        start = data.get("start") or timezone.localdate()
        if not 1901 <= start.year <= 2198:
            self.add_error("start", _("Only days from 1900 to 2199 can be planned."))
            return data
        start -= timedelta(days=start.weekday()) if by == "week" or not data.get("start") else timedelta()
        until = data.get("until") or start + (USUAL_WEEKS if by == "week" else USUAL_DAYS)
        if until < start:
            self.add_error("until", _("The last day lies before the first."))
        elif until - start > (MOST_WEEKS if by == "week" else MOST_DAYS):
            self.add_error("until", _("At most a year by weeks, or ten weeks by days."))
        return {**data, "by": by, "start": start, "until": until}
