"""The plan of another day, as callers get it. Lengths of time are ticks (tenths of a minute)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Schema
from zhike.plan.queries.history import LineChange, Told


class LineThenOut(Schema):
    """A task as it was. `id` is its key: a task that is gone has no address any more."""

    id: UUID
    number: int
    wbs: str
    parent_id: UUID | None
    level: int
    position: int
    name: str
    kind: str
    side: str
    owner: str
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
    effort: int
    deliverable: str

    @staticmethod
    def resolve_id(line: Any) -> UUID:
        return line.key  # type: ignore[no-any-return]

    @staticmethod
    def resolve_parent_id(line: Any) -> UUID | None:
        return line.parent  # type: ignore[no-any-return]

    @staticmethod
    def resolve_effort(line: Any) -> int:
        return line.work  # type: ignore[no-any-return]


class MomentOut(Schema):
    """Something that changed what the plan says; `what` is in the caller's language."""

    number: int
    revision: int
    at: datetime
    by: str
    what: str

    @staticmethod
    def resolve_what(told: Told) -> str:
        return told.words


class PlanThenOut(Schema):
    """What the plan said at the end of the day, minute or second that was asked for."""

    asked: datetime
    revision: int
    last: MomentOut
    finish: datetime | None
    progress: float
    client_level: int
    done: int
    total: int
    tasks: list[LineThenOut]


class LineChangeOut(Schema):
    """`kind`: added, removed, moved (only what is computed), changed (what people enter, too). `fields` differ."""

    kind: str
    fields: list[str]
    before: LineThenOut | None
    after: LineThenOut | None
    days_later: int | None

    @staticmethod
    def resolve_fields(change: LineChange) -> list[str]:
        return sorted(change.fields)


class PlanSideOut(Schema):
    asked: datetime
    revision: int
    finish: datetime | None
    progress: float
    done: int
    total: int


class DifferencesThenOut(Schema):
    then: PlanSideOut
    later: PlanSideOut
    counts: dict[str, int]
    tasks: list[LineChangeOut]


class DayOfHistoryOut(Schema):
    day: date
    changes: int
