"""A plan in words: tasks and their links, calendars, resources and who is assigned to what, baselines.

This is what files are read into and written from, and what the command line works on. Rooms that keep plans in a
database may fill it from rows; `network.compile_plan` turns it into arrays, on which everything is computed.

Units. A moment is a naive `datetime` on the wall clock of the plan. An amount of time (duration, lag, work, float) is
a whole number of *ticks*, tenths of a minute, which is the grain Microsoft Project keeps: an hour is 600 ticks, a day
of eight hours 4,800. Working time unless said otherwise; *elapsed* time runs around the clock. Money is a `Decimal`.
Percentages are 0 to 100.

The numbers of Constraint, LinkKind and TaskType are those of Microsoft's XML schema (mspdi_pj12.xsd).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum

MINUTE = 10  # ticks
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Periods = tuple[tuple[int, int], ...]  # from and to, in minutes after midnight, sorted and apart; 24:00 is 1440
Kept = tuple[tuple[str, str], ...]  # (element, its XML) of a file we do not interpret, to be written back as it was


class Constraint(IntEnum):
    """When a task may start or finish, besides its links."""

    AS_SOON_AS_POSSIBLE = 0
    AS_LATE_AS_POSSIBLE = 1
    MUST_START_ON = 2
    MUST_FINISH_ON = 3
    START_NO_EARLIER_THAN = 4
    START_NO_LATER_THAN = 5
    FINISH_NO_EARLIER_THAN = 6
    FINISH_NO_LATER_THAN = 7

    @property
    def needs_a_date(self) -> bool:
        return self >= Constraint.MUST_START_ON


class LinkKind(IntEnum):
    """Which end of the predecessor holds which end of the successor."""

    FINISH_TO_FINISH = 0
    FINISH_TO_START = 1
    START_TO_FINISH = 2
    START_TO_START = 3


class LagUnit(IntEnum):
    """How a link's lag is counted."""

    WORKING = 0  # ticks, on the successor's calendar
    ELAPSED = 1  # ticks, around the clock
    PERCENT = 2  # of the predecessor's working duration, on the successor's calendar
    ELAPSED_PERCENT = 3  # of the predecessor's duration, around the clock


class TaskType(IntEnum):
    """Which of duration, work and units stays when another one changes (work = duration × units)."""

    FIXED_UNITS = 0
    FIXED_DURATION = 1
    FIXED_WORK = 2


class ResourceKind(IntEnum):
    MATERIAL = 0
    WORK = 1
    COST = 2


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule for the days of a calendar exception, as Microsoft's XML states it; `occurrences` of 0 means by date.

    kind: 1 daily, 2 yearly by day of month, 3 yearly by position, 4 monthly by day, 5 monthly by position, 6 weekly,
    7 by day count. The days it falls on are worked out by the reader of a file, into one DayException each.
    """

    kind: int
    every: int = 1
    weekdays: int = 0  # bits, Sunday 1, Monday 2, … Saturday 64
    month: int = 0  # 0 January … 11 December
    month_day: int = 0
    position: int = 0  # 0 first … 4 last
    item: int = 0  # 0 day, 1 weekday, 2 weekend day, 3 Sunday … 9 Saturday
    occurrences: int = 0


@dataclass(frozen=True, slots=True)
class DayException:
    """From `first` to `last`, both included, `periods` are worked instead of the week's; none means days off.

    With a `recurrence`, `first` to `last` is the range in which it falls on days (see `calendars.days_of`).
    """

    first: date
    last: date
    periods: Periods = ()
    name: str = ""
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Other hours from `first` to `last`, both included: Monday to Sunday; None leaves that weekday as it is."""

    first: date
    last: date
    days: tuple[Periods | None, ...]
    name: str = ""


