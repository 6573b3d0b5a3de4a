"""A plan from a file of whatever form, told by what it holds and not by its name."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from zhike.methods.schedule.files.errors import Reading, Unreadable
from zhike.methods.schedule.files.json_plan import read_json
from zhike.methods.schedule.files.mspdi import read_mspdi
from zhike.methods.schedule.files.sources import Limits, Source, form_of, whole
from zhike.methods.schedule.plan import (
    AROUND_THE_CLOCK,
    DAY,
    Assignment,
    Calendar,
    Link,
    Plan,
    Resource,
    Task,
)

FIRST_PERIOD = datetime(2000, 1, 3)  # noqa: DTZ001 -- wall clock; a Monday
HEAD = 4096
MOST_PERIODS = 100_000  # of one activity: a period becomes a day


def read_any(source: Source, limits: Limits | None = None) -> tuple[Reading, str]:
    """The plan in the file and the form it is of (see `sources.form_of`). Unreadable."""
    limits = limits or Limits()
    data = whole(source, limits)
    form = form_of(data[:HEAD])
    if form in ("mspdi", "xml"):
        return read_mspdi(data, limits), "mspdi"
    if form == "json":
        return read_json(data, limits), form
    if form == "psplib":
        return Reading(plan_of_instance(read_instance(data)), []), form
    if not form:
        raise Unreadable("unknown_form")
    from zhike.methods.schedule.files.through_mpxj import read_through_mpxj

    return read_through_mpxj(data), form


def read_instance(data: bytes) -> Any:
    """A problem of PSPLIB as `psplib.Instance`. Unreadable."""
    from zhike.methods.schedule.files import psplib

    return psplib.read(data.decode("latin-1"))


def plan_of_instance(instance: Any) -> Plan:
    """The same problem as a plan: a period is a day around the clock, activity 0 becomes task 1, and so on.

    A resource of capacity 12 is one of 1,200 percent.
    """
    longest = max(instance.durations, default=0)
    if longest > MOST_PERIODS:
        raise Unreadable("too_many", limit=MOST_PERIODS, what="periods of one activity")
    demands = list(chain.from_iterable(_demands(row) for row in enumerate(instance.demands, 1)))
    return Plan(
        FIRST_PERIOD,
        minutes_per_day=1440,
        minutes_per_week=7 * 1440,
        days_per_month=30,
        tasks=[
            Task(at, f"Activity {at}", duration=periods * DAY, is_milestone=not periods)
            for at, periods in enumerate(instance.durations, 1)
        ],
        links=[Link(at, after + 1) for at, others in enumerate(instance.successors, 1) for after in others],
        calendars=[Calendar(1, "Periods", AROUND_THE_CLOCK)],
        resources=[
            Resource(at, f"Resource {at}", max_units=100.0 * units) for at, units in enumerate(instance.capacities, 1)
        ],
        assignments=[
            Assignment(at, task, resource, 100.0 * units, work=units * instance.durations[task - 1] * DAY)
            for at, (task, resource, units) in enumerate(demands, 1)
        ],
    )


def _demands(row: tuple[int, Sequence[int]]) -> list[tuple[int, int, int]]:
    task, units = row
    return [(task, resource, wanted) for resource, wanted in enumerate(units, 1) if wanted]
