"""A plan in words becomes a network of arrays."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

import numpy as np

from zhike.methods.schedule.calendars import BadCalendar, Resolved, clock_of, intersection, resolve, union
from zhike.methods.schedule.kernels import plain
from zhike.methods.schedule.kernels.passes import NEVER, NONE
from zhike.methods.schedule.moments import to_ticks
from zhike.methods.schedule.network import Array, Columns, Network, Options, network_of
from zhike.methods.schedule.plan import DAY, Link, Plan, ResourceKind, Task

MOST_TICKS = 300 * 365 * 14400  # no duration or lag is longer than all the time there is


class BadPlan(ValueError):
    """A plan that means nothing: a parent or a linked task that is not there, a calendar that is missing, or a task
    that hangs under itself. The message names it."""


def compile_plan(plan: Plan, resolved: Mapping[int, Resolved] | None = None) -> Network:
    """The network of a plan. `resolved` are its calendars, if somebody has worked them out before.

    BadPlan, BadCalendar, OutOfRange, CycleFound: see there; each message names what is wrong.
    """
    rows = Rows(plan.calendar, resolve(plan.calendars) if resolved is None else resolved, _people(plan))
    index = {task.id: at for at, task in enumerate(plan.tasks)}
    if len(index) != len(plan.tasks):
        raise BadPlan("Two tasks have the same id.")
    columns = _columns(plan, index, rows)
    options = Options(
        start=to_ticks(plan.start),
        finish=NONE if plan.finish is None else to_ticks(plan.finish),
        from_start=plan.is_scheduled_from_start or plan.finish is None,
        honours_constraints=plan.honours_constraints,
        multiple_critical_paths=plan.has_multiple_critical_paths,
        critical_limit=plan.critical_limit,
    )
    return network_of(columns, options, rows.calendars, rows.of_project)


class Rows:
    """The row of the clock each task is computed in: one for every combination of calendars that occurs.

    A task with people works when any of them does, within its own calendar if it has one; without people, by its
    own calendar or the project's; an elapsed duration around the clock (row 0).
    """

    def __init__(self, project: int, resolved: Mapping[int, Resolved], people: Mapping[int, Collection[int]]) -> None:
        """`people` are the calendars of those who work on a task, by the task's id."""
        self._resolved, self._project, self._people = resolved, project, people
        self._kept: dict[tuple[int | None, frozenset[int]], int] = {}
        self.calendars: list[Resolved] = []
        self.of_project = self._row(None, frozenset())

    def of(self, task: int, calendar: int | None, is_elapsed: bool, ignores_people: bool) -> int:
        if is_elapsed:
            return 0
        people = frozenset() if ignores_people else frozenset(self._people.get(task, ()))
        return self._row(calendar, people)

    def of_calendar(self, calendar: int | None) -> int:
        return self._row(calendar, frozenset())

    def _row(self, own: int | None, people: frozenset[int]) -> int:
        if own is None and people == {self._project}:
            people = frozenset()
        if (own, people) not in self._kept:
            self.calendars.append(self._joined(own, people))
            self._kept[own, people] = len(self.calendars)
        return self._kept[own, people]

    def _joined(self, own: int | None, people: frozenset[int]) -> Resolved:
        if not people:
            return self._working(self._project if own is None else own)
        hours = [self._working(calendar) for calendar in sorted(people)]
        if own is not None:
            hours = [intersection([self._working(own), part]) for part in hours]
            hours = [part for part in hours if part.ever_works] or [self._working(own)]
        return union(hours)

    def _working(self, calendar: int) -> Resolved:
        if calendar not in self._resolved:
            raise BadPlan(f"There is no calendar {calendar}.")
        if not self._resolved[calendar].ever_works:
            raise BadCalendar(f"Calendar {calendar} has no working time at all.")
        return self._resolved[calendar]


def _people(plan: Plan) -> dict[int, set[int]]:
    """The calendars of the people on each task; who has none works by the project's."""
    people = {resource.id: resource for resource in plan.resources if resource.kind == ResourceKind.WORK}
    found: dict[int, set[int]] = {}
    for assignment in plan.assignments:
        if assignment.resource in people:
            calendar = people[assignment.resource].calendar
            found.setdefault(assignment.task, set()).add(plan.calendar if calendar is None else calendar)
    return found


def row_of(task: Task, rows: Rows) -> int:
    return rows.of(task.id, task.calendar, task.is_elapsed, task.ignores_resource_calendars)


