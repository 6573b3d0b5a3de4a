"""A plan that was forecast once stays forecast: after edits, of it or of what may happen to it, it is simulated anew,
soon, once for a burst of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhike.core.jobs.declared import named
from zhike.plan.models import Forecast, Plan

AFTER_AN_EDIT = timedelta(seconds=8)
KEPT = 20  # forecasts of a plan


def new_forecast(plan: Plan, user_id: UUID | None, **settings: Any) -> Forecast:
    """A forecast with the plan's settings or others, still to be computed. Of old ones only the last are kept."""
    old = Forecast.objects.filter(plan=plan).order_by("-created_at").values_list("pk", flat=True)[KEPT:]
    Forecast.objects.filter(pk__in=list(old)).delete()
    usual = {name: getattr(plan, f"forecast_{name}") for name in ("method", "correlation", "samples", "seed")}
    return Forecast.objects.create(
        plan=plan, revision=plan.revision, risks_revision=plan.risks_revision, made_by_id=user_id,
        **{**usual, **settings},
    )  # fmt: skip


def follow_edit(plan: Plan) -> None:
    """Called within the transaction of an edit of the plan, or of what may happen to it."""
    if plan.uses_forecast and Forecast.objects.filter(plan=plan, state=Forecast.State.DONE).exists():
        job = named("zhike.plan.jobs.follow_forecast")
        job.later(at=timezone.now() + AFTER_AN_EDIT, plan_id=plan.pk, revision=plan.revision, risks=plan.risks_revision)
