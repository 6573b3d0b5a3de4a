"""Work that comes round: declared beside its job, enqueued by whichever worker notices first."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from zhike.core.jobs.declared import JobFunction
from zhike.core.models import Schedule
from zhike.core.scope import every_organisation, organisation


@dataclass(frozen=True)
class Rhythm:
    job: JobFunction
    interval: timedelta | None
    at: time | None
    per_organisation: bool

    def after(self, moment: datetime) -> datetime:
        """The next time it is due. A day's time is meant in the installation's time zone."""
        if self.interval is not None:
            return moment + self.interval
        local = timezone.localtime(moment)
        assert self.at is not None
        due = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return due if due > local else due + timedelta(days=1)


_rhythms: dict[str, Rhythm] = {}


def every(interval: timedelta, job: JobFunction, *, per_organisation: bool = True) -> None:
    _rhythms[job.name] = Rhythm(job, interval, None, per_organisation)


def daily(at: time, job: JobFunction, *, per_organisation: bool = True) -> None:
    _rhythms[job.name] = Rhythm(job, None, at, per_organisation)


def enqueue_due(now: datetime | None = None) -> int:
    """Enqueue what is due. Two workers asking at once enqueue it once."""
    now = now or timezone.now()
    known = {row.name: row.next_at for row in Schedule.objects.all()}
    made = 0
    for name, rhythm in _rhythms.items():
        if name not in known:
            Schedule.objects.get_or_create(name=name, defaults={"next_at": rhythm.after(now)})
        elif known[name] <= now:
            made += _enqueue(rhythm, known[name], now)
    return made


def _enqueue(rhythm: Rhythm, seen: datetime, now: datetime) -> int:
    with transaction.atomic():
        mine = Schedule.objects.filter(name=rhythm.job.name, next_at=seen)
        if not mine.update(next_at=rhythm.after(now)):
            return 0
        if not rhythm.per_organisation:
            return 1 if rhythm.job.later(key=rhythm.job.name) else 0
        made = 0
        for organisation_id in every_organisation():
            with organisation(organisation_id):
                made += 1 if rhythm.job.later(key=f"{rhythm.job.name}:{organisation_id.hex}") else 0
        return made
