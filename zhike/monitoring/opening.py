"""A plan opened to be measured: its rows as columns, the baseline that counts, its working time, its costs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from zhike.core.actors import Actor
from zhike.methods.schedule.moments import FIRST_DAY
from zhike.monitoring.axes import BEYOND, Axis, holds_of
from zhike.monitoring.budgets import (
    NONE,
    Budget,
    Tasks,
    budget_of_baseline,
    budget_of_plan,
    tasks_of,
)
from zhike.plan.models import Baseline, Plan, ResourceRate, Task, from_ticks, to_ticks
from zhike.plan.queries import plan_there
from zhike.plan.queries.costs import Costs, costs_of
from zhike.plan.queries.measuring import (
    baseline_columns,
    baseline_on,
    calendar_of,
    task_columns,
    work_columns,
)
from zhike.projects.models import Project

CENT = Decimal("0.01")
DAY_TICKS = 14_400


@dataclass
class Opened:
    """A plan with what it is measured against, at a moment."""

    project: Project
    plan: Plan
    moment: datetime
    is_now: bool
    baseline: Baseline | None
    tasks: Tasks
    axis: Axis
    lines: Mapping[str, Any] | None
    works: list[tuple[str, str | None, int, int, int | None]] = field(default_factory=list)

    @cached_property
    def now(self) -> int:
        return to_ticks(self.moment)

    @cached_property
    def costs(self) -> Costs | None:
        """What everything costs; None where nothing is priced. Of today: rates and hours of a past day are not kept."""
        if not self.is_now or not self.plan.uses_costs:
            return None
        priced = ResourceRate.objects.exists() or Task.objects.filter(plan=self.plan, fixed_cost__gt=0).exists()
        if not priced and (self.baseline is None or self.baseline.cost == 0):
            return None
        return costs_of(Actor.system(self.project.organisation_id), self.plan)

    @cached_property
    def assigned(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for key, _user, work, _spent, _left in self.works:
            found[key] = found.get(key, 0.0) + work
        return found

    @cached_property
    def budget(self) -> Budget:
        if self.lines is not None:
            return budget_of_baseline(self.lines, self.tasks, self.axis.spans)
        return budget_of_plan(self.tasks, self._own_costs(), self.assigned, self.axis.spans)

    def _own_costs(self) -> dict[str, float]:
        if self.costs is None:
            return {}
        own, above = {}, list[Any]()
        for line in self.costs.lines:
            del above[line.level - 1 :]
            own[line.id] = float(line.planned)
            if above:
                own[above[-1]] -= float(line.planned)
            above.append(line.id)
        return {key: max(amount, 0.0) for key, amount in own.items()}

    @cached_property
    def start(self) -> int:
        """When the plan that counts begins."""
        return int(self.budget.starts.min()) if len(self.budget.keys) else self.now

    @cached_property
    def finish(self) -> int:
        return int(self.budget.finishes.max()) if len(self.budget.keys) else self.now

    @cached_property
    def all_done_at(self) -> int | None:
        """When the last task was done; None while anything is open."""
        told, rows = self.tasks.columns, self.tasks.rows
        if not rows or any(told["state"][at] not in (Task.State.DONE, Task.State.CANCELLED) for at in rows):
            return None
        ends = [told["actual_finish"][at] for at in rows if told["state"][at] == Task.State.DONE]
        return max([end if end != NONE else self.now for end in ends], default=None)

    @cached_property
    def at(self) -> int:
        """Working time since the start, up to now, or up to the end of the work."""
        until = self.now if self.all_done_at is None else min(self.now, self.all_done_at)
        return self.axis.at(self.start, until)

    def positions(self) -> tuple[Any, Any, int]:
        """Where the budgets lie, and where its plan begins, in working time."""
        begins = self.axis.planned.positions(self.budget.starts)
        ends = self.axis.planned.positions(self.budget.finishes)
        return begins, ends, self.axis.planned.position(self.start)

    def curve(self, basis: str) -> Any:
        from zhike.methods.earned_value.phasing import phase

        begins, ends, _start = self.positions()
        return phase(self.budget.amounts[basis], begins, ends)


_look: ContextVar[dict[Any, Opened | None] | None] = ContextVar("look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Within it nothing changes a plan, and it is opened once for a moment, however many tell of it."""
    token = _look.set({})
    try:
        yield
    finally:
        _look.reset(token)


def opened(project: Project, moment: datetime, baseline: Baseline | None = None) -> Opened | None:
    """The project's plan at a moment, against a baseline or the one that counted then. None: nobody planned."""
    kept, key = _look.get(), (project.pk, moment, baseline.pk if baseline else None)
    if kept is None:
        return _opened(project, moment, baseline)
    if key not in kept:
        kept[key] = _opened(project, moment, baseline)
    return kept[key]


def _opened(project: Project, moment: datetime, baseline: Baseline | None) -> Opened | None:
    plan = plan_there(project)
    if plan is None:
        return None
    columns = task_columns(plan)
    if not columns["id"]:
        return None
    is_now = moment.date() >= timezone.localdate()
    tasks = tasks_of(columns) if is_now else tasks_of(columns, to_ticks(moment), to_ticks(now_here()))
    row = baseline or baseline_on(plan, moment.date())
    lines = baseline_columns(row) if row is not None else None
    if lines is not None and not lines["task_key"]:
        row, lines = None, None
    days = _days(tasks, lines, plan, moment)
    since = row.taken_at if row is not None else None
    axis = Axis(calendar_of(plan), min(days), max(days) + timedelta(days=BEYOND), holds_of(project, since))
    return Opened(project, plan, moment, is_now, row, tasks, axis, lines, work_columns(plan))


def slip(there: Opened, agreed: datetime | None, now: datetime | None) -> int | None:
    """Working days by which one comes after the other; whole days, by the plan's calendar."""
    if agreed is None or now is None:
        return None
    return round(there.axis.between(to_ticks(agreed), to_ticks(now)) / (there.plan.minutes_per_day * 10))


def now_here() -> datetime:
    """This minute on the wall clock of the firm."""
    return timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)


# --- below -----------------------------------------------------------------------------------------------


def _days(tasks: Tasks, lines: Mapping[str, Any] | None, plan: Plan, moment: datetime) -> list[date]:
    """The first and last days anything is told of."""
    told: list[int] = [to_ticks(moment), to_ticks(plan.start)]
    for columns in (tasks.columns, lines or {}):
        for name in ("start", "finish", "actual_start", "actual_finish"):
            known = [one for one in columns.get(name, ()) if one != NONE]
            told += [min(known), max(known)] if known else []
    return [max(FIRST_DAY, from_ticks(min(told)).date()), from_ticks(max(told)).date()]
