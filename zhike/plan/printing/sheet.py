"""What is printed: the lines of a plan, and what stands on top of every page. Plain values, no rows."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One task on paper."""

    key: Hashable
    level: int
    wbs: str
    name: str
    kind: str  # task, summary, milestone
    start: datetime | None
    finish: datetime | None
    progress: int
    above: Hashable | None = None
    is_done: bool = False
    is_critical: bool = False
    said: str = ""  # beside the bar: who does it
    baseline_start: datetime | None = None
    baseline_finish: datetime | None = None
    deadline: datetime | None = None
    is_missed: bool = False

    @property
    def is_drawn(self) -> bool:
        return self.start is not None and self.finish is not None


@dataclass(frozen=True, slots=True)
class Week:
    """Days nobody works on, for the shading."""

    free: frozenset[int]  # of the week, Monday is 0
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_free(self, day: date) -> bool:
        return day not in self.worked and (day in self.off or day.weekday() in self.free)


EVERY_DAY = Week(frozenset())


@dataclass(frozen=True, slots=True)
class Head:
    """Whose plan it is, and when it was printed."""

    firm: str
    project: str
    title: str
    facts: tuple[tuple[str, str], ...]  # what it is called, and what it is
    made_at: datetime
    logo: bytes = b""
    colour: str = "pine"
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the pages. A link goes from the finish or start of a line to that of another: FS, SS, FF, SF."""

    head: Head
    lines: tuple[Line, ...]
    today: datetime
    links: tuple[tuple[Hashable, Hashable, str], ...] = ()
    week: Week = EVERY_DAY
    status_at: datetime | None = None
    first: date | None = None  # of the time in sight; None: where the plan begins
    last: date | None = None
    paper: str = ""  # a4, a3; "": whichever is large enough
    has_wbs: bool = True
    notes: tuple[str, ...] = field(default=())
