"""What a plan as a whole has to tell in a report: how far it is, why it changed, hours, quality gates.

The client reads the progress of what is shared with them, and reasons of re-plans that were shared.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.activity.models import Activity
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import (
    CHANGES,
    DONE,
    MONEY,
    NEXT,
    PROBLEMS,
    STATE,
    Evidence,
    Fact,
    Period,
    Topic,
    reports,
)
from zhike.core.words import Words, day_words, listed, paragraph, quoted, said
from zhike.plan.events import (
    LEVELLED,
    PLAN_EDITED,
    PLAN_IMPORT_UNDONE,
    PLAN_IMPORTED,
    PLAN_REDONE,
    PLAN_UNDONE,
    UNFINISHED_PUT,
)
from zhike.plan.models import Baseline, Forecast, Plan, QualityGate, Task, TimeEntry
from zhike.plan.queries.periods import finishes_of, shown_on_top
from zhike.projects.models import Project
from zhike.projects.queries import where_the_portal_is_open

EVENTS = (PLAN_EDITED, PLAN_UNDONE, PLAN_REDONE, PLAN_IMPORTED, PLAN_IMPORT_UNDONE, UNFINISHED_PUT, LEVELLED)
EDITED = [event.verb for event in EVENTS]
HOUR = 600  # ticks
NAMED = 4  # colleagues who edited, tasks hours went into


@reports("plan.state", order=10)
@where_the_portal_is_open
def state(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """How far the shared part of the plan is, and when the whole is likely to end. How far the whole is, and when it
    ends by the plan, the room of monitoring tells: twice would be two numbers for one thing."""
    plan = _plan(actor, project)
    if plan is not None:
        yield from _shared_state(actor, plan)
        yield from _likely(actor, plan)


@reports("plan.changes", order=10)
@where_the_portal_is_open
def changes(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """What became of the plan itself: planned anew and why, its finish moved, edited by whom."""
    plan = _plan(actor, project)
    if plan is None:
        return
    yield from _replans(actor, plan, period)
    yield from _edits(actor, plan, period)


@reports("plan.effort", order=10)
@where_the_portal_is_open
def effort(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """The hours of the period: approved, not approved yet, and on which tasks most of them were spent."""
    first, last = timezone.localdate(period.start), timezone.localdate(period.end)
    rows = visible(actor, TimeEntry).filter(project=project, day__gte=first, day__lt=last)
    asked = rows.exclude(state=TimeEntry.State.DRAFT).order_by().values("state").annotate(total=Sum("ticks"))
    spent = {one["state"]: _hours(one["total"]) for one in asked}
    approved, waiting = spent.get(TimeEntry.State.APPROVED), spent.get(TimeEntry.State.SUBMITTED)
    where = (Evidence(gettext_lazy("Hours"), reverse("project", args=[project.number])),)
    if approved or waiting:
        words = paragraph(
            said(gettext_lazy("In this period {hours} hours of work were approved."), hours=approved or 0),
            said(gettext_lazy("{hours} more hours wait for approval."), hours=waiting) if waiting else "",
        )
        yield Fact(MONEY, f"plan.effort:{project.pk}", words, evidence=where, weight=60)
    if approved:
        most = rows.filter(state=TimeEntry.State.APPROVED).order_by().values("task__name").annotate(total=Sum("ticks"))
        parts = [
            said(gettext_lazy("“{task}” {hours} h"), task=quoted(one["task__name"]), hours=_hours(one["total"]))
            for one in most.order_by("-total")[:NAMED]
        ]
        words = said(gettext_lazy("Most of these hours went into: {tasks}."), tasks=listed(parts))
        yield Fact(MONEY, f"plan.effort_by_task:{project.pk}", words, evidence=where, weight=40, is_technical=True)


@reports("plan.gates", order=12)
@where_the_portal_is_open
def gates(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """Quality gates decided in the period, and those that are next."""
    decided = Q(decided_at__gte=period.start, decided_at__lt=period.end) & ~Q(state=QualityGate.State.OPEN)
    soon = Q(state=QualityGate.State.OPEN, due_on__lt=timezone.localdate(period.ahead))
    for row in visible(actor, QualityGate).filter(decided | soon, project=project).order_by("due_on", "number"):
        row.project = project
        topic, sentence = GATES[row.state]
        words = said(
            sentence, name=quoted(row.name), reason=quoted(row.reason),
            day=day_words(row.due_on if row.state == QualityGate.State.OPEN else row.decided_at),
        )  # fmt: skip
        where = Evidence(f"{row.code} {row.name}", row.get_absolute_url(), row.decided_at)
        yield Fact(topic, f"plan.gate_{row.state}:{row.pk}", words, at=row.decided_at, evidence=(where,), weight=60)


GATES: dict[str, tuple[Topic, Any]] = {
    "passed": (DONE, gettext_lazy("The quality gate “{name}” was passed on {day}.")),
    "failed": (PROBLEMS, gettext_lazy("The quality gate “{name}” was not passed on {day}: {reason}.")),
    "waived": (CHANGES, gettext_lazy("The quality gate “{name}” was let through on {day}: {reason}.")),
    "open": (NEXT, gettext_lazy("The quality gate “{name}” is to be decided by {day}.")),
}


# --- how far it is ---------------------------------------------------------------------------------------


def _shared_state(actor: Actor, plan: Plan) -> Iterator[Fact]:
    """What the client sees of it is counted as their page counts it."""
    rows = list(shown_on_top(actor, plan).values_list("parent_id", "kind", "percent_complete", "finish"))
    roots = _roots(actor, plan, rows)
    if roots:
        words = said(SHARED_PROGRESS, percent=round(sum(roots) / len(roots)), client=str(plan.project.client))
        yield Fact(STATE, f"plan.shared_progress:{plan.pk}", words, evidence=_of(plan), is_shared=True, weight=70)


SHARED_PROGRESS = gettext_lazy("{percent} percent of the plan shared with {client} is done.")


def _roots(actor: Actor, plan: Plan, rows: list[tuple[Any, ...]]) -> list[int]:
    """The progress of what stands topmost on the client's page, milestones aside."""
    if not rows:
        return []
    summaries = visible(actor, Task).filter(plan=plan, kind=Task.Kind.SUMMARY)
    read = summaries.values_list("pk", "parent_id", "is_shared", "is_active")
    above = {key: (parent, yes and counts) for key, parent, yes, counts in read}
    return [
        round(percent)
        for parent, kind, percent, _finish in rows
        if kind != Task.Kind.MILESTONE and not _lies_in_shown(parent, above)
    ]


