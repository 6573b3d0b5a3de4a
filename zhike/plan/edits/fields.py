"""Setting what people enter of a task. Each setter checks its value, and does what follows from it: progress starts a
task, done ends it, an owner of the client makes it the client's."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.accounts.models import Membership, User
from zhike.clients.models import Contact
from zhike.core.actors import STAFF
from zhike.core.changes import check
from zhike.core.errors import Invalid
from zhike.core.words import Words, listed, said
from zhike.methods.schedule.durations import Duration, NotReadable, parse_duration
from zhike.methods.schedule.plan import Constraint
from zhike.plan.clocks import TaskClock
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.people import follow_duration
from zhike.plan.edits.progress import set_actual_finish, set_actual_start, set_progress, set_remaining, set_state
from zhike.plan.edits.written import set_predecessors
from zhike.plan.models import BoardColumn, MomentField, Plan, Task, WorkCalendar
from zhike.plan.wording import now_here, units_of, unplannable
from zhike.projects.models import Participant

Setter = Callable[[Draft, Task, Any], None]
TEXTS = ("name", "description", "deliverable", "blocked_by")
PLAIN = ("is_estimated", "ignores_resource_calendars", "is_effort_driven", "type", "risk", "priority", "side")
MOMENTS = ("constraint_at", "deadline")
TIMES = ("effort", "optimistic", "likely", "pessimistic", "levelling_delay")
LABELS = {
    "mode": gettext_lazy("dates set by hand"),
    "predecessors": gettext_lazy("predecessors"), "owner": gettext_lazy("owner"), "progress": gettext_lazy("progress"),
    "shared": gettext_lazy("the client sees it"), "constraintAt": gettext_lazy("date of the constraint"),
}  # fmt: skip
DATES_BY_HAND = ("start", "finish")


def set_values(draft: Draft, task: Task, values: Mapping[str, Any]) -> Words:
    """Set these fields, in an order in which they do not get into each other's way. Says which changed."""
    draft.touch(task)
    before = {name: getattr(task, name) for name in _attributes()}
    strangers = set(values) - set(SETTERS)
    if strangers:
        raise Invalid({name: _("A task has no such field.") for name in strangers})
    for name in sorted(values, key=list(SETTERS).index):
        try:
            SETTERS[name](draft, task, values[name])
        except NotReadable as error:
            raise Invalid({name: unreadable(error.part)}) from error
    if task.duration != before["duration"]:
        follow_duration(draft, task, before["duration"])
    if any(before[name] != getattr(task, name) for name in ("state", "column_id")):
        task.column_since = now_here()  # how long a card hangs in a column is counted from here
    _check(task, values)
    changed = [name for name in values if _differs(task, before, name)]
    if not changed:
        return ""
    if changed == ["name"]:
        return said(gettext_lazy("{code} is now called {name}"), code=task.code, name=task.name)
    fields = listed([label_of(name) for name in changed])
    return said(gettext_lazy("{fields} of {task}"), fields=fields, task=str(task))


def label_of(name: str) -> Any:
    if name in LABELS:
        return LABELS[name]
    return Task._meta.get_field(ATTRIBUTES.get(name, name)).verbose_name  # type: ignore[union-attr]


def unreadable(part: str) -> str:
    return _("“%(part)s” is no length of time. Write it like 3d, 4h, 2w, 30m, 1.5 天 or 5ed.") % {"part": part}


def moment_of(name: str, value: Any) -> datetime | None:
    """A moment out of text, a date or a moment."""
    try:
        return MomentField().to_python(value)
    except (ValidationError, ValueError, TypeError) as error:
        raise Invalid({name: _("Write a date and time, such as 2026-03-31 14:30.")}) from error


def ticks_of(draft: Draft, value: Any) -> tuple[int, str, bool]:
    """Ticks as they are, or text as people write it: how much, in which unit, and whether it is a guess."""
    if isinstance(value, Duration):
        return value.ticks, value.unit, value.is_estimated
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= 1_440_000_000:
            raise NotReadable(str(value))
        return value, "", False
    found = parse_duration(str(value or ""), units_of(draft.plan))
    return found.ticks, found.unit, found.is_estimated


# --- setters ---------------------------------------------------------------------------------------------


def _set_text(name: str) -> Setter:
    def put(draft: Draft, task: Task, value: Any) -> None:
        setattr(task, name, str(value or "").strip())

    return put


def _set_plain(name: str) -> Setter:
    def put(draft: Draft, task: Task, value: Any) -> None:
        field: Any = Task._meta.get_field(name)
        try:
            setattr(task, name, field.to_python(value))
        except ValidationError as error:
            raise Invalid({name: _("Choose one of the offered values.")}) from error

    return put


