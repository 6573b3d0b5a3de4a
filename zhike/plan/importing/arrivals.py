"""What a file holds, before it is decided what becomes of it: the same for every kind of file."""

from dataclasses import dataclass, field
from typing import Any

from zhike.core.tables.cells import Problem
from zhike.methods.schedule import plan as words


@dataclass(slots=True)
class Arrival:
    """One task of a file. `values` are fields of `Task` the file says something about; what it leaves blank is not
    there, and stays as it is here."""

    number: int  # the line of the file, as people see it; 0: it follows from several
    key: str  # its number in the source; "" if it has none
    title: str
    parent: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    code: int | None = None  # our own number, where a file we wrote names it
    guid: str = ""
    is_summary: bool = False
    owner: str = ""
    baselines: tuple[words.Baseline, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def place(self) -> str:
        """What other lines of the same file call it by."""
        return self.key or f"line {self.number}"


@dataclass(slots=True)
class Waiting:
    """One task of the file waits for another one."""

    before: str
    after: str
    values: dict[str, Any]

    @property
    def kind(self) -> int:
        return int(self.values.get("kind", words.LinkKind.FINISH_TO_START))


@dataclass(slots=True)
class Work:
    """A resource of the file at work on a task."""

    task: str
    resource: int
    values: dict[str, Any]


@dataclass(slots=True)
class Arrivals:
    """Everything in a file. `plan` is there where the file is a plan, with its calendars, people and settings; such a
    file says where every task stands and what each waits for."""

    source: str
    tasks: list[Arrival] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)  # of the file as a whole
    plan: words.Plan | None = None
    says_links: bool = False  # what a task waits for is what the file says, and nothing else
