"""The list of questions."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.communications.access import CHANGE_QUESTION, RECORD_QUESTION, VIEW_PROMISE, VIEW_QUESTION
from zhike.communications.models import Question
from zhike.communications.queries import overdue
from zhike.communications.showing import clock_shown, state_shown, whose
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.buttons import Button
from zhike.core.listing import Choice, Column, DateRange, Empty, Flag, Listing, Many
from zhike.core.markup import format_html
from zhike.core.search.queries import matching_ids
from zhike.projects.models import Project
from zhike.projects.queries import colleagues


def _found(actor: Actor, rows: QuerySet[Question], text: str) -> QuerySet[Question]:
    return rows.filter(pk__in=matching_ids(actor, Question, text))


def _projects(actor: Actor) -> Iterable[tuple[object, str]]:
    asked = visible(actor, Question).values("project")
    return [(one.pk, one.name) for one in visible(actor, Project).filter(pk__in=asked).order_by("sort_key")]


def _colleagues(actor: Actor) -> Iterable[tuple[object, str]]:
    return [(one.pk, one.name) for one in colleagues(actor)]


def _mine(actor: Actor, yes: bool) -> Q:
    return Q(assigned_to=actor.user_id) if yes else ~Q(assigned_to=actor.user_id)


def _overdue(actor: Actor, yes: bool) -> Q:
    return overdue() if yes else ~overdue()


def _project(row: Question) -> object:
    return format_html('{} <span class="sub">{}</span>', row.project.name, row.client)


NEW = Button(_("Note a question"), "question-new", RECORD_QUESTION, kind="primary", icon="plus", opens="drawer")
QUESTIONS = Listing(
    name="questions",
    model=Question,
    capability=VIEW_QUESTION,
    title=_("Questions"),
    lead=_("What clients ask, suggest and complain about, and what we ask them. The most pressing comes first."),
    url=lambda row: row.get_absolute_url(),
    columns=[
        Column("text", _("Question"), cell=lambda row: format_html('{} <span class="number">{}</span>', row.headline, row.code), export=lambda row: row.text),
        Column("due", pgettext_lazy("question", "Answer"), cell=clock_shown, sort=("rank", "due_at"), export=lambda row: row.due_at),
        Column("state", _("State"), cell=state_shown, export=lambda row: row.get_state_display()),
        Column("kind", _("Kind"), sort="kind"),
        Column("contact", _("Person"), cell=lambda row: format_html('<span class="nowrap">{}</span>', row.contact.name), sort="contact__sort_key"),
        Column("project", _("Project"), cell=_project, sort="project__sort_key", export=lambda row: row.project.name),
        Column("assigned_to", _("Answers"), cell=lambda row: format_html('<span class="nowrap">{}</span>', row.assigned_to.name), sort="assigned_to__name"),
        Column("asked_at", _("Asked"), sort="-asked_at", wide_only=True),
        Column("by_us", _("Direction"), cell=whose, shown=False),
        Column("channel", _("Came by"), shown=False),
        Column("client", _("Client"), sort="client__sort_key", shown=False),
        Column("answered_at", _("Answered"), shown=False),
        Column("times_reopened", _("Reopened"), shown=False, end=True),
    ],
    default_sort="due",
    search=_found,
    search_hint=_("Words of the question, number, person"),
    filters=[
        Choice("state", _("State"), options=Question.State.choices, quick=True),
        Choice("kind", _("Kind"), options=Question.Kind.choices, quick=True),
        Flag("mine", _("Mine"), where=_mine, yes=_("mine to answer"), no=_("answered by others")),
        Flag("overdue", _("Overdue"), where=_overdue, yes=_("promise broken"), no=_("in time")),
        Flag("by_us", _("Direction"), yes=_("we ask"), no=_("they ask")),
        Many("project", _("Project"), field="project_id", options=_projects),
        Many("assigned_to", _("Answers"), field="assigned_to_id", options=_colleagues),
        Many("channel", _("Came by"), options=Question.Channel.choices),
        DateRange("asked", _("Asked"), field="asked_at", moments=True),
    ],
    export_capability=CHANGE_QUESTION,
    buttons=[Button(_("What we promise"), "answer-promise", VIEW_PROMISE, kind="quiet", icon="clock"), NEW],
    empty=Empty(
        _("No questions yet"),
        why=_("What the client asks in the portal arrives here with the time we promised to answer in. What they say on the phone can be noted, so that it is answered, too."),
        example=_("“Can the warehouse count without the network?” asked by Ms Sun in the Monday meeting."),
        icon="message-square",
        button=NEW,
    ),
)  # fmt: skip
