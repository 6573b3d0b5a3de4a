"""Which plan a project has, and its tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Value

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.plan.models import Forecast, Link, Plan, Task
from zhike.projects.models import Project

STATE_TONE = {
    "to_do": "", "in_progress": "accent", "blocked": "bad", "in_review": "info", "done": "good", "cancelled": "",
}  # fmt: skip
OPEN = Q(state__in=[Task.State.TO_DO, Task.State.IN_PROGRESS, Task.State.BLOCKED, Task.State.IN_REVIEW])


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a plan stands, in figures."""

    total: int
    done: int
    late: int  # open, and their planned finish has passed
    critical: int
    theirs: int  # open and with the client


def plan_there(project: Project) -> Plan | None:
    """The plan of a project one has found; None while nobody planned."""
    found = Plan.objects.filter(project=project).select_related("calendar").first()
    if found is not None:
        found.project = project
    return found


def plan_of(actor: Actor, project: Project) -> Plan:
    """The plan of a project, or Missing."""
    found = find_in(visible(actor, Plan).select_related("calendar"), project=project)
    found.project = project
    return found


def levels_of(plan: Plan) -> int:
    """How deep the outline of a plan goes."""
    return Task.objects.filter(plan=plan).aggregate(deepest=Max("level"))["deepest"] or 1


def tasks_of(actor: Actor, project: Project) -> QuerySet[Task]:
    """Every task of the project this actor may know of, in the order of the outline, with what a list shows."""
    found = visible(actor, Task).filter(project=project)
    return found.select_related("project", "plan", "owner_user", "owner_contact").order_by("position", "id")


def task(actor: Actor, project: Project, **lookup: Any) -> Task:
    """One of them with everything its page shows, or Missing."""
    related = ("project__client", "plan", "parent", "owner_user", "owner_contact", "calendar", "column")
    found = visible(actor, Task).filter(project=project).select_related(*related, "driver__predecessor")
    return find_in(found, **lookup)


def link_of(actor: Actor, project: Project, key: UUID) -> Link:
    found = visible(actor, Link).filter(plan__project=project).select_related("plan__project")
    return find_in(found, pk=key)


def my_tasks(actor: Actor) -> QuerySet[Task]:
    """Open tasks this colleague owns or is assigned to, in running projects, the most pressing first."""
    mine = Q(owner_user=actor.user_id, owner_user__isnull=False) | Q(
        assignments__resource__user=actor.user_id, assignments__resource__user__isnull=False
    )
    found = visible(actor, Task).filter(mine, kind__in=[Task.Kind.TASK, Task.Kind.MILESTONE])
    ended = [Project.Status.CLOSED, Project.Status.CANCELLED]
    found = found.exclude(project__status__in=ended).distinct()
    return found.select_related("project", "plan", "owner_user", "owner_contact")


def standing(plan: Plan, now: datetime) -> Standing:
    """How many tasks are done, late, critical, with the client: one question."""
    rows = Task.objects.filter(plan=plan, is_active=True).exclude(kind=Task.Kind.SUMMARY)
    counted = rows.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=Task.State.DONE)),
        late=Count("pk", filter=OPEN & Q(finish__lt=now)),
        critical=Count("pk", filter=OPEN & Q(is_critical=True)),
        theirs=Count("pk", filter=OPEN & Q(side=Task.Side.CLIENT)),
    )
    return Standing(**counted)


def next_milestone(plan: Plan) -> Task | None:
    """The next one that is not reached."""
    rows = Task.objects.filter(OPEN, plan=plan, kind=Task.Kind.MILESTONE, is_active=True)
    return rows.order_by("finish", "position").first()


def links_around(row: Task) -> tuple[list[Link], list[Link]]:
    """What the task waits for, and what waits for it; each with the task at its other end."""
    before = Link.objects.filter(successor=row).select_related("predecessor__project", "plan")
    after = Link.objects.filter(predecessor=row).select_related("successor__project", "plan")
    return list(before.order_by("predecessor__position")), list(after.order_by("successor__position"))


def likely_dates(plan: Plan, keys: Iterable[UUID] | None = None) -> dict[UUID, tuple[datetime | None, datetime | None]]:
    """By task, the finish that is 50 % and 80 % likely, as the last forecast found them."""
    latest = Forecast.objects.filter(plan=plan, state=Forecast.State.DONE).order_by("-created_at").first()
    if latest is None:
        return {}
    wanted = None if keys is None else {str(key) for key in keys}
    found = {}
    for key, told in latest.result.get("tasks", {}).items():
        if wanted is None or key in wanted:
            found[UUID(key)] = (_moment(told.get("p50")), _moment(told.get("p80")))
    return found


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def for_list(actor: Actor, project: Project, *, may_edit: bool = False) -> QuerySet[Task]:
    """As the outline shows them: with owners and predecessors; `may_edit` is asked once for all rows."""
    waits = Prefetch("links_in", queryset=Link.objects.select_related("predecessor").only(
        "kind", "lag", "lag_unit", "lag_shown", "successor_id", "predecessor__number",
    ))  # fmt: skip
    found = (
        visible(actor, Task).filter(project=project).select_related("project", "plan", "owner_user", "owner_contact")
    )
    return found.annotate(may_edit=Value(may_edit)).prefetch_related(waits)
