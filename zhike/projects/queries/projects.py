"""Which projects there are, and one of them with what its page needs."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhike.clients.models import Client
from zhike.core.access import allowed, find, visible
from zhike.core.actors import Actor
from zhike.projects.access import VIEW_BUDGET
from zhike.projects.models import Participant, Project, Template


def projects(actor: Actor) -> QuerySet[Project]:
    """Every project this actor may know of, with what a list shows."""
    return visible(actor, Project).select_related("client", "manager", "stage")


def running_projects(actor: Actor) -> QuerySet[Project]:
    """Those that are not closed or cancelled."""
    return projects(actor).exclude(status__in=[Project.Status.CLOSED, Project.Status.CANCELLED])


def my_running_projects(actor: Actor) -> QuerySet[Project]:
    """Those this person manages or takes part in, the most pressing finish first."""
    there = Participant.objects.filter(Q(user=actor.user_id, user__isnull=False), until=None).values("project")
    mine = running_projects(actor).filter(Q(manager=actor.user_id) | Q(pk__in=there))
    return mine.order_by("planned_finish", "sort_key")


def projects_of_client(actor: Actor, client: Client) -> QuerySet[Project]:
    """Running ones first, then by name: those for the client, not those where it only pays or stands between."""
    return projects(actor).filter(client=client).order_by("closed_at", "sort_key")


def project(actor: Actor, **lookup: Any) -> Project:
    """One project with client, people at its head and openness, or Missing."""
    related = ("client", "manager", "stage", "health_by", "transparency")
    return find(actor, Project, related=related, **lookup)


def for_interface(actor: Actor) -> QuerySet[Project]:
    """As `projects`, and for each whether the actor may know its budget, in the same statement."""
    told = allowed(actor, VIEW_BUDGET, Project).filter(pk=OuterRef("pk"))
    return projects(actor).annotate(shows_budget=Exists(told))


def templates(actor: Actor) -> QuerySet[Template]:
    return visible(actor, Template).order_by("sort_key")
