"""What is computed about a plan in the background: how likely its dates are, and how it could be levelled.

The engine compiles its loops where that pays; a small plan is through before they are compiled.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.plan.exporting import with_rows
from zhike.plan.models import Forecast, Levelling, ScheduleRisk, Task
from zhike.plan.queries.risks import open_risks
from zhike.plan.scheduling import told
from zhike.plan.striking import strike

WORTH_COMPILING = 1_000_000  # tasks times samples, or tasks times seconds times a thousand
SMALL_ORDERS = 60  # ways of serving the tasks of a small plan that are tried without compiled loops
RISK_CLASSES = {"": "medium", "low": "low", "medium": "high", "high": "very_high"}


def forecast(forecast_id: UUID) -> None:
    """Simulate the plan and keep what came of it."""
    row = Forecast.objects.filter(pk=forecast_id, state=Forecast.State.RUNNING).select_related("plan__project").first()
    if row is not None:
        _kept(row, lambda: _simulated(row))


def level(levelling_id: UUID) -> None:
    """Look for a better order of the plan's work and keep it as a proposal."""
    found = Levelling.objects.filter(pk=levelling_id, state=Levelling.State.RUNNING)
    row = found.select_related("plan__project", "made_by").first()
    if row is not None:
        _kept(row, lambda: _levelled(row))


# --- below -----------------------------------------------------------------------------------------------


def _kept(row: Any, compute: Callable[[], dict[str, Any]]) -> None:
    language = row.made_by.language if row.made_by_id else None
    with translation.override(language or translation.get_language()):
        try:
            values = {"state": "done", "revision": row.plan.revision, **compute()}
        except Invalid as refusal:
            values = {"state": "failed", "message": str(next(iter(refusal.errors.values()), ""))[:300]}
        except ValueError as error:  # the engine's own refusals: settings that mean nothing, what cannot be scheduled
            values = {"state": "failed", "message": (_("This plan cannot be computed: %(why)s") % {"why": error})[:300]}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated_at"])


def _simulated(row: Forecast) -> dict[str, Any]:
    from zhike.methods.schedule.forecast import Settings, simulate

    words, tasks = with_rows(Actor.system(row.organisation_id), row.plan)
    if not tasks:
        raise Invalid(plan=_("There is nothing to forecast yet: the plan has no tasks."))
    struck = strike(open_risks(row.plan), tasks)
    settings = Settings(
        samples=row.samples, seed=row.seed, method=row.method, correlation=row.correlation,
        classes={number: RISK_CLASSES[task.risk] for number, task in tasks.items()},
        risks=[risk for _row, risk in struck],
    )  # fmt: skip
    samples = row.samples + len(struck) * min(row.samples, settings.tornado_samples)  # once more without each risk
    compiled = len(tasks) * samples > WORTH_COMPILING
    found = told(row.plan, lambda: simulate(words, settings, compile_it=compiled))
    return {
        "p50": found.project.at(50), "p80": found.project.at(80), "made_at": timezone.now(),
        "risks_revision": row.plan.risks_revision,
        "result": {
            **_told_by_key(found, {number: str(task.pk) for number, task in tasks.items()}),
            "risks": _risks_told(found, [one for one, _risk in struck]),
        },
    }  # fmt: skip


def _told_by_key(found: Any, keys: dict[int, str]) -> dict[str, Any]:
    """The forecast as JSON, tasks by their keys."""
    tasks = {
        keys[number]: {
            "p50": spread.at(50).isoformat(), "p80": spread.at(80).isoformat(),
            "critical": round(found.criticality.get(number, 0.0), 4),
        }
        for number, spread in found.tasks.items()
    }  # fmt: skip
    return {
        "tasks": tasks,
        "percentiles": [moment.isoformat() for moment in found.project.percentiles],
        "planned": found.project.planned.isoformat(),
        "chance_of_plan": round(found.chance_of_plan, 4),
        "histogram": [[bar.since.isoformat(), bar.until.isoformat(), bar.count] for bar in found.histogram],
        "curve": [[moment.isoformat(), round(share, 4)] for moment, share in found.curve],
        "tornado": [
            [keys[one.task] if one.task is not None else "", one.p80.isoformat(), one.change, one.risk or ""]
            for one in found.tornado
        ],
        "chances": [
            [keys[one.task] if one.task is not None else "", one.by.isoformat(), round(one.probability, 4)]
            for one in found.chances
        ],
        "p80_error": int(found.p80_error),
    }


def _risks_told(found: Any, rows: list[ScheduleRisk]) -> list[dict[str, Any]]:
    """Of each risk that was simulated: what it was called then, in what share of the samples it happened, and what the
    80 % date would be without it, by how many ticks another."""
    shares = {one.risk: one.share for one in found.risks}
    without = {one.risk: one for one in found.tornado if one.risk is not None}
    return [
        {
            "risk": key, "title": row.title, "probability": row.probability, "share": round(shares[key], 4),
            "p80": without[key].p80.isoformat(), "change": without[key].change,
        }
        for key, row in ((str(row.pk), row) for row in rows)
    ]  # fmt: skip


def _levelled(row: Levelling) -> dict[str, Any]:
    from zhike.methods.schedule.levelling.grid import TooMuch
    from zhike.methods.schedule.levelling.plans import level as levelled

    words, tasks = with_rows(Actor.system(row.organisation_id), row.plan)
    compiled = len(tasks) * row.seconds * 1_000 > WORTH_COMPILING
    how = {"seconds": row.seconds} if compiled else {"seconds": row.seconds, "orders": SMALL_ORDERS}
    try:
        found = told(
            row.plan,
            lambda: levelled(
                words, by_priority=row.by_priority, within_float=row.within_float, compile_it=compiled, **how
            ),
        )
    except TooMuch as error:
        raise Invalid(plan=_("The plan reaches too far to be levelled as a whole.")) from error
    names = {resource.id: resource.name for resource in words.resources}
    return {
        "finish_before": found.finish_before, "finish_after": found.finish_after,
        "moves": [_move(move, names, tasks) for move in found.moves],
        "delays": {str(tasks[number].pk): int(delay) for number, delay in found.delays.items()},
        "left": [_stretch(one, names, tasks) for one in found.after],
    }  # fmt: skip


def _move(move: Any, names: dict[int, str], tasks: dict[int, Task]) -> dict[str, Any]:
    return {
        "task": str(tasks[move.task].pk), "before": move.start_before.isoformat(),
        "after": move.start_after.isoformat(), "delay": int(move.delay),
        "resource": names.get(move.resource, ""), "until": move.until.isoformat() if move.until else "",
        "blocker": str(tasks[move.blocker].pk) if move.blocker is not None else "",
        "follows": str(tasks[move.follows].pk) if move.follows is not None else "",
    }  # fmt: skip


def _stretch(one: Any, names: dict[int, str], tasks: dict[int, Task]) -> dict[str, Any]:
    return {
        "resource": names[one.resource], "start": one.start.isoformat(), "finish": one.finish.isoformat(),
        "demand": round(one.demand), "capacity": round(one.capacity),
        "tasks": [str(tasks[task].pk) for task in one.tasks],
    }  # fmt: skip
