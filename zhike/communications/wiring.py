"""What this room hangs into the rooms below: search sources, the tab of a project, what waits on *Today*."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhike.communications.access import VIEW_QUESTION
from zhike.communications.models import Question
from zhike.communications.queries import clock_words, overdue, questions, waiting_for_client, waiting_for_us
from zhike.core.actors import Actor
from zhike.core.agenda import DISAPPOINTS, MOST, WAITS_FOR_CLIENT, WAITS_FOR_ME, Line, agenda
from zhike.core.panels import panel
from zhike.core.prepared import prepared
from zhike.core.search import source
from zhike.projects.models import Project

source(
    Question,
    title=lambda row: row.headline,
    text=lambda row: f"{row.text} {row.asked_by_name} {row.contact.name}",
    code=lambda row: row.code,
    detail=lambda row: f"{row.project.name} · {row.contact.name}",
    icon="message-square",
    label=gettext_lazy("Questions"),
    related=("project", "contact"),
    weight=4,
    order=35,
)

panel(
    on=Project,
    title=gettext_lazy("Questions"),
    url_name="project-questions",
    capability=VIEW_QUESTION,
    icon="message-square",
    order=25,
    tab=True,
)


@agenda(WAITS_FOR_ME)
def questions_to_answer(actor: Actor) -> Iterable[Line]:
    """The client's questions that are mine to answer, the most pressing first."""
    for row in _mine_to_answer(actor):
        yield Line(
            text=_("%(person)s: %(question)s — %(clock)s")
            % {"person": row.contact.name, "question": row.headline, "clock": clock_words(row)},
            url=row.get_absolute_url(),
            tone="bad" if row.is_overdue else "",
            since=row.asked_at,
            step=pgettext("question", "Answer"),
            step_url=row.get_absolute_url(),
        )


@agenda(DISAPPOINTS)
def broken_promises(actor: Actor) -> Iterable[Line]:
    """Questions of projects I manage, and those given to me, whose promised time has passed."""
    for row in _broken(actor, timezone.now()):
        words = _("%(person)s waits for an answer from %(colleague)s: %(question)s — %(clock)s") % {
            "person": row.contact.name, "colleague": row.assigned_to.name, "question": row.headline,
            "clock": clock_words(row),
        }  # fmt: skip
        yield Line(text=words, url=row.get_absolute_url(), tone="bad", since=row.due_at)


@agenda(WAITS_FOR_CLIENT)
def what_we_asked(actor: Actor) -> Iterable[Line]:
    """What I asked the client and still want to know."""
    for row in _asked_by_me(actor):
        words = _("%(person)s has not answered: %(question)s") % {"person": row.contact.name, "question": row.headline}
        yield Line(text=words, url=row.get_absolute_url(), since=row.asked_at, tone="warn" if row.is_overdue else "")


@prepared
def _mine_to_answer(actor: Actor) -> QuerySet[Question]:
    return waiting_for_us(actor).filter(assigned_to=actor.user_id)[:MOST]


@prepared
def _broken(actor: Actor, now: datetime) -> QuerySet[Question]:
    mine = Q(assigned_to=actor.user_id) | Q(project__manager=actor.user_id)
    return questions(actor).filter(overdue(now), mine, by_us=False).order_by("due_at")[:MOST]


@prepared
def _asked_by_me(actor: Actor) -> QuerySet[Question]:
    return waiting_for_client(actor).filter(assigned_to=actor.user_id)[:MOST]
