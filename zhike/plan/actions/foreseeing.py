"""Asking how likely the dates of a plan are, and how it could be levelled; taking a proposal over."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.jobs.declared import named
from zhike.core.models import lock
from zhike.core.words import Words, said
from zhike.plan.access import CHANGE_PLAN
from zhike.plan.actions.edits import change_plan
from zhike.plan.editing import Outcome
from zhike.plan.edits.draft import Draft
from zhike.plan.events import FORECAST_ASKED, LEVELLED, LEVELLING_ASKED
from zhike.plan.following import new_forecast
from zhike.plan.models import Forecast, Levelling, Plan, Task
from zhike.projects.actions.projects import refuse_ended

LONGEST = 60  # seconds a levelling may look for something better
MOST_SEED = 2**31 - 1


@transaction.atomic
def forecast_plan(actor: Actor, plan: Plan, **settings: Any) -> Forecast:
    """Have the plan simulated in the background: when is each date likely, and what decides it.

    `samples`, `seed`, `method` and `correlation` that are not given are those the plan is set up with.
    """
    must(actor, CHANGE_PLAN, plan.project)
    refuse_ended(plan.project)
    _check_settings(settings)
    row = new_forecast(plan, actor.user_id, **settings)
    named("zhike.plan.jobs.make_forecast").later(forecast_id=row.pk)
    record(actor, FORECAST_ASKED, plan)
    return row


@transaction.atomic
def level_plan(
    actor: Actor, plan: Plan, *, seconds: int = 5, by_priority: bool = False, within_float: bool = False
) -> Levelling:
    """Have a proposal worked out in the background: who would do what when, so that nobody is asked too much."""
    must(actor, CHANGE_PLAN, plan.project)
    refuse_ended(plan.project)
    if not 1 <= seconds <= LONGEST:
        raise Invalid(seconds=_("Between 1 and %(most)s seconds.") % {"most": LONGEST})
    row = Levelling.objects.create(
        plan=plan, revision=plan.revision, seconds=seconds, by_priority=by_priority, within_float=within_float,
        made_by_id=actor.user_id,
    )  # fmt: skip
    named("zhike.plan.jobs.level_plan").later(levelling_id=row.pk)
    record(actor, LEVELLING_ASKED, plan)
    return row


@transaction.atomic
def take_levelling(actor: Actor, row: Levelling) -> Outcome:
    """Take the proposal over: each task it moves waits as it says. One edit, which can be taken back."""
    must(actor, CHANGE_PLAN, row.plan.project)
    row = lock(row)
    if row.state != Levelling.State.DONE:
        raise Conflict(_("There is no proposal to take over."))
    delays = {UUID(task): delay for task, delay in row.delays.items()}
    waiting = Task.objects.filter(plan=row.plan, levelling_delay__gt=0).values_list("pk", flat=True)

    def change(draft: Draft) -> Words:
        for task in draft.tasks({*delays, *waiting}):
            draft.change(task, levelling_delay=delays.get(task.pk, 0))
        return said(gettext_lazy("{count} tasks wait until somebody is free"), count=len(delays))

    outcome = change_plan(actor, row.plan, change, revision=row.revision, told_by=LEVELLED)
    row.state = Levelling.State.TAKEN
    row.save(update_fields=["state", "updated_at"])
    return outcome


# --- below -----------------------------------------------------------------------------------------------


def _check_settings(settings: dict[str, Any]) -> None:
    errors: dict[str, Any] = {}
    if not 100 <= settings.get("samples", 100) <= 100_000:
        errors["samples"] = _("Between 100 and 100,000 samples.")
    if not 0 <= settings.get("seed", 0) <= MOST_SEED:
        errors["seed"] = _("A whole number from 0 to %(most)d.") % {"most": MOST_SEED}
    if settings.get("method", Plan.Method.PERT) not in Plan.Method.values:
        errors["method"] = _("Choose one of the offered values.")
    if not 0 <= settings.get("correlation", 0) <= 1:
        errors["correlation"] = _("A number from 0 to 1.")
    if errors:
        raise Invalid(errors)
