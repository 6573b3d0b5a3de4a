"""Reading a project: every figure of a moment from the rows of its plan, in every basis it can be measured by.

Nothing is asked per task: the rows come as columns, and ten thousand tasks are a few arrays. As the system sees it:
who may see what of it is decided where it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhike.core.actors import Actor
from zhike.methods.earned_value.earned_schedule import EarnedSchedule
from zhike.methods.earned_value.measures import Measures
from zhike.methods.schedule.moments import FIRST_DAY
from zhike.monitoring.axes import BEYOND, Axis, holds_of
from zhike.monitoring.budgets import (
    COST,
    DURATION,
    NONE,
    WORK,
    Budget,
    Tasks,
    budget_of_baseline,
    budget_of_plan,
    planned_work,
    tasks_of,
)
from zhike.monitoring.figures import HOUR
from zhike.monitoring.models import Reading
from zhike.plan.models import Baseline, Plan, ResourceRate, Task, from_ticks, to_ticks
from zhike.plan.queries import plan_there
from zhike.plan.queries.costs import Costs, costs_of
from zhike.plan.queries.measuring import (
    approved_hours,
    baseline_columns,
    baseline_on,
    calendar_of,
    last_done_forecast,
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
    works: list[tuple[str, UUID | None, int, int, int | None]] = field(default_factory=list)

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
            own[line.key.hex] = float(line.planned)
            if above:
                own[above[-1]] -= float(line.planned)
            above.append(line.key.hex)
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


def opened(project: Project, moment: datetime, baseline: Baseline | None = None) -> Opened | None:
    """The project's plan at a moment, against a baseline or the one that counted then. None: nobody planned."""
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


def read(project: Project, moment: datetime, baseline: Baseline | None = None) -> Reading:
    """Everything there is to read at a moment on the firm's wall clock, as a row that is not stored."""
    return read_opened(project, moment, opened(project, moment, baseline))


def read_opened(project: Project, moment: datetime, there: Opened | None) -> Reading:
    """The same of a plan that is open already; None: there is none."""
    found = Reading(
        project=project, day=moment.date(), taken_at=timezone.now(), currency=project.currency,
        promised=project.planned_finish, budget=project.budget,
    )  # fmt: skip
    if there is None:
        return found
    _dates(found, there)
    _counts(found, there)
    _effort(found, there)
    _money(found, there)
    _bases(found, there)
    return found


# --- below -----------------------------------------------------------------------------------------------


def _days(tasks: Tasks, lines: Mapping[str, Any] | None, plan: Plan, moment: datetime) -> list[date]:
    """The first and last days anything is told of."""
    told: list[int] = [to_ticks(moment), to_ticks(plan.start)]
    for columns in (tasks.columns, lines or {}):
        for name in ("start", "finish", "actual_start", "actual_finish"):
            known = [one for one in columns.get(name, ()) if one != NONE]
            told += [min(known), max(known)] if known else []
    return [max(FIRST_DAY, from_ticks(min(told)).date()), from_ticks(max(told)).date()]


def _dates(found: Reading, there: Opened) -> None:
    plan, row = there.plan, there.baseline
    found.revision, found.day_length = plan.revision, plan.minutes_per_day * 10
    found.percent = plan.progress
    if row is not None:
        found.baseline, found.baseline_name, found.finish_baseline = row.pk, row.name, row.finish
    found.start = from_ticks(there.start)
    found.finish_forecast = from_ticks(there.all_done_at) if there.all_done_at is not None else plan.finish
    forecast = last_done_forecast(plan)
    if forecast is not None and there.all_done_at is None:
        found.finish_p50, found.finish_p80 = forecast.p50, forecast.p80
        found.forecast_at = forecast.made_at or forecast.created_at
        found.forecast_is_current = forecast.revision == plan.revision
    if not there.is_now:
        found.percent = None  # what the plan foresaw then is not known from its rows of today
        found.finish_forecast = found.finish_p50 = found.finish_p80 = found.forecast_at = None
    found.slip_days = slip(there, found.finish_baseline, found.finish_forecast)
    if found.promised is not None and found.finish_forecast is not None:
        end_of_day = datetime.combine(found.promised, datetime.min.time()) + timedelta(days=1)
        found.late_days = slip(there, end_of_day, found.finish_forecast)
    found.milestones = _milestones(there)


