"""What this room itself finds open when a project is to be closed. Rooms above register theirs in core/closing.py."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.closing import OpenPoint, closing_check
from zhike.projects.models import Party, Project, Stage


@closing_check("stages")
def stages_left(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    """Every stage but the current one lies behind us; care may still lie ahead."""
    here = reverse("project", args=[project.number])
    stages = list(Stage.objects.filter(project=project))
    if not any(stage.entered_at for stage in stages):
        yield OpenPoint(_("The project never entered a stage."), here)
        return
    current = max(stage.position for stage in stages if stage.entered_at)
    for stage in stages:
        if stage.position > current and stage.kind != Stage.Kind.CARE:
            yield OpenPoint(_("The stage %(stage)s still lies ahead.") % {"stage": stage}, here)


@closing_check("beneficiary")
def beneficiary_named(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    if not Party.objects.filter(project=project, role=Party.Role.BENEFICIARY).exists():
        yield OpenPoint(_("Nobody is named as main beneficiary."), reverse("project-parties", args=[project.number]))


@closing_check("health")
def health_judged(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    here = reverse("project-health", args=[project.number])
    if project.health == Project.Health.UNKNOWN:
        yield OpenPoint(_("The health of the project was never assessed."), here)
    elif project.health == Project.Health.OFF_TRACK:
        yield OpenPoint(_("The project is off track: %(reason)s") % {"reason": project.health_reason}, here)


@closing_check("finish")
def finish_reached(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    finish = project.planned_finish
    if finish is not None and finish > timezone.localdate():
        days = (finish - timezone.localdate()).days
        yield OpenPoint(
            _("The promised finish is still %(days)s days away.") % {"days": days},
            reverse("project-edit", args=[project.number]),
        )
