"""How projects stand, over REST: what the pages tell, for staff."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.core.access import can, find, visible
from zhike.core.api import Input, Page, Paging, Query, Request, Router, Schema, Slice, page
from zhike.core.doors import api
from zhike.core.errors import Missing
from zhike.monitoring import actions, queries
from zhike.monitoring.access import ANSWER_DEVIATION, CHANGE_THRESHOLD, TAKE_READING, VIEW_MONITORING
from zhike.monitoring.figures import Figures
from zhike.monitoring.models import Deviation, Reading
from zhike.monitoring.queries.portfolio import portfolio_of
from zhike.monitoring.telling import lines_of
from zhike.plan.access import VIEW_COSTS
from zhike.plan.models import Baseline
from zhike.projects.models import Project
from zhike.projects.queries import project

router = Router(tags=["Monitoring"])
HERE = "/projects/{uuid:project_id}"
MEASURES = (
    "bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi", "percent_planned", "percent_complete", "percent_spent", "eac",
    "eac_at_plan", "eac_at_cpi", "eac_at_cpi_and_spi", "tcpi_to_bac",
)  # fmt: skip
OF_MONEY = frozenset({"cpi", "budget_percent"})


class MeasuresOut(Schema):
    """In money, hours or working days, as `basis` says; null where a figure cannot be computed."""

    bac: Decimal
    pv: Decimal | None
    ev: Decimal
    ac: Decimal | None
    sv: Decimal | None
    cv: Decimal | None
    spi: Decimal | None
    cpi: Decimal | None
    percent_planned: Decimal | None
    percent_complete: Decimal | None
    percent_spent: Decimal | None
    eac: Decimal | None
    eac_at_plan: Decimal | None
    eac_at_cpi: Decimal | None
    eac_at_cpi_and_spi: Decimal | None
    tcpi_to_bac: Decimal | None


class ScheduleOut(Schema):
    """Earned schedule in working days, days on hold left out."""

    es: float
    at: float
    pd: float
    sv_t: float
    spi_t: float | None
    ieac_t: float | None
    tspi: float | None
    independent_finish: date | None


class FinishOut(Schema):
    baseline: datetime | None
    promised: date | None
    forecast: datetime | None
    p50: datetime | None
    p80: datetime | None
    forecast_at: datetime | None
    is_current: bool
    slip_days: int | None
    late_days: int | None


class EffortOut(Schema):
    """Hours."""

    planned: Decimal
    spent: Decimal | None
    remaining: Decimal


class CostOut(Schema):
    """In the project's currency; the budget is null for who may not see it."""

    budget: Decimal | None
    planned: Decimal
    spent: Decimal
    forecast: Decimal
    unpriced: Decimal


class MilestoneOut(Schema):
    key: UUID
    number: int
    name: str
    baseline: datetime | None
    forecast: datetime | None
    finished: datetime | None
    is_shared: bool
    slip_days: int | None


class FiguresOut(Schema):
    """Where a project stands on a day. `is_read`: kept that day; else worked out now. `sentences` say the same."""

    day: date
    taken_at: datetime
    is_read: bool
    revision: int
    currency: str
    basis: str
    baseline_name: str
    measures: MeasuresOut | None
    schedule: ScheduleOut | None
    done: int
    total: int
    percent: float
    planned_percent: float | None
    effort: EffortOut | None
    cost: CostOut | None
    finish: FinishOut
    milestones: list[MilestoneOut]
    counts: dict[str, int]
    sentences: list[str]


class ReadingOut(Schema):
    """What was kept of a day; what tells of money is null for who may not see costs."""

    id: UUID
    project_id: UUID
    day: date
    taken_at: datetime
    is_latest: bool
    revision: int
    basis: str
    percent: float | None
    spi_t: float | None
    cpi: float | None
    finish_baseline: datetime | None
    finish_forecast: datetime | None
    finish_p50: datetime | None
    finish_p80: datetime | None
    promised: date | None
    slip_days: int | None
    late_days: int | None
    tasks_done: int
    tasks_total: int
    budget_percent: float | None
    open_deviations: int


class DeviationOut(Schema):
    id: UUID
    project_id: UUID
    number: int
    version: int
    kind: str
    subject: str
    level: str
    state: str
    value: float
    limit: float
    found_at: datetime
    cause: str
    proposal: str
    answered_at: datetime | None
    over_at: datetime | None


class DeviationsWanted(Paging):
    project_id: UUID | None = None
    state: str = ""


class AnswerIn(Input):
    proposal: str
    cause: str = ""
    version: int | None = None


class LimitOut(Schema):
    """`is_own`: set for this project; else the default."""

    kind: str
    warn: float
    alarm: float
    is_watched: bool
    is_own: bool


class LimitIn(Input):
    kind: str
    warn: float
    alarm: float
    is_watched: bool = True


