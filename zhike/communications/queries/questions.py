"""Which questions there are, and whom one can ask."""

from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from zhike.activity.queries import addresses
from zhike.clients.models import Contact
from zhike.communications.models import Question
from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.projects.models import Participant, Project
from zhike.projects.queries import companies

OPEN = Question.State.OPEN
PRESSING = F("due_at").asc(nulls_last=True)  # what has no promise comes after what has one, on either database


def questions(actor: Actor) -> QuerySet[Question]:
    """Every question this actor may know of, with what a list shows."""
    return visible(actor, Question).select_related("project", "client", "contact", "assigned_to")


def question(actor: Actor, **lookup: Any) -> Question:
    """One of them with what its page shows, or Missing."""
    return find_in(questions(actor), **lookup)


def overdue(now: Any = None) -> Q:
    """Open, and the promised time has passed. What we ask the client is due too, but breaks no promise of ours."""
    return Q(state=OPEN, due_at__lt=now or timezone.now())


def questions_of_project(actor: Actor, project: Project) -> QuerySet[Question]:
    """Open ones first, the most pressing first."""
    return questions(actor).filter(project=project).order_by("rank", PRESSING, "-id")


def questions_about(actor: Actor, subject_id: UUID) -> QuerySet[Question]:
    """What is asked about one row (a requirement, a paper, a file), newest first: for panels of other rooms."""
    return questions(actor).filter(subject_id=subject_id).order_by("-id")


def waiting_for_us(actor: Actor) -> QuerySet[Question]:
    """The client's questions nobody has answered, the most pressing first."""
    return questions(actor).filter(state=OPEN, by_us=False).order_by(PRESSING, "id")


def waiting_for_client(actor: Actor) -> QuerySet[Question]:
    """What we asked and still want to know."""
    return questions(actor).filter(state=OPEN, by_us=True).order_by("asked_at", "id")


def people_to_ask(actor: Actor, project: Project) -> QuerySet[Contact]:
    """People of the companies with a role in the project: who take part first."""
    there = Participant.objects.filter(project=project, until=None, contact__isnull=False).values("contact")
    found = visible(actor, Contact).filter(client__in=[one.pk for one in companies(project)], left_at=None)
    found = found | visible(actor, Contact).filter(pk__in=there, left_at=None)
    return found.select_related("client").order_by("client__sort_key", "sort_key")


def where_it_is_read(actor: Actor, row: Question) -> str:
    """The address of what a question is about, if it is about one row and this actor may open that."""
    if row.subject_id is None:
        return ""
    return addresses(actor, [(row.subject_type, row.subject_id)]).get(row.subject_id, "")
