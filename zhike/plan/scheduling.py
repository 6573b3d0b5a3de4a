"""The dates of a plan, computed anew after every edit, and those that changed put back into its rows.

An edit of tasks alone (a drag, a longer duration) is followed by the plan as this process or a snapshot has it, brought
to its revision by the edits made meanwhile: then only what moves is computed. Anything else opens it from its rows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.errors import Invalid
from zhike.methods.schedule import plan as words
from zhike.plan.arrays import DATES, FLOATS, NO_FLOAT, NONE, REASONS, STATES, Opened, open_plan
from zhike.plan.catching_up import caught_up, entered_of, follow
from zhike.plan.edits.many_rows import write_columns
from zhike.plan.models import Plan, Task, from_ticks
from zhike.plan.remembered import Remembered, hold, keep, looked_at, take
from zhike.plan.rolling import share, stored_columns
from zhike.plan.snapshots import read_snapshot
from zhike.plan.steps import come_to

DATED = (*DATES, *FLOATS)
TOLD = ("is_critical", "driver", "reason", "duration", "percent_complete", "state")
DERIVED = (*DATED, "is_critical", "driver_id", "reason", "duration", "percent_complete", "state")
SHOWN = ("start", "finish", "is_critical", "duration", "percent_complete", "state")
WORDED = ("driver", "reason", "duration", "percent_complete", "state")  # what is told beside when a task is
DRIVER = "driver_id"


@dataclass(slots=True)
class Moves:
    """Tasks of which nothing changed but when they are: copies, since the plan in memory goes on with the next edit."""

    keys: list[str]  # as letters: thousands of keys are read, compared and told a good deal quicker so
    start: Any
    finish: Any
    total_float: Any
    free_float: Any
    is_critical: Any
    is_missed: Any  # whether it is later than its deadline

    def uuids(self) -> set[UUID]:
        return {UUID(key) for key in self.keys}


@dataclass(slots=True)
class Recomputed:
    """What a computation changed: tasks of which only the dates did, and those of which more."""

    finish: datetime | None
    progress: float
    remembered: Remembered
    moves: Moves
    altered: set[UUID]
    moved: Any  # where in the arrays of the plan something starts or finishes otherwise
    shown: Any  # and where anything changed that people see


def reschedule(plan: Plan, edited: Mapping[UUID, Task] | None = None) -> Recomputed:
    """Compute the dates of the plan anew and store what changed. `plan.finish` and `plan.progress` are set, not saved.

    `edited`: nothing but FOLLOWED columns of these tasks changed since the revision before; None: anything may have.
    Invalid: tasks wait for each other in a circle, or dates run out of all bounds; in words.
    """
    come_to("compute")
    remembered = _followed(plan, edited) if edited is not None else None
    if remembered is None:
        remembered = opened(plan)
    changed = _store(remembered)
    plan.finish = changed.finish
    plan.progress = changed.progress
    keep(plan, remembered)
    return changed


def opened(plan: Plan) -> Remembered:
    """The plan from its rows, computed. Invalid: it cannot be, in words."""
    from zhike.methods.schedule.live import LiveSchedule

    found = told(plan, lambda: open_plan(plan))
    return Remembered(found, told(plan, lambda: LiveSchedule(found.network, compile_it=False)))


def reached(plan: Plan) -> Remembered | None:
    """The plan at its revision without reading its rows: from this process, or from its snapshot."""
    for found in (take, read_snapshot):
        there = found(plan)
        try:
            if there is not None and caught_up(plan, there[1], there[0]):
                return there[1]
        except (ValueError, KeyError):  # edits that no longer fit: the rows say how it is
            continue
    return None


def at_hand(plan: Plan) -> Remembered:
    """The plan, to be looked at while an edit of it is being made: opened once, and not again to compute it."""
    found = looked_at(plan)
    if found is None:
        found = reached(plan) or opened(plan)
        hold(plan, found)
    return found


def told(plan: Plan, compute: Callable[[], Any]) -> Any:
    """What `compute` returns, or a refusal people understand."""
    from zhike.methods.schedule.calendars import BadCalendar
    from zhike.methods.schedule.compiling import BadPlan
    from zhike.methods.schedule.critical_path import BeyondHorizon
    from zhike.methods.schedule.moments import OutOfRange
    from zhike.methods.schedule.network import CycleFound

    try:
        return compute()
    except CycleFound as circle:
        raise Invalid(link=_circle_words(plan, circle.path)) from circle
    except BadCalendar as error:
        raise Invalid(calendar=_("One of the calendars has no working time. Give it some hours first.")) from error
    except (BeyondHorizon, OutOfRange) as error:
        raise Invalid(start=_("With this the plan would leave the years 1900 to 2199. Check the dates.")) from error
    except BadPlan as error:
        raise Invalid({"_": _("This plan cannot be computed: %(why)s") % {"why": error}}) from error


def circle_path(plan: words.Plan) -> list[Any]:
    """The tasks of a plan that wait for each other, by their numbers in it; nothing if none do."""
    from zhike.methods.schedule.compiling import compile_plan
    from zhike.methods.schedule.network import CycleFound

    try:
        compile_plan(plan)
    except CycleFound as circle:
        return list(circle.path)
    except ValueError:  # what else may be wrong is told when it is taken
        return []
    return []


# --- below -----------------------------------------------------------------------------------------------


def _followed(plan: Plan, edited: Mapping[UUID, Task]) -> Remembered | None:
    """The plan as it was left by the edit before, with these edits taken over."""
    remembered = reached(plan)
    changes = {key.hex: entered_of(task) for key, task in edited.items()}
    if remembered is None or not told(plan, lambda: follow(remembered, changes)):
        return None
    return remembered


def _store(remembered: Remembered) -> Recomputed:
    """Write the dates that differ from what is stored."""
    import numpy as np

    opened, found = remembered.opened, remembered.live.schedule()
    now = stored_columns(opened, found)
    dated, told = _differing(opened, now, DATED), _differing(opened, now, TOLD)
    moved, shown = _differing(opened, now, ("start", "finish")), _differing(opened, now, SHOWN)
    stamp = _stamp()
    for names, differs in ((DATED, dated), (TOLD, told)):  # most often only dates move
        _write(opened, now, [name for name in names if (opened.rows[name] != now[name]).any()], differs, stamp)
    only_moved = dated & ~_differing(opened, now, WORDED) & (now["start"] >= 0)
    opened.rows |= now
    roots = (opened.network.columns.parent < 0) & opened.network.columns.is_active
    weights = zip(now["duration"][roots].tolist(), now["percent_complete"][roots].tolist(), strict=True)
    finish = _moment(found.project_finish) if opened.keys else None
    altered = opened.keys.uuids(np.flatnonzero((dated | told) & ~only_moved).tolist())
    return Recomputed(
        finish, share(list(weights)), remembered, _moves(opened, np.flatnonzero(only_moved)), set(altered),
        np.flatnonzero(moved), np.flatnonzero(shown),
    )  # fmt: skip


def _moves(opened: Opened, places: Any) -> Moves:
    columns = {name: opened.rows[name][places] for name in ("start", "finish", *FLOATS, "is_critical", "deadline")}
    deadline = columns.pop("deadline")
    is_missed = (deadline >= 0) & (columns["finish"] > deadline)
    return Moves(opened.keys.letters(places.tolist()), **columns, is_missed=is_missed)


def _differing(opened: Opened, now: Mapping[str, Any], names: Iterable[str]) -> Any:
    import numpy as np

    return np.logical_or.reduce([opened.rows[name] != now[name] for name in names])


def _write(opened: Opened, now: Mapping[str, Any], names: list[str], differs: Any, stamp: Any) -> None:
    """These columns of the rows that differ, as the database takes them. Most tasks start when they start at the
    earliest: columns that say the same are handed on once."""
    import numpy as np

    places = np.flatnonzero(differs)
    if not len(places):
        return
    columns: dict[str, Any] = {}
    arrays: list[tuple[Any, Any]] = []  # with the values made of them
    for name in names:
        array = now[name][places]
        same = next((values for other, values in arrays if name in DATES and (array == other).all()), None)
        columns[DRIVER if name == "driver" else name] = values = _values(opened, name, array) if same is None else same
        if name in DATES:
            arrays.append((array, values))
    write_columns(Task, opened.keys.letters(places.tolist()), columns, {"updated_at": stamp})


def _values(opened: Opened, name: str, column: Any) -> list[Any]:
    if name in DATED:
        nothing = NO_FLOAT if name in FLOATS else NONE
        listed: list[Any] = column.tolist()
        return [None if one == nothing else one for one in listed] if (column == nothing).any() else listed
    if name == "driver":
        return [None if one < 0 else opened.links[one] for one in column.tolist()]
    words_ = {"reason": REASONS, "state": STATES, "is_critical": (False, True)}.get(name)
    return column.tolist() if words_ is None else [words_[one] for one in column.tolist()]  # type: ignore[no-any-return]


def _stamp() -> Any:
    field: Any = Task._meta.get_field("updated_at")
    return field.get_db_prep_save(timezone.now(), connection)


def _moment(ticks: Any) -> datetime | None:
    return None if ticks < 0 else from_ticks(int(ticks))


def _circle_words(plan: Plan, path: Iterable[Any]) -> str:
    """The circle by the names people gave."""
    numbers = [int(one) for one in path]
    names = dict(Task.objects.filter(plan=plan, number__in=numbers).values_list("number", "name"))
    round_trip = " → ".join(f"T-{one} {names.get(one, '')}".strip() for one in [*numbers, numbers[0]])
    words = _("These tasks would wait for each other in a circle: %(path)s. Remove one of the links.")
    return words % {"path": round_trip}