def _set_moment(name: str) -> Setter:
    def put(draft: Draft, task: Task, value: Any) -> None:
        moment = moment_of(name, value)
        if moment is not None and name == "deadline" and not (moment.hour or moment.minute):
            moment = moment.replace(hour=23, minute=59)  # a day is meant: to its end
        setattr(task, name, moment)

    return put


def _set_ticks(name: str) -> Setter:
    def put(draft: Draft, task: Task, value: Any) -> None:
        empty = None if name in {"optimistic", "likely", "pessimistic"} else 0
        setattr(task, name, empty if value in (None, "") else ticks_of(draft, value)[0])

    return put


def _set_duration(draft: Draft, task: Task, value: Any) -> None:
    if task.is_summary:
        raise Invalid(duration=_("A summary is as long as what is in it. Change the tasks below it."))
    ticks, unit, is_estimated = ticks_of(draft, value)
    task.duration = ticks
    if unit:
        task.duration_unit, task.is_elapsed, task.is_estimated = unit, unit.startswith("e"), is_estimated
    if ticks and task.kind == Task.Kind.MILESTONE:
        task.kind = Task.Kind.TASK
    elif not ticks and task.kind == Task.Kind.TASK:
        task.kind = Task.Kind.MILESTONE
    if task.is_manual and task.start is not None:
        task.finish = TaskClock(draft.plan, task).finish(task.start, ticks)


def _set_kind(draft: Draft, task: Task, value: Any) -> None:
    if value not in {Task.Kind.TASK, Task.Kind.MILESTONE} or task.is_summary:
        raise Invalid(kind=_("A task or a milestone; a summary is what has tasks below it."))
    task.kind = value
    if value == Task.Kind.MILESTONE:
        task.duration = 0
    elif not task.duration:
        task.duration = draft.plan.minutes_per_day * 10


def _set_constraint(draft: Draft, task: Task, value: Any) -> None:
    try:
        named = Constraint.__members__.get(str(value).upper())
        task.constraint = int(Constraint(int(value)) if named is None else named)
    except (ValueError, TypeError) as error:
        raise Invalid(constraint=_("Choose one of the offered values.")) from error
    if not Constraint(task.constraint).needs_a_date:
        task.constraint_at = None
    elif task.constraint_at is None:
        late = task.constraint in {Constraint.MUST_FINISH_ON, Constraint.FINISH_NO_EARLIER_THAN, 7}
        task.constraint_at = (task.finish if late else task.start) or draft.plan.start


def _set_mode(draft: Draft, task: Task, value: Any) -> None:
    task.is_manual = value in {True, "manual", "true", "on", "1"}


def _set_by_hand(name: str) -> Setter:
    def put(draft: Draft, task: Task, value: Any) -> None:
        moment = moment_of(name, value)
        if not task.is_manual or moment is None:
            raise Invalid({name: _("This date is computed. Set the dates by hand first, or set a constraint.")})
        setattr(task, name, moment)

    return put


def _set_owner(draft: Draft, task: Task, value: Any) -> None:
    """A `User`, a `Contact`, "user:<key>", "contact:<key>", or nobody."""
    owner = owner_of(draft.plan, value)
    task.owner_user = owner if isinstance(owner, User) else None
    task.owner_contact = owner if isinstance(owner, Contact) else None
    if isinstance(owner, User):
        task.side = Task.Side.OURS
        draft.people.add(owner.pk)
    elif isinstance(owner, Contact):
        task.side = Task.Side.CLIENT


def owner_of(plan: Plan, value: Any) -> User | Contact | None:
    """A colleague of this organisation, or somebody of the client or taking part in the project; nobody else."""
    if value in (None, ""):
        return None
    if isinstance(value, User | Contact):
        return value
    kind, _colon, key = str(value).partition(":")
    try:
        found = {"user": _colleague, "contact": _their_person}[kind](plan, UUID(key))
    except (KeyError, ValueError) as error:
        raise Invalid(owner=_("Choose somebody of the list.")) from error
    if found is None:
        raise Invalid(owner=_("Choose somebody of the list."))
    return found


def _colleague(plan: Plan, key: UUID) -> User | Contact | None:
    membership = (
        Membership.objects.filter(user=key, ended_at=None, role__in=[role.value for role in STAFF])
        .select_related("user")
        .first()
    )
    return membership.user if membership is not None else None


def _their_person(plan: Plan, key: UUID) -> User | Contact | None:
    takes_part = Participant.objects.filter(project=plan.project_id, until=None, contact=key)
    of_client = Q(client=plan.project.client_id) | Q(pk__in=takes_part.values("contact"))
    return Contact.objects.filter(of_client, pk=key).first()


