"""What a project itself has to tell in a report: its stage, its health and why, pauses, who joined and left.

The client reads what their profile shows them today (projects/portal.py): never why a project was put on hold.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.activity.models import Activity
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.reporting import (
    CHANGES,
    DONE,
    NEXT,
    NOT_DONE,
    STATE,
    Doubt,
    Evidence,
    Fact,
    Period,
    Topic,
    at_most,
    doubts,
    reports,
)
from zhike.core.words import Words, day_words, quoted, said
from zhike.projects.events import (
    HEALTH_OF,
    PORTAL_OPENED,
    PROJECT_ASSIGNED,
    PROJECT_CANCELLED,
    PROJECT_CLOSED,
    PROJECT_CLOSED_ANYWAY,
    PROJECT_PAUSED,
    PROJECT_REOPENED,
    PROJECT_RESUMED,
    PROJECT_STARTED,
)
from zhike.projects.models import Participant, Project, Stage
from zhike.projects.queries.sharing import where_the_portal_is_open
from zhike.projects.queries.standing import STALE

Health, Status = Project.Health, Project.Status
SAYS_HEALTH = {event.verb: health for health, event in HEALTH_OF.items()}
TURNS = {
    PROJECT_STARTED.verb: gettext_lazy("The project was started on {day}."),
    PROJECT_RESUMED.verb: gettext_lazy("The project was taken up again on {day}."),
    PROJECT_CLOSED.verb: gettext_lazy("The project was closed on {day}."),
    PROJECT_CLOSED_ANYWAY.verb: gettext_lazy("The project was closed on {day}."),
    PROJECT_CANCELLED.verb: gettext_lazy("The project was cancelled on {day}."),
    PROJECT_REOPENED.verb: gettext_lazy("The project was reopened."),
    PORTAL_OPENED.verb: gettext_lazy("Since {day} the client can follow the project in the portal."),
    PROJECT_PAUSED.verb: gettext_lazy("The project was put on hold."),
}
REASONS = {PROJECT_CLOSED_ANYWAY.verb, PROJECT_CANCELLED.verb, PROJECT_REOPENED.verb, PROJECT_PAUSED.verb}
UNDATED = {PROJECT_REOPENED.verb, PROJECT_PAUSED.verb}  # the client sees that it is so, not since when
HAPPENINGS = {PROJECT_STARTED.verb, PROJECT_RESUMED.verb, PORTAL_OPENED.verb}  # on their page among what happened
TOLD = [*TURNS, *SAYS_HEALTH, PROJECT_ASSIGNED.verb]


@reports("projects", order=20)
@where_the_portal_is_open
def project_facts(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """How the project goes in one word, which stage it is in, and who is on it. Told to our people alone: the row of
    the project holds what a client may not read."""
    if actor.is_client:
        return
    found = visible(actor, Activity).filter(project_id=project.pk, verb__in=TOLD)
    found = found.filter(happened_at__gte=period.start, happened_at__lt=period.end).order_by("sequence")
    acts = list(found.values_list("pk", "verb", "happened_at", "details"))
    yield from _health(project)
    yield from _turns(project, acts)
    yield from _stages(actor, project, period)
    yield from _people(actor, project, period)


@doubts("projects")
@where_the_portal_is_open
def project_doubts(actor: Actor, project: Project, moment: datetime) -> Iterator[Doubt]:
    """A word on health that is old, or that the promised finish contradicts."""
    if project.is_ended or actor.is_client:
        return
    where = (Evidence(project.name, project.get_absolute_url(), project.health_at),)
    if project.status == Status.ON_HOLD:
        words = said(gettext_lazy("The project is on hold: {reason}."), reason=quoted(project.status_reason))
        yield Doubt(f"projects.on_hold:{project.pk}", words, 2, where)
    if project.is_running and project.health == Health.UNKNOWN:
        yield Doubt(f"projects.health:{project.pk}", NO_HEALTH, 1, where)
    elif project.health_at is not None and moment - project.health_at > STALE:
        words = said(OLD_HEALTH, count=(moment - project.health_at).days, health=_judgement(project))
        yield Doubt(f"projects.health:{project.pk}", words, 1, where, project.health_at)
    late = (timezone.localdate(moment) - project.planned_finish).days if project.planned_finish else 0
    if late > 0:
        words = said(PAST_PROMISE, count=late, day=day_words(project.planned_finish))
        yield Doubt(f"projects.past_promise:{project.pk}", words, 3, where, project.planned_finish)
    yield from _late_stage(actor, project, moment)


NO_HEALTH = gettext_lazy("Nobody has said yet how the project goes.")
OLD_HEALTH = ngettext_lazy(
    "The last word on health, “{health}”, is {count} day old.",
    "The last word on health, “{health}”, is {count} days old.", "count",
)  # fmt: skip
PAST_PROMISE = ngettext_lazy(
    "The promised finish, {day}, passed {count} day ago.",
    "The promised finish, {day}, passed {count} days ago.", "count",
)  # fmt: skip


def _late_stage(actor: Actor, project: Project, moment: datetime) -> Iterator[Doubt]:
    today = timezone.localdate(moment)
    rows = visible(actor, Stage).filter(project=project, due_on__lt=today, left_at=None).order_by("position")
    for row in rows[:1]:
        days = (today - row.due_on).days if row.due_on else 0
        words = said(LATE_STAGE, count=days, stage=_stage(row), day=day_words(row.due_on))
        where = Evidence(project.name, project.get_absolute_url())
        yield Doubt(f"projects.late_stage:{row.pk}", words, 2, (where,), row.due_on)


LATE_STAGE = ngettext_lazy(
    "The stage “{stage}” was to be done by {day}, {count} day ago.",
    "The stage “{stage}” was to be done by {day}, {count} days ago.", "count",
)  # fmt: skip


# --- how it goes -----------------------------------------------------------------------------------------


def _health(project: Project) -> Iterator[Fact]:
    """The last judgement. Where the profile shows it without its reason, it is told once without and once with."""
    if project.health == Health.UNKNOWN or project.is_ended or project.health_at is None:
        return
    seen, reason = project.transparency, quoted(project.health_reason)
    plain = said(HEALTH, health=_judgement(project), day=day_words(project.health_at))
    why = said(HEALTH_WHY, health=_judgement(project), day=day_words(project.health_at), reason=reason)
    more: dict[str, Any] = {"at": project.health_at, "evidence": _of(project, project.health_at)}
    if reason and seen.health and not seen.health_reason:
        yield Fact(STATE, f"projects.health_word:{project.pk}", plain, is_shared=True, weight=89, **more)
    is_shared = seen.health and (seen.health_reason or not reason)
    yield Fact(STATE, f"projects.health:{project.pk}", why if reason else plain, is_shared=is_shared, weight=90, **more)


HEALTH = gettext_lazy("On {day} the project was judged “{health}”.")
HEALTH_WHY = gettext_lazy("On {day} the project was judged “{health}”: {reason}.")


def _turns(project: Project, acts: Sequence[tuple[Any, str, datetime, dict[str, Any]]]) -> Iterator[Fact]:
    """Started, on hold, taken up again, closed; another manager; and how often its health changed."""
    seen = project.transparency
    for key, verb, at, details in acts:
        where = _of(project, at)
        if verb in TURNS:
            is_shared, words = seen.activity or verb not in HAPPENINGS, said(TURNS[verb], day=day_words(at))
            yield Fact(CHANGES, f"projects.turn:{key}", words, None if verb in UNDATED else at, where, is_shared, 80)
            if verb in REASONS and details.get("reason"):  # a word among colleagues
                words = said(BECAUSE, day=day_words(at), reason=quoted(details["reason"]))
                yield Fact(CHANGES, f"projects.reason:{key}", words, at, where, weight=79)
        elif verb == PROJECT_ASSIGNED.verb:
            words = said(MANAGER, person=details.get("person", ""))
            yield Fact(CHANGES, f"projects.manager:{key}", words, evidence=where, is_shared=seen.people)
    said_so = [(key, SAYS_HEALTH[verb], at) for key, verb, at, _details in acts if verb in SAYS_HEALTH]
    for (_key, before, _at), (key, after, at) in pairwise(said_so):
        if before != after:
            words = said(JUDGED_ANEW, before=before.label, after=after.label, day=day_words(at))
            yield Fact(CHANGES, f"projects.judged:{key}", words, at=at, evidence=_of(project, at), weight=55)


BECAUSE = gettext_lazy("The reason noted on {day}: {reason}.")
MANAGER = gettext_lazy("{person} manages the project now.")
JUDGED_ANEW = gettext_lazy("The judgement changed from “{before}” to “{after}” on {day}.")


# --- stages and people -----------------------------------------------------------------------------------


def _stages(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """Entered in the period; to be done, or not done in time."""
    seen = project.transparency
    first, end, ahead = (timezone.localdate(one) for one in (period.start, period.end, period.ahead))
    dated = seen.stage and seen.planned_dates
    for row in visible(actor, Stage).filter(project=project).order_by("position"):
        if row.is_current:
            words = said(IN_STAGE, stage=_stage(row))
            yield _of_stage(project, row, STATE, "now", words, is_shared=seen.stage, weight=60)
        if period.holds(row.entered_at):
            words = said(ENTERED, stage=_stage(row), day=day_words(row.entered_at))
            yield _of_stage(project, row, DONE, "entered", words, is_shared=seen.stage and seen.activity, weight=70)
        if row.due_on is None or row.is_done:
            continue
        if first <= row.due_on < end:
            words = said(STAGE_LATE, stage=_stage(row), day=day_words(row.due_on))
            yield _of_stage(project, row, NOT_DONE, "late", words, is_shared=dated, weight=75)
        elif end <= row.due_on < ahead:
            words = said(STAGE_DUE, stage=_stage(row), day=day_words(row.due_on))
            yield _of_stage(project, row, NEXT, "due", words, is_shared=dated, weight=70)


IN_STAGE = gettext_lazy("The project is in the stage “{stage}”.")
ENTERED = gettext_lazy("The project entered the stage “{stage}” on {day}.")
STAGE_LATE = gettext_lazy("The stage “{stage}” was to be done by {day} and is not.")
STAGE_DUE = gettext_lazy("The stage “{stage}” is to be done by {day}.")


def _people(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """Who joined and who left. Theirs the client always sees, ours where the profile shows people; that somebody left
    is on none of their pages."""
    first, end = timezone.localdate(period.start), timezone.localdate(period.end)
    lately = Q(since__gte=first, since__lt=end) | Q(until__gte=first, until__lt=end)
    rows = visible(actor, Participant).filter(lately, project=project).select_related("user", "contact__client")
    facts = []
    for row in rows.order_by("since", "pk"):
        row.project = project
        if row.since >= first and row.until is None:
            facts.append(_joined(project, row))
        elif row.until is not None and row.until >= first:
            words = said(LEFT, person=str(row), day=day_words(row.until))
            facts.append(_of_person(project, row, "left", words, is_shared=False))
    yield from at_most(facts, _more_people(project))


def _joined(project: Project, row: Participant) -> Fact:
    values = {"person": str(row), "role": _role(row)}
    if row.contact is not None:
        words = said(THEY_JOINED, company=str(row.contact.client), **values)
        return _of_person(project, row, "joined", words, is_shared=True)
    return _of_person(project, row, "joined", said(JOINED, **values), is_shared=project.transparency.people)


JOINED = gettext_lazy("{person} has joined the project as {role}.")
THEY_JOINED = gettext_lazy("{person} of {company} has joined the project as {role}.")
LEFT = gettext_lazy("{person} left the project on {day}.")


# --- below -----------------------------------------------------------------------------------------------


def _more_people(project: Project) -> Any:
    def more(left: Sequence[Fact], is_shared: bool) -> Iterator[Fact]:
        side = "shared" if is_shared else "ours"
        count = ngettext_lazy("{count} more person joined or left.", "{count} more people joined or left.", "count")
        yield Fact(CHANGES, f"projects.people_more:{project.pk}:{side}", said(count, count=len(left)),
                   evidence=_of(project), is_shared=is_shared, weight=20)  # fmt: skip

    return more


def _of_stage(project: Project, row: Stage, topic: Topic, name: str, words: Words, **more: Any) -> Fact:
    at = {"entered": row.entered_at, "now": None}.get(name, row.due_on)
    return Fact(topic, f"projects.stage_{name}:{row.pk}", words, at=at, evidence=_of(project, at), **more)


def _of_person(project: Project, row: Participant, name: str, words: Words, *, is_shared: bool) -> Fact:
    return Fact(CHANGES, f"projects.{name}:{row.pk}", words, at=row.until, evidence=_of(project),
                is_shared=is_shared, weight=40)  # fmt: skip


def _of(project: Project, at: Any = None) -> tuple[Evidence, ...]:
    return (Evidence(project.name, project.get_absolute_url(), at),)


def _health_here(project: Project) -> str:
    return str(project.get_health_display())


_judgement = lazy(_health_here, str)
_stage = lazy(str, str)
_role = lazy(lambda row: row.role_words, str)
