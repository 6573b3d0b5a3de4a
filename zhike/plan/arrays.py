"""The rows of a plan as arrays, straight from the database: what dates are computed from, and what is stored.

No task becomes an object on the way: ten thousand of them would cost a second. Moments come as the numbers they are
stored as; words and links as their places in a list. NumPy is imported when a plan is first opened: a process that
opens none does not pay.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from json import loads
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, FloatField, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Replace

from zhike.methods.schedule import plan as words
from zhike.plan.models import Assignment, CalendarException, Link, Plan, Resource, Task, WorkCalendar, to_ticks

NONE = -1
NUMBERS = (
    "number", "duration", "constraint", "constraint_at", "deadline", "levelling_delay", "actual_start", "actual_finish",
    "remaining", "resume",
)  # fmt: skip
FLAGS = ("is_active", "is_manual", "is_elapsed", "is_critical", "ignores_resource_calendars")
DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
FLOATS = ("total_float", "free_float")
TEXTS = ("id", "parent_id", "calendar_id", "segments", "kind", "state", "driver_id", "reason")
STATES = tuple(Task.State.values)
REASONS = ("", "link", "project", "constraint", "actual", "by_hand", "levelling", "summary")  # what holds a start
FIXED = ("parent", "is_active", "row", "measure", "gap")  # of the engine's columns: no followed edit changes them
ENDS = ("link_from", "link_to", "link_kind", "link_lag", "link_unit")
NO_FLOAT = -(1 << 60)
LETTERS = 32  # of a key
FEW = 32  # keys up to which looking through the text costs less than taking it apart
UNKNOWN = -9  # what is stored is nothing we would store


class Bare:
    """An expression whose values come as the driver gives them: Django would call a function for every one."""

    @property
    def convert_value(self) -> Any:
        return self._convert_value_noop  # type: ignore[attr-defined]


class As(Bare, Cast):
    pass


class Known(Bare, Coalesce):
    pass


class _Letters(Bare, Replace):
    pass


def letters(name: str) -> Any:
    """A key as 32 letters, on either database: making a UUID costs more than most of what is asked of it."""
    return _Letters(Cast(name, TextField()), Value("-"), Value(""), output_field=TextField())


class Keys:
    """Keys of rows as one text, as both databases read them. An edit asks for few of ten thousand, and cutting them all
    out would cost it more than the rest."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self.text) // LETTERS

    def __getitem__(self, at: int) -> str:
        return self.text[at * LETTERS : (at + 1) * LETTERS]

    def letters(self, places: Iterable[int]) -> list[str]:
        """Those at these places, many at once."""
        text = self.text
        return [text[at * LETTERS : (at + 1) * LETTERS] for at in places]

    def places(self, keys: Collection[str]) -> list[int]:
        """Where each of these stands. KeyError: one does not."""
        if len(keys) <= FEW:
            return [self._place(key) for key in keys]
        return [self._places[key] for key in keys]

    def uuids(self, places: Iterable[int]) -> list[UUID]:
        """Of these places. Making one costs more than computing the dates of its task."""
        return [UUID(self[at]) for at in places]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {self[at]: at for at in range(len(self))}

    def _place(self, key: str) -> int:
        at = self.text.find(key)
        while at % LETTERS and at >= 0:  # the end of one key and the beginning of the next
            at = self.text.find(key, at + 1)
        if at < 0 or len(key) != LETTERS:
            raise KeyError(key)
        return at // LETTERS


@dataclass(slots=True)
class Opened:
    """A plan ready to be computed. Keys and arrays are in the order of the outline."""

    network: Any
    keys: Keys
    links: Keys
    rows: dict[str, Any]  # column -> array; `state` and `reason` are places in STATES and REASONS, `driver` in `links`

    @property
    def is_leaf(self) -> Any:
        return ~self.network.is_summary


def open_plan(plan: Plan) -> Opened:
    """CycleFound, BadCalendar, BadPlan, OutOfRange: as `compiling.compile_plan` has them."""
    from zhike.methods.schedule.calendars import resolve
    from zhike.methods.schedule.compiling import Rows
    from zhike.methods.schedule.network import network_of

    rows, texts = _tasks(plan)
    place = {key: at for at, key in enumerate(texts["id"])}
    links = list(_links(plan))
    _put_words(rows, texts, {key: at for at, (key, *_rest) in enumerate(links)})
    resolved, numbers = calendars_of(plan)
    calendars = Rows(numbers[plan.calendar_id], resolve(resolved), _people(plan, numbers))
    by_text = {str(key): number for key, number in numbers.items()} | {key.hex: n for key, n in numbers.items()}
    fixed = _fixed(rows, texts, place, calendars, by_text) | _link_columns(links, place)
    network = network_of(engine_columns(rows, fixed), options_of(plan), calendars.calendars, calendars.of_project)
    return Opened(network, _keys(texts["id"]), _keys(row[0] for row in links), rows)


