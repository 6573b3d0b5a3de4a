"""What may happen to the dates of a plan: writing it down, changing it, and saying that it is over."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import Changes, put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.plan.access import CHANGE_PLAN
from zhike.plan.editing import locked
from zhike.plan.events import RISK_ADDED, RISK_CHANGED, RISK_CLOSED, RISK_REMOVED, RISK_REOPENED
from zhike.plan.following import follow_edit
from zhike.plan.models import Plan, ScheduleRisk, ScheduleRiskTask, Task
from zhike.plan.striking import NOT_STRUCK, effect_of, not_struck
from zhike.plan.wording import effect_words
from zhike.projects.actions.projects import refuse_ended

WORDS = frozenset({"title", "note", "probability"})
SIMULATED = frozenset({"probability", "effect", "tasks"})
MOST = 50  # open risks of a plan: the forecast is made once without each
MOST_TASKS = 200  # of one risk
MOST_WORDS = 5_000
State = ScheduleRisk.State
LABELS = {"effect": gettext_lazy("effect"), "tasks": gettext_lazy("tasks it strikes")}


@transaction.atomic
def add_schedule_risk(
    actor: Actor,
    plan: Plan,
    *,
    title: str,
    probability: int,
    tasks: Iterable[Task],
    delay: Mapping[str, Any] | None = None,
    factor: Mapping[str, Any] | None = None,
    note: str = "",
    id: UUID | None = None,
) -> ScheduleRisk:
    """Write down what may happen, how likely it is, and what it then costs which tasks: by how much they get longer
    (`delay`), or how many times as long they take (`factor`). The forecast takes it into account from now on."""
    must(actor, CHANGE_PLAN, plan.project)
    again = made_before(actor.organisation_id, ScheduleRisk, id)
    if again is not None:
        return find(actor, ScheduleRisk, pk=again.pk, related=("plan__project",))
    refuse_ended(plan.project)
    plan = locked(plan)
    _refuse_too_many(plan)
    row = ScheduleRisk(plan=plan, **({"id": id} if id else {}))
    _put(row, {"title": title, "probability": probability, "note": note}, effect_of(plan, delay, factor))
    found = _tasks(row, tasks, known=frozenset())
    row.save(force_insert=True)
    ScheduleRiskTask.objects.bulk_create([ScheduleRiskTask(risk=row, task_key=task.pk) for task in found])
    _simulate_anew(plan)
    record(actor, RISK_ADDED, row, probability=row.probability)
    return row


@transaction.atomic
def change_schedule_risk(
    actor: Actor,
    row: ScheduleRisk,
    *,
    version: int | None = None,
    tasks: Iterable[Task] | None = None,
    delay: Mapping[str, Any] | None = None,
    factor: Mapping[str, Any] | None = None,
    **values: Any,
) -> ScheduleRisk:
    """Change what is thought of a risk, while it is open. What is not named stays."""
    must(actor, CHANGE_PLAN, row.plan.project)
    row = _locked(row)
    row.expect(version)
    if not row.is_open:
        raise Conflict(_("This is over. Open it again first."))
    has_effect = delay is not None or factor is not None
    changes = _put(row, values, effect_of(row.plan, delay, factor) if has_effect else {})
    if tasks is not None or "effect" in changes:
        changes |= _strike_others(row, tasks)
    if not changes:
        return row
    row.save()
    if SIMULATED & set(changes):
        _simulate_anew(row.plan)
    record(actor, RISK_CHANGED, row, **told(changes))
    return row


@transaction.atomic
def close_schedule_risk(actor: Actor, row: ScheduleRisk, *, state: str) -> ScheduleRisk:
    """Say that it happened, or will not happen any more. It stays on record, and the forecast counts it no longer:
    what it cost is then in the plan itself."""
    must(actor, CHANGE_PLAN, row.plan.project)
    row = _locked(row)
    if state not in {State.HAPPENED, State.OVER}:
        raise Invalid(state=_("Choose one of the offered values."))
    if state == row.state:
        raise Conflict(_("That was said already."))
    row.state, row.closed_at = state, timezone.now()
    row.save()
    _simulate_anew(row.plan)
    record(actor, RISK_CLOSED[state], row)
    return row


@transaction.atomic
def reopen_schedule_risk(actor: Actor, row: ScheduleRisk) -> ScheduleRisk:
    """It may happen after all, or again."""
    must(actor, CHANGE_PLAN, row.plan.project)
    row = _locked(row)
    if row.is_open:
        raise Conflict(_("This is open already."))
    _refuse_too_many(row.plan)
    row.state, row.closed_at = State.OPEN, None
    row.save()
    _simulate_anew(row.plan)
    record(actor, RISK_REOPENED, row)
    return row


@transaction.atomic
def remove_schedule_risk(actor: Actor, row: ScheduleRisk) -> None:
    """Remove one that was written down by mistake. What is over is better closed: it stays on record."""
    must(actor, CHANGE_PLAN, row.plan.project)
    row = _locked(row)
    key, plan = row.pk, row.plan
    row.delete()
    row.pk = key
    _simulate_anew(plan)
    record_all(actor, [Happening(RISK_REMOVED, row, is_gone=True)])


# --- below -----------------------------------------------------------------------------------------------


def _locked(row: ScheduleRisk) -> ScheduleRisk:
    """The plan first, as every edit of it does: what counts its risks changes with each of them."""
    refuse_ended(row.plan.project)
    plan = locked(row.plan)
    found = lock(row)
    found.plan = plan
    return found


def _simulate_anew(plan: Plan) -> None:
    """Whatever was foreseen of the plan was foreseen without this. The plan is locked."""
    plan.risks_revision += 1
    Plan.objects.filter(pk=plan.pk).update(risks_revision=plan.risks_revision)
    follow_edit(plan)


def _refuse_too_many(plan: Plan) -> None:
    if ScheduleRisk.objects.filter(plan=plan, state=State.OPEN).count() >= MOST:
        words = _("At most %(most)d can be open at once. Close some that will not happen any more.")
        raise Conflict(words % {"most": MOST})


def _put(row: ScheduleRisk, values: dict[str, Any], effect: dict[str, Any]) -> Changes:
    if not 1 <= values.get("probability", 1) <= 99:
        raise Invalid(probability=_(
            "Between 1 and 99 percent. What is certain belongs into the plan itself; what cannot happen is no risk."
        ))  # fmt: skip
    changes = put(row, values, WORDS)
    if len(row.note) > MOST_WORDS:
        raise Invalid(note=_("Say it in at most %(most)d characters.") % {"most": MOST_WORDS})
    if not any(character.isalnum() for character in row.title):
        raise Invalid(title=_("Say in a few words what may happen."))
    before = [(name, getattr(row, name)) for name in effect]
    if any(effect[name] != value for name, value in before):
        was = str(effect_words(row, row.plan)) if row.effect else ""
        for name, value in effect.items():
            setattr(row, name, value)
        changes["effect"] = {
            "label": str(LABELS["effect"]), "before": was, "after": str(effect_words(row, row.plan))
        }  # fmt: skip
    return changes


def _tasks(row: ScheduleRisk, tasks: Iterable[Task], known: frozenset[UUID]) -> list[Task]:
    """The tasks as they are now, which can be struck; of those already named (`known`) only a wrong effect matters:
    they may have been done since."""
    wanted = {task.pk for task in tasks}
    found = list(Task.objects.filter(plan=row.plan, pk__in=wanted).order_by("position"))
    if len(found) < len(wanted):
        raise Invalid(tasks=_("Choose tasks of this project."))
    if len(found) > MOST_TASKS:
        words = _("At most %(most)d tasks. Name their phase, and say how many times as long it takes.")
        raise Invalid(tasks=words % {"most": MOST_TASKS})
    if not found:
        raise Invalid(tasks=_("Choose at least one task it strikes."))
    for task in found:
        why = not_struck(task, row.effect)
        if why and (task.pk not in known or why == "phase"):
            raise Invalid(tasks=NOT_STRUCK[why] % {"task": task})
    return found


def _strike_others(row: ScheduleRisk, tasks: Iterable[Task] | None) -> Changes:
    """Strike these tasks and no others; without any named, see whether the ones that are can be struck so."""
    there = set(ScheduleRiskTask.objects.filter(risk=row).values_list("task_key", flat=True))
    before = list(Task.objects.filter(plan=row.plan, pk__in=there).order_by("position"))
    if tasks is None:
        _tasks(row, before, known=frozenset(there))
        return {}
    after = _tasks(row, tasks, known=frozenset(there))
    wanted, known = {task.pk for task in after}, {task.pk for task in before}
    if wanted == known:
        return {}
    ScheduleRiskTask.objects.filter(risk=row, task_key__in=known - wanted).delete()  # removed ones may come back
    ScheduleRiskTask.objects.bulk_create(
        [ScheduleRiskTask(risk=row, task_key=task.pk) for task in after if task.pk not in there]
    )
    codes = [", ".join(task.code for task in some) for some in (before, after)]
    return {"tasks": {"label": str(LABELS["tasks"]), "before": codes[0], "after": codes[1]}}
