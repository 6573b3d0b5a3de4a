"""A plan that was forecast once stays forecast: after edits it is simulated anew, soon, once for a burst of them."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from zhike.core.jobs.declared import named
from zhike.plan.models import Forecast, Plan

AFTER_AN_EDIT = timedelta(seconds=8)
KEPT = 20  # forecasts of a plan


def new_forecast(plan: Plan, user_id: UUID | None) -> Forecast:
    """A forecast with the plan's settings, still to be computed. Of old ones only the last are kept."""
    old = Forecast.objects.filter(plan=plan).order_by("-created_at").values_list("pk", flat=True)[KEPT:]
    Forecast.objects.filter(pk__in=list(old)).delete()
    return Forecast.objects.create(
        plan=plan, revision=plan.revision, method=plan.forecast_method, correlation=plan.forecast_correlation,
        samples=plan.forecast_samples, seed=plan.forecast_seed, made_by_id=user_id,
    )  # fmt: skip


def follow_edit(plan: Plan) -> None:
    """Called within the transaction of an edit."""
    if plan.uses_forecast and Forecast.objects.filter(plan=plan, state=Forecast.State.DONE).exists():
        job = named("zhike.plan.jobs.follow_forecast")
        job.later(at=timezone.now() + AFTER_AN_EDIT, plan_id=plan.pk, revision=plan.revision)
