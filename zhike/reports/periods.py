"""When the next report is due, and which days it tells of. On the firm's calendar."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from zhike.core.reporting import Period
from zhike.reports.models import Report, ReportPlan

Cadence = ReportPlan.Cadence
DAYS = {Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14}
USUAL = timedelta(days=7)  # told of where nothing was reported before
AHEAD = {Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14, Cadence.MONTHLY: 31}


def next_draft(plan: ReportPlan, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first moment after this one at which the plan wants a draft; None where nothing but an event does."""
    if plan.cadence in DAYS:
        return _next_weekday(plan, after, zone)
    if plan.cadence == Cadence.MONTHLY:
        return _next_day_of_month(plan, after, zone)
    return None


def period_of(plan: ReportPlan | None, now: datetime, project_began: datetime | None = None) -> Period:
    """From the end of the last report to now; the first one tells of one round, not of what was before the project."""
    length = timedelta(days=AHEAD.get(Cadence(plan.cadence), 7)) if plan else USUAL
    start = plan.reported_until if plan and plan.reported_until else now - length
    if project_began is not None:
        start = min(max(start, project_began), now)
    return Period(start=min(start, now), end=now, ahead=now + length)


def kind_of(plan: ReportPlan | None) -> str:
    """What a report of this plan is called."""
    return Report.Kind(plan.cadence) if plan else Report.Kind.ON_DEMAND


def _next_weekday(plan: ReportPlan, after: datetime, zone: ZoneInfo) -> datetime:
    here = after.astimezone(zone)
    day = here.date() + timedelta(days=(plan.weekday - here.weekday()) % 7)
    found = _at(plan, day, zone)
    if found <= after:
        found = _at(plan, day + timedelta(days=7), zone)
    earliest = plan.reported_until + timedelta(days=DAYS[Cadence(plan.cadence)] - 3) if plan.reported_until else after
    while found < earliest:  # every second week counts from the last report
        day = found.astimezone(zone).date() + timedelta(days=7)
        found = _at(plan, day, zone)
    return found


def _next_day_of_month(plan: ReportPlan, after: datetime, zone: ZoneInfo) -> datetime:
    day = after.astimezone(zone).date().replace(day=plan.day_of_month)
    found = _at(plan, day, zone)
    if found > after:
        return found
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=plan.day_of_month)
    return _at(plan, following, zone)


def _at(plan: ReportPlan, day, zone: ZoneInfo) -> datetime:  # type: ignore[no-untyped-def]  # a date
    return datetime.combine(day, time(plan.hour), tzinfo=zone)
