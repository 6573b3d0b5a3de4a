"""Quality gates: setting them up, checking, deciding."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before, next_number
from zhike.core.words import in_every_language
from zhike.plan.access import CHANGE_PLAN, DECIDE_GATE
from zhike.plan.actions.plans import begin_plan
from zhike.plan.events import (
    CHECK_ADDED,
    CHECK_MADE,
    CHECK_REMOVED,
    GATE_ADDED,
    GATE_CHANGED,
    GATE_DECIDED,
    GATE_REMOVED,
)
from zhike.plan.models import QualityCheck, QualityGate, Task
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project

EDITABLE = frozenset({"name", "standard", "task", "due_on"})
State = QualityGate.State


@transaction.atomic
def add_gate(
    actor: Actor, project: Project, *, name: str, checks: list[str] | None = None, id: UUID | None = None, **values: Any
) -> QualityGate:
    """Set up a gate with what must be met there. It begins the plan if nobody planned yet."""
    must(actor, CHANGE_PLAN, project)
    again = made_before(actor.organisation_id, QualityGate, id)
    if again is not None:
        return find(actor, QualityGate, pk=again.pk)
    plan = begin_plan(actor, project)
    refuse_ended(plan.project)
    row = QualityGate(plan=plan, project=plan.project, number=0, **({"id": id} if id else {}))
    _put(row, {"name": name, **values})
    row.number = next_number("gate", project.pk)
    row.save(force_insert=True)
    lines = [text.strip() for text in checks or [] if text.strip()]
    QualityCheck.objects.bulk_create(
        [QualityCheck(gate=row, text=_short(text), position=at) for at, text in enumerate(lines)]
    )
    record(actor, GATE_ADDED, row)
    return row


@transaction.atomic
def change_gate(actor: Actor, row: QualityGate, *, version: int | None = None, **values: Any) -> QualityGate:
    """Change what a gate asks for, while it is not passed."""
    must(actor, CHANGE_PLAN, row.project)
    row = _locked(row)
    row.expect(version)
    _refuse_decided(row)
    changes = _put(row, values)
    if not changes:
        return row
    row.save()
    record(actor, GATE_CHANGED, row, **told(changes))
    return row


@transaction.atomic
def remove_gate(actor: Actor, row: QualityGate) -> None:
    """Remove a gate nobody decided about."""
    must(actor, CHANGE_PLAN, row.project)
    row = _locked(row)
    if row.state != State.OPEN:
        raise Conflict(_("It was decided about this gate; it stays."))
    key = row.pk
    row.delete()
    row.pk = key
    record_all(actor, [Happening(GATE_REMOVED, row, is_gone=True)])


@transaction.atomic
def add_check(
    actor: Actor, gate: QualityGate, *, text: str, method: str = "", is_required: bool = True
) -> QualityCheck:
    """One more thing to look at."""
    must(actor, CHANGE_PLAN, gate.project)
    gate = _locked(gate)
    _refuse_decided(gate)
    last = gate.checks.aggregate(last=Max("position"))["last"]
    row = QualityCheck(gate=gate, position=0 if last is None else last + 1, is_required=is_required)
    row.text, row.method = _short(text), method.strip()[:300]
    row.save(force_insert=True)
    record(actor, CHECK_ADDED, row, gate=str(gate))
    return row


@transaction.atomic
def remove_check(actor: Actor, row: QualityCheck) -> None:
    """No longer look at this."""
    must(actor, CHANGE_PLAN, row.gate.project)
    gate = _locked(row.gate)
    _refuse_decided(gate)
    key = row.pk
    row.delete()
    row.pk = key
    record_all(actor, [Happening(CHECK_REMOVED, row, details={"gate": str(gate)}, is_gone=True)])


@transaction.atomic
def make_check(actor: Actor, row: QualityCheck, *, result: str, evidence: str = "") -> QualityCheck:
    """Say what was found, and by what one can see it."""
    must(actor, CHANGE_PLAN, row.gate.project)
    gate = _locked(row.gate)
    _refuse_decided(gate)
    row = lock(row)
    row.gate = gate
    if result not in QualityCheck.Result.values:
        raise Invalid(result=_("Choose one of the offered values."))
    row.result, row.evidence = result, evidence.strip()[:500]
    row.checked_at, row.checked_by_id = (timezone.now(), actor.user_id) if result else (None, None)
    row.save()
    record(actor, CHECK_MADE, row, result=in_every_language(dict(QualityCheck.Result.choices)[result]))
    return row


@transaction.atomic
def decide_gate(actor: Actor, row: QualityGate, *, state: str, reason: str = "") -> QualityGate:
    """Pass a gate, send it back, or let it through with a reason although something is missing. `open` opens it again.

    Passing needs every required check to be met: that is what a gate is for.
    """
    must(actor, DECIDE_GATE, row)
    row = _locked(row)
    reason = reason.strip()
    if state not in GATE_DECIDED:
        raise Invalid(state=_("Choose one of the offered values."))
    if state == row.state:
        raise Conflict(_("That was decided already."))
    if state in {State.FAILED, State.WAIVED} and not reason:
        raise Invalid(reason=_("Say why, in a sentence others will understand."))
    if len(reason) > 500:
        raise Invalid(reason=_("Say it in at most 500 characters."))
    if state == State.PASSED:
        _refuse_unmet(row)
    row.state, row.reason = state, reason
    row.decided_at, row.decided_by_id = (None, None) if state == State.OPEN else (timezone.now(), actor.user_id)
    row.save()
    record(actor, GATE_DECIDED[state], row, reason=reason)
    return row


# --- below -----------------------------------------------------------------------------------------------


def _locked(row: QualityGate) -> QualityGate:
    project = row.project
    refuse_ended(project)
    found = lock(row)
    found.project = project
    return found


def _refuse_decided(row: QualityGate) -> None:
    if not row.is_open:
        raise Conflict(_("This gate was passed. Open it again first."))


def _refuse_unmet(row: QualityGate) -> None:
    missing = [check.text for check in row.checks.all() if check.holds_up]
    if missing:
        words = _("Not met yet: %(checks)s. Check them, or let the gate through with a reason.")
        raise Conflict(words % {"checks": _("; ").join(missing[:5])})


def _put(row: QualityGate, values: dict[str, Any]) -> Any:
    task = values.get("task")
    if task is not None and not Task.objects.filter(pk=task.pk, project=row.project_id).exists():
        raise Invalid(task=_("Choose a task of this project."))
    changes = put(row, values, EDITABLE)
    if not any(character.isalnum() for character in row.name):
        raise Invalid(name=_("Give the gate a name."))
    return changes


def _short(text: str) -> str:
    words = text.strip()
    if not words or len(words) > 300:
        raise Invalid(text=_("Say in at most 300 characters what must be met."))
    return words
