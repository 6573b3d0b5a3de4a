"""Through whose eyes a plan is looked at by the client's side, and a line of it, of now or of then, as it is seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from zhike.plan.models import Task
from zhike.plan.queries.history import LineThen
from zhike.projects.models import Project


class Seen(Protocol):
    """What the transparency profile of a project lets a client see of a plan."""

    @property
    def planned_dates(self) -> bool: ...
    @property
    def people(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Look:
    project: Project
    seen: Seen
    firm: str  # who our people are, where they are not shown
    now: datetime  # on the clock of the plan
    mine: frozenset[UUID]  # tasks that lie with whoever looks


@dataclass(frozen=True, slots=True)
class RowThen:
    """A line of the past under the names a task has, so that both are shown by the same code."""

    line: LineThen

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)

    @property
    def pk(self) -> UUID:
        return self.line.key

    @property
    def percent_complete(self) -> float:
        return self.line.progress

    @property
    def is_milestone(self) -> bool:
        return self.line.kind == Task.Kind.MILESTONE

    @property
    def is_open(self) -> bool:
        return self.line.state not in {Task.State.DONE, Task.State.CANCELLED}

    @property
    def owner_contact(self) -> str | None:
        return self.line.owner if self.line.owner_contact else None

    @property
    def owner_user(self) -> str | None:
        return self.line.owner if self.line.owner_user else None


Line = Task | RowThen
