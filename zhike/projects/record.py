"""The page of one project: its header, its tabs, and what can be edited in place."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.buttons import Button
from zhike.core.markup import format_html
from zhike.core.panels import panels_of
from zhike.core.records import Audience, Field, FieldSet, Record, RecordPage, Tab
from zhike.core.templatetags.kit import moment, money, status
from zhike.projects.access import (
    ASSIGN_PROJECT,
    CHANGE_PROJECT,
    CHANGE_TEMPLATE,
    CLOSE_PROJECT,
    VIEW_BUDGET,
    VIEW_PROJECT,
)
from zhike.projects.actions import change_project
from zhike.projects.models import Project
from zhike.projects.queries import HEALTH_TONE, STATUS_TONE, audience, next_step, steps

DAY = forms.DateField(required=False)


def _to(name: str) -> Any:
    return lambda row: reverse(name, args=[row.number])


def _chips(row: Project) -> SafeString:
    state = status(row.get_status_display(), STATUS_TONE[Project.Status(row.status)], chip=True)
    if row.is_ended:
        return state
    return format_html(
        "{} {}", state, status(row.get_health_display(), HEALTH_TONE[Project.Health(row.health)], chip=True)
    )


def _audience(actor: Actor, row: Project) -> Audience:
    """Who of the client can look at it at all."""
    theirs = audience(row) if row.portal_open else ""
    return Audience("shared", theirs) if theirs else Audience("internal")


def _seen(row: Project, is_shown: bool) -> Audience:
    """Beside the fields themselves: does the client see them now?"""
    return Audience("shared" if row.portal_open and is_shown else "internal")


def _still_open(row: Project) -> bool:
    return not row.is_ended


def _ended(row: Project) -> bool:
    return row.is_ended


PROJECT = RecordPage(
    model=Project,
    capability=VIEW_PROJECT,
    kind=gettext_lazy("Project"),
    title=lambda row: row.name,
    number=lambda row: row.code,
    url=lambda row: row.get_absolute_url(),
    parents=lambda row: [(_("Projects"), reverse("projects"))],
    status=_chips,
    fields=[
        FieldSet(
            gettext_lazy("What it is for"),
            [
                Field(
                    "goal",
                    gettext_lazy("Goal"),
                    capability=CHANGE_PROJECT,
                    form=forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})),
                ),
            ],
            audience=lambda actor, row: _seen(row, True),
        ),
        FieldSet(
            gettext_lazy("Planned dates"),
            [
                Field("planned_start", gettext_lazy("Planned start"), DAY, CHANGE_PROJECT),
                Field(
                    "planned_finish",
                    gettext_lazy("Promised finish"),
                    DAY,
                    CHANGE_PROJECT,
                    value=lambda row: moment(row.planned_finish, due=not row.is_ended),
                ),
            ],
            aside=True,
            audience=lambda actor, row: _seen(row, row.transparency.planned_dates),
        ),
        FieldSet(
            gettext_lazy("Actual dates"),
            [
                Field("actual_start", gettext_lazy("Actual start"), DAY, CHANGE_PROJECT),
                Field("actual_finish", gettext_lazy("Actual finish"), DAY, CHANGE_PROJECT),
            ],
            aside=True,
            audience=lambda actor, row: _seen(row, row.transparency.actual_dates),
        ),
    ],
    update=change_project,
    buttons=[
        Button(
            gettext_lazy("Assess health"),
            _to("project-health"),
            CHANGE_PROJECT,
            kind="primary",
            icon="gauge",
            opens="dialog",
            when=_still_open,
        ),
        Button(
            gettext_lazy("Move stage"),
            _to("project-stage"),
            CHANGE_PROJECT,
            icon="milestone",
            opens="dialog",
            when=_still_open,
        ),
        Button(
            gettext_lazy("Reopen"), _to("project-reopening"), CLOSE_PROJECT, icon="undo-2", opens="dialog", when=_ended
        ),
    ],
    tabs=[
        Tab("overview", gettext_lazy("Overview"), _to("project")),
        Tab("people", gettext_lazy("People"), _to("project-people")),
        Tab("parties", gettext_lazy("Client roles"), _to("project-parties")),
        Tab("visibility", gettext_lazy("What the client sees"), _to("project-visibility")),
        Tab("history", gettext_lazy("Timeline"), _to("project-history")),
        Tab("files", gettext_lazy("Files"), _to("project-files")),
    ],
    audience=_audience,
    template="projects/overview.html",
)
MORE = (
    Button(gettext_lazy("Edit"), _to("project-edit"), CHANGE_PROJECT, icon="pencil", opens="drawer", when=_still_open),
    Button(
        gettext_lazy("Stages and their dates"), _to("project-stages"), CHANGE_PROJECT, icon="route", when=_still_open
    ),
    Button(
        gettext_lazy("Hand over to another manager"),
        _to("project-assignment"),
        ASSIGN_PROJECT,
        icon="user",
        opens="dialog",
        when=_still_open,
    ),
    Button(
        gettext_lazy("Put on hold"),
        _to("project-pause"),
        CHANGE_PROJECT,
        icon="clock",
        opens="dialog",
        when=lambda row: row.status == "active",
    ),
    Button(
        gettext_lazy("Save as template"), _to("project-template-new"), CHANGE_TEMPLATE, icon="layers", opens="dialog"
    ),
    Button(
        gettext_lazy("Close the project"),
        _to("project-closure"),
        CLOSE_PROJECT,
        icon="archive",
        opens="dialog",
        when=_still_open,
    ),
    Button(
        gettext_lazy("Cancel the project"),
        _to("project-cancellation"),
        CLOSE_PROJECT,
        icon="circle-x",
        opens="dialog",
        when=_still_open,
    ),
)


class ProjectRecord(Record):
    """`record` in this room's templates: header with stage bar, menu, and the tabs rooms above add."""

    row: Project

    def __init__(self, actor: Actor, row: Project, tab: str) -> None:
        super().__init__(PROJECT, actor, row, tab)
        self.stages = list(row.stages.all())
        self.steps = steps(self.stages)
        self.step = next_step(row, self.stages)

    @property
    def tone(self) -> str:
        return HEALTH_TONE[Project.Health(self.row.health)]

    @property
    def menu(self) -> list[tuple[Button, str]]:
        from zhike.core.access import abilities

        fitting = [one for one in MORE if one.when is None or one.when(self.row)]
        may = abilities(self.actor, self.row, *sorted({one.capability for one in fitting}))
        return [(one, one.href(self.row)) for one in fitting if one.capability in may and not self.actor.only_looks]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Our own, then every panel a room above marked as a tab."""
        more = [
            {
                "label": one.title, "count": 0, "is_current": self.tab == one.name,
                "url": reverse("project-part", args=[self.row.number, one.name]),
            }
            for one in panels_of(self.actor, self.row) if one.tab
        ]  # fmt: skip
        return [*super().tabs, *more]

    @property
    def panels(self) -> list[Any]:
        return [one for one in super().panels if not one.tab]

    @cached_property
    def budget(self) -> SafeString | str:
        """For those who may know it."""
        from zhike.core.access import can

        return money(self.row.budget, self.row.currency) if can(self.actor, VIEW_BUDGET, self.row) else ""
