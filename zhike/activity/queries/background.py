"""How background work is doing, for those who run the organisation."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.access import VIEW_JOB
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.jobs.declared import named
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


@dataclass(frozen=True)
class GivenUp:
    """A job as people read of it: what it was to do, and what stood in its way."""

    job: Job
    label: str
    words: str


def told(job: Job) -> GivenUp:
    """The job's own docstring says what it does; the last line of the error says what went wrong."""
    lines = [line for line in job.error.strip().splitlines() if line.strip()]
    kind, _sign, words = (lines[-1] if lines else "").rpartition(": ")
    refusal = kind.startswith("zhike.core.errors.")
    told = words if refusal or not kind else f"{kind.rpartition('.')[2]}: {words}"
    return GivenUp(job, _label(job), told or _("No reason was given."))


NAMES = {
    "zhike.activity.fan_out.fan_out": gettext_lazy("Tell everybody whom it concerns what happened"),
    "zhike.activity.jobs.mail_one": gettext_lazy("Write a notification mail"),
    "zhike.activity.jobs.mail_digest": gettext_lazy("Write somebody's daily mail"),
    "zhike.activity.jobs.send_digests": gettext_lazy("Prepare the daily mails"),
    "zhike.core.mail.deliver": gettext_lazy("Send a mail"),
    "zhike.files.jobs.make_preview": gettext_lazy("Make a small picture of a file"),
    "zhike.files.jobs.sweep": gettext_lazy("Clear away files that belong to nothing"),
}


def _label(job: Job) -> str:
    """What the job does, in the reader's language; for a job without a name here, in the words of its docstring."""
    if job.name in NAMES:
        return str(NAMES[job.name])
    try:
        words = (named(job.name).__doc__ or "").strip().partition("\n")[0]
    except (ImportError, KeyError):  # of a room that this installation no longer has
        words = ""
    return words.rstrip(".") or job.name.rpartition(".")[2].replace("_", " ")


def given_up(actor: Actor) -> QuerySet[Job]:
    """What was tried too often or refused: it waits for somebody to decide. Newest first."""
    must(actor, VIEW_JOB)
    return jobs(actor).filter(state=Job.State.DEAD).order_by("-id")


def jobs(actor: Actor) -> QuerySet[Job]:
    """Jobs are not scoped rows, so their organisation is named here."""
    return Job.objects.filter(organisation_id=actor.organisation_id)
