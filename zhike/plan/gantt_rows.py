"""A plan as the Gantt in the browser reads it (`islands/gantt/contract.ts`): rows of cells, moments as ISO minutes.

Nothing is computed here and no row becomes an object: a plan of 10,000 tasks is a handful of statements and one pass.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.clients.models import Contact
from zhike.core.actors import Actor
from zhike.core.words import in_my_language
from zhike.plan.editing import Outcome, redoable, undoable
from zhike.plan.gantt_reasons import Driver, Reasons
from zhike.plan.models import Baseline, BaselineTask, Link, Plan, Task, to_ticks
from zhike.plan.queries import likely_dates, working_days
from zhike.plan.wording import now_here
from zhike.projects.queries import participants

COLUMNS = (
    "id", "number", "parent", "wbs", "name", "kind", "mode", "start", "finish", "duration", "unit", "progress", "state",
    "critical", "totalFloat", "freeFloat", "deadline", "constraint", "constraintAt", "owner", "side", "shared",
    "baselineStart", "baselineFinish", "p50", "p80", "missed", "reason",
)  # fmt: skip
KEYS = {
    "key": "pk", "above": "parent_id", "by_user": "owner_user_id", "by_contact": "owner_contact_id",
    "held": "driver_id",
}  # fmt: skip
READ = (
    "key", "number", "above", "wbs", "name", "kind", "is_manual", "start", "finish", "duration", "duration_unit",
    "percent_complete", "state", "is_critical", "total_float", "free_float", "deadline", "constraint", "constraint_at",
    "by_user", "by_contact", "side", "is_shared", "reason", "held",
)  # fmt: skip
ENDS = {"key": "pk", "before": "predecessor_id", "after": "successor_id"}
LINK = ("key", "before", "after", "kind", "lag", "lag_unit", "lag_shown")
LINK_KINDS = {Link.Kind.FINISH_TO_FINISH: "FF", Link.Kind.FINISH_TO_START: "FS", Link.Kind.START_TO_FINISH: "SF",
              Link.Kind.START_TO_START: "SS"}  # fmt: skip
CONSTRAINTS = {one.value: one.name.lower() for one in Task.Constraint}
PERCENT = {Link.LagUnit.PERCENT: "%", Link.LagUnit.ELAPSED_PERCENT: "e%"}
Span = tuple[datetime | None, datetime | None]
NEVER: Span = (None, None)
BRIEFLY = 60  # tasks that only moved from which on they are told by column
TICKS = 10  # of a minute
SINCE_1970 = to_ticks(datetime(1970, 1, 1)) // TICKS  # noqa: DTZ001  wall clock
MANY = 400  # changed tasks from which on reading all of the plan costs less than asking for each
BEFORE, AFTER = timedelta(days=120), timedelta(days=500)  # around the plan: how far the shading of days off is told


def plan_data(actor: Actor, plan: Plan, *, editable: bool) -> dict[str, Any]:
    """All of a plan."""
    tasks = _tasks(plan)
    links = _links(plan)
    names = {_key(row[0]): (row[1], row[4]) for row in tasks}
    drivers = {
        key: Driver(*names[before], kind, lag, unit, shown)
        for key, before, _after, kind, lag, unit, shown in links
        if before in names
    }
    return {
        "revision": plan.revision,
        "editable": editable,
        "start": _iso(plan.start),
        "finish": _iso(plan.finish or plan.start),
        "statusAt": _iso(plan.status_at),
        "today": _iso(now_here()),
        "minutesPerDay": plan.minutes_per_day,
        "nearCritical": plan.near_critical_limit,
        "calendar": _calendar(plan),
        "columns": COLUMNS,
        "tasks": _cells(plan, tasks, drivers),
        "links": [_link(row) for row in links],
        "people": _people(plan, tasks),
        "baselines": [[key.hex, name] for key, name in Baseline.objects.filter(plan=plan).values_list("pk", "name")],
        **_history(actor, plan),
    }


def edit_answer(actor: Actor, outcome: Outcome) -> dict[str, Any]:
    """What an edit changed, and the sentence for whoever made it."""
    plan = outcome.plan
    moved = _moved(outcome)
    tasks = _tasks(plan, outcome.told | outcome.altered if moved else outcome.changed)
    drivers = _drivers({UUID(row[-1]) for row in tasks if row[-1]})
    return {
        "revision": plan.revision,
        "tasks": _cells(plan, tasks, drivers),
        "moved": moved,
        "removed": [key.hex for key in outcome.removed],
        "order": None if outcome.order is None else [key.hex for key in outcome.order],
        "links": [_link(row) for row in _links(plan)] if outcome.links_changed else None,
        "finish": _iso(plan.finish or plan.start),
        "message": outcome.message,
        **_history(actor, plan),
    }


# --- below -----------------------------------------------------------------------------------------------


def _key(text: str | None) -> str | None:
    """As it goes over the wire. Read as text, since making 30,000 keys of 5,000 tasks costs more than all the rest."""
    return text.replace("-", "") if text else None


def _tasks(plan: Plan, keys: set[UUID] | None = None) -> list[tuple[Any, ...]]:
    rows = Task.objects.filter(plan=plan)
    if keys is not None and len(keys) <= MANY:
        rows = rows.filter(pk__in=keys)
    found = rows.annotate(**_texts(KEYS)).order_by("position", "id").values_list(*READ)
    wanted = None if keys is None else {key.hex for key in keys}
    return [row for row in found if wanted is None or _key(row[0]) in wanted]


def _moved(outcome: Outcome) -> dict[str, list[Any]] | None:
    """Tasks that only moved with others, by column; None where they are few. Of thousands of rows everything else would
    be read and sent as it was, and take longer than computing them."""
    moves = outcome.moves
    if moves is None or len(moves.keys) < BRIEFLY:
        return None
    own = {key.hex for key in outcome.told}
    kept = [at for at, key in enumerate(moves.keys) if key not in own]
    columns = {
        "start": moves.start // TICKS - SINCE_1970, "finish": moves.finish // TICKS - SINCE_1970,
        "totalFloat": moves.total_float, "freeFloat": moves.free_float, "critical": moves.is_critical,
        "missed": moves.is_missed * 1,
    }  # fmt: skip
    told: dict[str, list[Any]] = {name: column[kept].tolist() for name, column in columns.items()}
    return {"id": [moves.keys[at] for at in kept], **told}


def _links(plan: Plan) -> list[tuple[Any, ...]]:
    rows = Link.objects.filter(plan=plan).annotate(**_texts(ENDS)).order_by("id").values_list(*LINK)
    return [(_key(key), _key(before), _key(after), *how) for key, before, after, *how in rows]


def _texts(paths: dict[str, str]) -> dict[str, Cast]:
    return {name: Cast(path, CharField()) for name, path in paths.items()}


def _link(row: tuple[Any, ...]) -> list[Any]:
    key, before, after, kind, lag, unit, shown = row
    return [key, before, after, LINK_KINDS[kind], lag, PERCENT.get(unit, shown)]


def _drivers(keys: set[UUID]) -> dict[str, Driver]:
    wanted = ("predecessor__number", "predecessor__name", "kind", "lag", "lag_unit", "lag_shown")
    rows = Link.objects.filter(pk__in=keys).values_list("pk", *wanted)
    return {key.hex: Driver(*values) for key, *values in rows}


def _cells(plan: Plan, tasks: list[tuple[Any, ...]], drivers: dict[str, Driver]) -> list[list[Any]]:
    keys = {UUID(row[0]) for row in tasks} if len(tasks) <= MANY else None
    then, reasons = _baseline(plan, keys), Reasons(plan, drivers)
    likely = {key.hex: dates for key, dates in likely_dates(plan, keys).items()}
    found = []
    for row in tasks:
        key = row[0].replace("-", "")
        found.append(_row(plan, key, row[1:], then.get(key, NEVER), likely.get(key, NEVER), reasons))
    return found


def _row(plan: Plan, key: str, row: tuple[Any, ...], then: Span, likely: Span, reasons: Reasons) -> list[Any]:
    (number, parent, wbs, name, kind, by_hand, start, finish, duration, unit, progress, state, critical,
     total, free, deadline, constraint, constraint_at, user, contact, side, shared, reason, driver) = row  # fmt: skip
    start = start or plan.start  # what does not count has no dates; it is drawn where it would begin
    finish = finish or start
    owner = f"user:{_key(user)}" if user else f"contact:{_key(contact)}" if contact else None
    return [
        key, number, _key(parent), wbs, name, kind, "manual" if by_hand else "auto",
        _iso(start), _iso(finish), duration, unit, progress, state, critical, total, free, _iso(deadline),
        CONSTRAINTS[constraint], _iso(constraint_at), owner, side, shared, _iso(then[0]), _iso(then[1]),
        _iso(likely[0]), _iso(likely[1]), deadline is not None and finish > deadline,
        reasons.of(reason, _key(driver), constraint, constraint_at),
    ]  # fmt: skip


def _baseline(plan: Plan, keys: set[UUID] | None) -> dict[str, Span]:
    """The latest one: progress is measured against it."""
    latest = Baseline.objects.filter(plan=plan).order_by("-number").values("pk")[:1]
    rows = BaselineTask.objects.filter(baseline__in=latest)
    if keys is not None:
        rows = rows.filter(task_key__in=keys)
    rows = rows.annotate(key=Cast("task_key", CharField()))
    return {key.replace("-", ""): (start, finish) for key, start, finish in rows.values_list("key", "start", "finish")}


def _calendar(plan: Plan) -> dict[str, Any]:
    """The plan's own: its week, and the days around the plan on which it says something else."""
    first = plan.start.date() - BEFORE
    week, exceptions = working_days(plan, first, (plan.finish or plan.start).date() + AFTER)
    return {
        "week": week,
        "off": [_day(day) for day, is_worked in exceptions if not is_worked],
        "worked": [_day(day) for day, is_worked in exceptions if is_worked],
    }


