"""What a file says of the plan as a whole: its start, calendar and day; and what it kept before, for the way back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhike.core.tables.cells import Problem, problem
from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files.json_plan import as_json
from zhike.plan.importing.arrivals import Arrivals
from zhike.plan.importing.calendars import Calendars
from zhike.plan.importing.people import People
from zhike.plan.models import Plan, Task

TAKEN = (
    "start", "status_at", "minutes_per_day", "minutes_per_week", "days_per_month", "critical_limit",
    "has_multiple_critical_paths", "honours_constraints",
)  # fmt: skip
KEPT = ("name", "currency", "is_scheduled_from_start", "custom_fields", "kept")
REMEMBERED = (*TAKEN, "calendar_id", "source", "kept")


def is_taken(plan: Plan, arrivals: Arrivals) -> bool:
    """A plan takes its settings from a file where it is empty, or where it came from such a file."""
    if arrivals.plan is None:
        return False
    return plan.source == arrivals.source or not Task.objects.filter(plan=plan).exists()


def take_settings(plan: Plan, arrivals: Arrivals, calendars: Calendars, people: People) -> list[Problem]:
    """Put them into the plan, which is saved by the caller. Says what could not be taken."""
    said = arrivals.plan
    if said is None:
        return []
    remarks = []
    for name in TAKEN:
        setattr(plan, name, getattr(said, name))
    if not 60 <= said.minutes_per_day <= 1440 or not said.minutes_per_week < 32_768 or said.days_per_month > 366:
        plan.minutes_per_day, plan.minutes_per_week, plan.days_per_month = 480, 2400, 20
        remarks.append(problem("", str(said.minutes_per_day), _("A day has 60 to 1440 minutes of work. 480 are used.")))
    plan.calendar = calendars.rows[said.calendar]
    plan.source = arrivals.source
    plan.kept = {**kept_of(said), **kept_of_rows(calendars, people)}
    return remarks


def kept_of(said: words.Plan) -> dict[str, Any]:
    bare = words.Plan(said.start, **{name: getattr(said, name) for name in KEPT})
    written = as_json(bare)
    return {"file": {name: written[name] for name in KEPT if name in written}}


def kept_of_rows(calendars: Calendars, people: People) -> dict[str, Any]:
    return {
        "calendars": {str(row.pk): number for number, row in sorted(calendars.rows.items(), reverse=True)
                      if number not in {one["id"] for one in calendars.thin}},
        "thin": calendars.thin, "resources": people.kept,
    }  # fmt: skip


def remembered(plan: Plan) -> dict[str, Any]:
    """As it was, as JSON."""
    found = {}
    for name in REMEMBERED:
        value = getattr(plan, name)
        found[name] = (
            value.isoformat() if isinstance(value, datetime) else str(value) if name == "calendar_id" else value
        )
    return found


def put_back(plan: Plan, before: dict[str, Any]) -> None:
    for name, value in before.items():
        field: Any = Plan._meta.get_field(name.removesuffix("_id"))
        setattr(plan, name, field.to_python(value))
