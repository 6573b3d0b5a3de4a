"""Calendars of a file. Those people work by belong to the organisation, because people work on several projects; the
others to the project. One that is here already, equal in all it says, is used again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files.json_plan import as_json, read_as
from zhike.plan.models import CalendarException, WorkCalendar
from zhike.projects.models import Project

Scope = WorkCalendar.Scope


@dataclass
class Calendars:
    """By their numbers in the file; new ones are not stored before `store`."""

    rows: dict[int, WorkCalendar] = field(default_factory=dict)
    new: list[WorkCalendar] = field(default_factory=list)
    exceptions: list[CalendarException] = field(default_factory=list)
    thin: list[Any] = field(default_factory=list)  # as they are written: their base is used, and they go out again

    def store(self) -> None:
        for row in self.new:  # a base before what is based on it
            row.save(force_insert=True)
        CalendarException.objects.bulk_create(self.exceptions, batch_size=500)


def calendars_of(plan: words.Plan, project: Project, source: str) -> Calendars:
    found = Calendars()
    of_people = _with_bases(plan, {one.calendar for one in plan.resources})
    there = _there(project)
    for calendar in _bases_first(plan.calendars):
        shared = calendar.id in of_people
        base = None if calendar.base is None else found.rows[calendar.base]
        if base is not None and _is_thin(calendar):
            found.rows[calendar.id] = base
            found.thin.append(as_json(calendar))
            continue
        said = said_by(calendar, base)
        known = there.get((shared, repr(said)))
        if known is None:
            known = _new(found, calendar, base, source)
            known.scope, known.project = (Scope.ORGANISATION, None) if shared else (Scope.PROJECT, project)
        found.rows[calendar.id] = known
    return found


def said_by(calendar: words.Calendar, base: WorkCalendar | None) -> dict[str, Any]:
    """All a calendar says, without its number."""
    written = as_json(calendar)
    written["exceptions"] = sorted(written.get("exceptions", []), key=repr)
    return {**written, "id": 0, "base": str(base.pk) if base else ""}


def as_words(row: WorkCalendar, exceptions: Iterable[CalendarException], number: int, base: int | None) -> Any:
    """A row as the engine and files take it."""
    return words.Calendar(
        number, row.name, tuple(row.days),
        tuple(
            words.DayException(
                one.first, one.last, tuple((begins, ends) for begins, ends in one.periods), one.name,
                words.Recurrence(**one.recurrence) if one.recurrence else None,
            )
            for one in exceptions
        ),
        read_as(tuple[words.WorkWeek, ...], row.work_weeks), base, read_as(words.Kept, row.kept.get("kept", [])),
    )  # fmt: skip


def exceptions_by_calendar(rows: Iterable[WorkCalendar]) -> dict[Any, list[CalendarException]]:
    found: dict[Any, list[CalendarException]] = {}
    for one in CalendarException.objects.filter(calendar__in=[row.pk for row in rows]).order_by("first", "id"):
        found.setdefault(one.calendar_id, []).append(one)
    return found


# --- below -----------------------------------------------------------------------------------------------


def _there(project: Project) -> dict[tuple[bool, str], WorkCalendar]:
    """Calendars that came out of files before, by what they say."""
    rows = WorkCalendar.objects.exclude(source="").filter(scope__in=[Scope.ORGANISATION, Scope.PROJECT])
    kept = [row for row in rows.order_by("id") if row.project_id in {None, project.pk}]
    by_key, exceptions = {row.pk: row for row in kept}, exceptions_by_calendar(kept)
    found: dict[tuple[bool, str], WorkCalendar] = {}
    for row in kept:
        base = by_key.get(row.base_id) if row.base_id else None
        said = said_by(as_words(row, exceptions.get(row.pk, ()), 0, None), base)
        found.setdefault((row.project_id is None, repr(said)), row)
    return found


def _new(found: Calendars, calendar: words.Calendar, base: WorkCalendar | None, source: str) -> WorkCalendar:
    row = WorkCalendar(
        name=calendar.name[:120], base=base, source=source, external_id=str(calendar.id),
        week=[None if day is None else [list(period) for period in day] for day in calendar.week],
        work_weeks=as_json(list(calendar.work_weeks)), kept={"kept": as_json(list(calendar.kept))},
    )  # fmt: skip
    found.new.append(row)
    for one in calendar.exceptions:
        found.exceptions.append(
            CalendarException(
                calendar=row, name=one.name[:120], first=one.first, last=one.last,
                periods=[list(period) for period in one.periods], origin=CalendarException.Origin.FILE,
                recurrence=None if one.recurrence is None else as_json(one.recurrence),
            )
        )  # fmt: skip
    return row


def _with_bases(plan: words.Plan, numbers: Iterable[int | None]) -> set[int]:
    bases = {calendar.id: calendar.base for calendar in plan.calendars}
    found: set[int] = set()
    for number in numbers:
        at = number
        while at is not None and at not in found:
            found.add(at)
            at = bases[at]
    return found


def _bases_first(calendars: list[words.Calendar]) -> list[words.Calendar]:
    done: dict[int, words.Calendar] = {}
    by_number = {calendar.id: calendar for calendar in calendars}
    for calendar in calendars:
        chain = [calendar]
        while chain[-1].id not in done and chain[-1].base is not None:
            chain.append(by_number[chain[-1].base])
        for one in reversed(chain):
            done.setdefault(one.id, one)
    return list(done.values())


def _is_thin(calendar: words.Calendar) -> bool:
    """It says nothing of its own: other programs keep one for each person, most of them so."""
    return calendar.base is not None and not (
        any(day is not None for day in calendar.week) or calendar.exceptions or calendar.work_weeks
    )
