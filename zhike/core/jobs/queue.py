"""Taking, finishing, failing and rescuing job rows. The same statements on SQLite and PostgreSQL."""

import random
import traceback
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhike.core.errors import Refusal
from zhike.core.models import Job
from zhike.core.models.jobs import lost_before

FIRST_WAIT, LONGEST_WAIT = 5, 3600  # seconds between attempts, doubling
KEEP_DONE = timedelta(days=7)


def take(worker: str) -> Job | None:
    """The oldest job that is due, now this worker's; or None."""
    with transaction.atomic():
        row = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(state=Job.State.READY, run_at__lte=timezone.now())
            .order_by("run_at", "id")
            .first()
        )
        if row is None:
            return None
        row.state, row.worker, row.beat_at = Job.State.RUNNING, worker, timezone.now()
        row.attempts += 1
        row.save(update_fields=["state", "worker", "beat_at", "attempts"])
        return row


def beat(worker: str, job_id: UUID | None) -> None:
    """Say that the worker lives and still works on this job."""
    if job_id:
        Job.objects.filter(pk=job_id, worker=worker, state=Job.State.RUNNING).update(beat_at=timezone.now())


def finish(row: Job) -> bool:
    """Mark as done; False if it was taken away meanwhile because this worker seemed dead."""
    mine = Job.objects.filter(pk=row.pk, worker=row.worker, state=Job.State.RUNNING, attempts=row.attempts)
    return bool(mine.update(state=Job.State.DONE, finished_at=timezone.now(), error=""))


def fail(row: Job, error: BaseException) -> None:
    """Try again later, longer apart each time; give up after the last attempt or when asking again is pointless."""
    text = "".join(traceback.format_exception(error))[-8000:]
    hopeless = isinstance(error, Refusal) or row.attempts >= row.most_attempts
    mine = Job.objects.filter(pk=row.pk, worker=row.worker, state=Job.State.RUNNING, attempts=row.attempts)
    if hopeless:
        mine.update(state=Job.State.DEAD, finished_at=timezone.now(), error=text)
    else:
        mine.update(state=Job.State.READY, run_at=timezone.now() + _wait(row.attempts), worker="", error=text)


def rescue() -> int:
    """Put jobs of dead workers back in the queue, or give them up after their last attempt."""
    silent = Job.objects.filter(state=Job.State.RUNNING).filter(Q(beat_at__lt=lost_before()) | Q(beat_at=None))
    rescued = 0
    for row in silent:
        mine = Job.objects.filter(pk=row.pk, state=Job.State.RUNNING, attempts=row.attempts, worker=row.worker)
        if row.attempts >= row.most_attempts:
            note = "The worker died while running this, too many times."
            mine.update(state=Job.State.DEAD, finished_at=timezone.now(), error=note)
        else:
            rescued += mine.update(state=Job.State.READY, run_at=timezone.now(), worker="")
    return rescued


def forget_done() -> int:
    """Remove finished jobs after a week. What they did is in the timeline."""
    return Job.objects.filter(state=Job.State.DONE, finished_at__lt=timezone.now() - KEEP_DONE).delete()[0]


def _wait(attempts: int) -> timedelta:
    longest = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311  spread, not secrecy
