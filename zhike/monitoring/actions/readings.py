"""Reading a project and keeping what was read."""

from datetime import datetime
from typing import Any

from django.db import transaction

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.models import lock
from zhike.monitoring.access import TAKE_READING
from zhike.monitoring.actions.deviations import watch_deviations
from zhike.monitoring.events import READING_TAKEN
from zhike.monitoring.measuring import read_opened
from zhike.monitoring.models import Deviation, Reading
from zhike.monitoring.opening import now_here, opened
from zhike.monitoring.queries import kept_reading
from zhike.projects.models import Project

KEPT_OUT = frozenset({"id", "organisation", "project", "day", "created_at", "updated_at"})


@transaction.atomic
def take_reading(actor: Actor, project: Project, moment: datetime | None = None) -> Reading:
    """Read where the project stands and keep it as the reading of the day; what strays is opened or closed.

    Read again the same day, the row of that day says the latest. A person who asks is told of in the timeline; the
    clock, which reads every day and after every edit, is not.
    """
    must(actor, TAKE_READING, project)
    project = lock(project)
    moment = moment or now_here()
    there = opened(project, moment)
    row = _kept(read_opened(project, moment, there))
    if there is not None and there.is_now:
        watch_deviations(Actor.system(actor.organisation_id), project, there, row)
    row.open_deviations = Deviation.objects.filter(project=project).exclude(state=Deviation.State.OVER).count()
    row.save(update_fields=["open_deviations"])
    if actor.is_staff:
        record(actor, READING_TAKEN, row)
    return row


@transaction.atomic
def read_if_changed(actor: Actor, project: Project) -> Reading:
    """The reading of today, read anew only if something it tells of changed since."""
    must(actor, TAKE_READING, project)
    return kept_reading(project) or take_reading(actor, project)


def _kept(found: Reading) -> Reading:
    """Put into the row of its day, which is made if there is none; of a project one row is the latest."""
    row = Reading.objects.filter(project=found.project, day=found.day).first() or found
    if row is not found:
        for field in Reading._meta.concrete_fields:
            if field.name not in KEPT_OUT:
                setattr(row, field.attname, getattr(found, field.attname))
    row.project = found.project
    newer = Reading.objects.filter(project=found.project, day__gt=found.day).exists()
    if not newer:
        others: Any = Reading.objects.filter(project=found.project, is_latest=True).exclude(pk=row.pk)
        others.update(is_latest=False)
    row.is_latest = not newer
    row.save()
    return row
