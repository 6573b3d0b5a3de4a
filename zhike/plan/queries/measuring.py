"""What progress is measured by: the rows of a plan and of a baseline as columns, without an object for any of them.

For rooms above that compute figures over thousands of tasks in one go. Moments are ticks, -1 where there is none.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, FloatField, IntegerField, Max, Q, Sum, TextField, Value
from django.utils import timezone

from zhike.plan.arrays import As, Known, calendars_of, letters
from zhike.plan.models import (
    Assignment,
    Baseline,
    BaselineTask,
    ExchangeRate,
    Forecast,
    Plan,
    Resource,
    ResourceRate,
    Task,
    TimeEntry,
)

NONE = -1
TASK_TEXTS = ("kind", "state", "side")
TASK_NUMBERS = ("number", "level", "duration", "effort", "start", "finish", "actual_start", "actual_finish", "deadline")
TASK_FLAGS = ("is_active", "is_shared", "is_elapsed")
BASELINE_NUMBERS = ("number", "level", "duration", "work", "start", "finish")

Columns = dict[str, Sequence[Any]]


def task_columns(plan: Plan) -> Columns:
    """Every task in the order of the outline. `id` and `parent_id` are 32 letters each."""
    asked = {
        "id": letters("id"),
        "parent_id": Known(letters("parent_id"), Value(""), output_field=TextField()),
        **{name: As(name, TextField()) for name in TASK_TEXTS},
        **{name: Known(As(name, BigIntegerField()), NONE) for name in TASK_NUMBERS},
        **{name: As(name, IntegerField()) for name in TASK_FLAGS},
        "percent": As("percent_complete", FloatField()),
    }
    return _columns(Task.objects.filter(plan=plan).order_by("position", "id"), asked)


def baseline_columns(row: Baseline) -> Columns:
    """Every line of a baseline in its order. `cost` holds everything below it, in the text of a decimal number;
    `kept` says which figures a file did not have."""
    asked = {
        "task_key": letters("task_key"),
        "kind": As("kind", TextField()),
        **{name: Known(As(name, BigIntegerField()), NONE) for name in BASELINE_NUMBERS},
        "cost": As("cost", FloatField()),
        "kept": As("kept", TextField()),
    }
    return _columns(BaselineTask.objects.filter(baseline=row).order_by("position", "id"), asked)


def work_columns(plan: Plan) -> list[tuple[str, str | None, int, int, int | None]]:
    """Of every assignment of people and machines: task, whose account (32 letters each), work, work so far, left."""
    rows = Assignment.objects.filter(plan=plan, resource__kind=Resource.Kind.WORK).values_list(
        letters("task_id"), letters("resource__user_id"), "work", "actual_work", "remaining_work"
    )
    return list(rows)


def approved_hours(plan: Plan, until: date | None = None) -> list[tuple[str, str, int]]:
    """Approved hours of the project: task, whose (32 letters each), ticks; in the order of days."""
    found = TimeEntry.objects.filter(project=plan.project_id, state=TimeEntry.State.APPROVED)
    if until is not None:
        found = found.filter(day__lte=until)
    rows = found.order_by("day", "pk").values_list(letters("task_id"), letters("user_id"), "ticks")
    return list(rows)


def calendar_of(plan: Plan) -> Any:
    """The plan's calendar, resolved: what it says of every day (methods/schedule/calendars.py)."""
    from zhike.methods.schedule.calendars import resolve

    told, numbers = calendars_of(plan)
    return resolve(told)[numbers[plan.calendar_id]]


def last_done_forecast(plan: Plan) -> Forecast | None:
    """The last forecast that was computed, without what came of every task."""
    done = Forecast.objects.filter(plan=plan, state=Forecast.State.DONE)
    return done.defer("result").order_by("-created_at", "-id").first()


def money_changed_at(plan: Plan) -> Any:
    """When hours of the project were last decided about, or a rate of anybody or of a currency was last set."""
    decided = TimeEntry.objects.filter(project=plan.project_id).aggregate(last=Max("decided_at"))["last"]
    rates = ResourceRate.objects.aggregate(last=Max("updated_at"))["last"]
    worth = ExchangeRate.objects.filter(currency=plan.project.currency).aggregate(last=Max("updated_at"))["last"]
    return max([one for one in (decided, rates, worth) if one is not None], default=None)


def waiting_for_client(plan: Plan, now: Any) -> list[Task]:
    """Open tasks of the client's side whose finish has passed, the longest overdue first."""
    late = Task.objects.filter(
        Q(state__in=["to_do", "in_progress", "blocked", "in_review"]), plan=plan, side=Task.Side.CLIENT, finish__lt=now,
        is_active=True,
    ).exclude(kind=Task.Kind.SUMMARY)  # fmt: skip
    return list(late.select_related("project", "owner_contact").order_by("finish", "position"))


def hours_by_day(plan: Plan) -> dict[date, int]:
    """Approved ticks by day."""
    found: dict[date, int] = defaultdict(int)
    rows = TimeEntry.objects.filter(project=plan.project_id, state=TimeEntry.State.APPROVED)
    for day, ticks in rows.values("day").annotate(sum=Sum("ticks")).values_list("day", "sum"):
        found[day] += ticks
    return dict(sorted(found.items()))


def baseline_on(plan: Plan, day: date) -> Baseline | None:
    """The baseline that counted on a day: the last one taken by then; before any was taken, the first."""
    rows = list(Baseline.objects.filter(plan=plan).order_by("number"))
    taken = [row for row in rows if timezone.localtime(row.taken_at).date() <= day]
    return taken[-1] if taken else rows[0] if rows else None


def _columns(rows: Any, asked: dict[str, Any]) -> Columns:
    found = list(zip(*rows.values_list(*asked.values()), strict=True)) or [()] * len(asked)
    return dict(zip(asked, found, strict=True))
