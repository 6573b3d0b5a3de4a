"""All running projects side by side, from what was read last: no plan is opened."""

from django.db.models import QuerySet

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.monitoring.models import Reading
from zhike.projects.models import Project


def portfolio_of(actor: Actor) -> QuerySet[Reading]:
    """The last reading of every running project this person may know of."""
    ended = [Project.Status.CLOSED, Project.Status.CANCELLED]
    found = visible(actor, Reading).filter(is_latest=True).exclude(project__status__in=ended)
    return found.select_related("project__client", "project__manager").defer("bases", "milestones", "states", "notes")