@dataclass(slots=True)
class Calendar:
    """When work is done. `week` is Monday to Sunday; None means as in the base calendar (without a base: not worked).

    An exception here wins over one of the base; among its own, the first that covers a day wins, then the first
    work week that states that weekday.
    """

    id: int
    name: str
    week: tuple[Periods | None, ...] = (None,) * 7
    exceptions: tuple[DayException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()
    base: int | None = None
    kept: Kept = ()


STANDARD_DAY: Periods = ((480, 720), (780, 1020))
STANDARD_WEEK: tuple[Periods | None, ...] = (STANDARD_DAY,) * 5 + ((), ())
AROUND_THE_CLOCK: tuple[Periods | None, ...] = (((0, 1440),),) * 7


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was once planned for a task, a resource or an assignment. `number` 0 to 10."""

    number: int
    start: datetime | None = None
    finish: datetime | None = None
    duration: int | None = None
    work: int | None = None
    cost: Decimal | None = None
    kept: Kept = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long a task may take, in working ticks: the least, the likeliest, the most."""

    optimistic: int
    likely: int
    pessimistic: int


@dataclass(slots=True)
class Task:
    """One line of the plan. A task other tasks name as their parent is a summary; its dates follow from theirs.

    `segments` are the parts of a split task: (start, finish) each, in order; gaps are part of its span, not of its
    duration. `remaining` is what is left of the duration of a started task; None means all of it, or, with a
    percentage, the rest. A manual task keeps `start` and `finish` as they are; its links only warn.
    `start`, `finish` and what follows from them are what a file stored; scheduling returns its own.
    """

    id: int
    name: str = ""
    parent: int | None = None
    duration: int = 0
    is_elapsed: bool = False
    duration_unit: str = "d"  # m h d w mo, with e before it where elapsed; only how people like to read it
    is_estimated: bool = False
    is_milestone: bool = False
    is_manual: bool = False
    is_active: bool = True
    is_summary: bool = False  # only needed where a summary has no tasks yet; such a line is scheduled as a task
    constraint: Constraint = Constraint.AS_SOON_AS_POSSIBLE
    constraint_at: datetime | None = None
    deadline: datetime | None = None
    calendar: int | None = None
    ignores_resource_calendars: bool = False
    priority: int = 500  # 0 to 1000; 1000 means levelling leaves it alone
    levelling_delay: int = 0  # elapsed ticks
    type: TaskType = TaskType.FIXED_UNITS
    is_effort_driven: bool = False
    percent_complete: float = 0.0
    physical_percent_complete: float | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    actual_duration: int | None = None
    remaining: int | None = None
    stop: datetime | None = None  # until when actual work was done
    resume: datetime | None = None  # when the remaining work goes on
    segments: tuple[tuple[datetime, datetime], ...] = ()
    estimate: Estimate | None = None
    work: int = 0
    actual_work: int = 0
    fixed_cost: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    actual_cost: Decimal = Decimal(0)
    wbs: str = ""
    notes: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    early_start: datetime | None = None
    early_finish: datetime | None = None
    late_start: datetime | None = None
    late_finish: datetime | None = None
    total_float: int | None = None
    free_float: int | None = None
    is_critical: bool | None = None
    baselines: tuple[Baseline, ...] = ()
    custom: dict[str, str] = field(default_factory=dict)  # FieldID -> value as it is written
    kept: Kept = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The successor waits for the predecessor. `lag` is in ticks, or in tenths of a percent for the percentages."""

    predecessor: int
    successor: int
    kind: LinkKind = LinkKind.FINISH_TO_START
    lag: int = 0
    lag_unit: LagUnit = LagUnit.WORKING
    lag_format: int = 7  # the display unit of Microsoft's XML (7 is days)
    kept: Kept = ()


@dataclass(frozen=True, slots=True)
class Availability:
    """How much of a resource there is from a moment on to another; None is open. 100 is one person, whole."""

    units: float
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour costs from a moment on; `table` 0 to 4 are the rate tables A to E."""

    first: datetime | None
    last: datetime | None
    standard: Decimal = Decimal(0)
    overtime: Decimal = Decimal(0)
    per_use: Decimal = Decimal(0)
    table: int = 0
    kept: Kept = ()


@dataclass(slots=True)
class Resource:
    """Who or what does the work."""

    id: int
    name: str = ""
    kind: ResourceKind = ResourceKind.WORK
    initials: str = ""
    group: str = ""
    email: str = ""
    max_units: float = 100.0
    calendar: int | None = None
    availability: tuple[Availability, ...] = ()
    rates: tuple[Rate, ...] = ()
    is_generic: bool = False
    is_active: bool = True
    notes: str = ""
    baselines: tuple[Baseline, ...] = ()
    custom: dict[str, str] = field(default_factory=dict)
    kept: Kept = ()


@dataclass(slots=True)
class Assignment:
    """A resource at work on a task. `units` 100 is full time; `work` = duration × units / 100."""

    id: int
    task: int
    resource: int | None
    units: float = 100.0
    work: int = 0
    actual_work: int = 0
    remaining_work: int | None = None
    delay: int = 0
    start: datetime | None = None
    finish: datetime | None = None
    cost: Decimal = Decimal(0)
    actual_cost: Decimal = Decimal(0)
    baselines: tuple[Baseline, ...] = ()
    custom: dict[str, str] = field(default_factory=dict)
    kept: Kept = ()


@dataclass(slots=True)
class Plan:
    """A whole plan. Lists keep the order of the outline; a parent comes before its children."""

    start: datetime
    name: str = ""
    finish: datetime | None = None
    is_scheduled_from_start: bool = True
    status_at: datetime | None = None
    calendar: int = 1
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    critical_limit: int = 0  # ticks: a task with no more total float than this is critical
    has_multiple_critical_paths: bool = False
    honours_constraints: bool = True  # dates of constraints win over links ("tasks will always honor…")
    currency: str = ""
    tasks: list[Task] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    calendars: list[Calendar] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    custom_fields: dict[str, str] = field(default_factory=dict)  # FieldID -> the name people gave it
    kept: Kept = ()
