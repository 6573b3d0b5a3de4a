"""What may happen to the dates of a plan, and what the last forecast made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.plan.models import Forecast, Plan, ScheduleRisk, ScheduleRiskTask, Task
from zhike.plan.striking import not_struck
from zhike.projects.models import Project

CLOSED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RiskShown:
    """A risk with the tasks it names that are still in the plan, in the order of the outline; of those, which it can
    strike; and, where the last forecast took it into account, the share of samples in which it happened and by how
    many ticks the 80 % date would be another without it."""

    row: ScheduleRisk
    tasks: list[Task]
    struck: list[Task]
    gone: int
    share: float | None = None
    change: int | None = None

    @property
    def counts(self) -> bool:
        """The next forecast takes it into account."""
        return self.row.is_open and bool(self.struck)


def schedule_risk(actor: Actor, project: Project, key: UUID) -> ScheduleRisk:
    """One of a project, or Missing."""
    found = find_in(visible(actor, ScheduleRisk).filter(plan__project=project).select_related("plan__calendar"), pk=key)
    found.plan.project = project
    return found


def schedule_risks(
    actor: Actor, plan: Plan, forecast: Forecast | None = None
) -> tuple[list[RiskShown], list[RiskShown]]:
    """All that may still happen, the likeliest first; and of what is over the latest."""
    mine = visible(actor, ScheduleRisk).filter(plan=plan)
    is_open = ScheduleRisk.State.OPEN
    rows = [
        *mine.filter(state=is_open).order_by("-probability", "created_at", "id"),
        *mine.exclude(state=is_open).order_by("-closed_at", "id")[:CLOSED_SHOWN],
    ]
    found = shown(rows, plan, forecast)
    return [one for one in found if one.row.is_open], [one for one in found if not one.row.is_open]


def shown(rows: Iterable[ScheduleRisk], plan: Plan, forecast: Forecast | None = None) -> list[RiskShown]:
    """The risks with their tasks: two questions, however many there are."""
    found = list(rows)
    strikes: dict[UUID, set[UUID]] = {row.pk: set() for row in found}
    for key, task in ScheduleRiskTask.objects.filter(risk__in=found).values_list("risk_id", "task_key"):
        strikes[key].add(task)
    keys = set().union(*strikes.values())
    tasks = list(Task.objects.filter(plan=plan, pk__in=keys).select_related("project").order_by("position"))
    told = {one["risk"]: one for one in forecast.result.get("risks", [])} if forecast is not None else {}
    return [_shown(row, plan, strikes[row.pk], tasks, told.get(str(row.pk), {})) for row in found]


def struck_by(actor: Actor, row: Task) -> list[ScheduleRisk]:
    """What may still happen to this task: what names it, or a phase it is part of. One question where nothing may
    happen in the whole plan."""
    if not row.is_open:
        return []
    open_ones = visible(actor, ScheduleRisk).filter(plan=row.plan_id, state=ScheduleRisk.State.OPEN)
    strikes = ScheduleRiskTask.objects.filter(risk__in=open_ones)
    named = set(strikes.values_list("task_key", flat=True))
    mine = named & {row.pk, *_above(row)} if named else set()
    if not mine:
        return []
    hit = strikes.filter(task_key__in=mine).values("risk")
    found = list(open_ones.filter(pk__in=hit).order_by("-probability", "created_at", "id"))
    for one in found:
        one.plan = row.plan
        one.plan.project = row.project
    return [one for one in found if not not_struck(row, one.effect)]


def tasks_named(plan: Plan, numbers: Iterable[int]) -> tuple[list[Task], list[int]]:
    """The tasks of these numbers, and the numbers that no task has."""
    wanted = set(numbers)
    found = list(Task.objects.filter(plan=plan, number__in=wanted).select_related("project").order_by("position"))
    return found, sorted(wanted - {task.number for task in found})


def open_risks(plan: Plan) -> QuerySet[ScheduleRisk]:
    """What the forecast takes into account, always in one order: the luck of each goes by its place."""
    return ScheduleRisk.objects.filter(plan=plan, state=ScheduleRisk.State.OPEN).order_by("created_at", "id")


# --- below -----------------------------------------------------------------------------------------------


def _shown(row: ScheduleRisk, plan: Plan, keys: set[UUID], tasks: list[Task], told: Mapping[str, Any]) -> RiskShown:
    row.plan = plan
    named = [task for task in tasks if task.pk in keys]
    struck = [task for task in named if not not_struck(task, row.effect)]
    return RiskShown(row, named, struck, len(keys) - len(named), told.get("share"), told.get("change"))


def _above(row: Task) -> list[UUID]:
    """The phases a task is part of, from the innermost out."""
    if row.parent_id is None:
        return []
    parents = dict(Task.objects.filter(plan=row.plan_id, kind=Task.Kind.SUMMARY).values_list("pk", "parent_id"))
    found: list[UUID] = []
    key: UUID | None = row.parent_id
    while key is not None and key not in found:
        found.append(key)
        key = parents.get(key)
    return found
