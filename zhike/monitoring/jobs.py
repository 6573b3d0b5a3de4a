"""Reading projects in the background: every evening, and soon after something changed."""

from datetime import time, timedelta
from uuid import UUID

from django.utils import timezone

from zhike.accounts.queries import home
from zhike.core.actors import Actor
from zhike.core.addresses import addresses_of
from zhike.core.jobs import daily, job
from zhike.core.scope import current_organisation_id
from zhike.monitoring.actions import take_reading
from zhike.plan.models import Forecast
from zhike.plan.queries import is_running, last_forecast, plan_there
from zhike.projects.models import Project

EVENING = time(23, 20)
AGAIN = timedelta(seconds=20)
MOST_AGAIN = 6


@job(most_attempts=3)
def read_project(project_id: str, again: int = 0) -> None:
    """Read a project that changed. While its forecast is still being made, look once more when it is there."""
    project = Project.objects.filter(pk=UUID(str(project_id))).first()
    if project is None or project.is_ended:
        return
    house = Actor.system(current_organisation_id())
    with addresses_of(home(house).slug):  # evidence is kept with its address
        take_reading(house, project)
    if again < MOST_AGAIN and _is_awaited(project):
        at = timezone.now() + AGAIN
        read_project.later(at=at, key=f"reading-again:{project.pk.hex}", project_id=project.pk, again=again + 1)


@job()
def read_projects() -> None:
    """Every evening: one small job for each project that runs."""
    ended = [Project.Status.CLOSED, Project.Status.CANCELLED]
    for key in Project.objects.exclude(status__in=ended).values_list("pk", flat=True):
        read_project.later(key=f"reading:{key.hex}", project_id=key)


def _is_awaited(project: Project) -> bool:
    plan = plan_there(project)
    last = last_forecast(plan) if plan is not None and plan.uses_forecast else None
    if plan is None or last is None or last.state == Forecast.State.FAILED:
        return False
    return is_running(last) or not last.is_current


daily(EVENING, read_projects)
