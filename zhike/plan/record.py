"""The page of one task: what can be edited in place."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.buttons import Button
from zhike.core.records import Audience, Field, FieldSet, RecordPage
from zhike.core.templatetags.kit import money
from zhike.plan.access import CHANGE_PLAN, SHARE_PLAN, VIEW_PLAN
from zhike.plan.actions import change_task
from zhike.plan.forms import LENGTH, WAITS, moment_field, owner_choices
from zhike.plan.models import Task
from zhike.plan.queries import calendars_for
from zhike.plan.showing import chips, duration_text, minute_shown, owner_shown, predecessors_text, progress_text
from zhike.plan.wording import duration_words
from zhike.projects.queries import audience

MAY = CHANGE_PLAN


def _to(name: str) -> Any:
    return lambda row: reverse(name, args=[row.project.number, row.number])


def _audience(actor: Actor, row: Task) -> Audience:
    """Who of the client sees it; nobody while it is not shared."""
    if not row.is_shared or not row.project.portal_open:
        return Audience("internal")
    theirs = audience(row.project)
    return Audience("shared", theirs) if theirs else Audience("internal")


def _owner_field(actor: Actor, row: Task) -> forms.Field:
    return forms.ChoiceField(choices=owner_choices(row.project), required=False)


def _owner_key(row: Task) -> str:
    if row.owner_user_id:
        return f"user:{row.owner_user_id}"
    return f"contact:{row.owner_contact_id}" if row.owner_contact_id else ""


def _calendar_field(actor: Actor, row: Task) -> forms.Field:
    return forms.ModelChoiceField(calendars_for(actor, row.project), required=False, empty_label=_("That of the plan"))


def _short(name: str, label: Any, most: int, **options: Any) -> Field:
    return Field(name, label, forms.CharField(required=name == "name", max_length=most), MAY, **options)


def _long(name: str, label: Any) -> Field:
    area = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))
    return Field(name, label, area, MAY)


def _chosen(name: str, label: Any, choices: Any, **options: Any) -> Field:
    return Field(name, label, forms.ChoiceField(choices=choices, required=False), MAY, **options)


def _at(name: str, label: Any, **options: Any) -> Field:
    return Field(
        name, label, moment_field(label), MAY, value=lambda row: minute_shown(getattr(row, name)),
        initial=lambda row: _local(getattr(row, name)), **options,
    )  # fmt: skip


def _local(moment: Any) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""


def _long_time(name: str, label: Any) -> Field:
    field = forms.CharField(required=False, max_length=40, help_text=LENGTH)

    def words(row: Task) -> str:
        ticks = getattr(row, name)
        return "" if ticks is None else str(duration_words(ticks, row.duration_unit, row.plan))

    return Field(name, label, field, MAY, value=words, initial=words, when=_is_leaf)


def _is_leaf(row: Task) -> bool:
    return not row.is_summary


def _costs_count(row: Task) -> bool:
    return row.plan.uses_costs


def _is_by_hand(row: Task) -> bool:
    return row.is_manual and not row.is_summary


def _yes_no(name: str, label: Any, capability: str, **options: Any) -> Field:
    return Field(name, label, forms.BooleanField(required=False), capability, **options)


WHAT = FieldSet(
    gettext_lazy("What is to be done"),
    [
        _short("name", gettext_lazy("Name"), 300),
        _long("description", gettext_lazy("Internal description")),
        _short("deliverable", gettext_lazy("Deliverable"), 300),
    ],
)
WHEN = FieldSet(
    gettext_lazy("When"),
    [
        Field(
            "duration", gettext_lazy("Duration"), forms.CharField(max_length=40, help_text=LENGTH), MAY,
            value=duration_text, initial=duration_text, when=_is_leaf,
        ),
        Field("planned_start", gettext_lazy("Start"), value=lambda row: minute_shown(row.start)),
        Field("planned_finish", gettext_lazy("Finish"), value=lambda row: minute_shown(row.finish)),
        Field(
            "predecessors", gettext_lazy("Waits for"), forms.CharField(required=False, max_length=500, help_text=WAITS),
            MAY, value=predecessors_text, initial=predecessors_text,
        ),
        _chosen("constraint", gettext_lazy("Constraint"), Task.Constraint.choices),
        _at("constraint_at", gettext_lazy("Date of the constraint"), when=lambda row: row.constraint > 1),
        _at("deadline", gettext_lazy("Deadline")),
        _yes_no("is_manual", gettext_lazy("Dates set by hand"), MAY, when=_is_leaf),
        _at("start", gettext_lazy("Start, by hand"), when=_is_by_hand),
        _at("finish", gettext_lazy("Finish, by hand"), when=_is_by_hand),
        Field(
            "calendar", gettext_lazy("Calendar"), _calendar_field, MAY, when=_is_leaf,
            value=lambda row: row.calendar.name if row.calendar else _("That of the plan"),
        ),
    ],
)  # fmt: skip
PROGRESS = FieldSet(
    gettext_lazy("How far it is"),
    [
        _chosen("state", gettext_lazy("State"), Task.State.choices, when=_is_leaf),
        Field(
            "progress", gettext_lazy("Progress"), forms.CharField(max_length=6), MAY, value=progress_text,
            initial=lambda row: f"{row.percent_complete:g}",
        ),
        _short("blocked_by", gettext_lazy("What blocks it"), 300, when=lambda row: row.state == Task.State.BLOCKED),
        _at("actual_start", gettext_lazy("Actual start"), when=_is_leaf),
        _at("actual_finish", gettext_lazy("Actual finish"), when=_is_leaf),
        _long_time("remaining", gettext_lazy("Remaining duration")),
    ],
    aside=True,
)  # fmt: skip
WHO = FieldSet(
    gettext_lazy("Who"),
    [
        Field("owner", pgettext_lazy("task", "Owner"), _owner_field, MAY, value=owner_shown, initial=_owner_key),
        _chosen("side", gettext_lazy("Who does it"), Task.Side.choices),
        _yes_no("is_shared", gettext_lazy("The client sees it"), SHARE_PLAN),
    ],
    aside=True,
)
GUESS = FieldSet(
    gettext_lazy("How long it may take"),
    [
        _long_time("optimistic", gettext_lazy("At best")),
        _long_time("likely", pgettext_lazy("estimate", "Likely")),
        _long_time("pessimistic", gettext_lazy("At worst")),
        _chosen("risk", gettext_lazy("Uncertainty"), [("", "–"), *Task.Risk.choices], when=_is_leaf),
        _long_time("effort", gettext_lazy("Effort")),
        Field(
            "priority", gettext_lazy("Priority when levelling"), forms.IntegerField(min_value=0, max_value=1000), MAY,
            when=_is_leaf,
        ),
        Field(
            "fixed_cost", gettext_lazy("Fixed cost"),
            forms.DecimalField(min_value=0, max_digits=16, decimal_places=2, required=False), MAY, when=_costs_count,
            value=lambda row: money(row.fixed_cost, row.project.currency) if row.fixed_cost else "",
        ),
    ],
    aside=True,
)  # fmt: skip

TASK = RecordPage(
    model=Task,
    capability=VIEW_PLAN,
    kind=gettext_lazy("Task"),
    title=lambda row: row.name,
    number=lambda row: f"{row.code} · {row.wbs}",
    url=lambda row: row.get_absolute_url(),
    parents=lambda row: [
        (_("Projects"), reverse("projects")),
        (row.project.name, row.project.get_absolute_url()),
        (_("Plan"), reverse("plan", args=[row.project.number])),
    ],
    status=chips,
    fields=[WHAT, WHEN, PROGRESS, WHO, GUESS],
    update=change_task,
    buttons=[
        Button(pgettext_lazy("task", "Place"), _to("task-place"), MAY, kind="quiet", icon="list", opens="dialog"),
        Button(gettext_lazy("Remove"), _to("task-removal"), MAY, kind="quiet", icon="trash-2", opens="dialog"),
    ],
    audience=_audience,
    template="plan/task.html",
)
