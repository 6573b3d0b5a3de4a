"""Questions about resources, hours, gates and templates."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from zhike.core.access import allowed, find_in, visible
from zhike.core.actors import Actor
from zhike.plan.access import APPROVE_HOURS
from zhike.plan.models import (
    Assignment,
    ExchangeRate,
    PlanTemplate,
    QualityCheck,
    QualityGate,
    Resource,
    ResourceRate,
    Task,
    TaskRequirement,
    TimeEntry,
)
from zhike.plan.queries.plans import my_tasks
from zhike.projects.models import Project
from zhike.requirements.models import Requirement


@dataclass(slots=True)
class WeekRow:
    """A task and what one wrote down on it, Monday to Sunday."""

    task: Task
    entries: list[TimeEntry | None] = field(default_factory=lambda: [None] * 7)

    @property
    def total(self) -> int:
        return sum(one.ticks for one in self.entries if one)


def resources(actor: Actor) -> QuerySet[Resource]:
    """Everybody and everything that can be assigned."""
    found = visible(actor, Resource).select_related("user", "contact__client", "calendar")
    return found.annotate(task_count=Count("assignments", distinct=True))


def assignable(actor: Actor) -> QuerySet[Resource]:
    return visible(actor, Resource).filter(is_active=True).order_by("sort_key", "pk")


def rates(actor: Actor, resource: Resource) -> QuerySet[ResourceRate]:
    """What it costs; none for those who may not know."""
    return visible(actor, ResourceRate).filter(resource=resource)


def exchange_rates(actor: Actor) -> QuerySet[ExchangeRate]:
    """By currency, the latest first."""
    return visible(actor, ExchangeRate).order_by("currency", "-since")


def assignments_of(row: Task) -> QuerySet[Assignment]:
    return Assignment.objects.filter(task=row).select_related("resource", "plan").order_by("resource__sort_key")


def assignments_for(actor: Actor, resource: Resource) -> QuerySet[Assignment]:
    """Where somebody is at work, in projects the actor knows, what comes first first."""
    found = visible(actor, Assignment).filter(resource=resource).exclude(task__state__in=["done", "cancelled"])
    return found.select_related("task__project", "plan").order_by("task__start", "pk")


def covered_by(row: Task) -> list[Requirement]:
    """The requirements a task works towards."""
    there = TaskRequirement.objects.filter(task=row).values("requirement")
    return list(Requirement.objects.filter(pk__in=there).select_related("project").order_by("number"))


def tasks_for_requirement(actor: Actor, requirement: Requirement) -> QuerySet[Task]:
    found = visible(actor, Task).filter(covers__requirement=requirement).distinct()
    return found.select_related("project", "plan", "owner_user", "owner_contact").order_by("position")


def hours_on(row: Task) -> int:
    """Ticks everybody wrote down on it."""
    return TimeEntry.objects.filter(task=row).aggregate(sum=Sum("ticks"))["sum"] or 0


def week_of(actor: Actor, day: date, more: UUID | None = None) -> tuple[date, list[WeekRow]]:
    """One's own week: tasks one wrote hours on, and one's open tasks that lie in it; `more` adds one."""
    monday = day - timedelta(days=day.weekday())
    entries = visible(actor, TimeEntry).filter(
        user=actor.user_id, day__gte=monday, day__lt=monday + timedelta(days=7)
    ).select_related("task__project", "task__plan")  # fmt: skip
    rows: dict[Any, WeekRow] = {}
    for entry in entries:
        row = rows.setdefault(entry.task_id, WeekRow(entry.task))
        row.entries[(entry.day - monday).days] = entry
    open_now = my_tasks(actor).filter(state__in=[Task.State.IN_PROGRESS, Task.State.BLOCKED, Task.State.IN_REVIEW])
    for task in open_now.order_by("project__number", "position")[:40]:
        rows.setdefault(task.pk, WeekRow(task))
    if more is not None:
        added = visible(actor, Task).filter(pk=more).select_related("project", "plan").first()
        if added is not None:
            rows.setdefault(added.pk, WeekRow(added))
    return monday, sorted(rows.values(), key=lambda one: (one.task.project.number, one.task.position))


def hours_to_approve(actor: Actor) -> QuerySet[TimeEntry]:
    """Submitted hours this person may decide about."""
    found = allowed(actor, APPROVE_HOURS, TimeEntry).filter(state=TimeEntry.State.SUBMITTED)
    return found.select_related("user", "task__project", "task__plan", "project").order_by("day", "pk")


def gates(actor: Actor, project: Project) -> QuerySet[QualityGate]:
    """With how many of their needed checks are met."""
    found = visible(actor, QualityGate).filter(project=project).select_related("project", "task", "decided_by")
    met = Q(checks__result__in=[QualityCheck.Result.MET, QualityCheck.Result.NOT_APPLICABLE])
    return found.annotate(
        check_count=Count("checks"), met_count=Count("checks", filter=met)
    ).order_by("due_on", "number")  # fmt: skip


def gate(actor: Actor, project: Project, **lookup: Any) -> QualityGate:
    found = visible(actor, QualityGate).filter(project=project)
    return find_in(found.select_related("project__client", "plan", "task", "decided_by"), **lookup)


def check_of(actor: Actor, row: QualityGate, key: UUID) -> QualityCheck:
    return find_in(visible(actor, QualityCheck).filter(gate=row).select_related("gate__project"), pk=key)


def plan_templates(actor: Actor) -> QuerySet[PlanTemplate]:
    return visible(actor, PlanTemplate).select_related("made_by").order_by("sort_key", "pk")