def _columns(plan: Plan, index: Mapping[int, int], rows: Rows) -> Columns:
    tasks = plan.tasks

    def whole(values: list[int]) -> Array:
        return np.asarray(values, np.int64)

    rests = [_rest(task) for task in tasks]
    links = [link for link in plan.links if _is_between_tasks(link, index)]
    return Columns(
        ids=whole([task.id for task in tasks]), parent=_parents(tasks, index), is_active=_active(tasks, index),
        is_manual=np.asarray([task.is_manual and task.start is not None for task in tasks], bool),
        length=whole([_bounded(task.duration) for task in tasks]),
        gap=whole([gap_of(task.segments, row_of(task, rows), rows) for task in tasks]),
        row=whole([row_of(task, rows) for task in tasks]),
        measure=whole([0 if task.is_elapsed else rows.of_calendar(task.calendar) for task in tasks]),
        constraint=whole([_constraint(task) for task in tasks]),
        constraint_at=whole([_ticks(task.constraint_at) for task in tasks]),
        latest=whole([NEVER if task.deadline is None else to_ticks(task.deadline) for task in tasks]),
        delay=whole([_bounded(task.levelling_delay) for task in tasks]),
        begun=whole([_ticks(task.actual_start) for task in tasks]), ended=whole([_ended(task) for task in tasks]),
        resume=whole([at for at, _ in rests]), rest=whole([rest for _, rest in rests]),
        fixed_start=whole([_ticks(task.start) for task in tasks]),
        fixed_finish=whole([_ticks(task.finish or task.start) for task in tasks]),
        **_link_columns(links, index),
    )  # fmt: skip


def _link_columns(links: list[Link], index: Mapping[int, int]) -> dict[str, Array]:
    rows = [
        (index[link.predecessor], index[link.successor], link.kind, max(-MOST_TICKS, min(link.lag, MOST_TICKS)),
         link.lag_unit)
        for link in links
    ]  # fmt: skip
    table = np.asarray(rows, np.int64).reshape(-1, 5)
    names = ("link_from", "link_to", "link_kind", "link_lag", "link_unit")
    return {name: table[:, column].copy() for column, name in enumerate(names)}


def _parents(tasks: list[Task], index: Mapping[int, int]) -> Array:
    parents = []
    for at, task in enumerate(tasks):
        above = NONE if task.parent is None else index.get(task.parent, at)
        if above >= at:
            raise BadPlan(f"Task {task.id} hangs under task {task.parent}, which does not stand before it.")
        parents.append(above)
    return np.asarray(parents, np.int64)


def _active(tasks: list[Task], index: Mapping[int, int]) -> Array:
    """What hangs under an inactive task is inactive too."""
    active: list[bool] = []
    for task in tasks:
        active.append(task.is_active and (task.parent is None or active[index[task.parent]]))
    return np.asarray(active, bool)


def _is_between_tasks(link: Link, index: Mapping[int, int]) -> bool:
    if link.predecessor not in index or link.successor not in index:
        raise BadPlan(f"The link from {link.predecessor} to {link.successor} leads to no task.")
    return True


def _constraint(task: Task) -> int:
    return 0 if task.constraint.needs_a_date and task.constraint_at is None else int(task.constraint)


def _ended(task: Task) -> int:
    if task.actual_start is None or task.actual_finish is None:
        return NONE
    return max(to_ticks(task.actual_finish), to_ticks(task.actual_start))


def _rest(task: Task) -> tuple[int, int]:
    """When the remaining work of a started task goes on, and how much of it there is; (NONE, 0) if that is not said."""
    if task.actual_start is None or task.actual_finish is not None or task.resume is None:
        return NONE, 0
    left = task.remaining
    if left is None:
        left = round(task.duration * (1 - task.percent_complete / 100))
    return to_ticks(task.resume), _bounded(left)


def gap_of(segments: Sequence[tuple[datetime, datetime]], row: int, rows: Rows) -> int:
    """The working time between the parts of a split task, in the calendar of that row."""
    if len(segments) < 2:
        return 0
    kernel, week = plain("clock"), 7
    clock = clock_of(rows.calendars, to_ticks(segments[0][0]) // DAY - week, to_ticks(segments[-1][1]) // DAY + week)
    pauses = [(to_ticks(stop), to_ticks(go)) for (_, stop), (go, _) in pairwise(segments)]
    work = [kernel.work_before(clock, row, go) - kernel.work_before(clock, row, stop) for stop, go in pauses]
    return max(0, int(sum(work)))


def _ticks(moment: datetime | None) -> int:
    return NONE if moment is None else to_ticks(moment)


def _bounded(ticks: int) -> int:
    return max(0, min(ticks, MOST_TICKS))