def slip(there: Opened, agreed: datetime | None, now: datetime | None) -> int | None:
    """Working days by which one comes after the other; whole days, by the plan's calendar."""
    if agreed is None or now is None:
        return None
    return round(there.axis.between(to_ticks(agreed), to_ticks(now)) / (there.plan.minutes_per_day * 10))


def _milestones(there: Opened) -> list[dict[str, Any]]:
    agreed: dict[str, int] = {}
    if there.lines is not None:
        agreed = dict(zip(there.lines["task_key"], there.lines["finish"], strict=True))
    rows = Task.objects.filter(plan=there.plan, kind=Task.Kind.MILESTONE, is_active=True).order_by("position")
    found = []
    for key, number, name, finish, done, shared, state in rows.values_list(
        "pk", "number", "name", "finish", "actual_finish", "is_shared", "state"
    ):
        was = agreed.get(key.hex, NONE)
        before, now = (from_ticks(was) if was != NONE else None), done or finish
        reached = (done or finish) if state == Task.State.DONE else None
        found.append({
            "key": str(key), "number": number, "name": name, "baseline": _iso(before), "forecast": _iso(now),
            "finished": _iso(reached), "is_shared": shared, "slip_days": slip(there, before, now),
        })  # fmt: skip
    return found


def now_here() -> datetime:
    """This minute on the wall clock of the firm."""
    return timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _counts(found: Reading, there: Opened) -> None:
    told = there.tasks.columns
    states: dict[str, int] = {}
    for at in there.tasks.rows:
        states[told["state"][at]] = states.get(told["state"][at], 0) + 1
    found.states = states
    found.tasks_done = states.get(Task.State.DONE, 0)
    found.tasks_total = sum(count for state, count in states.items() if state != Task.State.CANCELLED)
    found.notes = {"since_baseline": _new(there), "gone": _gone(there)} if there.lines is not None else {}


def _new(there: Opened) -> int:
    assert there.lines is not None
    known = set(there.lines["task_key"])
    return sum(1 for at in there.tasks.rows if there.tasks.columns["id"][at] not in known)


def _gone(there: Opened) -> int:
    """Lines of the baseline that no longer count."""
    told = there.tasks.columns
    here = {told["id"][at] for at, counts in enumerate(there.tasks.counts) if counts}
    return sum(1 for key in there.budget.keys if key not in here)


def _effort(found: Reading, there: Opened) -> None:
    """Hours planned, spent and left over the plan as it is now."""
    told, share = there.tasks.columns, there.tasks.share
    spans = there.axis.spans(told["start"], told["finish"])
    planned = remaining = 0.0
    lefts: dict[str, float] = {}
    for key, _user, work, _spent, left in there.works:
        lefts[key] = lefts.get(key, 0.0) + (left if left is not None else work * (1 - share.get(key, 0.0)))
    for at in there.tasks.rows:
        if told["kind"][at] != Task.Kind.TASK or told["state"][at] == Task.State.CANCELLED:
            continue
        key, done = told["id"][at], share[told["id"][at]]
        work = planned_work(told, at, there.assigned, spans[at])
        planned += work
        remaining += 0 if done >= 1 else lefts[key] if key in lefts else work * (1 - done)
    found.effort_planned, found.effort_remaining = round(planned), round(remaining)
    found.effort_spent = spent_work(there)


def spent_work(there: Opened) -> int | None:
    """Ticks of work that were done: approved hours; for people who write none, what a file says, or for whom nobody
    can write, the share that is done. None: something is done, and nobody told of any hour."""
    hours = approved_hours(there.plan, there.moment.date())
    wrote = {(key, user) for key, user, _day, _ticks in hours}
    total: float = sum(ticks for _key, _user, _day, ticks in hours)
    for key, user, work, spent, _left in there.works:
        if (key, user) in wrote:
            continue
        if spent:
            total += spent
        elif user is None or not there.plan.uses_time_sheets:
            total += work * there.tasks.share.get(key, 0.0)
    done = any(there.tasks.share.values())
    return None if done and not total else round(total)


