"""What in a plan speaks against good news: late work, slipping milestones, a plan nobody keeps, a finish after the
promised one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import Doubt, Evidence, doubts
from zhike.core.words import day_words, quoted, said
from zhike.plan.models import Baseline, BaselineTask, Forecast, Plan, PlanEdit, Task
from zhike.plan.queries import OPEN
from zhike.plan.queries.periods import here
from zhike.projects.models import Project
from zhike.projects.queries import where_the_portal_is_open

QUIET = timedelta(days=7)  # without a word about progress, while work is due
VERY_QUIET = timedelta(days=14)
LATE = Q(OPEN, is_active=True) & ~Q(kind=Task.Kind.SUMMARY)


@doubts("plan")
@where_the_portal_is_open
def plan_doubts(actor: Actor, project: Project, moment: datetime) -> Iterator[Doubt]:
    """Contradictions between “on track” and the plan as it stands."""
    plan = visible(actor, Plan).filter(project=project).first()
    if plan is None or project.is_ended:
        return
    plan.project, now = project, here(moment)
    yield from _after_the_promise(plan)
    yield from _overdue(actor, plan, now)
    yield from _slipping(actor, plan)
    yield from _with_the_client(actor, plan, now)
    yield from _quiet(actor, plan, moment)
    yield from _old_forecast(actor, plan)


def _after_the_promise(plan: Plan) -> Iterator[Doubt]:
    promised = plan.project.planned_finish
    if promised is None or plan.finish is None or plan.finish.date() <= promised:
        return
    days = (plan.finish.date() - promised).days
    words = said(AFTER_PROMISE, count=days, day=day_words(plan.finish), promised=day_words(promised))
    yield Doubt(f"plan.after_promise:{plan.pk}", words, 3 if days > QUIET.days else 2, _of(plan))


AFTER_PROMISE = ngettext_lazy(
    "By the plan, the work ends on {day}, {count} day after the promised finish of {promised}.",
    "By the plan, the work ends on {day}, {count} days after the promised finish of {promised}.", "count",
)  # fmt: skip


def _overdue(actor: Actor, plan: Plan, now: datetime) -> Iterator[Doubt]:
    """Open tasks whose day has passed, and those that will miss their deadline: one question for both."""
    late, misses = Q(finish__lt=now), Q(finish__gt=F("deadline"))
    weighty = late & (Q(is_critical=True) | Q(kind=Task.Kind.MILESTONE))
    told = visible(actor, Task).filter(LATE, plan=plan).aggregate(
        late=Count("pk", filter=late), first=Min("finish", filter=late), weighty=Count("pk", filter=weighty),
        misses=Count("pk", filter=misses),
    )  # fmt: skip
    if told["late"]:
        days = (now.date() - told["first"].date()).days
        words = said(OVERDUE, count=told["late"], days=_days(days))
        yield Doubt(
            f"plan.overdue:{plan.pk}", words, 2 if told["weighty"] else 1, _of(plan, "?late=1"), told["first"].date()
        )
    if told["misses"]:
        yield Doubt(f"plan.deadlines:{plan.pk}", said(MISSES, count=told["misses"]), 2, _of(plan, "?misses=1"))


OVERDUE = ngettext_lazy(
    "{count} task is overdue, for {days}.", "{count} tasks are overdue, the oldest for {days}.", "count"
)
MISSES = ngettext_lazy(
    "By the plan, {count} task misses its deadline.", "By the plan, {count} tasks miss their deadlines.", "count"
)


def _slipping(actor: Actor, plan: Plan) -> Iterator[Doubt]:
    """Milestones planned for later than the baseline promised."""
    kept = visible(actor, Baseline).filter(plan=plan).order_by("-number").first()
    if kept is None:
        return
    rows = visible(actor, Task).filter(LATE, plan=plan, kind=Task.Kind.MILESTONE, finish__isnull=False)
    read = rows.values_list("pk", "number", "name", "finish")
    now = {key: (number, name, finish.date()) for key, number, name, finish in read if finish is not None}
    then = BaselineTask.objects.filter(baseline=kept, kind=Task.Kind.MILESTONE)
    slips = [
        ((now[key][2] - was.date()).days, now[key])
        for key, was in then.values_list("task_key", "finish")
        if key in now and was is not None and now[key][2] > was.date()
    ]
    if slips:
        days, (number, name, _finish) = max(slips)
        words = said(SLIPS, count=len(slips), name=quoted(name), days=_days(days))
        where = Evidence(f"T-{number} {name}", reverse("task", args=[plan.project.number, number]))
        yield Doubt(f"plan.slips:{plan.pk}", words, 2, (where,))


SLIPS = ngettext_lazy(
    "The milestone “{name}” is {days} later than its baseline.",
    "{count} milestones are later than their baseline, “{name}” by {days}.", "count",
)  # fmt: skip


def _with_the_client(actor: Actor, plan: Plan, now: datetime) -> Iterator[Doubt]:
    """A late task of the client's that holds up everything after it."""
    rows = visible(actor, Task).filter(LATE, plan=plan, side=Task.Side.CLIENT, is_critical=True, finish__lt=now)
    rows = rows.select_related("owner_contact").order_by("finish")
    found = list(rows.only("number", "name", "finish", "owner_contact", "is_shared")[:20])
    if found:
        first = found[0]
        who = str(first.owner_contact or plan.project.client)
        days = (now.date() - (first.finish or now).date()).days
        words = said(THEIRS, count=len(found), name=quoted(first.name), who=who, days=_days(days))
        where = Evidence(f"T-{first.number} {first.name}", reverse("task", args=[plan.project.number, first.number]))
        yield Doubt(f"plan.client_late:{plan.pk}", words, 2, (where,), now.date() - timedelta(days=days))


