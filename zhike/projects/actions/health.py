"""How it goes, in one word and one sentence."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.core.models import lock
from zhike.projects.access import CHANGE_PROJECT
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.events import HEALTH_OF
from zhike.projects.models import Project


@transaction.atomic
def judge_health(
    actor: Actor, project: Project, *, health: str, reason: str = "", version: int | None = None
) -> Project:
    """Say whether the project is on track. When it is not, say why; the date and who said it are kept."""
    must(actor, CHANGE_PROJECT, project)
    project = lock(project)
    project.expect(version)
    refuse_ended(project)
    if health not in HEALTH_OF:
        raise Invalid(health=_("Say on track, at risk or off track."))
    reason = reason.strip()
    if health != Project.Health.ON_TRACK and not reason:
        raise Invalid(reason=_("Say why, in a sentence others will understand."))
    if len(reason) > 500:
        raise Invalid(reason=_("Say it in at most 500 characters."))
    project.health, project.health_reason = health, reason
    project.health_at, project.health_by_id = timezone.now(), actor.user_id
    project.save(update_fields=["health", "health_reason", "health_at", "health_by"])
    # One sentence tells both, so the client reads it only where both are shown to them.
    shown = project.transparency.health and project.transparency.health_reason
    record(actor, HEALTH_OF[Project.Health(health)], project, shown_to_client=shown, reason=reason)
    return project
