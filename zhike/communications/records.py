"""The page of one question."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.queries import audience_words
from zhike.communications.access import (
    CHANGE_QUESTION,
    REOPEN_QUESTION,
    SETTLE_QUESTION,
    SHARE_QUESTION,
    VIEW_QUESTION,
)
from zhike.communications.actions import change_question
from zhike.communications.models import Question
from zhike.communications.showing import clock_shown, state_shown, whose
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.buttons import Button
from zhike.core.markup import format_html
from zhike.core.records import Audience, Field, FieldSet, RecordPage
from zhike.core.templatetags.kit import moment


def _to(name: str) -> Any:
    return lambda row: reverse(name, args=[row.number])


def _audience(actor: Actor, row: Question) -> Audience:
    """Who of the client reads the question and what is shared beside it."""
    theirs = audience_words(row) if row.shared_with_client else ""
    return Audience("shared", theirs) if theirs else Audience("internal")


def _project(row: Question) -> object:
    return format_html('<a href="{}">{}</a>', row.project.get_absolute_url(), row.project.name)


def _asked(row: Question) -> object:
    return format_html(
        "{} · {}", row.contact.name if row.by_us else row.asked_by_name, moment(row.asked_at, exact=True)
    )


def _understood(row: Question) -> object:
    if row.understood_at is None:
        return _("not confirmed")
    return format_html("{} · {}", row.understood_by_name, moment(row.understood_at))


QUESTION = RecordPage(
    model=Question,
    capability=VIEW_QUESTION,
    kind=gettext_lazy("Question"),
    title=lambda row: row.headline,
    number=lambda row: row.code,
    url=lambda row: row.get_absolute_url(),
    parents=lambda row: [(_("Questions"), reverse("questions"))],
    status=lambda row: state_shown(row, chip=True),
    next_step=lambda actor, row: clock_shown(row) if row.is_open else "",
    update=change_question,
    audience=_audience,
    template="communications/question.html",
    buttons=[
        Button(gettext_lazy("Give to a colleague"), _to("question-assignment"), CHANGE_QUESTION, icon="user", opens="dialog", when=lambda row: not row.is_settled),
        Button(gettext_lazy("Share with the client"), _to("question-sharing"), SHARE_QUESTION, icon="eye", opens="dialog", when=lambda row: not row.shared_with_client),
        Button(gettext_lazy("Reopen"), _to("question-reopening"), REOPEN_QUESTION, icon="undo-2", opens="dialog", when=lambda row: not row.is_open),
        Button(gettext_lazy("Settle"), _to("question-settlement"), SETTLE_QUESTION, icon="circle-check", opens="dialog", when=lambda row: not row.is_settled and not (row.by_us and row.is_open)),
    ],
    fields=[
        FieldSet(
            gettext_lazy("Promise"),
            [
                Field("kind", gettext_lazy("Kind"), form=forms.ChoiceField(choices=Question.Kind.choices), capability=CHANGE_QUESTION),
                Field("due_at", gettext_lazy("Answer promised by"), form=forms.DateTimeField(required=False), capability=CHANGE_QUESTION, value=lambda row: moment(row.due_at, due=row.is_open, exact=True)),
                Field("assigned_to", gettext_lazy("Answers"), value=lambda row: row.assigned_to.name),
            ],
            aside=True,
        ),
    ],
    facts=[
        Field("project", gettext_lazy("Project"), value=_project),
        Field("client", gettext_lazy("Client")),
        Field("by_us", gettext_lazy("Direction"), value=whose),
        Field("contact", gettext_lazy("Person of the client"), value=lambda row: row.contact.name),
        Field("asked_at", gettext_lazy("Asked"), value=_asked),
        Field("channel", gettext_lazy("Came by")),
        Field("times_reopened", gettext_lazy("Reopened"), when=lambda row: bool(row.times_reopened)),
        Field("understood_at", gettext_lazy("Read and understood"), value=_understood, when=lambda row: row.shared_with_client and not row.is_open and not row.by_us),
        Field("ending", gettext_lazy("How it was settled"), when=lambda row: row.is_settled),
        Field("ending_reason", gettext_lazy("Why (internal)"), when=lambda row: bool(row.ending_reason)),
    ],
)  # fmt: skip
