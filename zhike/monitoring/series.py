"""How a project went and will go, day by day: the numbers behind its charts.

The past is what readings kept; before there were any, what actual starts and finishes, approved hours and baselines
tell. What lies ahead follows the plan as it is. Days are cut to as many as a chart can show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.methods.schedule.moments import day_number
from zhike.monitoring.budgets import COST, DURATION, NONE, WORK
from zhike.monitoring.figures import HOUR
from zhike.monitoring.models import Reading
from zhike.monitoring.opening import DAY_TICKS, Opened
from zhike.plan.models import Baseline, BaselineTask, Task, from_ticks
from zhike.plan.queries.measuring import hours_by_day
from zhike.projects.models import Project

MOST_DAYS = 56  # of an S-curve
MOST_REPORTS = 30  # days of a milestone trend
MOST_MILESTONES = 6
FLOW = ("done", "in_review", "blocked", "in_progress", "to_do")
Values = list[Any]


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative values by the ends of some days; None: not known, or still ahead."""

    days: list[date]
    planned: Values
    earned: Values
    actual: Values
    forecast: Values
    budget: Decimal


def readings_until(project: Project, last: date) -> dict[date, Reading]:
    rows = Reading.objects.filter(project=project, day__lte=last).exclude(basis="").order_by("day")
    return {row.day: row for row in rows}


