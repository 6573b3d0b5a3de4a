"""Beginning the plan of a project, and how it is planned: calendar, day, limits, process, forecast."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Invalid
from zhike.core.models import lock
from zhike.core.words import day_words, in_every_language, said
from zhike.plan.access import CHANGE_PLAN, SET_UP_PLAN
from zhike.plan.actions.calendars import standard_calendar
from zhike.plan.editing import locked, recompute
from zhike.plan.edits.fields import moment_of
from zhike.plan.events import PLAN_SET_UP, PLAN_STARTED
from zhike.plan.history.packed import Change
from zhike.plan.history.writing import keep_moment
from zhike.plan.models import BoardColumn, Plan, Task, WorkCalendar
from zhike.plan.queries import plan_there
from zhike.plan.wording import unplannable
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project

DATES = frozenset({
    "start", "calendar", "status_at", "minutes_per_day", "minutes_per_week", "days_per_month", "critical_limit",
    "near_critical_limit", "honours_constraints", "has_multiple_critical_paths",
})  # fmt: skip
OTHERS = frozenset({
    "client_level", "forecast_method", "forecast_correlation", "forecast_samples", "forecast_seed", "uses_board",
    "uses_time_sheets", "uses_gates", "uses_forecast", "uses_costs", "tailoring",
})  # fmt: skip

SETTINGS = gettext_lazy("how the project is planned")


@transaction.atomic
def begin_plan(actor: Actor, project: Project) -> Plan:
    """The plan of a project; made, with the organisation's standard calendar, if nobody planned yet."""
    must(actor, CHANGE_PLAN, project)
    there = plan_there(project)
    if there is not None:
        return there
    project = lock(find(actor, Project, pk=project.pk))
    refuse_ended(project)
    there = plan_there(project)  # somebody else may have begun it while we waited
    if there is not None:
        return there
    calendar = standard_calendar(actor)
    first = project.actual_start or project.planned_start or timezone.localdate()
    plan = Plan.objects.create(
        project=project, calendar=calendar, start=datetime.combine(first, _first_hour(calendar))
    )  # fmt: skip
    BoardColumn.objects.bulk_create([
        BoardColumn(plan=plan, name=str(label), state=state, position=at)
        for at, (label, state) in enumerate(_usual_columns())
    ])  # fmt: skip
    keep_moment(plan, actor, gettext_lazy("the plan begun"))
    record(actor, PLAN_STARTED, plan)
    return plan


@transaction.atomic
def set_up_plan(actor: Actor, plan: Plan, *, version: int | None = None, **values: Any) -> Plan:
    """Change how a project is planned. What dates depend on is computed anew at once."""
    must(actor, SET_UP_PLAN, plan)
    refuse_ended(plan.project)
    plan = locked(plan)
    plan.expect(version)
    for name in ("start", "status_at"):
        if name in values:
            values[name] = moment_of(name, values[name])
    if "start" in values and values["start"] is None:
        raise Invalid(start=_("Please fill this in."))
    if values.get("calendar") is not None:
        values["calendar"] = find(actor, WorkCalendar, pk=values["calendar"].pk)
    changes = put(plan, values, DATES | OTHERS)
    _check(plan)
    if not changes:
        return plan
    plan.save()
    before = plan.finish
    if DATES & set(changes):
        recompute(plan, actor, SETTINGS)
    elif "client_level" in changes:
        keep_moment(plan, actor, SETTINGS, Change())
    record(
        actor, PLAN_SET_UP, plan, moved=in_every_language(finish_words(before, plan.finish)), **_plain(told(changes))
    )
    return plan


def finish_words(before: datetime | None, after: datetime | None) -> Any:
    if before is None or after is None or before.date() == after.date():
        return ""
    return said(
        gettext_lazy("The finish moves from {before} to {after}."), before=day_words(before), after=day_words(after)
    )


# --- below -----------------------------------------------------------------------------------------------


def _usual_columns() -> list[tuple[Any, str]]:
    labels = dict(Task.State.choices)
    order = (Task.State.TO_DO, Task.State.IN_PROGRESS, Task.State.IN_REVIEW, Task.State.DONE)
    return [(labels[state], state) for state in order]


def _first_hour(calendar: WorkCalendar) -> time:
    begins = next((day[0][0] for day in calendar.week if day), 480)
    return time(begins // 60, begins % 60)


def _check(plan: Plan) -> None:
    errors: dict[str, Any] = {**unplannable(start=plan.start, status_at=plan.status_at)}
    if not 60 <= plan.minutes_per_day <= 1440:
        errors["minutes_per_day"] = _("A day has 60 to 1440 minutes of work.")
    if not 60 <= plan.minutes_per_week <= 10_080:
        errors["minutes_per_week"] = _("A week has 60 to 10,080 minutes of work.")
    if not 1 <= plan.days_per_month <= 31:
        errors["days_per_month"] = _("A month has 1 to 31 days of work.")
    if not 1 <= plan.client_level <= 9:
        errors["client_level"] = _("The client sees one to nine levels.")
    if not 100 <= plan.forecast_samples <= 100_000:
        errors["forecast_samples"] = _("Between 100 and 100,000 samples.")
    if errors:
        raise Invalid(errors)


def _plain(kept: dict[str, Any]) -> dict[str, Any]:
    """Moments as text."""
    return {
        name: {field: value.isoformat() if hasattr(value, "isoformat") else value for field, value in part.items()}
        if isinstance(part, dict) else part
        for name, part in kept.items()
    }  # fmt: skip
