"""When people work: calendars, their exceptions, and the public holidays in them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhike.activity.events import Happening, record, record_all
from zhike.communications.queries import the_promise
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.core.words import Words, in_every_language, said
from zhike.methods.calendars.public_holidays import UnknownCountry, table_of
from zhike.plan.access import CHANGE_CALENDAR, CHANGE_PLAN
from zhike.plan.editing import locked, recompute
from zhike.plan.events import CALENDAR_ADDED, CALENDAR_CHANGED, CALENDAR_REMOVED, HOLIDAYS_TAKEN
from zhike.plan.models import CalendarException, Plan, WorkCalendar, usual_week
from zhike.plan.wording import unplannable

EDITABLE = frozenset({"name", "scope", "project", "user", "client", "base", "week", "country"})
MOST_DAYS = 3_660


def standard_calendar(told_by: Actor) -> WorkCalendar:
    """The organisation's own; made from the hours it promised its clients, with this year's holidays and the next."""
    there = WorkCalendar.objects.filter(is_standard=True).first()
    if there is not None:
        return there
    promise = the_promise()
    row = WorkCalendar.objects.create(
        name=pgettext("calendar", "Standard"), week=_week_of(promise.week), country=promise.country, is_standard=True
    )
    record(told_by, CALENDAR_ADDED, row)
    this_year = timezone.localdate().year
    for year in range(this_year - 1, this_year + 3):
        _seed(row, year)
    return row


@transaction.atomic
def add_calendar(actor: Actor, *, name: str, id: UUID | None = None, **values: Any) -> WorkCalendar:
    """A calendar of the organisation, a project, a colleague or a client; what it leaves open, its base says."""
    must(actor, CHANGE_CALENDAR)
    again = made_before(actor.organisation_id, WorkCalendar, id)
    if again is not None:
        return find(actor, WorkCalendar, pk=again.pk)
    row = WorkCalendar(**({"id": id} if id else {}))
    _put(row, {"name": name, **values})
    row.save(force_insert=True)
    record(actor, CALENDAR_ADDED, row)
    return row


@transaction.atomic
def change_calendar(
    actor: Actor, row: WorkCalendar, *, version: int | None = None, **values: Any
) -> WorkCalendar:  # fmt: skip
    """Change hours or name. Every plan that uses the calendar is computed anew."""
    must(actor, CHANGE_CALENDAR, row)
    row = lock(row)
    row.expect(version)
    changes = _put(row, values)
    if not changes:
        return row
    row.save()
    recompute_plans(actor, row)
    record(actor, CALENDAR_CHANGED, row, **_labels(told(changes)))
    return row


@transaction.atomic
def remove_calendar(actor: Actor, row: WorkCalendar) -> None:
    """Remove a calendar nobody needs: no plan, and no other calendar based on it."""
    must(actor, CHANGE_CALENDAR, row)
    row = lock(row)
    if row.is_standard:
        raise Conflict(_("The standard calendar stays: new plans begin with it."))
    users = list(_plans_using([row.pk]))
    kept = row.pk
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise Conflict(_("Plans or other calendars are based on this one. Give them another first.")) from error
    row.pk = kept
    for plan in users:
        recompute(locked(plan), actor, _words(row))
    record_all(actor, [Happening(CALENDAR_REMOVED, row, is_gone=True)])


@transaction.atomic
def add_exception(
    actor: Actor, calendar: WorkCalendar, *, first: date, last: date | None = None, name: str = "",
    periods: list[list[int]] | None = None,
) -> CalendarException:  # fmt: skip
    """Days on which other hours hold: off, or worked although the week says otherwise."""
    must(actor, CHANGE_CALENDAR, calendar)
    calendar = lock(calendar)
    if far := unplannable(first=first, last=last):
        raise Invalid(far)
    last = last or first
    if last < first:
        raise Invalid(last=_("The last day lies before the first."))
    if (last - first).days > MOST_DAYS:
        raise Invalid(last=_("That is more than ten years. Change the week instead."))
    row = CalendarException(calendar=calendar, name=name.strip()[:120], first=first, last=last)
    row.periods = checked_periods(periods or [], "periods")
    row.save(force_insert=True)
    recompute_plans(actor, calendar)
    record(actor, CALENDAR_CHANGED, calendar, fields=[in_every_language(CalendarException._meta.verbose_name)])
    return row


@transaction.atomic
def remove_exception(actor: Actor, row: CalendarException) -> None:
    """Let the week hold again on these days."""
    must(actor, CHANGE_CALENDAR, row.calendar)
    calendar = lock(row.calendar)
    CalendarException.objects.filter(pk=row.pk).delete()
    recompute_plans(actor, calendar)
    record(actor, CALENDAR_CHANGED, calendar, fields=[in_every_language(CalendarException._meta.verbose_name)])


@transaction.atomic
def take_holidays(actor: Actor, calendar: WorkCalendar, *, year: int) -> int:
    """Put a year's public holidays of the calendar's country into it, make-up workdays too. What people entered
    themselves stays; what an earlier table said about that year is replaced."""
    must(actor, CHANGE_CALENDAR, calendar)
    calendar = lock(calendar)
    if not calendar.country:
        raise Invalid(year=_("Say first of which country the public holidays are."))
    try:
        count = _seed(calendar, year)
    except (ValueError, OverflowError) as error:
        raise Invalid(year=_("No holidays are known for this country and year.")) from error
    recompute_plans(actor, calendar)
    record(actor, HOLIDAYS_TAKEN, calendar, year=year, count=count)
    return count


@transaction.atomic
def use_own_calendar(actor: Actor, plan: Plan) -> WorkCalendar:
    """Give a project a calendar of its own, based on the one its plan has, to enter its days off."""
    must(actor, CHANGE_PLAN, plan.project)
    must(actor, CHANGE_CALENDAR)
    plan = locked(plan)
    there = WorkCalendar.objects.filter(project=plan.project_id).first()
    row = there or WorkCalendar.objects.create(
        name=plan.project.name[:120], scope=WorkCalendar.Scope.PROJECT, project=plan.project, base=plan.calendar,
        week=[None] * 7,
    )  # fmt: skip
    plan.calendar = row
    plan.save(update_fields=["calendar"])
    recompute(plan, actor, _words(row))
    record(actor, CALENDAR_ADDED, row)
    return row


# --- below -----------------------------------------------------------------------------------------------


def recompute_plans(actor: Actor, calendar: WorkCalendar) -> None:
    """Every plan whose dates may depend on it, by itself or by calendars based on it."""
    keys = [calendar.pk]
    for _generation in range(5):
        keys = list({*keys, *WorkCalendar.objects.filter(base__in=keys).values_list("pk", flat=True)})
    for plan in _plans_using(keys):
        recompute(locked(plan), actor, _words(calendar))


def _words(calendar: WorkCalendar) -> Words:
    return said(gettext_lazy("calendar {name}"), name=calendar.name)


def _plans_using(keys: Iterable[UUID]) -> list[Plan]:
    keys = list(keys)
    used = (
        Plan.objects.filter(calendar__in=keys)
        | Plan.objects.filter(tasks__calendar__in=keys)
        | Plan.objects.filter(assignments__resource__calendar__in=keys)
    )
    return list(used.distinct().select_related("project").order_by("pk"))


def _put(row: WorkCalendar, values: dict[str, Any]) -> Any:
    if "week" in values:
        values["week"] = checked_week(values["week"])
    changes = put(row, values, EDITABLE)
    if not row.name:
        raise Invalid(name=_("Give the calendar a name."))
    above = row.base
    for _generation in range(6):
        if above is None:
            break
        if above.pk == row.pk:
            raise Invalid(base=_("A calendar cannot be based on itself."))
        above = above.base
    else:
        raise Invalid(base=_("At most five calendars can be based on each other."))
    if row.base is None:
        if not any(row.week):
            raise Invalid(week=_("Give it some working hours, or a calendar it is based on."))
        row.week = [day or [] for day in row.week]
    _check_owner(row)
    return changes


def _check_owner(row: WorkCalendar) -> None:
    needed = {"project": "project", "person": "user", "client": "client"}.get(row.scope)
    if needed and getattr(row, f"{needed}_id") is None:
        raise Invalid({needed: _("Say whose calendar it is.")})
    for name in {"project", "user", "client"} - {needed}:
        setattr(row, name, None)


def checked_week(week: Any) -> list[list[list[int]] | None]:
    if not isinstance(week, list) or len(week) != 7:
        raise Invalid(week=_("A week has seven days."))
    return [None if day is None else checked_periods(day, "week") for day in week]


def checked_periods(periods: Any, field: str) -> list[list[int]]:
    """Sorted, apart, and within the day."""
    try:
        found = sorted([int(begins), int(ends)] for begins, ends in periods)
    except (TypeError, ValueError) as error:
        raise Invalid({field: _("Write hours like 08:00-12:00, 13:00-17:00.")}) from error
    until = 0
    for begins, ends in found:
        if not until <= begins < ends <= 1440:
            raise Invalid({field: _("Hours follow one another and do not overlap, from 0:00 to 24:00.")})
        until = ends
    return found


def _week_of(promise: list[list[list[str]]]) -> list[list[list[int]] | None]:
    """The promised hours ("09:00") in minutes."""

    def minutes(clock: str) -> int:
        hours, rest = clock.split(":")
        return int(hours) * 60 + int(rest)

    week: list[list[list[int]] | None] = [[[minutes(one) for one in period] for period in day] for day in promise]
    return week if any(week) else usual_week()


def _seed(calendar: WorkCalendar, year: int) -> int:
    """ValueError: no table for this country and year."""
    try:
        table = table_of(calendar.country, year)
    except UnknownCountry as error:
        raise ValueError(str(error)) from error
    own = CalendarException.Origin.HOLIDAYS
    CalendarException.objects.filter(calendar=calendar, origin=own, first__year=year).delete()
    hours = next((day for day in calendar.week if day), [[480, 720], [780, 1020]])
    rows = [
        CalendarException(calendar=calendar, name=_("Public holiday"), first=first, last=last, origin=own)
        for first, last in _ranges(table.days_off)
    ]
    rows += [
        CalendarException(calendar=calendar, name=_("Make-up workday"), first=day, last=day, periods=hours, origin=own)
        for day in sorted(table.workdays)
    ]
    CalendarException.objects.bulk_create(rows)
    return len(table.days_off) + len(table.workdays)


def _ranges(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days that follow one another as one."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _labels(kept: dict[str, Any]) -> dict[str, Any]:
    kept.pop("before", None)
    kept.pop("after", None)
    return kept