def _lies_in_shown(key: Any, above: dict[Any, tuple[Any, bool]]) -> bool:
    while key in above:
        key, is_shown = above[key]
        if is_shown:
            return True
    return False


def _likely(actor: Actor, plan: Plan) -> Iterator[Fact]:
    done = visible(actor, Forecast).filter(plan=plan, state=Forecast.State.DONE).order_by("-created_at", "-id")
    found = done.values_list("p80", "made_at").first()
    if found is not None and found[0] is not None:
        sentence = gettext_lazy("As forecast on {made}, the work is done by {day} with a certainty of 80 percent.")
        words = said(sentence, made=day_words(found[1]), day=day_words(found[0]))
        where = Evidence(gettext_lazy("Forecast"), reverse("forecast", args=[plan.project.number]), found[1])
        yield Fact(STATE, f"plan.likely:{plan.pk}", words, at=found[1], evidence=(where,), weight=50, is_technical=True)


# --- why it changed --------------------------------------------------------------------------------------


def _replans(actor: Actor, plan: Plan, period: Period) -> Iterator[Fact]:
    """Re-plans of the period. A shared reason goes with the finishes of what is shared, as the client reads them."""
    kept = list(visible(actor, Baseline).filter(plan=plan, taken_at__lt=period.end).order_by("number"))
    pairs = [
        (old, row) for old, row in zip([None, *kept], kept, strict=False) if row.reason and row.taken_at >= period.start
    ]
    shown = plan.project.transparency.planned_dates
    seen = {}
    if shown and any(row.is_shared for _old, row in pairs):
        seen = finishes_of(shown_on_top(actor, plan), [one for pair in pairs for one in pair if one is not None])
    for old, row in pairs:
        row.plan = plan
        is_shared = row.is_shared and shown
        before, after = (
            (seen.get(old.pk) if old else None, seen.get(row.pk)) if is_shared else (_ended(old), _ended(row))
        )
        name = gettext_lazy("Plan") if is_shared else row.name  # what we call our baselines is ours
        where = Evidence(name, row.get_absolute_url(), row.taken_at)
        yield Fact(CHANGES, f"plan.replanned:{row.pk}", _replanned(row, before, after), at=row.taken_at,
                   evidence=(where,), is_shared=is_shared, weight=80)  # fmt: skip


