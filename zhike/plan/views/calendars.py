"""Calendars, and the days on which something else holds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import can, find, find_in
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_CALENDAR, VIEW_PLAN
from zhike.plan.forms_around import DAYS, CalendarEditForm, CalendarNewForm, ExceptionForm, HolidaysForm, hours_text
from zhike.plan.models import CalendarException, WorkCalendar

GET_POST = ["GET", "POST"]
FILLED = ("name", "scope", "project", "user", "client", "base", "country", "version")


@require_GET
@staff(VIEW_PLAN)
def calendars(request: Request) -> HttpResponse:
    rows = queries.calendars(request.actor).order_by("-is_standard", "scope", "name", "pk")[:500]
    return render(request, "plan/calendars.html", {"rows": rows, "may_change": _may(request)})


@require_GET
@staff(VIEW_PLAN)
def calendar(request: Request, key: UUID) -> HttpResponse:
    row = _one(request, key)
    year = _year(request.GET.get("year", ""))
    today = timezone.localdate()
    context = {
        "calendar": row, "year": year, "exceptions": queries.exceptions_of(row, year), "may_change": _may(request),
        "week": [(label, _hours(row, at)) for at, label in enumerate(DAYS)], "years": (year - 1, year + 1),
        "warnings": queries.holiday_warnings(row, today, today.replace(year=today.year + 1, day=1)),
    }  # fmt: skip
    return render(request, "plan/calendar.html", context)


@require_http_methods(GET_POST)
@staff(CHANGE_CALENDAR)
def new(request: Request) -> HttpResponse:
    standard = WorkCalendar.objects.filter(is_standard=True).first()
    initial: dict[str, Any] = {"base": standard, "scope": WorkCalendar.Scope.PERSON}
    return form_page(
        request, CalendarNewForm, title=_("New calendar"), submit=_("Add"), cancel=reverse("calendars"),
        initial={**initial, **{f"day_{at}": None for at in range(7)}}, form_arguments={"actor": request.actor},
        run=lambda data: actions.add_calendar(request.actor, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_CALENDAR)
def edit(request: Request, key: UUID) -> HttpResponse:
    row = _one(request, key)
    days = {f"day_{at}": day for at, day in enumerate(row.week)}
    return form_page(
        request, CalendarEditForm, title=_("Edit %(name)s") % {"name": row.name}, submit=_("Save"),
        cancel=row.get_absolute_url(), initial={**{name: getattr(row, name) for name in FILLED}, **days},
        form_arguments={"actor": request.actor},
        run=lambda data: actions.change_calendar(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_CALENDAR)
def removal(request: Request, key: UUID) -> HttpResponse:
    actions.remove_calendar(request.actor, _one(request, key))
    return redirect("calendars")


@require_http_methods(GET_POST)
@staff(CHANGE_CALENDAR)
def new_exception(request: Request, key: UUID) -> HttpResponse:
    row = _one(request, key)
    return form_page(
        request, ExceptionForm, title=_("Days on which other hours hold"), submit=_("Add"),
        cancel=row.get_absolute_url(), initial={"periods": []},
        run=lambda data: actions.add_exception(request.actor, row, **data),
        then=lambda made: f"{row.get_absolute_url()}?year={made.first.year}",
    )  # fmt: skip


@require_POST
@staff(CHANGE_CALENDAR)
def exception_removal(request: Request, key: UUID, item: UUID) -> HttpResponse:
    row = find(request.actor, CalendarException, pk=item, calendar=_one(request, key), related=("calendar",))
    actions.remove_exception(request.actor, row)
    return redirect(f"{row.calendar.get_absolute_url()}?year={row.first.year}")


@require_http_methods(GET_POST)
@staff(CHANGE_CALENDAR)
def holidays(request: Request, key: UUID) -> HttpResponse:
    row = _one(request, key)

    def then(count: int) -> str:
        words = ngettext("%(count)d day entered.", "%(count)d days entered.", count)
        messages.success(request, words % {"count": count})
        return row.get_absolute_url()

    return form_page(
        request, HolidaysForm, title=_("Public holidays of a year"), submit=_("Enter them"),
        cancel=row.get_absolute_url(), initial={"year": timezone.localdate().year},
        run=lambda data: actions.take_holidays(request.actor, row, **data), then=then,
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _one(request: Request, key: UUID) -> WorkCalendar:
    return find_in(queries.calendars(request.actor), pk=key)


def _may(request: Request) -> bool:
    return can(request.actor, CHANGE_CALENDAR) and not request.actor.only_looks


def _hours(row: WorkCalendar, day: int) -> str:
    periods = row.week[day]
    return "=" if periods is None else hours_text(periods)


def _year(text: str) -> int:
    """The year asked for; this one if that is no year one plans in."""
    return int(text) if text.isdecimal() and 1970 <= int(text) <= 2100 else timezone.localdate().year
