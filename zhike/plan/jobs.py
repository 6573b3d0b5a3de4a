"""Work of this room that happens in the background."""

from datetime import time
from uuid import UUID

from zhike.core.actors import Actor
from zhike.core.jobs import daily, job
from zhike.core.scope import current_organisation_id
from zhike.plan import foreseeing
from zhike.plan.actions.imports import forget_old_imports
from zhike.plan.following import new_forecast
from zhike.plan.importing import running
from zhike.plan.models import Plan


@job(most_attempts=20)
def continue_import(run_id: str) -> None:
    """Take the import of a plan up, to its end."""
    running.go_on(UUID(str(run_id)))


@job()
def forget_imports() -> None:
    """Remove uploaded files once there is no way back any more."""
    forget_old_imports(Actor.system(current_organisation_id()))


@job(most_attempts=3)
def make_forecast(forecast_id: str) -> None:
    """Simulate a plan."""
    foreseeing.forecast(UUID(str(forecast_id)))


@job(most_attempts=3)
def follow_forecast(plan_id: str, revision: int, risks: int | None = None) -> None:
    """Simulate a plan anew after an edit, unless it was edited again: then another job waits. `risks` counts what may
    happen to it; jobs of older versions do not say."""
    plan = Plan.objects.filter(pk=UUID(str(plan_id)), revision=revision).first()
    if plan is not None and risks in {None, plan.risks_revision}:
        foreseeing.forecast(new_forecast(plan, None).pk)


@job(most_attempts=3)
def level_plan(levelling_id: str) -> None:
    """Look for a way to level a plan."""
    foreseeing.level(UUID(str(levelling_id)))


daily(time(3, 57), forget_imports)
