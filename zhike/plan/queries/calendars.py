"""Which calendars there are, and what they say of a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.methods.calendars.public_holidays import UnknownCountry, table_of
from zhike.plan.models import CalendarException, Plan, WorkCalendar
from zhike.projects.models import Project

Exceptions = list[tuple[date, bool]]


def calendars(actor: Actor) -> QuerySet[WorkCalendar]:
    """Every calendar this actor may know of."""
    return visible(actor, WorkCalendar).select_related("base", "project", "user", "client")


def calendars_for(actor: Actor, project: Project) -> QuerySet[WorkCalendar]:
    """Those a plan of this project may use: nobody else's project's."""
    return calendars(actor).filter(Q(project=None) | Q(project=project)).order_by("-is_standard", "name", "pk")


def exceptions_of(calendar: WorkCalendar, year: int) -> QuerySet[CalendarException]:
    """What differs from the week in a year."""
    within = Q(first__lte=date(year, 12, 31), last__gte=date(year, 1, 1))
    return CalendarException.objects.filter(within, calendar=calendar)


def working_days(plan: Plan, first: date, last: date) -> tuple[list[list[list[int]]], Exceptions]:
    """The week of the plan's calendar, in minutes after midnight, and every day between on which it says otherwise."""
    chain = ancestry(plan.calendar)
    week: list[Any] = [next((row.week[day] for row in chain if row.week[day] is not None), []) for day in range(7)]
    told: dict[date, bool] = {}
    for row in reversed(chain):  # what is nearer wins
        found = CalendarException.objects.filter(
            calendar=row, first__lte=last, last__gte=first, recurrence__isnull=True
        )
        for one in found.order_by("-created_at"):
            for day in _days(max(one.first, first), min(one.last, last)):
                told[day] = one.is_worked
    differing = [(day, worked) for day, worked in sorted(told.items()) if worked or week[day.weekday()]]
    return week, differing


def ancestry(calendar: WorkCalendar) -> list[WorkCalendar]:
    """The calendar and those below it, nearest first."""
    chain = [calendar]
    while chain[-1].base_id is not None and len(chain) < 8:
        chain.append(chain[-1].base)  # type: ignore[arg-type]
    return chain


def holiday_warnings(calendar: WorkCalendar, first: date, last: date) -> list[str]:
    """What to know about the holidays of the years a plan spans: none entered, or not published yet."""
    found = []
    for row in ancestry(calendar):
        if not row.country:
            continue
        there = set(
            CalendarException.objects.filter(calendar=row, origin=CalendarException.Origin.HOLIDAYS)
            .values_list("first__year", flat=True)
        )  # fmt: skip
        for year in range(first.year, min(last.year, first.year + 6) + 1):
            words = _warning(row.country, year, is_there=year in there)
            if words:
                found.append(words)
    return found


def _warning(country: str, year: int, *, is_there: bool) -> str:
    if not is_there:
        return _("The public holidays of %(year)d are not in the calendar yet.") % {"year": year}
    try:
        provisional = table_of(country, year).is_provisional
    except (UnknownCountry, ValueError):
        return ""
    if not provisional:
        return ""
    return _(
        "The holidays of %(year)d are not published yet: make-up workdays and bridging days are missing. Take them "
        "again once they are."
    ) % {"year": year}


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
