"""Where a project stands on a day, for somebody: in money for who may see it, else in work."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.core.access import can, visible
from zhike.core.actors import Actor
from zhike.monitoring.access import VIEW_MONITORING
from zhike.monitoring.figures import HOUR, Cost, Effort, Figures, Finish, Milestone, Schedule
from zhike.monitoring.measuring import measures_of, read, schedule_of
from zhike.monitoring.models import Reading
from zhike.monitoring.opening import now_here
from zhike.plan.access import VIEW_COSTS
from zhike.plan.models import Baseline
from zhike.plan.queries import latest_baseline, plan_there
from zhike.plan.queries.measuring import money_changed_at
from zhike.projects.access import VIEW_BUDGET
from zhike.projects.models import Project

WHY = {
    "cost": _("Measured in money, because the work of this plan is priced."),
    "work": _("Measured in hours of work, because the plan says who does how much."),
    "duration": _("Measured in working days, because the plan says neither what its work costs nor how much it is."),
    "": _("Nothing can be measured yet: there is no plan with dates."),
}
OF_COSTS = frozenset({"unpriced", "silent"})  # notes that tell of rates
LONG_AGO = 7  # days: an older reading says too little of a day


def figures_of(
    actor: Actor, project: Project, day: date | None = None, baseline: Baseline | None = None
) -> Figures | None:
    """Where a project stands now or stood on a day; None for who may not know, or while nobody planned anything.

    Of today the last reading is told if nothing changed since, else it is read now. Of a past day, the reading of that
    day or the last one before it; where nobody read, what can be said from the reports of today. With `baseline`,
    measured against that one.
    """
    if not can(actor, VIEW_MONITORING):
        return None
    row = _reading(project, day, baseline)
    row.project = project
    return shown(actor, row) if row.basis or row.tasks_total else None


def current_reading(project: Project) -> Reading:
    """What is kept of today if it still holds, else what is read now and not stored."""
    return kept_reading(project) or read(project, now_here())


def kept_reading(project: Project) -> Reading | None:
    """What is kept of today, if nothing it tells of changed since."""
    kept = Reading.objects.filter(project=project, day=timezone.localdate()).first()
    if kept is None or not _holds(kept, project):
        return None
    kept.project = project
    return kept


def shown(actor: Actor, row: Reading) -> Figures:
    """A reading as this person may see it."""
    sees_costs = can(actor, VIEW_COSTS)
    basis = next((one for one in row.bases if sees_costs or one != Reading.Basis.COST), "")
    told = row.bases.get(basis)
    return Figures(
        day=row.day, taken_at=row.taken_at, is_read=not row._state.adding, revision=row.revision,
        currency=row.currency, basis=basis, why=WHY[basis], baseline_name=row.baseline_name,
        measures=measures_of(told) if told else None, schedule=_schedule(told, row) if told else None,
        done=row.tasks_done, total=row.tasks_total, percent=_percent(row, told),
        planned_percent=_planned_percent(row), effort=_effort(row),
        cost=_cost(actor, row) if sees_costs else None, finish=_finish(row),
        milestones=tuple(_milestone(one) for one in row.milestones), counts=row.states,
        notes={name: count for name, count in row.notes.items() if sees_costs or name not in OF_COSTS},
    )  # fmt: skip


def last_reading(actor: Actor, project: Project) -> Reading | None:
    return visible(actor, Reading).filter(project=project).order_by("-day").first()


def reading_on(actor: Actor, project: Project, day: date) -> Reading | None:
    """What was kept of a day, or of the last one read before it."""
    return visible(actor, Reading).filter(project=project, day__lte=day).order_by("-day").first()


# --- below -----------------------------------------------------------------------------------------------


def _reading(project: Project, day: date | None, baseline: Baseline | None) -> Reading:
    today = timezone.localdate()
    if day is None or day >= today:
        return read(project, now_here(), baseline) if baseline is not None else current_reading(project)
    kept = Reading.objects.filter(project=project, day__lte=day).order_by("-day").first()
    if kept is not None and (day - kept.day).days < LONG_AGO and baseline is None:
        return kept
    return read(project, datetime.combine(day, time(23, 59)), baseline)


def _holds(row: Reading, project: Project) -> bool:
    """Nothing it tells of changed since."""
    plan = plan_there(project)
    if plan is None:
        return not row.basis and row.promised == project.planned_finish
    agreed = latest_baseline(plan)
    changed = money_changed_at(plan)
    return (
        row.revision == plan.revision
        and row.baseline == (agreed.pk if agreed is not None else None)
        and (row.promised, row.budget, row.currency) == (project.planned_finish, project.budget, project.currency)
        and (changed is None or changed <= row.taken_at)
    )


def _percent(row: Reading, told: Mapping[str, Any] | None) -> float:
    if row.percent is not None:
        return row.percent
    share = measures_of(told).percent_complete if told else None
    return float(share or 0)


def _planned_percent(row: Reading) -> float | None:
    told = row.bases.get(Reading.Basis.DURATION.value)
    planned = measures_of(told).percent_planned if told else None
    return float(planned) if planned is not None else None


def _schedule(told: Mapping[str, Any], row: Reading) -> Schedule | None:
    days = schedule_of(told, row.day_length)
    if days is None:
        return None
    ends = told.get("independent")
    return Schedule(days, date.fromisoformat(ends) if ends else None)


def _effort(row: Reading) -> Effort | None:
    if row.effort_planned is None:
        return None
    spent = None if row.effort_spent is None else _hours(row.effort_spent)
    return Effort(_hours(row.effort_planned), spent, _hours(row.effort_remaining or 0))


def _cost(actor: Actor, row: Reading) -> Cost | None:
    if row.cost_planned is None or row.cost_spent is None or row.cost_forecast is None:
        return None
    budget = row.budget if can(actor, VIEW_BUDGET, row.project) else None
    return Cost(budget, row.cost_planned, row.cost_spent, row.cost_forecast, _hours(row.notes.get("unpriced", 0)))


def _finish(row: Reading) -> Finish:
    return Finish(
        baseline=row.finish_baseline, promised=row.promised, forecast=row.finish_forecast, p50=row.finish_p50,
        p80=row.finish_p80, forecast_at=row.forecast_at, is_current=row.forecast_is_current, slip_days=row.slip_days,
        late_days=row.late_days,
    )  # fmt: skip


def _milestone(told: Mapping[str, Any]) -> Milestone:
    baseline, forecast, finished = (
        datetime.fromisoformat(told[name]) if told[name] else None for name in ("baseline", "forecast", "finished")
    )
    return Milestone(
        UUID(told["key"]), told["number"], told["name"], baseline, forecast, finished, told["is_shared"],
        told["slip_days"],
    )  # fmt: skip


def _hours(ticks: int) -> Decimal:
    return (Decimal(ticks) / HOUR).quantize(Decimal("0.01"))
