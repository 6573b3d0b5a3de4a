"""The way out: a plan as the engine's words, with everything that was kept of the file it came from; and from there
Microsoft's XML, our own JSON, a spreadsheet.

What comes in again doubles nothing: each task has its number in the source, or its key, in the file.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.tables.write import write_csv, write_xlsx
from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files.json_plan import dump_json, read_as
from zhike.methods.schedule.files.mspdi import dump_mspdi
from zhike.methods.schedule.files.values import FORMATS
from zhike.plan.access import VIEW_RATES
from zhike.plan.importing.calendars import as_words, exceptions_by_calendar
from zhike.plan.importing.project_files import GUID, OURS, SAME
from zhike.plan.importing.targets import TARGETS
from zhike.plan.models import (
    Assignment,
    Baseline,
    BaselineTask,
    Link,
    Plan,
    Resource,
    ResourceRate,
    Task,
    WorkCalendar,
)
from zhike.plan.queries.calendars import ancestry
from zhike.plan.wording import duration_words, link_text

FORMS = {
    "xml": "application/xml",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
MOST_BASELINES = 11  # Microsoft's file has room for so many
COLUMNS = (
    "code", "outline", "level", "name", "duration", "start", "finish", "predecessors", "owner", "progress", "state",
    "is_milestone", "deadline", "side", "effort", "deliverable", "priority", "external_id",
)  # fmt: skip
KINDS = {
    Resource.Kind.WORK: words.ResourceKind.WORK, Resource.Kind.MATERIAL: words.ResourceKind.MATERIAL,
    Resource.Kind.COST: words.ResourceKind.COST,
}  # fmt: skip


def written(actor: Actor, plan: Plan, form: str) -> tuple[IO[bytes], str]:
    """The file and what it is."""
    if form == "xml":
        return BytesIO(dump_mspdi(as_plan(actor, plan))), FORMS[form]
    if form == "json":
        return BytesIO(dump_json(as_plan(actor, plan, with_ours=True))), FORMS[form]
    headers = [TARGETS[name].label for name in COLUMNS]
    if form == "csv":
        return BytesIO(b"".join(write_csv(_lines(plan), headers=headers))), FORMS[form]
    return write_xlsx(_lines(plan), headers=headers, title=_("Plan")), FORMS[form]


def as_plan(actor: Actor, plan: Plan, *, with_ours: bool = False) -> words.Plan:
    """The plan with all that belongs to it. What an hour costs goes only to those who may know."""
    return _Writing(actor, plan, with_ours).plan()


def with_rows(actor: Actor, plan: Plan) -> tuple[words.Plan, dict[int, Task]]:
    """The same to be computed, and the rows of its tasks by the numbers they have in it.

    Here every plan is computed from its start; that a file was planned from its finish is only kept for the way back.
    """
    writing = _Writing(actor, plan, with_ours=False)
    made = writing.plan()
    made.is_scheduled_from_start = True
    return made, {writing.numbers[row.pk]: row for row in writing.tasks}


class _Writing:
    def __init__(self, actor: Actor, plan: Plan, with_ours: bool) -> None:
        self.row, self.with_ours = plan, with_ours
        self.sees_rates = can(actor, VIEW_RATES)
        self.tasks = list(
            Task.objects.filter(plan=plan).select_related("owner_user", "owner_contact").order_by("position")
        )
        self.numbers = _numbered(self.tasks, plan.source)
        self.assignments = list(Assignment.objects.filter(plan=plan).order_by("created_at", "id"))
        self._resources()
        self._calendars()

    def plan(self) -> words.Plan:
        row, file = self.row, self.row.kept.get("file", {})
        made = words.Plan(
            row.start, finish=row.finish, status_at=row.status_at, calendar=self.calendars[row.calendar_id],
            minutes_per_day=row.minutes_per_day, minutes_per_week=row.minutes_per_week,
            days_per_month=row.days_per_month, critical_limit=row.critical_limit,
            has_multiple_critical_paths=row.has_multiple_critical_paths, honours_constraints=row.honours_constraints,
            name=file.get("name", row.project.name), currency=file.get("currency", ""),
            is_scheduled_from_start=file.get("is_scheduled_from_start", True),
            custom_fields=file.get("custom_fields", {}), kept=read_as(words.Kept, file.get("kept", [])),
        )  # fmt: skip
        baselines = self._baselines()
        made.calendars = self._written_calendars()
        made.resources = [self._resource(one) for one in self.resources]
        made.tasks = [self._task(one, baselines.get(one.pk, ())) for one in self.tasks]
        made.links = [self._link(one) for one in Link.objects.filter(plan=row).order_by("created_at", "id")]
        made.assignments = self._written_assignments()
        return made

    # --- tasks ---

    def _task(self, row: Task, baselines: tuple[words.Baseline, ...]) -> words.Task:
        file = row.kept.get("file", {})
        kept = {name: value for name, value in file.items() if name not in {"name", "notes"}}
        made: words.Task = read_as(words.Task, {**kept, "id": self.numbers[row.pk]})
        for name in SAME:
            setattr(made, name, getattr(row, name))
        made.name = file["name"] if _shortened(file.get("name"), row.name) else row.name
        made.notes = file["notes"] if _shortened(file.get("notes"), row.description) else row.description
        made.parent = self.numbers[row.parent_id] if row.parent_id else None
        made.constraint, made.type = words.Constraint(row.constraint), words.TaskType(row.type)
        made.calendar = self.calendars[row.calendar_id] if row.calendar_id else None
        made.work, made.is_milestone = row.effort, row.kind == Task.Kind.MILESTONE
        made.segments = tuple((datetime.fromisoformat(one), datetime.fromisoformat(two)) for one, two in row.segments)
        if row.optimistic is not None and row.likely is not None and row.pessimistic is not None:
            made.estimate = words.Estimate(row.optimistic, row.likely, row.pessimistic)
        for name in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_float",
                     "free_float", "is_critical"):  # fmt: skip
            setattr(made, name, getattr(row, name))
        made.baselines, made.wbs = baselines, made.wbs or row.wbs
        if not any(name == GUID for name, _xml in made.kept):
            made.kept = (*made.kept, (GUID, f"<GUID>{str(row.pk).upper()}</GUID>"))
        if self.with_ours:
            made.custom = {**made.custom, **_ours(row)}
        return made

    def _link(self, row: Link) -> words.Link:
        shown = FORMATS.get(row.lag_shown, 7)
        kept = read_as(words.Kept, row.kept.get("kept", []))
        ends = self.numbers[row.predecessor_id], self.numbers[row.successor_id]
        return words.Link(
            *ends, words.LinkKind(row.kind), row.lag, words.LagUnit(row.lag_unit), row.kept.get("format", shown), kept
        )

    # --- people ---

    def _resources(self) -> None:
        told = self.row.kept.get("resources", {})
        keys = {one.resource_id for one in self.assignments} | {UUID(key) for key in told}
        rows = list(Resource.objects.filter(pk__in=keys).select_related("calendar", "user", "contact").order_by("id"))
        self.kept = {row.pk: told.get(str(row.pk), {}) for row in rows}
        taken = {kept["id"] for kept in self.kept.values() if "id" in kept}
        free = _free(taken)
        self.people = {row.pk: self.kept[row.pk].get("id") or next(free) for row in rows}
        order = list(told)
        self.resources = sorted(rows, key=lambda row: order.index(str(row.pk)) if str(row.pk) in told else len(order))
        self.rates: dict[UUID, list[ResourceRate]] = {}
        for rate in ResourceRate.objects.filter(resource__in=keys).order_by("since", "id") if self.sees_rates else ():
            self.rates.setdefault(rate.resource_id, []).append(rate)

    def _resource(self, row: Resource) -> words.Resource:
        kept = dict(self.kept[row.pk])
        calendar = kept.pop("calendar", None)
        made: words.Resource = read_as(words.Resource, {**kept, "id": self.people[row.pk]})
        made.name, made.kind, made.group = kept.get("name", row.name), KINDS[Resource.Kind(row.kind)], row.group
        made.max_units, made.is_generic = row.max_units, row.is_generic
        made.email = made.email or (row.user.email if row.user else "")
        made.availability = tuple(
            words.Availability(units, _moment(first), _moment(last)) for first, last, units in row.availability
        )
        own = self.calendars.get(row.calendar_id) if row.calendar_id else None
        thin = {one["id"]: one.get("base") for one in self.row.kept.get("thin", [])}
        made.calendar = calendar if calendar in thin and own == self._thick(calendar, thin) else own
        made.rates = self._rates(row, made.rates)
        return made

    def _rates(self, row: Resource, kept: tuple[words.Rate, ...]) -> tuple[words.Rate, ...]:
        """As they were in the file while they are still what they were; else those of here, and the other tables."""
        if not self.sees_rates:
            return ()
        here = [(one.standard, one.overtime, one.per_use) for one in self.rates.get(row.pk, [])]
        first = [(one.standard, one.overtime, one.per_use) for one in kept if not one.table and any(
            (one.standard, one.overtime, one.per_use))]  # fmt: skip
        if here == first:
            return kept
        made = [
            words.Rate(
                datetime.combine(one.since, datetime.min.time()) if one.since else None, None, one.standard,
                one.overtime, one.per_use,
            )
            for one in self.rates.get(row.pk, [])
        ]  # fmt: skip
        made = [
            replace(one, last=after.first) for one, after in zip(made, [*made[1:], words.Rate(None, None)], strict=True)
        ]
        return (*made, *(one for one in kept if one.table))

    def _written_assignments(self) -> list[words.Assignment]:
        kept = [one for row in self.tasks for one in row.kept.get("assignments", [])]
        taken = {one.kept["id"] for one in self.assignments if "id" in one.kept} | {one["id"] for one in kept}
        free = _free(taken)
        made = []
        for row in self.assignments:
            base = {**row.kept, "id": row.kept.get("id") or next(free)}
            one: words.Assignment = read_as(
                words.Assignment, {**base, "task": self.numbers[row.task_id], "resource": self.people[row.resource_id]}
            )
            for name in ("units", "work", "actual_work", "remaining_work", "delay", "start", "finish"):
                setattr(one, name, getattr(row, name))
            made.append(one)
        numbers = set(self.people.values())
        for task in self.tasks:
            for told in task.kept.get("assignments", []):
                one = read_as(words.Assignment, {**told, "task": self.numbers[task.pk]})
                if one.resource is None or one.resource in numbers:
                    made.append(one)
        return sorted(made, key=lambda one: one.id)

    # --- calendars ---

    def _calendars(self) -> None:
        told: dict[str, int] = self.row.kept.get("calendars", {})
        used = {
            self.row.calendar_id,
            *(row.calendar_id for row in self.tasks),
            *(row.calendar_id for row in self.resources),
        }
        keys = {key for key in used if key} | {UUID(key) for key in told}
        rows: dict[UUID, WorkCalendar] = {}
        for row in WorkCalendar.objects.filter(pk__in=keys).select_related("base"):
            rows |= {one.pk: one for one in ancestry(row)}
        taken = {number for key, number in told.items() if UUID(key) in rows}
        free = _free(taken | {one["id"] for one in self.row.kept.get("thin", [])})
        self.calendars = {
            key: told.get(str(key)) or next(free)
            for key in sorted(rows, key=lambda key: (told.get(str(key), 1 << 31), str(key)))
        }
        self.calendar_rows = rows

    def _written_calendars(self) -> list[words.Calendar]:
        exceptions = exceptions_by_calendar(self.calendar_rows.values())
        made = [
            as_words(
                row,
                exceptions.get(key, ()),
                self.calendars[key],
                self.calendars.get(row.base_id) if row.base_id else None,
            )
            for key, row in self.calendar_rows.items()
        ]
        for told in self.row.kept.get("thin", []):
            one: words.Calendar = read_as(words.Calendar, told)
            base = one.base
            if base in {calendar.id for calendar in made} or base in {each["id"] for each in self.row.kept["thin"]}:
                made.append(one)
        return sorted(made, key=lambda one: one.id)

    def _thick(self, number: int, thin: dict[int, int | None]) -> int | None:
        """The calendar that counts for one that says nothing of its own."""
        at: int | None = number
        while at in thin:
            at = thin[at]
        return at

    # --- baselines ---

    def _baselines(self) -> dict[UUID, tuple[words.Baseline, ...]]:
        """By task. Those that came from a file have their numbers; the latest others take those that are free, and what
        they cost is told to those who may know."""
        rows = list(Baseline.objects.filter(plan=self.row).order_by("-number"))
        numbers = {row.pk: row.file_number for row in rows if row.file_number is not None}
        free = [number for number in range(MOST_BASELINES) if number not in numbers.values()]
        for row in rows:
            if row.pk not in numbers and free:
                numbers[row.pk] = free.pop(0)
        hidden = set() if self.sees_rates else {row.pk for row in rows if row.file_number is None}
        found: dict[UUID, list[words.Baseline]] = {}
        for line in BaselineTask.objects.filter(baseline__in=list(numbers)):
            made = _baseline(line, numbers[line.baseline_id] or 0)
            made = replace(made, cost=None) if line.baseline_id in hidden else made
            found.setdefault(line.task_key, []).append(made)
        return {key: tuple(sorted(ones, key=lambda one: one.number)) for key, ones in found.items()}


# --- below -----------------------------------------------------------------------------------------------


def _numbered(tasks: list[Task], source: str) -> dict[UUID, int]:
    """Those that came from a plan keep its numbers; the others get the next ones."""
    found: dict[UUID, int] = {}
    taken: set[int] = set()
    for row in tasks:
        if row.source == source and row.external_id.isdigit() and int(row.external_id) not in taken:
            found[row.pk] = int(row.external_id)
            taken.add(found[row.pk])
    following = max(taken, default=0)
    for row in tasks:
        if row.pk not in found:
            following += 1
            found[row.pk] = following
    return found


def _free(taken: set[int]) -> Iterator[int]:
    number = 0
    while True:
        number += 1
        if number not in taken:
            yield number


def _shortened(told: str | None, here: str) -> bool:
    """The text of the file was longer than fits, or written otherwise, and nobody changed what did fit."""
    if told is None:
        return False
    plain = " ".join(told.split())
    return told.startswith(here) or plain[: len(here)] == here or (not plain and here == _("(without a name)"))


def _ours(row: Task) -> dict[str, str]:
    told = {"side": row.side, "risk": row.risk, "deliverable": row.deliverable, "blocked_by": row.blocked_by}
    if row.kind != Task.Kind.SUMMARY:
        told["state"] = row.state
    told["owner"] = row.owner_user.email if row.owner_user else str(row.owner_contact or "")
    return {f"{OURS}{name}": str(value) for name, value in told.items() if value}


def _baseline(line: BaselineTask, number: int) -> words.Baseline:
    none = set(line.kept.get("none", []))
    values = {
        name: None if name in none else getattr(line, name) for name in ("duration", "work", "cost")
    }  # fmt: skip
    cost = values["cost"]
    values["cost"] = None if cost is None else _plain(cost)
    return words.Baseline(
        number, line.start, line.finish, **values, kept=read_as(words.Kept, line.kept.get("kept", []))
    )


def _plain(amount: Decimal) -> Decimal:
    """Without the zeros a column of money adds."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _lines(plan: Plan) -> Iterator[list[Any]]:
    """As the page of an import reads them again."""
    waits: dict[UUID, list[str]] = {}
    for link in Link.objects.filter(plan=plan).select_related("predecessor").order_by("predecessor__position"):
        waits.setdefault(link.successor_id, []).append(link_text(link.predecessor.number, link, plan))
    rows = Task.objects.filter(plan=plan).select_related("owner_user", "owner_contact").order_by("position")
    for row in rows.iterator(chunk_size=500):
        yield [_cell(row, name, plan, waits) for name in COLUMNS]


def _cell(row: Task, name: str, plan: Plan, waits: dict[UUID, list[str]]) -> Any:
    if name in {"start", "finish", "deadline"}:
        moment = getattr(row, name)
        return moment.date() if moment else ""
    if name == "duration":
        return "" if row.is_summary else str(duration_words(row.duration, row.duration_unit, plan))
    simple = {
        "code": row.code, "outline": row.wbs, "predecessors": ", ".join(waits.get(row.pk, [])), "owner": row.owner,
        "progress": f"{row.percent_complete:g}%", "is_milestone": _("Yes") if row.is_milestone else "",
        "state": str(row.get_state_display()), "side": str(row.get_side_display()),
        "effort": f"{row.effort / 600:g}h" if row.effort else "",
    }  # fmt: skip
    return simple[name] if name in simple else getattr(row, name)