def _set_row(name: str, model: Any) -> Setter:
    def put(draft: Draft, task: Task, value: Any) -> None:
        row = value
        if value in (None, ""):
            row = None
        elif not isinstance(value, model):
            try:
                row = model.objects.filter(pk=UUID(str(value))).first()
            except ValueError:
                row = None
            if row is None:
                raise Invalid({name: _("Choose one of the offered values.")})
        if isinstance(row, BoardColumn) and row.plan_id != draft.plan.pk:
            raise Invalid(column=_("Choose a column of this project's board."))
        setattr(task, name, row)

    return put


def _set_cost(draft: Draft, task: Task, value: Any) -> None:
    try:
        task.fixed_cost = Decimal(str(value or 0))
    except InvalidOperation as error:
        raise Invalid(fixed_cost=_("Write a number, such as 1250.50.")) from error


def _set_predecessors(draft: Draft, task: Task, value: Any) -> None:
    set_predecessors(draft, task, str(value or ""))


def _set_shared(draft: Draft, task: Task, value: Any) -> None:
    wanted = value in {True, "true", "on", "1"}
    if wanted != task.is_shared:
        task.is_shared = wanted
        draft.shared[task.pk] = wanted


SETTERS: dict[str, Setter] = {
    **{name: _set_text(name) for name in TEXTS},
    "kind": _set_kind,
    "duration": _set_duration,
    **{name: _set_plain(name) for name in PLAIN},
    **{name: _set_ticks(name) for name in TIMES},
    "constraint": _set_constraint,
    **{name: _set_moment(name) for name in MOMENTS},
    "constraintAt": _set_moment("constraint_at"),
    "mode": _set_mode,
    "is_manual": _set_mode,
    **{name: _set_by_hand(name) for name in DATES_BY_HAND},
    "owner": _set_owner,
    "owner_user": _set_owner,
    "owner_contact": _set_owner,
    "calendar": _set_row("calendar", WorkCalendar),
    "column": _set_row("column", BoardColumn),
    "fixed_cost": _set_cost,
    "shared": _set_shared,
    "is_shared": _set_shared,
    "actual_start": set_actual_start,
    "progress": set_progress,
    "percent_complete": set_progress,
    "remaining": set_remaining,
    "state": set_state,
    "actual_finish": set_actual_finish,
    "predecessors": _set_predecessors,
}
ATTRIBUTES = {
    "constraintAt": "constraint_at", "mode": "is_manual", "shared": "is_shared", "progress": "percent_complete",
    "calendar": "calendar_id", "column": "column_id",  # keys: the rows themselves need not be read to compare
}  # fmt: skip
OWNERS = ("owner", "owner_user", "owner_contact")


def _attributes() -> list[str]:
    return [
        *(ATTRIBUTES.get(name, name) for name in SETTERS if name not in {*OWNERS, "predecessors"}),
        "owner_user_id",
        "owner_contact_id",
    ]


def _differs(task: Task, before: dict[str, Any], name: str) -> bool:
    if name in OWNERS:
        return any(before[one] != getattr(task, one) for one in ("owner_user_id", "owner_contact_id"))
    if name == "predecessors":
        return True
    name = ATTRIBUTES.get(name, name)
    return bool(before[name] != getattr(task, name))


def _check(task: Task, values: Mapping[str, Any]) -> None:
    """What must hold of the row as a whole."""
    errors: dict[str, Any] = {}
    if not any(character.isalnum() for character in task.name):
        errors["name"] = _("Say in a few words what is to be done.")
    if Constraint(task.constraint).needs_a_date and task.constraint_at is None:
        errors["constraint_at"] = _("This constraint needs a date.")
    if task.is_manual and task.start is not None and task.finish is not None and task.finish < task.start:
        errors["finish"] = _("The finish lies before the start.")
    if task.actual_start and task.actual_finish and task.actual_finish < task.actual_start:
        errors["actual_finish"] = _("The finish lies before the start.")
    known = [one for one in (task.optimistic, task.likely, task.pessimistic) if one is not None]
    if known != sorted(known):
        errors["likely"] = _("At best is the shortest, at worst the longest, likely between them.")
    dates = ("constraint_at", "deadline", "actual_start", "actual_finish", "start", "finish")
    errors |= unplannable(**{name: getattr(task, name) for name in dates})
    if errors:
        raise Invalid(errors)
    fields = {ATTRIBUTES.get(name, name) for name in values} & {*TEXTS, *PLAIN, "fixed_cost", "percent_complete"}
    check(task, fields)
