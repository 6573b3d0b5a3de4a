"""What the plan said at any past moment, and what changed between two of them.

A moment is opened from its key frame and the changes since (`plan/history/`), as columns. Lines become objects when
somebody looks at them: a page shows two hundred of ten thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, overload
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.words import in_my_language
from zhike.plan.history.opening import State, state_of
from zhike.plan.models import Plan, PlanMoment, from_ticks
from zhike.plan.models import Task as Row

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
DATES = ("start", "finish", "duration", "is_critical")  # what follows; a line of which only these differ has moved
ENTERED = (
    "name", "kind", "parent", "side", "owner", "state", "percent_complete", "deadline", "is_shared", "is_active",
    "actual_start", "actual_finish", "effort", "deliverable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineThen:
    """A task as it was. Moments on the plan's wall clock, `duration` and `work` in ticks."""

    key: UUID
    number: int
    wbs: str
    parent: UUID | None
    level: int
    position: int
    name: str
    kind: str
    side: str
    owner: str  # by name, as they were called then
    owner_user: UUID | None
    owner_contact: UUID | None
    state: str
    progress: float
    start: datetime | None
    finish: datetime | None
    deadline: datetime | None
    is_critical: bool
    is_shared: bool
    is_active: bool
    actual_start: datetime | None
    actual_finish: datetime | None
    duration: int
    work: int
    deliverable: str


class Lines(Sequence[LineThen]):
    """The lines of a plan in the order of the outline, made when they are looked at."""

    def __init__(self, state: State, places: Sequence[int] | None = None) -> None:
        self._state, self._places = state, places if places is not None else range(len(state))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> LineThen: ...
    @overload
    def __getitem__(self, at: slice) -> "Lines": ...
    def __getitem__(self, at: int | slice) -> "LineThen | Lines":
        if isinstance(at, slice):
            return Lines(self._state, self._places[at])
        return line_at(self._state, self._places[at])

    def __iter__(self) -> Iterator[LineThen]:
        return (line_at(self._state, place) for place in self._places)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that changed what the plan says: when, by whom, and what it was."""

    number: int
    at: datetime
    revision: int
    by: str
    label: dict[str, str]

    @property
    def words(self) -> str:
        return in_my_language(self.label)


@dataclass(frozen=True, slots=True)
class PlanThen:
    """What the plan said at the moment asked for: what it had been made by the change told of in `last`."""

    asked: datetime
    last: Told
    revision: int
    finish: datetime | None
    progress: float
    client_level: int
    state: State = field(repr=False, compare=False)

    @property
    def lines(self) -> Lines:
        return Lines(self.state)

    def down_to(self, level: int) -> Lines:
        """Only so many levels of the outline."""
        import numpy as np

        return Lines(self.state, np.flatnonzero(self.state.columns["level"] <= level).tolist())

    @property
    def levels(self) -> int:
        return int(self.state.columns["level"].max()) if len(self.state) else 1

    @property
    def counts(self) -> dict[str, int]:
        """How many tasks that count are in each state; summaries follow from them."""
        columns, found = self.state.columns, dict.fromkeys(Row.State.values, 0)
        for kind, state, is_active in zip(
            columns["kind"], columns["state"], columns["is_active"].tolist(), strict=True
        ):
            if is_active and kind != Row.Kind.SUMMARY:
                found[state] += 1
        return found

    @property
    def done(self) -> int:
        return self.counts[Row.State.DONE]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LineChange:
    """One task that is not as it was; `before` is nothing where it is new, `after` where it is gone."""

    kind: str  # added, removed, moved (only its dates), changed (what people enter, too)
    before: LineThen | None
    after: LineThen | None
    fields: frozenset[str] = frozenset()  # by their names in a line

    @property
    def line(self) -> LineThen:
        found: LineThen = self.after or self.before  # type: ignore[assignment]  # one of the two is there
        return found

    @property
    def starts(self) -> tuple[datetime | None, datetime | None]:
        """Then and later."""
        return self.before and self.before.start, self.after and self.after.start

    @property
    def finishes(self) -> tuple[datetime | None, datetime | None]:
        return self.before and self.before.finish, self.after and self.after.finish

    @property
    def days_later(self) -> int | None:
        """By how many calendar days it finishes later; negative is earlier."""
        was, now = self.finishes
        return (now.date() - was.date()).days if was and now else None


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed from one moment to another, in the order of the outline; what is gone stands where it stood."""

    then: PlanThen
    later: PlanThen
    counts: dict[str, int]
    _found: list[tuple[str, int | None, int | None, frozenset[str]]] = field(repr=False)

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, part: slice) -> list[LineChange]:
        old, new = self.then.state, self.later.state
        return [
            LineChange(
                kind, None if was is None else line_at(old, was), None if now is None else line_at(new, now), names
            )
            for kind, was, now, names in self._found[part]
        ]

    def __iter__(self) -> Iterator[LineChange]:
        return iter(self[:])

    def of_kind(self, kind: str) -> "Differences":
        return Differences(self.then, self.later, self.counts, [one for one in self._found if one[0] == kind])


@dataclass(frozen=True, slots=True)
class DayOfHistory:
    day: date
    changes: int


def plan_then(actor: Actor, plan: Plan, moment: datetime) -> PlanThen | None:
    """What the plan said at a moment, the second of it included; None if it was not there, or nobody kept it yet."""
    row = _seen(actor, plan).filter(at__lte=moment).order_by("-at", "-number").first()
    if row is None:
        return None
    chain = _seen(actor, plan, with_data=True).filter(number__gte=row.frame, number__lte=row.number)
    state = state_of(chain.order_by("number").values_list("data", flat=True))
    return PlanThen(moment, _told(row), row.revision, row.finish, row.progress, row.client_level, state)


