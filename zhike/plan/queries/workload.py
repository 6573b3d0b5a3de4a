"""Who is asked for how many hours in which week, over every project one knows of, and how many they have."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from zhike.accounts.models import Membership
from zhike.core.access import visible
from zhike.core.actors import Actor, Role
from zhike.core.errors import Invalid
from zhike.methods.schedule import plan as words
from zhike.plan.loads import FULL, HOUR, Availability, Clocks, Periods, Piece, capacity, span_of, spread
from zhike.plan.models import CalendarException, Resource, Task, WorkCalendar, usual_week
from zhike.projects.models import Project

NOBODY = "nobody"
USUAL = 0  # the calendar of those for whom nobody entered one
WORKING_ROLES = (Role.OWNER, Role.MANAGER, Role.MEMBER)
ENDED = (Project.Status.CLOSED, Project.Status.CANCELLED)
READ = (
    "project__number", "number", "name", "project__name", "side", "owner_user_id", "owner_user__name", "begins", "ends",
    "parts", "assignments__resource_id", "assignments__units",
)  # fmt: skip
SHARE = slice(len(READ) - 2, len(READ))
WHOLE = "[]"  # the parts of a task that is not split


@dataclass(frozen=True, slots=True)
class Demand:
    """A task that asks for hours."""

    project: int  # by its number
    number: int
    name: str
    project_name: str
    how: str  # "assigned", "owner": full-time although nobody was assigned, "nobody"

    @property
    def code(self) -> str:
        return f"T-{self.number}"


@dataclass(slots=True)
class Cell:
    """One person in one period: hours planned, and hours they have."""

    at: int
    planned: float = 0.0
    available: float = 0.0

    @property
    def over(self) -> float:
        return self.planned - self.available if self.planned > self.available + 0.05 else 0.0

    @property
    def level(self) -> str:
        """As a word of the page's styles; what people read is `word`."""
        if self.over:
            return "far-over" if self.planned > self.available * 1.2 else "over"
        if not self.planned:
            return "free" if self.available else "off"
        share = self.planned / self.available
        return "light" if share < 0.5 else "busy" if share < 0.9 else "full"

    @property
    def word(self) -> str:
        return {
            "off": _("does not work"), "free": _("free"), "light": _("lightly loaded"), "busy": _("busy"),
            "full": _("full"), "over": _("over-allocated"), "far-over": _("far over-allocated"),
        }[self.level]  # fmt: skip


@dataclass(slots=True)
class Person:
    """A row: a colleague, a role nobody fills yet, somebody of a client who was assigned, or nobody."""

    key: str
    name: str
    team: str = ""
    kind: str = "colleague"  # role | client | nobody
    availability: Availability = field(default_factory=lambda: Availability(USUAL))
    cells: list[Cell] = field(default_factory=list)

    @property
    def planned(self) -> float:
        return sum(cell.planned for cell in self.cells)

    @property
    def available(self) -> float:
        return sum(cell.available for cell in self.cells)

    @property
    def over(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.over]


@dataclass(slots=True)
class Workload:
    periods: Periods
    people: list[Person]
    teams: list[str]
    works: list[tuple[Person, int, Demand, float]] = field(default_factory=list)  # hours by period and task

    @property
    def over(self) -> list[Person]:
        return [person for person in self.people if person.over]


@dataclass(slots=True)
class _Read:
    """What the database told."""

    demands: list[Demand] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    by_resource: dict[UUID, str] = field(default_factory=dict)
    calendars: dict[UUID, int] = field(default_factory=dict)
    own: dict[UUID, int] = field(default_factory=dict)  # of a colleague
    standard: int = USUAL


