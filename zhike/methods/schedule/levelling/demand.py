"""Where a plan asks more of somebody than they can give, told before anything is done about it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from zhike.methods.schedule.critical_path import Schedule
from zhike.methods.schedule.kernels.passes import NONE
from zhike.methods.schedule.moments import from_ticks, to_ticks
from zhike.methods.schedule.plan import DAY, MINUTE, Plan, Resource, ResourceKind

WHOLE = 100  # units are percent; kept in hundredths of a percent, as whole numbers


@dataclass(frozen=True, slots=True)
class Overallocation:
    """From `start` to `finish`, `tasks` (ids) together ask `demand` percent of a resource that has `capacity`
    percent."""

    resource: int
    start: datetime
    finish: datetime
    demand: float
    capacity: float
    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One task's hold on one resource, in ticks: `units` in hundredths of a percent while its calendar works."""

    task: int  # index
    resource: int  # id
    units: int


def units_of(percent: float) -> int:
    return round(percent * WHOLE)


def uses(plan: Plan, schedule: Schedule) -> list[Use]:
    """Who works on what: assignments of people and machines to tasks that are not finished, added up."""
    columns = schedule.network.columns
    index = {int(task): at for at, task in enumerate(columns.ids)}
    kinds = {resource.id: resource.kind for resource in plan.resources}
    found: dict[tuple[int, int], int] = defaultdict(int)
    for assignment in plan.assignments:
        at, resource = index.get(assignment.task), assignment.resource
        if at is None or resource is None or kinds.get(resource) != ResourceKind.WORK or assignment.units <= 0:
            continue
        is_at_work = schedule.start[at] != NONE and schedule.network.place[at] >= 0 and columns.ended[at] == NONE
        if is_at_work and schedule.finish[at] > schedule.start[at]:
            found[at, resource] += units_of(assignment.units)
    return [Use(at, resource, units) for (at, resource), units in found.items()]


def capacity_steps(resource: Resource) -> list[tuple[int, int]]:
    """(from tick, units) in order: how much there is of a resource from then on. Without a word on it, `max_units`
    always."""
    if not resource.availability:
        return [(0, units_of(resource.max_units))]
    steps = {0: 0}
    for part in resource.availability:
        begin = 0 if part.first is None else to_ticks(part.first)
        steps[begin] = units_of(part.units)
        if part.last is not None:
            steps.setdefault(to_ticks(part.last), 0)
    return sorted(steps.items())


def overallocations(plan: Plan, schedule: Schedule) -> list[Overallocation]:
    """Every stretch of time in which a resource is asked for more than there is, by resource and start.

    `schedule` is that of the plan. Stretches with the same tasks that only nights and weekends part are one.
    """
    found = []
    by_resource: dict[int, list[Use]] = defaultdict(list)
    for use in uses(plan, schedule):
        by_resource[use.resource].append(use)
    periods = Periods(schedule)
    ids = schedule.network.columns.ids
    for resource in plan.resources:
        held = by_resource.get(resource.id, [])
        steps = capacity_steps(resource)
        if sum(use.units for use in held) <= min(units for _, units in steps):
            continue
        for start, finish, demand, capacity, tasks in _merged(_stretches(held, steps, periods)):
            found.append(
                Overallocation(
                    resource.id, from_ticks(start), from_ticks(finish), demand / WHOLE, capacity / WHOLE,
                    tuple(int(ids[task]) for task in tasks),
                )
            )  # fmt: skip
    return found


class Periods:
    """When tasks are worked on: the working periods of their calendar between their start and their finish."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule

    def of(self, task: int) -> Iterator[tuple[int, int]]:
        """Pairs of ticks."""
        network = self._schedule.network
        start, finish, row = (
            int(self._schedule.start[task]),
            int(self._schedule.finish[task]),
            int(network.columns.row[task]),
        )
        if row == 0:
            yield start, finish
            return
        calendar = network.calendars[row - 1]
        for day in range(start // DAY, -(-finish // DAY)):
            for begins, ends in calendar.on(day):
                begin, end = max(start, day * DAY + begins * MINUTE), min(finish, day * DAY + ends * MINUTE)
                if begin < end:
                    yield begin, end


Stretch = tuple[int, int, int, int, tuple[int, ...]]  # from, to, demand, capacity, tasks


def _stretches(held: Iterable[Use], steps: list[tuple[int, int]], periods: Periods) -> Iterator[Stretch | None]:
    """All stretches that ask too much, with None where one that does not lies between them."""
    events: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for use in held:
        for begin, end in periods.of(use.task):
            events[begin].append((use.task, use.units))
            events[end].append((use.task, -use.units))
    changes = dict(steps)
    at_work: dict[int, int] = {}
    capacity = 0
    moments = sorted({*events, *changes})
    for moment, following in zip(moments, [*moments[1:], moments[-1]], strict=True):
        capacity = changes.get(moment, capacity)
        _apply(at_work, events.get(moment, ()))
        demand = sum(at_work.values())
        if demand > capacity:
            yield moment, following, demand, capacity, tuple(sorted(at_work))
        elif demand:
            yield None


def _apply(at_work: dict[int, int], changes: Iterable[tuple[int, int]]) -> None:
    for task, units in changes:
        at_work[task] = at_work.get(task, 0) + units
        if not at_work[task]:
            del at_work[task]


def _merged(stretches: Iterable[Stretch | None]) -> Iterator[Stretch]:
    last: Stretch | None = None
    for stretch in stretches:
        if last is not None and stretch is not None and last[2:] == stretch[2:]:
            last = (last[0], *stretch[1:])
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last


def described(found: Overallocation, names: Mapping[int, str], tasks: Mapping[int, str]) -> str:
    """One English sentence, for the command line: "Wang Wei is asked for 200 % and has 100 % from … to …: …"."""
    when = f"from {found.start:%Y-%m-%d %H:%M} to {found.finish:%Y-%m-%d %H:%M}"
    listed = ", ".join(f"*{tasks.get(task, task)}*" for task in found.tasks)
    who = names.get(found.resource, found.resource)
    return f"{who} is asked for {found.demand:g} % and has {found.capacity:g} % {when}: {listed}"
