"""How background work is doing, for those who run the organisation."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from zhike.activity.access import VIEW_JOB
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.models import Job, Worker
from zhike.core.models.jobs import lost_before


@dataclass(frozen=True)
class Background:
    waiting: int
    running: int
    given_up: int
    workers: int  # that gave a sign of life lately
    last_sign: datetime | None


def background(actor: Actor) -> Background:
    """Counts of this organisation's work, and whether any worker of the installation is alive."""
    must(actor, VIEW_JOB)
    counted = dict(jobs(actor).values_list("state").annotate(count=Count("pk")))
    alive = Worker.objects.filter(beat_at__gte=lost_before()).count()
    last = Worker.objects.aggregate(last=Max("beat_at"))["last"]
    state = Job.State
    return Background(
        counted.get(state.READY, 0), counted.get(state.RUNNING, 0), counted.get(state.DEAD, 0), alive, last
    )


def given_up(actor: Actor) -> QuerySet[Job]:
    """What was tried too often or refused: it waits for somebody to decide. Newest first."""
    must(actor, VIEW_JOB)
    return jobs(actor).filter(state=Job.State.DEAD).order_by("-id")


def jobs(actor: Actor) -> QuerySet[Job]:
    """Jobs are not scoped rows, so their organisation is named here."""
    return Job.objects.filter(organisation_id=actor.organisation_id)