def days_between(first: date, last: date, *more: date, most: int = MOST_DAYS) -> list[date]:
    """Days in equal steps, no more than can be shown, with those that must be among them."""
    length = (last - first).days
    step = max(1, -(-length // most))
    found = {first + timedelta(days=at) for at in range(0, length + 1, step)} | {last}
    return sorted(found | {day for day in more if first <= day <= last})


def s_curve(there: Opened, now: Reading, kept: Mapping[date, Reading], basis: str) -> Curve:
    """Planned, earned, spent and expected value; in money, hours or working days, as `basis` says."""
    unit = {COST: 1.0, WORK: float(HOUR), DURATION: float(now.day_length)}[basis]
    today, last = now.day, from_ticks(there.finish).date()
    ends = [last, today, *(moment.date() for moment in (now.finish_forecast,) if moment)]
    days = days_between(from_ticks(there.start).date(), max(ends), today)
    told = now.bases[basis]
    earned = _past(days, today, kept, basis, "ev", _earned(there, basis, days, unit), told["ev"])
    actual: Values = [None] * len(days)
    if told["ac"] is not None:
        actual = _past(days, today, kept, basis, "ac", _spent(there, days, float(told["ac"])), told["ac"])
    planned = _planned(there, basis, days, unit) if there.lines is not None else [None] * len(days)
    forecast = _ahead(there, now, basis, days)
    return Curve(days, planned, earned, actual, forecast, Decimal(told["bac"]))


def progress(there: Opened, now: Reading, kept: Mapping[date, Reading]) -> tuple[list[date], Values, Values]:
    """Days, how many percent should be done by their ends, and how many are; weighed by duration."""
    curve = s_curve(there, now, kept, DURATION)
    whole, first = float(curve.budget), min(kept, default=now.day)
    done: Values = []
    for day, earned in zip(curve.days, curve.earned, strict=True):
        row = _on(kept, day, now) if day >= first else None
        told = row.percent if row is not None and row.percent is not None else None
        done.append(None if earned is None else round(told if told is not None else 100 * earned / whole, 1))
    return curve.days, [None if one is None else round(100 * one / whole, 1) for one in curve.planned], done


def burn_up(there: Opened, now: Reading, kept: Mapping[date, Reading]) -> tuple[list[date], Values, Values]:
    """Days up to now, how many tasks there were, and how many of them were done."""
    days = _until_now(there, now)
    done = _reached(there, days, "actual_finish")
    rows = [_on(kept, day, now) for day in days]
    scope = [row.tasks_total if row else _first_total(kept, now) for row in rows]
    return days, scope, [row.tasks_done if row else min(done[at], now.tasks_total) for at, row in enumerate(rows)]


def flow(there: Opened, now: Reading, kept: Mapping[date, Reading]) -> tuple[list[date], dict[str, Values]]:
    """Days up to now, and how many tasks were in which state at their end."""
    days = _until_now(there, now)
    begun, done = _reached(there, days, "actual_start"), _reached(there, days, "actual_finish")
    bands: dict[str, Values] = {state: [] for state in FLOW}
    for at, day in enumerate(days):
        row = _on(kept, day, now)
        states = row.states if row else {
            "done": done[at], "in_progress": max(0, begun[at] - done[at]),
            "to_do": max(0, _first_total(kept, now) - max(begun[at], done[at])),
        }  # fmt: skip
        for state, band in bands.items():
            band.append(states.get(state, 0))
    return days, {state: band for state, band in bands.items() if state in ("done", "to_do") or any(band)}


def trend(
    there: Opened, now: Reading, kept: Mapping[date, Reading], *, shared: bool = False
) -> tuple[list[date], list[tuple[str, list[date | None]]]]:
    """Days of reports, and for each milestone (those that slipped most) the day it was then expected. `shared`: only
    of those the client may know."""
    told: dict[date, dict[str, date]] = {}
    for row in (*kept.values(), now):
        told[row.day] = {one["key"]: _day(one["forecast"]) for one in row.milestones if one["forecast"]}
    for day, key, finish in _agreed(there, now.day):
        told.setdefault(day, {}).setdefault(key, finish)
    days = _thinned(sorted(told))
    known = [one for one in now.milestones if one["is_shared"] or not shared]
    milestones = sorted(known, key=lambda one: -abs(one["slip_days"] or 0))[:MOST_MILESTONES]
    milestones.sort(key=lambda one: one["forecast"] or "")
    return days, [(one["name"], [told[day].get(one["key"]) for day in days]) for one in milestones]


# --- below -----------------------------------------------------------------------------------------------


def _ends(days: Sequence[date]) -> Any:
    """The ends of days, in ticks."""
    import numpy as np

    return np.asarray([(day_number(day) + 1) * DAY_TICKS for day in days], np.int64)


def _planned(there: Opened, basis: str, days: Sequence[date], unit: float) -> Values:
    """Days on hold add nothing: the plan waited with the project."""
    origin = there.axis.planned.position(there.start)
    passed = there.axis.worked.positions(_ends(days)) - there.axis.worked.position(there.start)
    return _plain(there.curve(basis).until(origin + passed) / unit)


def _earned(there: Opened, basis: str, days: Sequence[date], unit: float) -> Values:
    """From actual dates, where nobody kept it."""
    import numpy as np

    from zhike.methods.earned_value.phasing import earned_back

    told = there.tasks.columns
    place = {key: at for at, key in enumerate(told["id"])}
    begun, ended, shares = [], [], []
    for key, start, finish in zip(
        there.budget.keys, there.budget.starts.tolist(), there.budget.finishes.tolist(), strict=True
    ):
        at = place.get(key)
        began = told["actual_start"][at] if at is not None else NONE
        done = told["actual_finish"][at] if at is not None else NONE
        begun.append(began if began != NONE else start)
        ended.append(done if done != NONE else finish)
        shares.append(there.tasks.share.get(key, 0.0))
    line = there.axis.planned
    starts, ends = (line.positions(np.asarray(moments, np.int64)) for moments in (begun, ended))
    curve = earned_back(there.budget.amounts[basis], starts, ends, np.asarray(shares), line.position(there.now))
    return _plain(curve.until(line.positions(_ends(days))) / unit)


def _spent(there: Opened, days: Sequence[date], total: float) -> Values:
    """What is spent so far, laid over the days hours were written on; without any, as it was earned."""
    by_day = hours_by_day(there.plan)
    whole = sum(by_day.values())
    if not whole:
        basis = WORK if there.budget.total(WORK) else DURATION
        earned = _earned(there, basis, days, 1.0)
        return [total * value / earned[-1] if earned and earned[-1] else None for value in earned]
    return [total * sum(ticks for when, ticks in by_day.items() if when <= day) / whole for day in days]


def _past(
    days: Sequence[date], today: date, kept: Mapping[date, Reading], basis: str, name: str, back: Values, now: str
) -> Values:  # fmt: skip
    """What readings kept; before the first of them, what is worked out; nothing ahead."""
    first = min(kept, default=today)
    found: Values = []
    for day, value in zip(days, back, strict=True):
        if day > today:
            found.append(None)
        elif day == today:
            found.append(round(float(now), 2))
        elif day < first:
            found.append(value)
        else:
            row = _last(kept, day)
            told = row.bases.get(basis, {}).get(name) if row else None
            found.append(None if told is None else round(float(told), 2))
    return found


def _ahead(there: Opened, now: Reading, basis: str, days: Sequence[date]) -> Values:
    """From what is spent (or earned) to what it will come to, as the rest of the plan lies ahead."""
    import numpy as np

    from zhike.methods.earned_value.phasing import phase

    told, share = there.tasks.columns, there.tasks.share
    base = now.bases[basis]
    start = float(base["ac"] if base["ac"] is not None else base["ev"])
    end = _comes_to(now, basis)
    rows = [at for at in there.tasks.rows if told["finish"][at] != NONE and share[told["id"][at]] < 1]
    line, today = there.axis.planned, there.axis.planned.position(there.now)
    begins = np.maximum(line.positions(np.asarray([told["start"][at] for at in rows], np.int64)), today)
    left = np.asarray([max(1.0, float(told["duration"][at])) * (1 - share[told["id"][at]]) for at in rows])
    planned = line.positions(np.asarray([told["finish"][at] for at in rows], np.int64))
    ends = np.maximum(planned, begins + left)  # what is overdue takes as long as is left of it
    curve = phase(left, begins, ends)
    if not curve.total or end is None:
        return [None] * len(days)
    shares = curve.until(line.positions(_ends(days))) / curve.total
    return [
        None if day < now.day else round(start if day == now.day else start + (end - start) * float(part), 2)
        for day, part in zip(days, shares, strict=True)
    ]


def _comes_to(now: Reading, basis: str) -> float | None:
    base = now.bases[basis]
    if base["ac"] is None:
        return float(base["bac"])
    if basis == COST:
        return float(now.cost_forecast) if now.cost_forecast is not None else None
    return ((now.effort_spent or 0) + (now.effort_remaining or 0)) / HOUR


def _until_now(there: Opened, now: Reading) -> list[date]:
    told = [one for one in there.tasks.columns["actual_start"] if one != NONE]
    first = min([there.start, *told])
    return days_between(min(from_ticks(first).date(), now.day), now.day)


def _reached(there: Opened, days: Sequence[date], name: str) -> list[int]:
    import numpy as np

    from zhike.methods.earned_value.burn import reached_by

    told = there.tasks.columns
    moments = np.asarray([told[name][at] for at in there.tasks.rows], np.int64)
    return [int(one) for one in reached_by(moments, _ends(days))]


def _on(kept: Mapping[date, Reading], day: date, now: Reading) -> Reading | None:
    return now if day == now.day else _last(kept, day)


def _last(kept: Mapping[date, Reading], day: date) -> Reading | None:
    """The last reading up to a day."""
    days = [one for one in kept if one <= day]
    return kept[max(days)] if days else None


def _first_total(kept: Mapping[date, Reading], now: Reading) -> int:
    return kept[min(kept)].tasks_total if kept else now.tasks_total


def _agreed(there: Opened, last: date) -> list[tuple[date, str, date]]:
    """What each baseline expected of the milestones, on the day it was taken."""
    taken = {row.pk: timezone.localtime(row.taken_at).date() for row in Baseline.objects.filter(plan=there.plan)}
    lines = BaselineTask.objects.filter(baseline__in=list(taken), kind=Task.Kind.MILESTONE, finish__isnull=False)
    rows: list[Any] = list(lines.values_list("baseline_id", "task_key", "finish"))
    return [(taken[row], str(key), finish.date()) for row, key, finish in rows if taken[row] <= last]


def _thinned(days: list[date]) -> list[date]:
    step = max(1, -(-len(days) // MOST_REPORTS))
    return [*days[::-1][::step]][::-1]


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _plain(values: Any) -> Values:
    return [round(float(one), 2) for one in values]
