"""The shape of what the pages send. Rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.plan.models import Plan, Resource, Task, WorkCalendar
from zhike.plan.queries import calendars_for, tasks_of
from zhike.projects.models import Project
from zhike.projects.queries import participants

LENGTH = gettext_lazy("For example 3d, 4h, 2w, 1.5 天; 5ed around the clock.")
WAITS = gettext_lazy("Numbers of tasks, such as 5, 7SS or 9FS+2d.")


def owner_choices(project: Project) -> list[tuple[str, str]]:
    """Whoever takes part, of both sides."""
    people = [
        (f"user:{one.user_id}" if one.is_ours else f"contact:{one.contact_id}", str(one))
        for one in participants(project)
    ]
    return [("", _("Nobody yet")), *people]


def moment_field(label: Any, **options: Any) -> forms.CharField:
    """A moment of the plan's wall clock; no time zone is to be read into it."""
    return forms.CharField(
        label=label, required=False, widget=forms.TextInput(attrs={"type": "datetime-local"}), **options
    )


def shared_reason() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("The client reads why"), required=False,
        help_text=gettext_lazy("This reason then stands in their plan, beside the dates that changed."),
    )  # fmt: skip


class QuickTaskForm(CreateForm):
    """One line, enter, the next one."""

    name = forms.CharField(
        label=gettext_lazy("New task"), max_length=300,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("What is to be done. Enter adds it."), "autocomplete": "off"}
        ),
    )  # fmt: skip


class TaskForm(CreateForm):
    name = forms.CharField(label=gettext_lazy("What is to be done"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Task.Kind.choices[:2], initial=Task.Kind.TASK)
    parent = forms.ModelChoiceField(Task.objects.none(), label=gettext_lazy("Part of"), required=False)
    duration = forms.CharField(label=gettext_lazy("Duration"), required=False, help_text=LENGTH, initial="1d")
    predecessors = forms.CharField(label=gettext_lazy("Waits for"), required=False, help_text=WAITS)
    owner = forms.ChoiceField(label=pgettext_lazy("task", "Owner"), required=False)
    deliverable = forms.CharField(label=gettext_lazy("Deliverable"), required=False, max_length=300)
    deadline = moment_field(gettext_lazy("Deadline"))

    def __init__(self, *args: Any, actor: Actor, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        parents: Any = self.fields["parent"]
        parents.queryset = tasks_of(actor, project)
        parents.empty_label = _("The first level")
        parents.label_from_instance = lambda row: f"{'　' * (row.level - 1)}{row.wbs} {row.name}"
        self.fields["owner"].choices = owner_choices(project)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("kind") == Task.Kind.MILESTONE:
            data.pop("duration", None)
        return {name: value for name, value in data.items() if value not in ("", None) or name == "parent"}


class PasteForm(BaseForm):
    text = forms.CharField(
        label=gettext_lazy("Lines from a spreadsheet"), max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copy rows with their column titles and paste them here. Levels follow the indentation or a WBS column."
        ),
    )  # fmt: skip


class LinkForm(BaseForm):
    before = forms.IntegerField(label=gettext_lazy("Number of the task it waits for"), min_value=1)
    kind = forms.TypedChoiceField(label=gettext_lazy("Kind"), coerce=int, initial=1)
    lag = forms.CharField(
        label=gettext_lazy("Lag"), required=False, max_length=20, help_text=gettext_lazy("+2d, -1d, 3ed or 50%")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        from zhike.plan.models import Link

        self.fields["kind"].choices = [(1, Link.Kind(1).label), *((k.value, k.label) for k in Link.Kind if k != 1)]  # type: ignore[attr-defined]


class RelinkForm(LinkForm):
    before = None  # type: ignore[assignment]


class AssignForm(BaseForm):
    resource = forms.ModelChoiceField(Resource.objects.none(), label=gettext_lazy("Who"))
    units = forms.FloatField(
        label=gettext_lazy("Share of their time, in percent"), initial=100, min_value=0,
        help_text=gettext_lazy("Of material 100 is one unit, 500 are five."),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["resource"].queryset = rows  # type: ignore[attr-defined]


class CoverForm(BaseForm):
    requirements: Any = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Requirements"), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["requirements"].queryset = rows  # type: ignore[attr-defined]


class PlaceForm(BaseForm):
    parent = forms.ModelChoiceField(Task.objects.none(), label=gettext_lazy("Part of"), required=False)

    def __init__(self, *args: Any, rows: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parents: Any = self.fields["parent"]
        parents.queryset, parents.empty_label = rows, _("The first level")
        parents.label_from_instance = lambda row: f"{'　' * (row.level - 1)}{row.wbs} {row.name}"


class PlanForm(EditForm):
    """How a project is planned, and which practices it uses."""

    start = moment_field(gettext_lazy("Start of the plan"))
    status_at = moment_field(gettext_lazy("Status date"))
    calendar = forms.ModelChoiceField(WorkCalendar.objects.none(), label=gettext_lazy("Calendar"))
    client_level = forms.IntegerField(
        label=gettext_lazy("Levels the client sees"), min_value=1, max_value=9,
        help_text=gettext_lazy("Of what is shared with them; deeper tasks are summed up."),
    )  # fmt: skip
    minutes_per_day = forms.IntegerField(label=gettext_lazy("Minutes a day"), min_value=60, max_value=1440)
    minutes_per_week = forms.IntegerField(label=gettext_lazy("Minutes a week"), min_value=60, max_value=10_080)
    uses_board = forms.BooleanField(label=gettext_lazy("Work on a board"), required=False)
    uses_time_sheets = forms.BooleanField(label=gettext_lazy("Write down hours"), required=False)
    uses_gates = forms.BooleanField(label=gettext_lazy("Pass quality gates"), required=False)
    uses_forecast = forms.BooleanField(label=gettext_lazy("Forecast dates"), required=False)
    uses_costs = forms.BooleanField(label=gettext_lazy("Plan costs"), required=False)
    tailoring = forms.CharField(
        label=gettext_lazy("Why this way"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What this client and this project need, and what they do not."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["calendar"].queryset = calendars_for(actor, plan.project)  # type: ignore[attr-defined]


class BaselineForm(CreateForm):
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)


class ReplanForm(BaselineForm):
    reason = forms.CharField(
        label=gettext_lazy("Why the plan changes"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What happened, and what both sides agreed."),
    )  # fmt: skip
    is_shared = shared_reason()


class BaselineEditForm(EditForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_shared = shared_reason()


class TemplateForm(CreateForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    description = forms.CharField(label=gettext_lazy("When to use it"), required=False, max_length=500)


class ApplyForm(BaseForm):
    template: Any = forms.ModelChoiceField(None, label=gettext_lazy("Template"))
    start = moment_field(gettext_lazy("Begins on"), help_text=gettext_lazy("Empty: at the start of the plan."))

    def __init__(self, *args: Any, rows: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].queryset = rows  # type: ignore[attr-defined]


class StateBulkForm(BaseForm):
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Task.State.choices)


class ProgressBulkForm(BaseForm):
    progress = forms.IntegerField(label=gettext_lazy("Progress in percent"), min_value=0, max_value=100)


class DeadlineBulkForm(BaseForm):
    deadline = forms.DateField(label=gettext_lazy("Deadline"))


class DurationBulkForm(BaseForm):
    duration = forms.CharField(label=gettext_lazy("Duration"), max_length=40, help_text=LENGTH)