def engine_columns(rows: dict[str, Any], fixed: dict[str, Any]) -> Any:
    """The engine's columns from what is stored and from what is FIXED, with the ENDS of links. What a summary was given
    that only a task can have does not count."""
    import numpy as np

    from zhike.methods.schedule.kernels.passes import NEVER
    from zhike.methods.schedule.network import Columns

    begun, resume, rest = under_way(rows)
    is_leaf = rows["is_leaf"] == 1
    return Columns(
        ids=rows["number"], is_manual=(rows["is_manual"] == 1) & (rows["start"] >= 0), length=rows["duration"].copy(),
        constraint=np.where((rows["constraint"] >= 2) & (rows["constraint_at"] < 0), 0, rows["constraint"]),
        constraint_at=rows["constraint_at"].copy(), latest=np.where(rows["deadline"] < 0, NEVER, rows["deadline"]),
        delay=rows["levelling_delay"].copy(), begun=np.where(is_leaf, begun, NONE),
        ended=np.where(is_leaf & (begun >= 0), np.maximum(rows["actual_finish"], NONE), NONE),
        resume=resume, rest=rest, fixed_start=rows["start"].copy(), fixed_finish=rows["finish"].copy(), **fixed,
    )  # fmt: skip


def options_of(plan: Plan) -> Any:
    from zhike.methods.schedule.network import Options

    return Options(
        start=to_ticks(plan.start),
        honours_constraints=plan.honours_constraints,
        multiple_critical_paths=plan.has_multiple_critical_paths,
        critical_limit=plan.critical_limit,
    )


def calendars_of(plan: Plan) -> tuple[list[words.Calendar], dict[UUID, int]]:
    """Every calendar of the organisation this plan may use, of nobody's other project; and what numbers they have."""
    rows = list(WorkCalendar.objects.filter(Q(project=None) | Q(project=plan.project_id)).order_by("id"))
    numbers = {row.pk: number for number, row in enumerate(rows, 1)}
    exceptions: dict[UUID, list[words.DayException]] = {}
    for owner, name, first, last, periods, recurrence in CalendarException.objects.filter(
        calendar__in=[row.pk for row in rows]
    ).values_list("calendar_id", "name", "first", "last", "periods", "recurrence"):
        exceptions.setdefault(owner, []).append(
            words.DayException(
                first, last, tuple((begins, ends) for begins, ends in periods), name,
                words.Recurrence(**recurrence) if recurrence else None,
            )
        )  # fmt: skip
    return [
        words.Calendar(
            numbers[row.pk], row.name, tuple(row.days), tuple(exceptions.get(row.pk, ())),
            tuple(_work_week(one) for one in row.work_weeks), numbers.get(row.base_id) if row.base_id else None,
        )
        for row in rows
    ], numbers  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _keys(texts: Iterable[str]) -> Keys:
    return Keys("".join(texts).replace("-", ""))


