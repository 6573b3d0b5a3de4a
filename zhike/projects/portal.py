"""All a client may ever see of a project: frozen copies, made here from the transparency profile.

What a profile hides is None here; it is not left out by a template, it is not there. Notes of parties, reasons of a
pause, who else has an account and the rest of the row are never copied.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from zhike.accounts.models import Organisation
from zhike.activity.events import sentence
from zhike.activity.models import Activity
from zhike.activity.queries import timeline
from zhike.core.access import find_in, visible
from zhike.core.actors import CLIENT, Actor, Role
from zhike.core.addresses import reverse
from zhike.files.queries import files
from zhike.projects.models import Participant, Project, Stage, Transparency
from zhike.projects.queries.standing import HEALTH_TONE, STATUS_TONE, steps
from zhike.projects.queries.visibility import seen_and_unseen

HAPPENINGS = 20
FILES = 50


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """Somebody on the project; `email` only where it is shown how to reach our people."""

    key: str
    name: str
    role: str
    company: str
    is_ours: bool
    email: str = ""


@dataclass(frozen=True, slots=True)
class SharedStep:
    name: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SharedDate:
    """A day ahead and what it is for; `stage` is empty for the finish of the whole."""

    day: date
    stage: str


@dataclass(frozen=True, slots=True)
class SharedProject:
    """A project as the client sees it. None: their profile does not show it."""

    number: int
    code: str
    name: str
    client: str
    goal: str
    status: str
    status_tone: str
    is_ended: bool
    ended_on: date | None
    steps: tuple[SharedStep, ...] | None
    stage: str | None
    health: str | None
    health_tone: str
    health_reason: str | None
    health_at: datetime | None
    planned_start: date | None
    planned_finish: date | None
    actual_start: date | None
    actual_finish: date | None
    shows_planned_dates: bool
    shows_actual_dates: bool
    next_dates: tuple[SharedDate, ...]
    budget: Decimal | None
    currency: str
    our_people: tuple[SharedPerson, ...] | None
    their_people: tuple[SharedPerson, ...]
    shows_files: bool
    shows_activity: bool
    shows_requirements: bool


@dataclass(frozen=True, slots=True)
class SharedScope:
    """What is shared in a project beside its name and goal, and what is not: in words."""

    seen: tuple[str, ...]
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedHappening:
    """One line of what happened, in the reader's language."""

    words: SafeString
    at: datetime


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that was shared with the client."""

    name: str
    size: int
    url: str
    at: datetime


def shared_projects(actor: Actor) -> list[SharedProject]:
    """Every project this person of a client sees: running ones by their finish, then ended ones, latest first."""
    shown = [_shared(row) for row in _rows(actor).order_by("planned_finish", "sort_key")]
    ended = sorted((one for one in shown if one.is_ended), key=lambda one: str(one.ended_on), reverse=True)
    return [*(one for one in shown if not one.is_ended), *ended]


def shared_project(actor: Actor, number: int) -> SharedProject:
    """One of them, or Missing."""
    return _shared(find_in(_rows(actor), number=number))


def shared_happenings(actor: Actor, number: int) -> list[SharedHappening]:
    """What happened lately and was shown to the client when it did, as far as today's profile still shows it."""
    row = find_in(_rows(actor), number=number)
    if not row.transparency.activity:
        return []
    page = timeline(actor, project_id=row.pk, shown=True, limit=HAPPENINGS * 2)
    firm = "" if row.transparency.people else Organisation.objects.get(pk=actor.organisation_id).name
    told = [one for one in page.items if _still_shown(one, row.transparency)]
    return [SharedHappening(_said(one, firm), one.happened_at) for one in told[:HAPPENINGS]]


def shared_scope(actor: Actor, number: int) -> SharedScope:
    """What this project shows them and what not, in the words our own people read, too."""
    row = find_in(_rows(actor), number=number)
    shown, hidden = seen_and_unseen(row, told_to_them=True)
    return SharedScope(tuple(shown), tuple(hidden))


def shared_files(actor: Actor, number: int) -> list[SharedFile]:
    """The files of a project that were shared with the client."""
    row = find_in(_rows(actor), number=number)
    if not row.transparency.files:
        return []
    found = files(actor, project=row.pk)[:FILES]
    return [
        SharedFile(one.name, one.size, reverse("portal-file", args=[one.pk]), one.created_at)  # type: ignore[attr-defined]
        for one in found
    ]


# --- below -----------------------------------------------------------------------------------------------


