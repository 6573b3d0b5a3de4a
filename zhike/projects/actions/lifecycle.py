"""From planned to closed and, if need be, back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import can, must
from zhike.core.actors import Actor
from zhike.core.closing import open_points
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.models import lock
from zhike.projects.access import CHANGE_PROJECT, CLOSE_PROJECT, OVERRIDE_CLOSING
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.actions.stages import enter, leave
from zhike.projects.events import (
    PROJECT_CANCELLED,
    PROJECT_CLOSED,
    PROJECT_CLOSED_ANYWAY,
    PROJECT_PAUSED,
    PROJECT_REOPENED,
    PROJECT_RESUMED,
    PROJECT_STARTED,
)
from zhike.projects.models import Project, Stage

Status = Project.Status


@transaction.atomic
def start_project(actor: Actor, project: Project) -> Project:
    """Begin the work: the project is active and in its first stage from today."""
    must(actor, CHANGE_PROJECT, project)
    project = lock(project)
    refuse_ended(project)
    if project.status != Status.PLANNED:
        raise Conflict(_("This project has already started."))
    project.status = Status.ACTIVE
    project.actual_start = project.actual_start or timezone.localdate()
    first = Stage.objects.filter(project=project).order_by("position").first()
    if first is not None and project.stage_id is None:
        enter(project, first)
    project.save()
    record(actor, PROJECT_STARTED, project, shown_to_client=True)
    return project


@transaction.atomic
def pause_project(actor: Actor, project: Project, *, reason: str) -> Project:
    """Put an active project on hold and say why; nobody wonders why nothing moves."""
    must(actor, CHANGE_PROJECT, project)
    project = lock(project)
    refuse_ended(project)
    if project.status != Status.ACTIVE:
        raise Conflict(_("Only an active project can be put on hold."))
    project.status, project.status_reason = Status.ON_HOLD, _reason(reason)
    project.save(update_fields=["status", "status_reason"])
    record(actor, PROJECT_PAUSED, project, reason=project.status_reason)
    return project


@transaction.atomic
def resume_project(actor: Actor, project: Project) -> Project:
    """Take a project up again that was on hold."""
    must(actor, CHANGE_PROJECT, project)
    project = lock(project)
    refuse_ended(project)
    if project.status != Status.ON_HOLD:
        raise Conflict(_("This project is not on hold."))
    project.status, project.status_reason = Status.ACTIVE, ""
    project.save(update_fields=["status", "status_reason"])
    record(actor, PROJECT_RESUMED, project, shown_to_client=True)
    return project


@transaction.atomic
def cancel_project(actor: Actor, project: Project, *, reason: str) -> Project:
    """End a project that will not be finished, and say why. Its portal stays as it is: the client may read on."""
    must(actor, CLOSE_PROJECT, project)
    project = lock(project)
    refuse_ended(project)
    project.status, project.status_reason = Status.CANCELLED, _reason(reason)
    _end(project)
    record(actor, PROJECT_CANCELLED, project, reason=project.status_reason)
    return project


@transaction.atomic
def close_project(actor: Actor, project: Project, *, reason: str = "") -> Project:
    """Close a finished project. Open points keep it open, unless an owner or manager closes it with a reason.

    If its portal is open it stays so: the client finds the project in their archive.
    """
    must(actor, CLOSE_PROJECT, project)
    project = lock(project)
    refuse_ended(project)
    points = open_points(actor, project)
    if points:
        _must_override(actor, project, reason)
    project.status, project.status_reason = Status.CLOSED, reason.strip()[:500]
    project.actual_finish = project.actual_finish or timezone.localdate()
    _end(project)
    if points:
        words = [point.words for point in points]
        record(actor, PROJECT_CLOSED_ANYWAY, project, points=words, reason=project.status_reason)
    # What was left open is internal; that it closed is not.
    record(actor, PROJECT_CLOSED, project, shown_to_client=True)
    return project


@transaction.atomic
def reopen_project(actor: Actor, project: Project, *, reason: str) -> Project:
    """Take a closed or cancelled project up again, and say why."""
    must(actor, CLOSE_PROJECT, project)
    project = lock(project)
    if not project.is_ended:
        raise Conflict(_("This project is not closed."))
    words = _reason(reason)
    project.status = Status.ACTIVE if project.actual_start else Status.PLANNED
    project.status_reason, project.closed_at, project.actual_finish = "", None, None
    last = Stage.objects.filter(project=project, entered_at__isnull=False).order_by("-position").first()
    if last is not None:
        enter(project, last)
    project.save()
    record(actor, PROJECT_REOPENED, project, reason=words)
    return project


def _must_override(actor: Actor, project: Project, reason: str) -> None:
    if not reason.strip():
        raise Conflict(_("Some points are still open. Settle them, or ask an owner or manager to close anyway."))
    if not can(actor, OVERRIDE_CLOSING, project):
        raise Denied(_("Some points are still open. Only an owner or manager may close the project anyway."))


def _end(project: Project) -> None:
    project.closed_at = timezone.now()
    leave(project)
    project.save()


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid(reason=_("Say why, in a sentence others will understand."))
    return reason.strip()[:500]