class FiguresWanted(Schema):
    """`day`: a past one. `baseline_id`: against another than the one that counts."""

    day: date | None = None
    baseline_id: UUID | None = None


@router.get(HERE + "/figures", response=FiguresOut)
@api(VIEW_MONITORING)
def get_figures(request: Request, project_id: UUID, look: Query[FiguresWanted]) -> dict[str, Any]:
    """Earned value, earned schedule, dates, effort and money of one project."""
    row = project(request.actor, pk=project_id)
    against = find(request.actor, Baseline, pk=look.baseline_id, plan__project=row) if look.baseline_id else None
    found = queries.figures_of(request.actor, row, look.day, against)
    if found is None:
        raise Missing(_("There is nothing to measure yet: the project has no plan with tasks."))
    return _figures(row, found)


@router.post(HERE + "/readings", response=FiguresOut)
@api(TAKE_READING)
def take_reading(request: Request, project_id: UUID) -> dict[str, Any]:
    """Read the project now; the reading of the day says the latest."""
    row = project(request.actor, pk=project_id)
    return _figures(row, queries.shown(request.actor, actions.take_reading(request.actor, row)))


@router.get(HERE + "/readings", response=Page[ReadingOut])
@api(VIEW_MONITORING)
def list_readings(request: Request, project_id: UUID, paging: Query[Paging]) -> Slice:
    """Day by day."""
    row = project(request.actor, pk=project_id)
    return _readings(request, page(visible(request.actor, Reading).filter(project=row), paging))


@router.get("/portfolio", response=Page[ReadingOut])
@api(VIEW_MONITORING)
def list_portfolio(request: Request, paging: Query[Paging]) -> Slice:
    """The last reading of every running project."""
    return _readings(request, page(portfolio_of(request.actor), paging))


@router.get("/deviations", response=Page[DeviationOut])
@api(VIEW_MONITORING)
def list_deviations(request: Request, look: Query[DeviationsWanted]) -> Slice:
    rows = visible(request.actor, Deviation).select_related("project")
    if look.project_id is not None:
        rows = rows.filter(project=look.project_id)
    if look.state:
        rows = rows.filter(state=look.state)
    found = page(rows, look)
    found["items"] = [_deviation(row) for row in found["items"]]
    return found


@router.get("/deviations/{uuid:deviation_id}", response=DeviationOut)
@api(VIEW_MONITORING)
def get_deviation(request: Request, deviation_id: UUID) -> dict[str, Any]:
    return _deviation(find(request.actor, Deviation, pk=deviation_id, related=("project",)))


@router.post("/deviations/{uuid:deviation_id}/answer", response=DeviationOut)
@api(ANSWER_DEVIATION)
def answer_deviation(request: Request, deviation_id: UUID, body: AnswerIn) -> dict[str, Any]:
    """Say why it strays and what is done about it."""
    row = find(request.actor, Deviation, pk=deviation_id, related=("project",))
    return _deviation(actions.answer_deviation(request.actor, row, **body.dict()))


@router.get(HERE + "/thresholds", response=list[LimitOut])
@api(VIEW_MONITORING)
def list_thresholds(request: Request, project_id: UUID) -> list[queries.Limit]:
    return queries.limits_of(project(request.actor, pk=project_id))


@router.put(HERE + "/thresholds", response=list[LimitOut])
@api(CHANGE_THRESHOLD)
def set_thresholds(request: Request, project_id: UUID, body: list[LimitIn]) -> list[queries.Limit]:
    """Set those that are named; the others stay."""
    row = project(request.actor, pk=project_id)
    actions.set_thresholds(request.actor, row, {one.kind: one.dict(exclude={"kind"}) for one in body})
    return queries.limits_of(row)


# --- below -----------------------------------------------------------------------------------------------


def _figures(row: Project, told: Figures) -> dict[str, Any]:
    schedule = told.schedule
    names = [name for name in FiguresOut.model_fields if name not in ("measures", "schedule", "sentences")]
    return {
        **{name: getattr(told, name) for name in names},
        "measures": {name: getattr(told.measures, name) for name in MEASURES} if told.measures else None,
        "schedule": {
            **{name: getattr(schedule.days, name) for name in ("es", "at", "pd", "sv_t", "spi_t", "ieac_t", "tspi")},
            "independent_finish": schedule.independent_finish,
        } if schedule else None,
        "sentences": [line.sentence for line in lines_of(row, told)],
    }  # fmt: skip


def _readings(request: Request, found: Slice) -> Slice:
    hidden = frozenset() if can(request.actor, VIEW_COSTS) else OF_MONEY
    found["items"] = [
        {name: None if name in hidden else getattr(row, name) for name in ReadingOut.model_fields}
        for row in found["items"]
    ]
    return found


def _deviation(row: Deviation) -> dict[str, Any]:
    names = [name for name in DeviationOut.model_fields if name not in ("cause", "proposal")]
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    return {**told, "cause": row.cause_words, "proposal": row.proposal_words}
