"""Taking failed background work in hand."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.access import MANAGE_JOB
from zhike.activity.events import record
from zhike.activity.own_events import JOB_DISCARDED, JOB_RETRIED
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Missing
from zhike.core.models import Job, Place


@transaction.atomic
def retry_job(actor: Actor, job: Job) -> Job:
    """Have background work that was given up tried again, from the start and with all its attempts."""
    must(actor, MANAGE_JOB)
    job = _given_up(actor, job)
    if job.key and Job.objects.filter(key=job.key, state=Job.State.READY).exists():
        raise Conflict(_("The same work already waits to be done. Discard this one."))
    job.state, job.attempts, job.worker = Job.State.READY, 0, ""
    job.run_at, job.finished_at, job.error = timezone.now(), None, ""
    job.save(update_fields=["state", "attempts", "worker", "run_at", "finished_at", "error"])
    record(actor, JOB_RETRIED, job, place=Place())
    return job


@transaction.atomic
def discard_job(actor: Actor, job: Job, *, reason: str = "") -> None:
    """Give failed background work up for good. What it should have done stays undone; the history says who decided."""
    must(actor, MANAGE_JOB)
    job = _given_up(actor, job)
    record(actor, JOB_DISCARDED, job, place=Place(), reason=reason.strip()[:300], error=job.error[-300:])
    Job.objects.filter(pk=job.pk).delete()


def _given_up(actor: Actor, job: Job) -> Job:
    """The row, locked; jobs are not scoped, so that they are of this organisation is asked here."""
    found = Job.objects.select_for_update().filter(pk=job.pk, organisation_id=actor.organisation_id).first()
    if found is None:
        raise Missing(_("There is no such background work."))
    if found.state != Job.State.DEAD:
        raise Conflict(_("This work is not given up: it waits, runs or is done."))
    return found
