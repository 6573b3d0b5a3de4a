"""What callers send and get of calendars, of who works by them, and of calendar addresses."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema

Periods = list[list[int]]  # [[480, 720], [780, 1020]]: minutes after midnight


class CalendarFields(Input):
    """`week` is Monday to Sunday: periods in minutes after midnight, [] a day off, null as in the calendar it is based
    on. `scope` says whose it is (organisation, project, person, client), and the id of that kind goes with it."""

    scope: str | None = None
    project_id: UUID | None = None
    user_id: UUID | None = None
    client_id: UUID | None = None
    base_id: UUID | None = None
    week: list[Periods | None] | None = None
    country: str | None = None


class CalendarIn(CalendarFields):
    id: UUID | None = None
    name: str


class CalendarPatch(CalendarFields):
    name: str | None = None
    version: int | None = None


class CalendarOut(Schema):
    id: UUID
    name: str
    scope: str
    project_id: UUID | None
    user_id: UUID | None
    client_id: UUID | None
    base_id: UUID | None
    week: list[Periods | None]
    country: str
    is_standard: bool
    source: str
    version: int
    created_at: datetime
    updated_at: datetime


class CalendarExceptionIn(Input):
    """Without `last` one day; without `periods` days off."""

    name: str = ""
    first: date
    last: date | None = None
    periods: Periods = []


class CalendarExceptionOut(Schema):
    id: UUID
    calendar_id: UUID
    name: str
    first: date
    last: date
    periods: Periods
    recurrence: dict[str, Any] | None
    origin: str
    created_at: datetime
    updated_at: datetime


class HolidaysIn(Input):
    year: int


class HolidaysOut(Schema):
    """How many days were entered."""

    count: int


class ResourceFields(Input):
    kind: str | None = None
    user_id: UUID | None = None
    contact_id: UUID | None = None
    is_generic: bool | None = None
    group: str | None = None
    max_units: float | None = None
    unit: str | None = None
    calendar_id: UUID | None = None
    is_active: bool | None = None
    note: str | None = None


class ResourceIn(ResourceFields):
    """A colleague or contact needs no name: it is theirs."""

    id: UUID | None = None
    name: str = ""


class ResourcePatch(ResourceFields):
    name: str | None = None
    version: int | None = None


class ResourceOut(Schema):
    """`max_units` 100 is one full-time person."""

    id: UUID
    name: str
    kind: str
    user_id: UUID | None
    contact_id: UUID | None
    is_generic: bool
    group: str
    max_units: float
    unit: str
    calendar_id: UUID | None
    is_active: bool
    note: str
    version: int
    created_at: datetime
    updated_at: datetime


class RateIn(Input):
    """From a day on; without `since` from the beginning. Sent again for the same day, it is changed."""

    since: date | None = None
    standard: Decimal
    overtime: Decimal = Decimal(0)
    per_use: Decimal = Decimal(0)


class RateOut(Schema):
    id: UUID
    resource_id: UUID
    since: date | None
    standard: Decimal
    overtime: Decimal
    per_use: Decimal
    created_at: datetime
    updated_at: datetime


class TaskAssignmentIn(Input):
    """`units` 100 is full-time. Sent again for the same task and resource, it is changed."""

    task_id: UUID
    resource_id: UUID
    units: float = 100


class TaskAssignmentPatch(Input):
    units: float


class TaskAssignmentOut(Schema):
    id: UUID
    task_id: UUID
    resource_id: UUID
    units: float
    work: int
    actual_work: int
    remaining_work: int | None
    created_at: datetime
    updated_at: datetime


class CalendarAddressIn(Input):
    """Without a project: of the caller's own tasks."""

    project_id: UUID | None = None


class CalendarAddressOut(Schema):
    id: UUID
    project_id: UUID | None
    read_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime
    updated_at: datetime


class CalendarAddressMadeOut(CalendarAddressOut):
    """With the address, which is shown only this once."""

    address: str
