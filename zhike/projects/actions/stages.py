"""The way of a project: moving along it, and laying it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.core.words import in_every_language
from zhike.projects.access import CHANGE_PROJECT
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.events import STAGE_ENTERED, STAGES_CHANGED
from zhike.projects.models import Project, Stage

MOST_STAGES = 20


@dataclass(frozen=True)
class Step:
    """One stage as it should be: an existing one by its id, or a new one."""

    name: str = ""
    kind: str = ""
    due_on: date | None = None
    id: UUID | None = None


@transaction.atomic
def move_to_stage(actor: Actor, project: Project, stage: Stage, *, version: int | None = None) -> Project:
    """Leave the current stage and enter another, forwards or back. A planned project starts with it.

    With `version`, refuses when somebody else moved or changed the project meanwhile.
    """
    must(actor, CHANGE_PROJECT, project)
    project = lock(project)
    project.expect(version)
    refuse_ended(project)
    stage = find(actor, Stage, pk=stage.pk, project=project)
    if project.stage_id == stage.pk:
        raise Conflict(_("The project is already in this stage."))
    if project.status == Project.Status.PLANNED:
        project.status = Project.Status.ACTIVE
        project.actual_start = project.actual_start or timezone.localdate()
    enter(project, stage)
    project.save()
    record(
        actor,
        STAGE_ENTERED,
        project,
        shown_to_client=project.transparency.stage,
        stage=in_every_language(stage),
    )
    return project


@transaction.atomic
def set_stages(actor: Actor, project: Project, steps: Sequence[Step], *, version: int | None = None) -> Project:
    """Lay the way of a project out anew: names, order, dates. A stage once entered stays, for the history."""
    must(actor, CHANGE_PROJECT, project)
    project = lock(project)
    project.expect(version)
    refuse_ended(project)
    there = {stage.pk: stage for stage in Stage.objects.filter(project=project)}
    _check(steps, there)
    gone = [pk for pk in there if pk not in {step.id for step in steps}]
    Stage.objects.filter(pk__in=gone).delete()
    # Out of the way first, so that no two share a position meanwhile.
    for number, stage in enumerate(there.values()):
        Stage.objects.filter(pk=stage.pk).update(position=1000 + number)
    for position, step in enumerate(steps):
        stage = there[step.id] if step.id else Stage(project=project)
        stage.name, stage.kind, stage.due_on, stage.position = (
            step.name.strip(),
            step.kind,
            step.due_on,
            position,
        )
        stage.save()
    project.save(update_fields=["stage"])  # the next version: an open form of the old way is refused
    names = list(Stage.objects.filter(project=project).order_by("position"))
    record(actor, STAGES_CHANGED, project, stages=[in_every_language(stage) for stage in names])
    return project


def enter(project: Project, stage: Stage) -> None:
    """Make `stage` the current one. The caller holds the project locked and saves it."""
    leave(project, except_for=stage)
    stage.entered_at, stage.left_at = timezone.now(), None
    stage.save(update_fields=["entered_at", "left_at"])
    project.stage = stage


def leave(project: Project, *, except_for: Stage | None = None) -> None:
    """Leave the current stage. The caller holds the project locked."""
    current = project.stage
    if current is not None and current.left_at is None and current != except_for:
        current.left_at = timezone.now()
        current.save(update_fields=["left_at"])


def _check(steps: Sequence[Step], there: dict[UUID, Stage]) -> None:
    if not steps:
        raise Invalid(stages=_("A project needs at least one stage."))
    if len(steps) > MOST_STAGES:
        raise Invalid(stages=_("At most %(most)s stages.") % {"most": MOST_STAGES})
    for step in steps:
        if step.kind not in {"", *Stage.Kind.values}:
            raise Invalid(stages=_("There is no usual stage called %(kind)s.") % {"kind": step.kind})
        if not step.name.strip() and not step.kind:
            raise Invalid(stages=_("Give every stage a name."))
        if len(step.name.strip()) > 60:
            raise Invalid(stages=_("A stage's name has at most 60 characters."))
    known = [step.id for step in steps if step.id]
    if len(set(known)) < len(known) or any(pk not in there for pk in known):
        raise Invalid(stages=_("Somebody changed the stages meanwhile. Look at them again."))
    lost = [stage for pk, stage in there.items() if stage.entered_at and pk not in known]
    if lost:
        raise Conflict(_("The project has been in %(stage)s; that stage stays.") % {"stage": lost[0]})