def _rows(actor: Actor) -> QuerySet[Project]:
    people = Participant.objects.filter(until=None).select_related("user", "contact__client")
    return (
        visible(actor, Project)
        .select_related("client", "stage", "transparency")
        .prefetch_related("stages", Prefetch("participants", people, to_attr="current_people"))
    )


def _shared(row: Project) -> SharedProject:
    seen, stages = row.transparency, list(row.stages.all())
    return SharedProject(
        number=row.number, code=row.code, name=row.name, client=str(row.client), goal=row.goal,
        status=str(row.get_status_display()), status_tone=STATUS_TONE[Project.Status(row.status)],
        is_ended=row.is_ended, ended_on=row.closed_at.date() if row.closed_at else None,
        steps=tuple(SharedStep(**one) for one in steps(stages)) if seen.stage else None,
        stage=str(row.stage or "") if seen.stage else None,
        shows_planned_dates=seen.planned_dates, shows_actual_dates=seen.actual_dates,
        next_dates=_next_dates(row, stages) if seen.planned_dates else (),
        budget=row.budget if seen.budget else None, currency=row.currency,
        our_people=_ours(row) if seen.people else None, their_people=_theirs(row),
        shows_files=seen.files, shows_activity=seen.activity, shows_requirements=seen.requirements,
        **_health(row), **_dates(row),
    )  # fmt: skip


def _health(row: Project) -> dict[str, Any]:
    """The last judgement, while there is one and the project goes on."""
    seen, health = row.transparency, Project.Health(row.health)
    judged = seen.health and health is not Project.Health.UNKNOWN and not row.is_ended
    if not judged:
        return {"health": None, "health_tone": "", "health_reason": None, "health_at": None}
    reason = row.health_reason if seen.health_reason else None
    tone = HEALTH_TONE[health]
    return {"health": str(health.label), "health_tone": tone, "health_reason": reason, "health_at": row.health_at}


def _dates(row: Project) -> dict[str, Any]:
    planned, actual = row.transparency.planned_dates, row.transparency.actual_dates
    return {
        "planned_start": row.planned_start if planned else None,
        "planned_finish": row.planned_finish if planned else None,
        "actual_start": row.actual_start if actual else None,
        "actual_finish": row.actual_finish if actual else None,
    }


def _next_dates(row: Project, stages: list[Stage]) -> tuple[SharedDate, ...]:
    """The next stage that is due, where stages may be seen, and the promised finish."""
    if row.is_ended:
        return ()
    named = stages if row.transparency.stage else []
    today = timezone.localdate()
    ahead = [
        SharedDate(one.due_on, str(one)) for one in named if one.due_on and one.due_on >= today and not one.is_done
    ]
    whole = [SharedDate(row.planned_finish, "")] if row.planned_finish else []
    return (*sorted(ahead, key=lambda one: one.day)[:1], *whole)


def _ours(row: Project) -> tuple[SharedPerson, ...]:
    """The project manager first: whom one turns to."""
    there = [one for one in _people(row) if one.user is not None]
    there.sort(key=lambda one: (one.user_id != row.manager_id, str(one.user)))
    mails = row.transparency.contact_details
    return tuple(
        SharedPerson(
            str(one.user_id),
            str(one.user),
            one.role_words,
            "",
            True,
            one.user.email if mails and one.user else "",
        )
        for one in there
    )


def _theirs(row: Project) -> tuple[SharedPerson, ...]:
    return tuple(
        SharedPerson(str(one.contact_id), one.contact.name, one.role_words, str(one.contact.client), False)
        for one in _people(row)
        if one.contact is not None
    )


def _people(row: Project) -> list[Participant]:
    found: list[Participant] = row.current_people  # type: ignore[attr-defined]
    return found


def _still_shown(activity: Activity, seen: Transparency) -> bool:
    """A switch turned off later hides what it showed before, too."""
    part = activity.verb.partition(".")[0]
    if part == "stage":
        return seen.stage
    if part == "health":
        return seen.health and seen.health_reason
    if part.startswith("requirement"):  # of the room above: its items, topics and documents
        return seen.requirements
    return seen.people if part == "participant" else True


def _said(activity: Activity, firm: str) -> SafeString:
    """The sentence; where our people are not shown, the firm speaks."""
    if firm and activity.actor_role not in {role.value for role in CLIENT} | {Role.SYSTEM.value}:
        activity.actor_name = firm  # of this copy only: the row itself cannot be changed
    return sentence(activity)
