"""What callers send and get of forecasts and levelling. Moments are on the wall clock of the plan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.plan import queries
from zhike.plan.models import Forecast, Levelling
from zhike.plan.queries import Move, Overload


class ForecastIn(Input):
    """What is not sent is as the plan is set up. The same seed gives the same result."""

    samples: int | None = None
    seed: int | None = None
    method: str | None = None
    correlation: float | None = None


class ForecastOut(Schema):
    """`state`: running, done, failed (`message` says why). Running without `is_running`: the worker gave up. `revision`
    and `risks_revision` are the plan's, and what may happen to it, that were simulated."""

    id: UUID
    revision: int
    risks_revision: int
    is_current: bool
    state: str
    is_running: bool
    message: str
    method: str
    correlation: float
    samples: int
    seed: int
    p50: datetime | None
    p80: datetime | None
    made_by_id: UUID | None
    made_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_is_running(row: Forecast) -> bool:
        return queries.is_running(row)


class PercentileOut(Schema):
    percent: int
    finish: datetime


class SampleBarOut(Schema):
    since: datetime
    until: datetime
    count: int


class SwayOut(Schema):
    """With this task certain, or without this risk, the 80 % date is `p80`, `change` ticks from what it is."""

    task_id: UUID | None
    schedule_risk_id: UUID | None
    p80: datetime
    change: int


class ForecastRiskOut(Schema):
    """A risk the forecast took into account, by its title and probability (in percent) then: in what share of the
    samples it happened, and what the 80 % date would be without it."""

    schedule_risk_id: UUID
    title: str
    probability: int
    share: float
    p80: datetime
    change: int


class DateChanceOut(Schema):
    """How likely a deadline is kept; without a task, the finish of the plan."""

    task_id: UUID | None
    by: datetime
    probability: float


class ForecastResultOut(ForecastOut):
    """While it is not done, what was not computed yet is null or empty."""

    planned: datetime | None
    chance_of_plan: float | None
    percentiles: list[PercentileOut]
    histogram: list[SampleBarOut]
    tornado: list[SwayOut]
    risks: list[ForecastRiskOut]
    chances: list[DateChanceOut]
    p80_error: int | None

    @staticmethod
    def resolve_planned(row: Forecast) -> Any:
        return row.result.get("planned")

    @staticmethod
    def resolve_chance_of_plan(row: Forecast) -> Any:
        return row.result.get("chance_of_plan")

    @staticmethod
    def resolve_percentiles(row: Forecast) -> list[dict[str, Any]]:
        found = row.result.get("percentiles", [])
        return [{"percent": 10 + 5 * at, "finish": moment} for at, moment in enumerate(found)]

    @staticmethod
    def resolve_histogram(row: Forecast) -> list[dict[str, Any]]:
        return [_named(one, "since", "until", "count") for one in row.result.get("histogram", [])]

    @staticmethod
    def resolve_tornado(row: Forecast) -> list[dict[str, Any]]:
        return [
            {"task_id": task or None, "schedule_risk_id": next(filter(None, risk), None), "p80": p80, "change": change}
            for task, p80, change, *risk in row.result.get("tornado", [])
        ]

    @staticmethod
    def resolve_risks(row: Forecast) -> list[dict[str, Any]]:
        return [{**one, "schedule_risk_id": one["risk"]} for one in row.result.get("risks", [])]

    @staticmethod
    def resolve_chances(row: Forecast) -> list[dict[str, Any]]:
        found = [_named(one, "task_id", "by", "probability") for one in row.result.get("chances", [])]
        return [{**one, "task_id": one["task_id"] or None} for one in found]

    @staticmethod
    def resolve_p80_error(row: Forecast) -> Any:
        return row.result.get("p80_error")


class ForecastTaskOut(Schema):
    """`criticality`: in what share of the samples it decided the finish. Null: it was not in the forecast."""

    task_id: UUID
    number: int
    name: str
    p50: datetime | None
    p80: datetime | None
    criticality: float | None


class LevellingIn(Input):
    """`seconds`: how long better orders are looked for. `within_float`: the finish stays, what does not fit remains.
    `by_priority`: tasks are served strictly by their priority."""

    seconds: int = 5
    within_float: bool = False
    by_priority: bool = False


class LevellingOut(Schema):
    """`state`: running, done (a proposal), failed (`message` says why), taken. It can be taken over while it is done
    and `is_current`."""

    id: UUID
    revision: int
    is_current: bool
    state: str
    is_running: bool
    message: str
    seconds: int
    within_float: bool
    by_priority: bool
    finish_before: datetime | None
    finish_after: datetime | None
    made_by_id: UUID | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_is_running(row: Levelling) -> bool:
        return queries.is_running(row)


class MoveOut(Schema):
    """`why` says it in words; `blocker_id` is what `resource` is busy with `until` then."""

    task_id: UUID
    before: datetime
    after: datetime
    resource: str
    blocker_id: UUID | None
    until: datetime | None
    follows_id: UUID | None
    why: str

    @staticmethod
    def resolve_task_id(move: Move) -> UUID:
        return move.task.pk

    @staticmethod
    def resolve_blocker_id(move: Move) -> UUID | None:
        return move.blocker.pk if move.blocker else None

    @staticmethod
    def resolve_follows_id(move: Move) -> UUID | None:
        return move.follows.pk if move.follows else None

    @staticmethod
    def resolve_why(move: Move) -> str:
        from zhike.plan.templatetags.foreseeing import why_moved

        return str(why_moved(move))


class OverloadOut(Schema):
    """`demand` and `capacity` in percent of one full-time person."""

    resource: str
    start: datetime
    finish: datetime
    demand: int
    capacity: int
    task_ids: list[UUID]

    @staticmethod
    def resolve_task_ids(row: Overload) -> list[UUID]:
        return [task.pk for task in row.tasks]


class OverloadsOut(Schema):
    """`is_known` is false for a plan too large to be looked through at once: ask for a levelling, which tells it."""

    is_known: bool
    overloads: list[OverloadOut]


class LevellingProposalOut(LevellingOut):
    """`left`: what no moving of tasks can cure."""

    moves: list[MoveOut]
    left: list[OverloadOut]

    @staticmethod
    def resolve_moves(row: Levelling) -> list[Move]:
        return queries.moves(row)

    @staticmethod
    def resolve_left(row: Levelling) -> list[Overload]:
        return queries.overloads_left(row)


def _named(values: list[Any], *names: str) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))
