"""What callers send and get of the board and of people's workload."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.plan.queries.board import Card


class BoardColumnIn(Input):
    """Tasks in it are in `state`; `limit` is how many may be there at once."""

    id: UUID | None = None
    name: str
    state: str
    limit: int | None = None


class BoardColumnPatch(Input):
    name: str | None = None
    state: str | None = None
    limit: int | None = None
    version: int | None = None


class BoardColumnOut(Schema):
    id: UUID
    name: str
    state: str
    limit: int | None
    position: int
    version: int
    created_at: datetime
    updated_at: datetime


class BoardShiftIn(Input):
    """`direction`: left or right, one place."""

    direction: str


class BoardCardOut(Schema):
    """A task as a card. `days`: since when it hangs there; `stays_long`: longer than such tasks usually take."""

    task_id: UUID
    code: str
    number: int
    name: str
    kind: str
    state: str
    phase: str
    blocked_by: str
    progress: float
    finish: datetime | None
    deadline: datetime | None
    is_critical: bool
    is_late: bool
    misses_deadline: bool
    side: str
    is_shared: bool
    owner: str
    owner_name: str
    since: date
    days: int
    stays_long: bool

    @staticmethod
    def resolve_task_id(card: Card) -> UUID:
        return card.key

    @staticmethod
    def resolve_owner(card: Card) -> str:
        """As it is sent: `user:<id>`, `contact:<id>` or nothing."""
        return card.owner_key

    @staticmethod
    def resolve_owner_name(card: Card) -> str:
        return card.owner


class BoardPileOut(BoardColumnOut):
    """A column with its first cards of those asked for. `count` is how many tasks are in it at all, `more` how many of
    those asked for are not told; `warning` says that it holds more than agreed."""

    count: int
    warning: str
    cards: list[BoardCardOut]
    more: int


class BoardOut(Schema):
    """`found`: how many cards are as asked for. `off_board`: how many tasks are in states no column shows."""

    revision: int
    found: int
    columns: list[BoardPileOut]
    off_board: dict[str, int]


class CardMoveIn(Input):
    """`revision`: the one the caller saw; without it, whatever is there now."""

    task_id: UUID
    column_id: UUID
    revision: int | None = None


class CardBlockIn(Input):
    reason: str
    column_id: UUID | None = None


class FlowWeekOut(Schema):
    monday: date
    begun: int
    finished: int
    under_way: int


class FlowOut(Schema):
    """The last twelve weeks. Half of the finished tasks took at most `half` days, 85 of 100 at most `most`; null while
    too few are finished to say."""

    weeks: list[FlowWeekOut]
    finished: int
    per_week: float
    half: int | None
    most: int | None


class LoadOut(Schema):
    """Hours planned and hours they have, in the period of the same place in `periods`."""

    planned: float
    available: float
    over: float
    level: str


class PersonLoadOut(Schema):
    """`kind`: colleague, role, client, nobody. `key` is what `person` of `/workload/tasks` takes."""

    key: str
    name: str
    team: str
    kind: str
    planned: float
    available: float
    loads: list[LoadOut]

    @staticmethod
    def resolve_loads(person: Any) -> Any:
        return person.cells


class WorkloadOut(Schema):
    """`periods`: first days of weeks or days, `length` days each."""

    periods: list[date]
    length: int
    teams: list[str]
    people: list[PersonLoadOut]


class WorkloadTaskOut(Schema):
    """`how`: assigned; owner (full-time although nobody was assigned); nobody."""

    project_number: int
    project_name: str
    number: int
    code: str
    name: str
    how: str
    hours: float


class WorkloadTasksOut(Schema):
    person: str
    planned: float
    available: float
    tasks: list[WorkloadTaskOut]
