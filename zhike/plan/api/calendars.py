"""Calendars, the days on which something else holds, and addresses at which tasks are read as a calendar."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.clients.models import Client
from zhike.core.access import find, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Invalid
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_CALENDAR, USE_CALENDAR_FEED, VIEW_PLAN
from zhike.plan.actions import feeds
from zhike.plan.api.found import rows_behind, sent, the_calendar, the_colleague, the_project
from zhike.plan.api.shapes_calendars import (
    CalendarAddressIn,
    CalendarAddressMadeOut,
    CalendarAddressOut,
    CalendarExceptionIn,
    CalendarExceptionOut,
    CalendarFields,
    CalendarIn,
    CalendarOut,
    CalendarPatch,
    HolidaysIn,
    HolidaysOut,
)
from zhike.plan.models import CalendarException, CalendarFeed, WorkCalendar

router = Router(tags=["Calendars"])
ALL, ONE = "/calendars", "/calendars/{uuid:calendar_id}"
EXCEPTIONS = ONE + "/exceptions"
ADDRESSES = "/calendar-addresses"
NULLABLE = frozenset({"project_id", "user_id", "client_id", "base_id"})


@router.get(ALL, response=Page[CalendarOut])
@api(VIEW_PLAN)
def list_calendars(
    request: Request, paging: Query[Paging], scope: str = "", project_id: UUID | None = None
) -> Slice:  # fmt: skip
    asked = {"scope": scope, "project": project_id}
    rows = queries.calendars(request.actor)
    return page(rows.filter(**{name: value for name, value in asked.items() if value}), paging)


@router.post(ALL, response={201: CalendarOut, 200: CalendarOut})
@api(CHANGE_CALENDAR)
def add_calendar(request: Request, body: CalendarIn) -> Status:
    values = _values(request, body)
    return create_once(
        request.actor, WorkCalendar, body.id, lambda: actions.add_calendar(request.actor, **values, id=body.id)
    )  # fmt: skip


@router.get(ONE, response=CalendarOut)
@api(VIEW_PLAN)
def get_calendar(request: Request, calendar_id: UUID) -> WorkCalendar:
    return the_calendar(request, calendar_id)


@router.patch(ONE, response=CalendarOut)
@api(CHANGE_CALENDAR)
def change_calendar(request: Request, calendar_id: UUID, body: CalendarPatch) -> WorkCalendar:
    """Every plan that uses it is computed anew."""
    row, values = the_calendar(request, calendar_id), _values(request, body)
    return actions.change_calendar(request.actor, row, version=body.version, **values)


@router.delete(ONE, response={204: None})
@api(CHANGE_CALENDAR)
def remove_calendar(request: Request, calendar_id: UUID) -> HttpResponse:
    actions.remove_calendar(request.actor, the_calendar(request, calendar_id))
    return HttpResponse(status=204)


@router.post(ONE + "/holidays", response=HolidaysOut)
@api(CHANGE_CALENDAR)
def take_holidays(request: Request, calendar_id: UUID, body: HolidaysIn) -> dict[str, int]:
    """Enter a year's public holidays of the calendar's country, make-up workdays too."""
    row = the_calendar(request, calendar_id)
    return {"count": actions.take_holidays(request.actor, row, year=body.year)}


@router.get(EXCEPTIONS, response=Page[CalendarExceptionOut])
@api(VIEW_PLAN)
def list_calendar_exceptions(
    request: Request, calendar_id: UUID, paging: Query[Paging], year: int | None = None
) -> Slice:
    rows = visible(request.actor, CalendarException).filter(calendar=the_calendar(request, calendar_id))
    if year is not None:
        rows = rows.filter(first__lte=_day_of(year, 12, 31), last__gte=_day_of(year, 1, 1))
    return page(rows, paging)


@router.post(EXCEPTIONS, response={201: CalendarExceptionOut})
@api(CHANGE_CALENDAR)
def add_calendar_exception(request: Request, calendar_id: UUID, body: CalendarExceptionIn) -> Status:
    row = the_calendar(request, calendar_id)
    return Status(201, actions.add_exception(request.actor, row, **body.dict()))


@router.delete(EXCEPTIONS + "/{uuid:exception_id}", response={204: None})
@api(CHANGE_CALENDAR)
def remove_calendar_exception(request: Request, calendar_id: UUID, exception_id: UUID) -> HttpResponse:
    row = the_calendar(request, calendar_id)
    actions.remove_exception(
        request.actor, find(request.actor, CalendarException, pk=exception_id, calendar=row, related=("calendar",))
    )
    return HttpResponse(status=204)


@router.get(ADDRESSES, response=Page[CalendarAddressOut])
@api(USE_CALENDAR_FEED)
def list_calendar_addresses(request: Request, paging: Query[Paging]) -> Slice:
    """The caller's own, those taken back too."""
    return page(visible(request.actor, CalendarFeed), paging)


@router.post(ADDRESSES, response={201: CalendarAddressMadeOut})
@api(USE_CALENDAR_FEED)
def make_calendar_address(request: Request, body: CalendarAddressIn) -> Status:
    """An address to subscribe to: of the caller's tasks, or of a project's milestones and tasks."""
    row = the_project(request, body.project_id) if body.project_id else None
    made = feeds.make_feed(request.actor, row)
    shown: dict[str, Any] = CalendarAddressOut.from_orm(made.feed).dict()
    return Status(201, {**shown, "address": made.address})


@router.delete(ADDRESSES + "/{uuid:address_id}", response=CalendarAddressOut)
@api(USE_CALENDAR_FEED)
def revoke_calendar_address(request: Request, address_id: UUID) -> CalendarFeed:
    """Calendars that read it find nothing there any more."""
    return feeds.revoke_feed(request.actor, find(request.actor, CalendarFeed, pk=address_id))


# --- below -----------------------------------------------------------------------------------------------


def _day_of(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Invalid(year=_("Only days from 1900 to 2199 can be planned.")) from error


def _values(request: Request, body: CalendarFields) -> dict[str, Any]:
    """What was sent, with the rows behind the ids."""
    return rows_behind(
        sent(body, nullable=NULLABLE),
        project=lambda key: the_project(request, key), user=lambda key: the_colleague(request, key),
        base=lambda key: the_calendar(request, key), client=lambda key: find(request.actor, Client, pk=key),
    )  # fmt: skip