def _replanned(row: Baseline, before: date | None, after: date | None) -> Words:
    why = said(
        gettext_lazy("On {day} the plan was made anew: {reason}."), day=day_words(row.taken_at),
        reason=quoted(row.reason),
    )  # fmt: skip
    if before is None or after is None or before == after:
        return paragraph(why, gettext_lazy("The finish stays.") if before and before == after else "")
    moved = gettext_lazy("The finish moves from {before} to {after}.")
    return paragraph(why, said(moved, before=day_words(before), after=day_words(after)))


def _ended(row: Baseline | None) -> date | None:
    return row.finish.date() if row is not None and row.finish is not None else None


def _edits(actor: Actor, plan: Plan, period: Period) -> Iterator[Fact]:
    """By how much the finish moved in the period, and who edited the plan how often: ours alone."""
    found = visible(actor, Activity).filter(project_id=plan.project_id, verb__in=EDITED)
    found = found.filter(happened_at__gte=period.start, happened_at__lt=period.end).order_by("sequence")
    rows = list(found.values_list("actor_name", "details__finish"))
    moves = [move for _name, move in rows if move]
    if moves and moves[0][0] != moves[-1][1]:
        before, after = date.fromisoformat(moves[0][0]), date.fromisoformat(moves[-1][1])
        days = (after - before).days
        words = said(
            MOVED_LATER if days > 0 else MOVED_EARLIER,
            count=abs(days),
            before=day_words(before),
            after=day_words(after),
        )
        yield Fact(CHANGES, f"plan.moved:{plan.pk}", words, evidence=_of(plan), weight=75)
    if rows:
        who = [name for name, _count in Counter(name for name, _move in rows if name).most_common(NAMED)]
        words = said(EDITS, count=len(rows), who=listed(who))
        yield Fact(CHANGES, f"plan.edits:{plan.pk}", words, evidence=_of(plan), weight=20, is_technical=True)


MOVED_LATER = ngettext_lazy(
    "In this period the planned finish moved from {before} to {after}, {count} day later.",
    "In this period the planned finish moved from {before} to {after}, {count} days later.", "count",
)  # fmt: skip
MOVED_EARLIER = ngettext_lazy(
    "In this period the planned finish moved from {before} to {after}, {count} day earlier.",
    "In this period the planned finish moved from {before} to {after}, {count} days earlier.", "count",
)  # fmt: skip
EDITS = ngettext_lazy(
    "The plan was edited once, by {who}.", "The plan was edited {count} times, mostly by {who}.", "count"
)


# --- below -----------------------------------------------------------------------------------------------


def _plan(actor: Actor, project: Project) -> Plan | None:
    found = visible(actor, Plan).filter(project=project).first()
    if found is not None:
        found.project = project
    return found


def _hours(ticks: int) -> str:
    return f"{round(ticks / HOUR, 1):g}"


def _of(plan: Plan) -> tuple[Evidence, ...]:
    return (Evidence(gettext_lazy("Plan"), reverse("plan", args=[plan.project.number])),)