def what_changed(then: PlanThen, later: PlanThen) -> Differences:
    """What is new, gone, moved or otherwise, from one moment to another."""
    import numpy as np

    old, new = then.state.columns, later.state.columns
    at_new = {key: at for at, key in enumerate(new["key"])}
    pairs = [(was, at_new[key]) for was, key in enumerate(old["key"]) if key in at_new]
    both = np.asarray(pairs, np.int64).reshape(-1, 2)
    differs = {name: old[name][both[:, 0]] != new[name][both[:, 1]] for name in (*DATES, *ENTERED)}
    changed = np.flatnonzero(np.logical_or.reduce([*differs.values()])).tolist() if pairs else []
    ranked: list[tuple[tuple[int, int], Any]] = []
    for at in changed:
        names = {name for name, column in differs.items() if column[at]}
        was, now = pairs[at]
        kind = MOVED if names <= {*DATES} else CHANGED
        ranked.append(((now, -1), (kind, was, now, frozenset(_NAMED.get(name, name) for name in names))))
    stays = dict(pairs)
    ranked += [((now, -1), (ADDED, None, now, frozenset())) for now in {*range(len(later.state))} - {*stays.values()}]
    ranked += _gone(len(then.state), stays)
    found = [one for _rank, one in sorted(ranked, key=lambda pair: pair[0])]
    counts = dict.fromkeys((ADDED, REMOVED, MOVED, CHANGED), 0)
    for kind, *_rest in found:
        counts[kind] += 1
    return Differences(then, later, counts, found)


def moments(actor: Actor, plan: Plan, start: datetime, end: datetime, *, most: int = 500) -> list[Told]:
    """What changed the plan after `start` and until `end`, and who did, the latest first."""
    rows = _seen(actor, plan).filter(at__gt=start, at__lte=end).order_by("-at", "-number")
    return [_told(row) for row in rows[:most]]


def days_of_history(actor: Actor, plan: Plan, *, most: int = 60) -> list[DayOfHistory]:
    """On which days the plan changed, and how often, the latest first."""
    days = _seen(actor, plan).order_by().annotate(day=TruncDate("at")).values("day").annotate(changes=Count("pk"))
    return [DayOfHistory(one["day"], one["changes"]) for one in days.order_by("-day")[:most]]


def days_around(actor: Actor, plan: Plan, day: date) -> tuple[date | None, date | None]:
    """The last day before this one on which the plan changed, and the next after it."""
    begins, ends = start_of(day), start_of(day + timedelta(days=1))
    rows = _seen(actor, plan)
    before = rows.filter(at__lt=begins).order_by("-at", "-number").values_list("at", flat=True).first()
    after = rows.filter(at__gte=ends).order_by("at", "number").values_list("at", flat=True).first()
    return before and timezone.localdate(before), after and timezone.localdate(after)


def history_begins(actor: Actor, plan: Plan) -> datetime | None:
    """From when on it is known what the plan said: its beginning, or the first change of it since that is kept."""
    return _seen(actor, plan).order_by("at", "number").values_list("at", flat=True).first()


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def line_at(state: State, at: int) -> LineThen:
    columns = state.columns
    owner = columns["owner"][at]
    parent = int(columns["parent"][at])
    return LineThen(
        key=UUID(bytes=columns["key"][at]), number=int(columns["number"][at]), wbs=columns["wbs"][at],
        parent=state.key_of(parent) if parent else None, level=int(columns["level"][at]),
        position=int(columns["position"][at]), name=columns["name"][at], kind=columns["kind"][at],
        side=columns["side"][at], owner=state.people[owner] if owner else "",
        owner_user=UUID(owner[1]) if owner and owner[0] == "user" else None,
        owner_contact=UUID(owner[1]) if owner and owner[0] == "contact" else None, state=columns["state"][at],
        progress=float(columns["percent_complete"][at]), start=_moment(columns["start"][at]),
        finish=_moment(columns["finish"][at]), deadline=_moment(columns["deadline"][at]),
        is_critical=bool(columns["is_critical"][at]), is_shared=bool(columns["is_shared"][at]),
        is_active=bool(columns["is_active"][at]), actual_start=_moment(columns["actual_start"][at]),
        actual_finish=_moment(columns["actual_finish"][at]), duration=int(columns["duration"][at]),
        work=int(columns["effort"][at]), deliverable=columns["deliverable"][at],
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------

_NAMED = {"percent_complete": "progress", "effort": "work"}


def _seen(actor: Actor, plan: Plan, *, with_data: bool = False) -> QuerySet[PlanMoment]:
    found = visible(actor, PlanMoment).filter(plan=plan)
    return found if with_data else found.defer("data")


def _told(row: PlanMoment) -> Told:
    return Told(row.number, row.at, row.revision, row.actor_name, row.label)


def _moment(ticks: Any) -> datetime | None:
    return None if ticks < 0 else from_ticks(int(ticks))


def _gone(count: int, stays: dict[int, int]) -> list[tuple[tuple[int, int], Any]]:
    """Each behind the line before it that is still there."""
    found, behind = [], -1
    for was in range(count):
        if was in stays:
            behind = stays[was]
        else:
            found.append(((behind, was), (REMOVED, was, None, frozenset[str]())))
    return found