def weeks(first: date, last: date) -> Periods:
    """Whole weeks, from the one of the first day to the one of the last."""
    monday = first - timedelta(days=first.weekday())
    count = max(1, (last - monday).days // 7 + 1)
    return Periods([monday + timedelta(weeks=at) for at in range(count)], 7)


def days(first: date, last: date) -> Periods:
    return Periods([first + timedelta(days=at) for at in range(max(0, (last - first).days) + 1)], 1)


def workload_of(
    actor: Actor, periods: Periods, *, project: Project | None = None, team: str = "", only_over: bool = False
) -> Workload:  # fmt: skip
    """The heat map. All projects count; with `project` only its people are shown."""
    read, clocks = _read(actor, periods)
    works = _reckon(read, clocks, periods)
    shown = list(read.people.values())
    if project is not None:
        there = {person.key for person, _at, demand, _hours in works if demand.project == project.number}
        shown = [person for person in shown if person.key in there]
    teams = sorted({person.team for person in shown if person.team})
    shown = [person for person in shown if (not team or person.team == team) and (person.over or not only_over)]
    shown.sort(key=lambda person: (person.kind == NOBODY, person.kind != "colleague", person.name))
    return Workload(periods, shown, teams, works)


def behind(actor: Actor, key: str, periods: Periods) -> tuple[Person | None, list[tuple[Demand, float]]]:
    """What stands behind a cell: the tasks with the hours they ask for in all of these periods, the most first."""
    found = workload_of(actor, periods)
    person = next((one for one in found.people if one.key == key), None)
    hours: dict[Demand, float] = {}
    for one, _at, demand, much in found.works:
        if one.key == key:
            hours[demand] = hours.get(demand, 0.0) + much
    return person, sorted(hours.items(), key=lambda pair: -pair[1])


# --- below: reading ---------------------------------------------------------------------------------------


def _read(actor: Actor, periods: Periods) -> tuple[_Read, Clocks]:
    from zhike.methods.schedule.calendars import BadCalendar

    read = _Read()
    calendars = _calendars(actor, read, periods)
    _people(actor, read)
    _tasks(actor, read, periods)
    try:
        return read, Clocks(calendars, periods)
    except BadCalendar as error:
        raise Invalid({"_": _("A calendar cannot be read: %(why)s") % {"why": error}}) from error


def _calendars(actor: Actor, read: _Read, periods: Periods) -> list[words.Calendar]:
    """Those of the organisation, people and clients; of projects none, for a person works in several."""
    rows = list(visible(actor, WorkCalendar).filter(project=None).order_by("id"))
    read.calendars = {row.pk: number for number, row in enumerate(rows, USUAL + 1)}
    read.own = {row.user_id: read.calendars[row.pk] for row in rows if row.user_id}
    read.standard = next((read.calendars[row.pk] for row in rows if row.is_standard), USUAL)
    told: dict[UUID, list[words.DayException]] = {}
    within = Q(first__lt=periods.last.date(), last__gte=periods.first.date()) | Q(recurrence__isnull=False)
    exceptions = CalendarException.objects.filter(within, calendar__in=list(read.calendars)) if rows else []
    for one in exceptions:
        recurrence = words.Recurrence(**one.recurrence) if one.recurrence else None
        hours = tuple((begins, ends) for begins, ends in one.periods)
        told.setdefault(one.calendar_id, []).append(
            words.DayException(one.first, one.last, hours, one.name, recurrence)
        )
    usual = words.Calendar(USUAL, "", tuple(tuple(map(tuple, day or ())) for day in usual_week()))  # type: ignore[misc, arg-type]
    return [usual, *(_calendar(row, read, told.get(row.pk, ())) for row in rows)]


def _calendar(row: WorkCalendar, read: _Read, exceptions: Iterable[words.DayException]) -> words.Calendar:
    base = read.calendars.get(row.base_id) if row.base_id else None
    week = tuple(() if day is None and base is None else day for day in row.days)
    other = tuple(
        words.WorkWeek(
            datetime.fromisoformat(kept["first"]).date(), datetime.fromisoformat(kept["last"]).date(),
            tuple(None if day is None else tuple(map(tuple, day)) for day in kept["days"]), kept.get("name", ""),
        )
        for kept in row.work_weeks
    )  # fmt: skip
    return words.Calendar(read.calendars[row.pk], row.name, week, tuple(exceptions), other, base)


def _people(actor: Actor, read: _Read) -> None:
    """Colleagues who work on projects, and everybody and every role that can be assigned."""
    working = visible(actor, Membership).filter(ended_at=None, role__in=[role.value for role in WORKING_ROLES])
    for key, name in working.values_list("user_id", "user__name"):
        _colleague(read, key, name)
    for row in visible(actor, Resource).filter(kind=Resource.Kind.WORK):
        if row.user_id:
            person = _colleague(read, row.user_id, row.name)
        else:
            kind = "client" if row.contact_id else "role"
            person = read.people[f"resource:{row.pk}"] = Person(f"resource:{row.pk}", row.name, kind=kind)
        calendar = read.calendars.get(row.calendar_id) if row.calendar_id else None
        own = read.own.get(row.user_id, read.standard) if row.user_id else read.standard
        person.team = row.group
        person.availability = Availability(
            own if calendar is None else calendar, row.max_units, _spans(row.availability)
        )
        read.by_resource[row.pk] = person.key


def _colleague(read: _Read, key: UUID, name: str) -> Person:
    told = f"user:{key}"
    if told not in read.people:
        read.people[told] = Person(told, name, availability=Availability(read.own.get(key, read.standard)))
    return read.people[told]


def _spans(kept: Sequence[Sequence[Any]]) -> list[tuple[int, int, float]]:
    """Days and units out of what a file said: [[first, last, units], …]."""
    from zhike.methods.schedule.moments import day_number

    return [
        (
            day_number(datetime.fromisoformat(first or "1984-01-01").date()),
            day_number(datetime.fromisoformat(last or "2149-12-31").date()), float(units),
        )
        for first, last, units in kept
    ]  # fmt: skip


def _tasks(actor: Actor, read: _Read, periods: Periods) -> None:
    """Every task of a running project that counts and lies in the periods, once for each assignment: one question."""
    found = visible(actor, Task).filter(
        is_active=True, kind=Task.Kind.TASK, start__lt=periods.last, finish__gt=periods.first
    )
    rows = (
        found.exclude(project__status__in=ENDED).order_by("project__number", "number")
        .annotate(
            begins=Cast("start", BigIntegerField()), ends=Cast("finish", BigIntegerField()),
            parts=Cast("segments", TextField()),
        )
        .values_list(*READ)
    )  # fmt: skip
    for _task, together in groupby(rows, key=itemgetter(0, 1)):
        _demand(read, list(together))


def _demand(read: _Read, rows: Sequence[Any]) -> None:
    """One task: those assigned ask their share; without any, its owner full-time; without an owner, nobody yet."""
    project, number, name, project_name, side, owner, owner_name, begins, ends, parts = rows[0][: SHARE.start]
    shares = [row[SHARE] for row in rows]
    asked = [(read.by_resource[key], units) for key, units in shares if key in read.by_resource]
    how = "assigned"
    if not asked:
        if side != Task.Side.OURS:
            return
        how = "owner" if owner else NOBODY
        asked = [((_colleague(read, owner, owner_name) if owner else _nobody(read)).key, FULL)]
    at = len(read.demands)
    read.demands.append(Demand(project, number, name, project_name, how))
    spans = [(begins, ends)] if parts == WHOLE else span_of(json.loads(parts), begins, ends)
    read.pieces += [Piece(key, at, first, last, units) for first, last in spans for key, units in asked]


def _nobody(read: _Read) -> Person:
    if NOBODY not in read.people:
        read.people[NOBODY] = Person(NOBODY, _("Nobody yet"), kind=NOBODY, availability=Availability(read.standard, 0))
    return read.people[NOBODY]


# --- below: counting --------------------------------------------------------------------------------------


def _reckon(read: _Read, clocks: Clocks, periods: Periods) -> list[tuple[Person, int, Demand, float]]:
    """Fill everybody's cells; and keep which task asked for what."""
    for person in read.people.values():
        have = capacity(person.availability, clocks, periods)
        person.cells = [Cell(at, 0.0, ticks / HOUR) for at, ticks in enumerate(have)]
    works = []
    for piece in read.pieces:
        person = read.people[piece.person]
        demand = read.demands[piece.task]
        for at, ticks in spread(piece, person.availability.calendar, clocks, periods):
            hours = ticks / HOUR
            person.cells[at].planned += hours
            works.append((person, at, demand, hours))
    return works
