"""The page of one requirement: what can be edited in place, and the steps it may take."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.buttons import Button
from zhike.core.records import Audience, Field, FieldSet, RecordPage
from zhike.projects.queries import audience
from zhike.requirements.access import CHANGE_REQUIREMENT, SHARE_REQUIREMENT, VIEW_REQUIREMENT
from zhike.requirements.actions import change_requirement
from zhike.requirements.forms import criteria_field, long_field
from zhike.requirements.models import Requirement
from zhike.requirements.queries import people_of_client, sections_of
from zhike.requirements.showing import chips, lines_shown, priority_shown, text_shown

MAY = CHANGE_REQUIREMENT


def _to(name: str) -> Any:
    return lambda row: reverse(name, args=[row.project.number, row.number])


def _audience(actor: Actor, row: Requirement) -> Audience:
    """Who of the client reads it; nobody while it is not shared."""
    if not (row.is_shared and row.project.portal_open and row.project.transparency.requirements):
        return Audience("internal")
    theirs = audience(row.project)
    return Audience("shared", theirs) if theirs else Audience("internal")


def _section_field(actor: Actor, row: Requirement) -> forms.Field:
    return forms.ModelChoiceField(sections_of(actor, row.project), required=False, empty_label=_("No section"))


def _contact_field(actor: Actor, row: Requirement) -> forms.Field:
    return forms.ModelChoiceField(
        people_of_client(actor, row.project), required=False, empty_label=_("Nobody of the list")
    )


def _text(name: str, label: Any, most: int = 20_000, rows: int = 5) -> Field:
    return Field(
        name, label, long_field(label, most=most, rows=rows), MAY, value=lambda row: text_shown(getattr(row, name))
    )


def _lines(name: str, label: Any) -> Field:
    return Field(name, label, criteria_field(label), MAY, value=lambda row: lines_shown(getattr(row, name)))


def _short(name: str, label: Any, most: int, *, required: bool = False) -> Field:
    return Field(name, label, forms.CharField(required=required, max_length=most), MAY)


def _in(*states: str) -> Any:
    return lambda row: row.status in states and not row.project.is_ended


WORDS = FieldSet(
    gettext_lazy("What is needed, and why"),
    [
        _short("title", gettext_lazy("Title"), 300, required=True),
        _text("description", gettext_lazy("Description")),
        _text("why", gettext_lazy("Why"), 4_000, 3),
        _lines("criteria", gettext_lazy("Acceptance criteria")),
    ],
)
TRANSLATION = FieldSet(
    gettext_lazy("In the second language"),
    [
        _short("translated_title", gettext_lazy("Title"), 300),
        _text("translated_description", gettext_lazy("Description")),
        _text("translated_why", gettext_lazy("Why"), 4_000, 3),
        _lines("translated_criteria", gettext_lazy("Acceptance criteria")),
    ],
)
ORDER = FieldSet(
    gettext_lazy("Sorting"),
    [
        Field(
            "priority",
            gettext_lazy("Priority"),
            forms.ChoiceField(choices=Requirement.Priority.choices),
            MAY,
            value=priority_shown,
        ),
        Field("kind", gettext_lazy("Kind"), forms.ChoiceField(choices=Requirement.Kind.choices), MAY),
        Field(
            "section",
            gettext_lazy("Section"),
            _section_field,
            MAY,
            value=lambda row: row.section.title if row.section else "",
        ),
    ],
    aside=True,
)
SOURCE = FieldSet(
    gettext_lazy("Where it comes from"),
    [
        Field(
            "source_contact",
            gettext_lazy("Asked by"),
            _contact_field,
            MAY,
            value=lambda row: row.source_contact.name if row.source_contact else "",
        ),
        _short("source", gettext_lazy("In words"), 200),
        _short("occasion", gettext_lazy("On which occasion"), 200),
        Field("asked_on", gettext_lazy("Asked on"), forms.DateField(required=False), MAY),
    ],
    aside=True,
)
OURS = FieldSet(
    gettext_lazy("Internal: the client never sees this"),
    [
        _text("internal_note", gettext_lazy("Internal note"), 10_000),
        _short("external_id", gettext_lazy("Number in the source"), 60),
    ],
)

REQUIREMENT = RecordPage(
    model=Requirement,
    capability=VIEW_REQUIREMENT,
    kind=gettext_lazy("Requirement"),
    title=lambda row: row.title,
    number=lambda row: row.code,
    url=lambda row: row.get_absolute_url(),
    parents=lambda row: [
        (_("Projects"), reverse("projects")),
        (row.project.name, row.project.get_absolute_url()),
        (_("Requirements"), reverse("requirements", args=[row.project.number])),
    ],
    status=chips,
    fields=[WORDS, TRANSLATION, OURS, ORDER, SOURCE],
    update=change_requirement,
    buttons=[
        Button(
            gettext_lazy("Edit"),
            _to("requirement-edit"),
            MAY,
            kind="quiet",
            icon="pencil",
            opens="drawer",
            when=_in("draft", "proposed", "agreed"),
        ),
        Button(
            gettext_lazy("Drop"),
            _to("requirement-drop"),
            MAY,
            kind="quiet",
            icon="circle-x",
            opens="dialog",
            when=_in("draft", "proposed", "agreed"),
        ),
    ],
    audience=_audience,
    template="requirements/requirement.html",
)
STEPS = (
    ("requirement-propose", gettext_lazy("Propose"), "send", MAY, _in("draft"), "primary"),
    ("requirement-withdraw", gettext_lazy("Take back to draft"), "undo-2", MAY, _in("proposed"), ""),
    ("requirement-take-up", gettext_lazy("Take up again"), "undo-2", MAY, _in("dropped"), "primary"),
    (
        "requirement-share",
        gettext_lazy("Share with the client"),
        "eye",
        SHARE_REQUIREMENT,
        lambda row: not row.is_shared and not row.project.is_ended,
        "",
    ),
)