def _money(found: Reading, there: Opened) -> None:
    costs = there.costs
    if costs is None or not (costs.whole.planned or costs.whole.actual):
        return
    found.cost_planned, found.cost_spent = costs.whole.planned, costs.whole.actual
    found.cost_forecast = costs.whole.forecast
    found.notes = {**found.notes, "unpriced": costs.whole.unpriced, "silent": costs.silent}
    if found.budget:
        found.budget_percent = float(found.cost_forecast * 100 / found.budget)


def _bases(found: Reading, there: Opened) -> None:
    """Earned value and earned schedule in everything that has a budget; the first of them counts."""
    actual: dict[str, Decimal | None] = {
        COST: found.cost_spent if found.cost_spent is not None else None,
        WORK: None if found.effort_spent is None else _amount(found.effort_spent, WORK, found),
        DURATION: None,
    }
    found.bases = {
        basis: _basis(found, there, basis, actual[basis])
        for basis in (COST, WORK, DURATION)
        if there.budget.total(basis) > 0 and (basis != COST or found.cost_spent is not None)
    }
    found.basis = next(iter(found.bases), "")
    if not found.basis:
        return
    told = found.bases[found.basis]
    for name in ("bac", "pv", "ev", "ac"):
        setattr(found, name, Decimal(told[name]) if told[name] is not None else None)
    found.es, found.at, found.planned_duration = told["es"], told["at"], told["pd"]
    schedule, measures = schedule_of(told, found.day_length), measures_of(told)
    found.spi_t = schedule.spi_t if schedule is not None else None
    found.cpi = float(measures.cpi) if measures.cpi is not None else None


def _basis(found: Reading, there: Opened, basis: str, ac: Decimal | None) -> dict[str, Any]:
    import numpy as np

    _starts, ends, origin = there.positions()
    curve = there.curve(basis)
    shares = np.asarray([there.tasks.share.get(key, 0.0) for key in there.budget.keys])
    earned = float((there.budget.amounts[basis] * shares).sum())
    told: dict[str, Any] = {
        "bac": str(_amount(curve.total, basis, found)), "ev": str(_amount(earned, basis, found)),
        "ac": str(_no_actuals(ac, earned)) if _no_actuals(ac, earned) is not None else None,
        "pv": None, "es": None, "at": None, "pd": None, "is_done": there.all_done_at is not None, "independent": None,
    }  # fmt: skip
    if there.lines is None:
        return told
    due = float(curve.until(np.asarray([origin + there.axis.at(there.start, there.now)]))[0])
    planned = round(float(ends.max() - origin))
    reached = planned if told["is_done"] else min(planned, round(curve.when(earned) - origin))
    told |= {"pv": str(_amount(due, basis, found)), "es": reached, "at": there.at, "pd": planned}
    told["independent"] = _independent(there, told)
    return told


def _independent(there: Opened, told: Mapping[str, Any]) -> str | None:
    """The day it ends at the pace so far."""
    lasts = EarnedSchedule(told["es"], told["at"], told["pd"], told["is_done"]).ieac_t
    if lasts is None or told["is_done"] or told["at"] <= 0:
        return None
    axis = there.axis.planned
    number = axis.day_of(axis.position(there.now) + lasts - told["at"])
    try:
        return (FIRST_DAY + timedelta(days=number)).isoformat()
    except OverflowError:  # at this pace nobody will see it
        return None


def _no_actuals(ac: Decimal | None, earned: float) -> Decimal | None:
    """Something is done and nothing was spent: nobody told, which is not the same as nothing."""
    return None if ac is None or (not ac and earned > 0) else ac


def _amount(value: float, basis: str, found: Reading) -> Decimal:
    """Money to the cent; hours and days to their hundredth."""
    unit = {COST: 1, WORK: HOUR, DURATION: found.day_length}[basis]
    return (Decimal(repr(float(value))) / unit).quantize(CENT)


def measures_of(told: Mapping[str, Any]) -> Measures:
    """The measures a basis of a reading holds."""
    bac, pv, ev, ac = (None if told[name] is None else Decimal(told[name]) for name in ("bac", "pv", "ev", "ac"))
    return Measures(bac, pv, ev, ac)


def schedule_of(told: Mapping[str, Any], day_length: int) -> EarnedSchedule | None:
    """The earned schedule of a basis, in working days; None without a baseline."""
    if told["es"] is None:
        return None
    es, at, pd = (told[name] / day_length for name in ("es", "at", "pd"))
    return EarnedSchedule(es, at, pd, told["is_done"])