THEIRS = ngettext_lazy(
    "“{name}” lies with {who}, is critical and {days} late.",
    "{count} critical tasks of the client's side are late; “{name}” of {who} has been for {days}.", "count",
)  # fmt: skip


def _quiet(actor: Actor, plan: Plan, moment: datetime) -> Iterator[Doubt]:
    """Nobody has entered anything, while something was to be worked on."""
    edits = visible(actor, PlanEdit).filter(plan=plan).order_by("-number")
    last = edits.values_list("created_at", flat=True).first()
    if last is None or moment - last < QUIET or plan.progress >= 100:
        return
    under_way = visible(actor, Task).filter(LATE, plan=plan, start__lt=here(moment))
    if under_way.exists():
        words = said(QUIET_FOR, count=(moment - last).days, day=day_words(last))
        yield Doubt(f"plan.quiet:{plan.pk}", words, 2 if moment - last >= VERY_QUIET else 1, _of(plan), last)


QUIET_FOR = ngettext_lazy(
    "No progress has been entered in the plan for {count} day, since {day}.",
    "No progress has been entered in the plan for {count} days, since {day}.", "count",
)  # fmt: skip


def _old_forecast(actor: Actor, plan: Plan) -> Iterator[Doubt]:
    done = visible(actor, Forecast).filter(plan=plan, state=Forecast.State.DONE).order_by("-created_at", "-id")
    found = done.only("plan", "revision", "risks_revision", "made_at").first()
    if found is None:
        return
    found.plan = plan
    if not found.is_current:
        words = said(gettext_lazy("The forecast of {day} is older than the plan."), day=day_words(found.made_at))
        where = Evidence(gettext_lazy("Forecast"), reverse("forecast", args=[plan.project.number]), found.made_at)
        yield Doubt(f"plan.old_forecast:{plan.pk}", words, 1, (where,), found.made_at)


def _days(days: int) -> Any:
    return said(ngettext_lazy("{count} day", "{count} days", "count"), count=days)


def _of(plan: Plan, query: str = "") -> tuple[Evidence, ...]:
    return (Evidence(gettext_lazy("Plan"), reverse("plan", args=[plan.project.number]) + query),)
