"""Reading a project: every figure of a moment from the rows of its plan, in every basis it can be measured by.

Nothing is asked per task: the rows come as columns, and ten thousand tasks are a few arrays. As the system sees it:
who may see what of it is decided where it is shown.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.methods.earned_value.earned_schedule import EarnedSchedule
from zhike.methods.earned_value.measures import Measures
from zhike.methods.schedule.moments import FIRST_DAY
from zhike.monitoring.budgets import (
    COST,
    DURATION,
    NONE,
    WORK,
    planned_work,
)
from zhike.monitoring.figures import HOUR
from zhike.monitoring.models import Reading
from zhike.monitoring.opening import Opened, opened, slip
from zhike.plan.models import Baseline, Task, from_ticks
from zhike.plan.queries.measuring import (
    approved_hours,
    last_done_forecast,
)
from zhike.projects.models import Project

CENT = Decimal("0.01")
DAY_TICKS = 14_400


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
    planned, remaining = 0.0, 0.0
    lefts: dict[str, float] = {}
    for key, _user, work, _spent, left in there.works:
        lefts[key] = lefts.get(key, 0.0) + (left if left is not None else work * (1 - share.get(key, 0.0)))
    for at in there.tasks.rows:
        if told["kind"][at] != Task.Kind.TASK or told["state"][at] == Task.State.CANCELLED:
            continue
        key, done = told["id"][at], share[told["id"][at]]
        whole = planned_work(told, at, there.assigned, spans[at])
        planned += whole
        remaining += 0.0 if done >= 1 else lefts[key] if key in lefts else whole * (1 - done)
    found.effort_planned, found.effort_remaining = round(planned), round(remaining)
    found.effort_spent = spent_work(there)


def spent_work(there: Opened) -> int | None:
    """Ticks of work that were done: approved hours; for people who write none, what a file says, or for whom nobody
    can write, the share that is done. None: something is done, and nobody told of any hour."""
    hours = approved_hours(there.plan, there.moment.date())
    wrote = {(key, user) for key, user, _ticks in hours}
    total: float = sum(ticks for _key, _user, ticks in hours)
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