def _people(plan: Plan, tasks: list[tuple[Any, ...]]) -> list[list[str]]:
    """Who takes part, on both sides, and whoever else owns a task by now."""
    people = {}
    for one in participants(plan.project):
        if one.user_id is not None:
            people[f"user:{one.user_id.hex}"] = (str(one.user), "ours")
        elif one.contact_id is not None:
            people[f"contact:{one.contact_id.hex}"] = (str(one.contact), "client")
    for model, place, side in ((User, -6, "ours"), (Contact, -5, "client")):
        prefix = f"{model._meta.model_name}:"
        owners = {f"{prefix}{_key(row[place])}" for row in tasks if row[place]} - set(people)
        if owners:
            others = model._default_manager.filter(pk__in=[UUID(key.removeprefix(prefix)) for key in owners])
            people |= {f"{prefix}{row.pk.hex}": (str(row), side) for row in others}
    return [[key, name, side] for key, (name, side) in people.items()]


def _history(actor: Actor, plan: Plan) -> dict[str, str | None]:
    undo, redo = undoable(actor, plan, "images"), redoable(actor, plan, "images")
    return {"undo": _label(undo), "redo": _label(redo)}


def _label(edit: Any) -> str | None:
    return None if edit is None else str(in_my_language(edit.label)) or _("the last edit")


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="minutes")


def _day(day: date) -> str:
    return day.isoformat()