def _tasks(plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """By column: numbers as arrays, and texts."""
    import numpy as np

    asked = [
        *(As(name, TextField()) for name in TEXTS),
        *(Known(As(name, BigIntegerField()), NONE) for name in (*NUMBERS, *DATES)),
        *(As(name, IntegerField()) for name in FLAGS),
        *(Known(As(name, BigIntegerField()), NO_FLOAT) for name in FLOATS),
        As("percent_complete", FloatField()),
    ]  # fmt: skip
    names = (*TEXTS, *NUMBERS, *DATES, *FLAGS, *FLOATS, "percent_complete")
    found = Task.objects.filter(plan=plan).order_by(F("position"), F("id")).values_list(*asked)
    columns = dict(zip(names, list(zip(*found, strict=True)) or [()] * len(names), strict=True))
    rows = {
        name: np.asarray(columns[name], np.float64 if name == "percent_complete" else np.int64)
        for name in names[len(TEXTS) :]
    }
    return rows, {name: columns[name] for name in TEXTS}


def _put_words(rows: dict[str, Any], texts: dict[str, Any], links: dict[str, int]) -> None:
    """Words become numbers."""
    import numpy as np

    states, reasons = (dict(zip(words_, range(len(words_)), strict=True)) for words_ in (STATES, REASONS))
    for name, known in (("state", states), ("reason", reasons)):
        rows[name] = np.asarray([known.get(text, UNKNOWN) for text in texts[name]], np.int64)
    driven = [links.get(key, UNKNOWN) if key else NONE for key in texts["driver_id"]]
    rows["driver"] = np.asarray(driven, np.int64)
    rows["is_leaf"] = np.asarray([kind != Task.Kind.SUMMARY for kind in texts["kind"]], np.int64)


def _links(plan: Plan) -> Any:
    asked = [As(name, TextField()) for name in ("id", "predecessor_id", "successor_id")]
    return Link.objects.filter(plan=plan).order_by("id").values_list(*asked, "kind", "lag", "lag_unit")


def _fixed(
    rows: dict[str, Any], texts: dict[str, Any], place: dict[str, int], calendars: Any, numbers: dict[str, int]
) -> dict[str, Any]:
    import numpy as np

    own = [numbers.get(key) if key else None for key in texts["calendar_id"]]
    row, measure = _clock_rows(rows, own, calendars)
    return {
        "parent": np.asarray([place[key] if key else NONE for key in texts["parent_id"]], np.int64),
        "is_active": _active(rows["is_active"], texts["parent_id"], place), "row": row, "measure": measure,
        "gap": _gaps(texts["segments"], row.tolist(), calendars),
    }  # fmt: skip


def _clock_rows(rows: dict[str, Any], own: list[int | None], calendars: Any) -> tuple[Any, Any]:
    """In which row of the clock each task is computed, and in which its floats are counted."""
    import numpy as np

    elapsed = [value == 1 for value in rows["is_elapsed"].tolist()]
    facts = zip(rows["number"].tolist(), own, elapsed, _ignores(rows), strict=True)
    row = [calendars.of(*fact) for fact in facts]
    measure = [0 if around else calendars.of_calendar(one) for one, around in zip(own, elapsed, strict=True)]
    return np.asarray(row, np.int64).reshape(len(own)), np.asarray(measure, np.int64).reshape(len(own))


def _link_columns(links: list[Any], place: dict[str, int]) -> dict[str, Any]:
    import numpy as np

    table = np.asarray(
        [(place[before], place[after], kind, lag, unit) for _key, before, after, kind, lag, unit in links], np.int64
    ).reshape(-1, 5)
    return {name: table[:, column].copy() for column, name in enumerate(ENDS)}


def _ignores(rows: dict[str, Any]) -> list[bool]:
    return [value == 1 for value in rows["ignores_resource_calendars"].tolist()]


def under_way(rows: dict[str, Any]) -> tuple[Any, Any, Any]:
    """When tasks began, when the rest of those under way goes on, and how much of it there is."""
    import numpy as np

    begun = rows["actual_start"]
    goes_on = (begun >= 0) & (rows["actual_finish"] < 0) & (rows["resume"] >= 0)
    by_share = np.rint(rows["duration"] * (1 - rows["percent_complete"] / 100)).astype(np.int64)
    rest = np.where(rows["remaining"] >= 0, rows["remaining"], by_share)
    return begun.copy(), np.where(goes_on, rows["resume"], NONE), np.where(goes_on, rest, 0)


def _active(own: Any, parents: Any, place: dict[str, int]) -> Any:
    """What hangs under an inactive task is inactive too."""
    import numpy as np

    active: list[bool] = []
    for is_active, parent in zip(own.tolist(), parents, strict=True):
        active.append(is_active == 1 and (not parent or active[place[parent]]))
    return np.asarray(active, bool)


def _gaps(segments: Any, row: list[int], calendars: Any) -> Any:
    import numpy as np

    from zhike.methods.schedule.compiling import gap_of

    gaps = np.zeros(len(row), np.int64)
    for at, text in enumerate(segments):
        if text and text != "[]":
            parts = [(datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in loads(text)]
            gaps[at] = gap_of(parts, row[at], calendars)
    return gaps


def _people(plan: Plan, numbers: dict[UUID, int]) -> dict[int, set[int]]:
    """By the number of a task, the calendars of who works on it; who has none works by the plan's."""
    found: dict[int, set[int]] = {}
    rows = Assignment.objects.filter(plan=plan, resource__kind=Resource.Kind.WORK)
    for task, calendar in rows.values_list("task__number", "resource__calendar"):
        found.setdefault(task, set()).add(numbers.get(calendar, numbers[plan.calendar_id]))
    return found


def _work_week(kept: dict[str, Any]) -> words.WorkWeek:
    days = [None if day is None else tuple((begins, ends) for begins, ends in day) for day in kept["days"]]
    first, last = (datetime.fromisoformat(kept[name]).date() for name in ("first", "last"))
    return words.WorkWeek(first, last, tuple(days), kept.get("name", ""))
