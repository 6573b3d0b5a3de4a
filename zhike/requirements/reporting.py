"""What requirements have to tell in a report: new, changed, dropped, agreed; and what is not fit to be agreed yet.

The client reads of requirements that are shared with them, where their profile shows requirements: the words both sides
sign, and why one was dropped. Drafts, notes, missing criteria and topics nobody talked over are ours.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy

from zhike.activity.models import Activity
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import CHANGES, DONE, PROBLEMS, STATE, Doubt, Evidence, Fact, Period, at_most, doubts, reports
from zhike.core.words import Words, day_words, listed, quoted, said
from zhike.projects.models import Project
from zhike.projects.queries import where_the_portal_is_open
from zhike.requirements.events import (
    REQUIREMENT_ADDED,
    REQUIREMENT_AGREED,
    REQUIREMENT_CHANGED,
    REQUIREMENT_DROPPED,
    REQUIREMENT_IMPORTED,
    REQUIREMENT_SHARED,
)
from zhike.requirements.models import Requirement, Specification, Topic
from zhike.requirements.queries.items import CHANGED_SINCE_SIGNED

Status = Requirement.Status
SIGNED_WORDS = {
    "title", "description", "why", "criteria", "kind", "priority", "translated_title", "translated_description",
    "translated_why", "translated_criteria",
}  # fmt: skip
BORN = {REQUIREMENT_ADDED.verb, REQUIREMENT_IMPORTED.verb}
TOLD = [*BORN, *(one.verb for one in (
    REQUIREMENT_AGREED, REQUIREMENT_CHANGED, REQUIREMENT_DROPPED, REQUIREMENT_SHARED,
))]  # fmt: skip


class Happened(NamedTuple):
    """What became of one requirement in the period, the last of each kind."""

    row: Requirement
    verbs: dict[str, datetime]


@reports("requirements", order=30)
@where_the_portal_is_open
def requirements(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """What was asked for, changed, dropped and agreed in the period, and how much of all is agreed."""
    shows = project.transparency.requirements
    happened = _happened(actor, project, period)
    main = visible(actor, Specification).filter(project=project).values_list("main_language", flat=True).first()
    told = [fact for one in happened if (fact := _changed(one, shows, str(main or "zh-hans"))) is not None]
    yield from at_most(sorted(told, key=lambda fact: -fact.weight), _more(project))
    yield from _agreed(project, happened, shows)
    yield from _standing(actor, project, shows)


@doubts("requirements")
@where_the_portal_is_open
def unsettled(actor: Actor, project: Project, moment: datetime) -> Iterator[Doubt]:
    """What was agreed and reads otherwise now; what nobody talked over while the work goes on."""
    changed = visible(actor, Requirement).filter(CHANGED_SINCE_SIGNED, project=project, status=Status.AGREED).count()
    if changed:
        yield Doubt(f"requirements.changed:{project.pk}", said(CHANGED_SINCE, count=changed), 2, _list(project))
    if project.is_running:
        talked = visible(actor, Topic).filter(project=project, state=Topic.State.DISCUSSED)
        there = set(talked.values_list("subject", flat=True))
        left = [subject.label for subject in Topic.Subject if subject.value not in there]
        if left and visible(actor, Requirement).filter(project=project).exists():
            words = said(gettext_lazy("Not talked over with the client yet: {topics}."), topics=listed(left))
            yield Doubt(f"requirements.topics:{project.pk}", words, 1, _list(project))


CHANGED_SINCE = ngettext_lazy(
    "{count} requirement was changed after it was signed and was not signed again.",
    "{count} requirements were changed after they were signed and were not signed again.", "count",
)  # fmt: skip


# --- in the period ---------------------------------------------------------------------------------------


def _happened(actor: Actor, project: Project, period: Period) -> list[Happened]:
    within = {"happened_at__gte": period.start, "happened_at__lt": period.end}
    acts = visible(actor, Activity).filter(project_id=project.pk, verb__in=TOLD, **within).order_by("sequence")
    verbs: dict[UUID, dict[str, datetime]] = {}
    for verb, key, at, after in acts.values_list("verb", "subject_id", "happened_at", "details__after"):
        if verb != REQUIREMENT_CHANGED.verb or set(after or ()) & SIGNED_WORDS:
            verbs.setdefault(key, {})[verb] = at
    rows = visible(actor, Requirement).filter(project=project, updated_at__gte=period.start).order_by("position", "id")
    found = [Happened(row, verbs[row.pk]) for row in rows if row.pk in verbs]
    for one in found:
        one.row.project = project
    return found


def _changed(one: Happened, shows: bool, main: str) -> Fact | None:
    """One sentence for each: dropped, else new, else changed. What is agreed is told by document."""
    row, verbs = one
    if REQUIREMENT_DROPPED.verb in verbs and row.is_dropped:
        return _fact(row, "dropped", DROPPED, verbs[REQUIREMENT_DROPPED.verb], shows, main, weight=70)
    if REQUIREMENT_SHARED.verb in verbs and row.is_shared:
        return _fact(row, "shared", SHARED, verbs[REQUIREMENT_SHARED.verb], shows, main, weight=65)
    born = next((verbs[verb] for verb in BORN if verb in verbs), None)
    if born is not None:
        sentence, at = (NEW_AND_SHARED, row.shared_at or born) if row.is_shared else (NEW, born)
        return _fact(row, "new", sentence, at, shows, main, weight=50)
    if REQUIREMENT_CHANGED.verb in verbs:
        sentence = CHANGED_SIGNED if row.is_changed_since_signed else CHANGED
        return _fact(row, "changed", sentence, verbs[REQUIREMENT_CHANGED.verb], shows, main, weight=60)
    return None


DROPPED = gettext_lazy("The requirement {code} “{title}” was dropped on {day}: {reason}.")
SHARED = gettext_lazy("The requirement {code} “{title}” is new; it was shared for both sides to read on {day}.")
NEW_AND_SHARED = gettext_lazy("The requirement {code} “{title}” is new since {day}.")
NEW = gettext_lazy("The requirement {code} “{title}” was written down on {day}; it is not shared with the client yet.")
CHANGED = gettext_lazy("The requirement {code} “{title}” was reworded on {day}.")
CHANGED_SIGNED = gettext_lazy(
    "The requirement {code} “{title}” was changed on {day} after it had been agreed; it has to be signed again."
)


def _fact(row: Requirement, name: str, sentence: Any, at: datetime, shows: bool, main: str, **more: Any) -> Fact:
    words = said(sentence, code=row.code, title=_title(row, main), day=day_words(at), reason=quoted(row.status_reason))
    where = Evidence(f"{row.code} {row.title}", row.get_absolute_url(), at)
    return Fact(
        CHANGES, f"requirements.{name}:{row.pk}", words, at, (where,), is_shared=shows and row.is_shared, **more
    )


def _agreed(project: Project, happened: Iterable[Happened], shows: bool) -> Iterator[Fact]:
    """By document and side: what was signed in it is agreed."""
    found: dict[tuple[str, bool], list[Happened]] = {}
    for one in happened:
        if REQUIREMENT_AGREED.verb in one.verbs and one.row.status == Status.AGREED:
            found.setdefault((one.row.agreed_paper, shows and one.row.is_shared), []).append(one)
    for (paper, is_shared), rows in found.items():
        at = max(one.verbs[REQUIREMENT_AGREED.verb] for one in rows)
        words = said(AGREED, count=len(rows), paper=paper, day=day_words(at))
        key = f"requirements.agreed:{project.pk}:{paper}:{'shared' if is_shared else 'ours'}"
        yield Fact(DONE, key, words, at, (Evidence(paper, _list(project)[0].url, at),), is_shared=is_shared, weight=75)


AGREED = ngettext_lazy(
    "{count} requirement was agreed on {day}, signed in {paper}.",
    "{count} requirements were agreed on {day}, signed in {paper}.", "count",
)  # fmt: skip


# --- as it stands ----------------------------------------------------------------------------------------


def _standing(actor: Actor, project: Project, shows: bool) -> Iterator[Fact]:
    """How many are agreed, of all and of what the client sees; and what is not fit to be signed."""
    live = visible(actor, Requirement).filter(project=project).exclude(status=Status.DROPPED)
    agreed, shared = Q(status=Status.AGREED), Q(shared_at__isnull=False)
    told = live.aggregate(
        all=Count("pk"), agreed=Count("pk", filter=agreed), shared=Count("pk", filter=shared),
        both=Count("pk", filter=agreed & shared), bare=Count("pk", filter=Q(criteria=[]) & ~Q(status=Status.DRAFT)),
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
    )  # fmt: skip
    if told["shared"] and shows:
        words = said(STANDING, count=told["shared"], agreed=told["both"])
        yield Fact(STATE, f"requirements.standing:{project.pk}:shared", words, evidence=_list(project), is_shared=True)
    if told["all"] > (told["shared"] if shows else 0):
        words = said(ALL_OF_THEM, count=told["all"], agreed=told["agreed"], drafts=told["drafts"])
        yield Fact(STATE, f"requirements.standing:{project.pk}:ours", words, evidence=_list(project), weight=45)
    if told["bare"]:
        words = said(BARE, count=told["bare"])
        yield Fact(PROBLEMS, f"requirements.bare:{project.pk}", words, evidence=_list(project), weight=40,
                   is_technical=True)  # fmt: skip


STANDING = ngettext_lazy(
    "{agreed} of {count} shared requirement is agreed.", "{agreed} of {count} shared requirements are agreed.", "count"
)
ALL_OF_THEM = ngettext_lazy(
    "Counting our own drafts, too, there is {count} requirement; {agreed} agreed, {drafts} in draft.",
    "Counting our own drafts, too, there are {count} requirements; {agreed} agreed, {drafts} in draft.", "count",
)  # fmt: skip
BARE = ngettext_lazy(
    "{count} proposed or agreed requirement has no acceptance criteria: nobody can say when it is met.",
    "{count} proposed or agreed requirements have no acceptance criteria: nobody can say when they are met.", "count",
)  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _title_here(row: Requirement, main: str) -> str:
    """As the client's page reads it: in the second language where it is there."""
    second = (get_language() or "").lower() != main
    return quoted((row.translated_title if second else "") or row.title)


_title = lazy(_title_here, str)


def _more(project: Project) -> Any:
    def more(left: Sequence[Fact], is_shared: bool) -> Iterator[Fact]:
        side = "shared" if is_shared else "ours"
        yield Fact(CHANGES, f"requirements.more:{project.pk}:{side}", _more_words(len(left)), evidence=_list(project),
                   is_shared=is_shared, weight=20)  # fmt: skip

    return more


def _more_words(count: int) -> Words:
    more = ngettext_lazy(
        "{count} more requirement was added, changed or dropped.",
        "{count} more requirements were added, changed or dropped.", "count",
    )  # fmt: skip
    return said(more, count=count)


def _list(project: Project) -> tuple[Evidence, ...]:
    return (Evidence(gettext_lazy("Requirements"), reverse("requirements", args=[project.number])),)
