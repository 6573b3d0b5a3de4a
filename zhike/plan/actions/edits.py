"""Editing a plan: every verb that touches its outline, its links or its people comes through `edit_plan`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.activity.events import Event, Happening, record_all
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.search import forget, reindex
from zhike.core.words import in_every_language
from zhike.methods.schedule.moments import OutOfRange
from zhike.plan import editing
from zhike.plan.access import CHANGE_PLAN, SHARE_PLAN
from zhike.plan.editing import Change, Outcome
from zhike.plan.edits.kinds import Edit, apply
from zhike.plan.events import PLAN_EDITED, PLAN_REDONE, PLAN_UNDONE, TASK_HIDDEN, TASK_SHARED
from zhike.plan.models import Plan, PlanEdit, Task
from zhike.plan.steps import in_steps
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project

INDEXED_AT_ONCE = 500  # tasks
FOUND_BY = {"name", "number", "description", "deliverable"}  # what `wiring` lets tasks be searched by


@transaction.atomic
def edit_plan(actor: Actor, plan: Plan, edits: list[Edit], *, revision: int | None = None) -> Outcome:
    """Change the plan as the edits say, all of them or none, and compute its dates anew.

    With `revision`, the one the person looked at, it refuses when somebody else was faster.
    """
    return change_plan(actor, plan, lambda draft: apply(actor, draft, edits), revision=revision)


@transaction.atomic
def change_plan(
    actor: Actor, plan: Plan, change: Change, *, revision: int | None = None, told_by: Event = PLAN_EDITED,
    **details: Any,
) -> Outcome:  # fmt: skip
    """Carry one change of the plan out: what every verb of this room that edits it is made of."""
    _may(actor, plan)
    with _telling_why(plan):
        outcome = editing.carry_out(actor, plan, change, revision=revision)
    return _told(actor, outcome, told_by, details)


@transaction.atomic
def undo_edit(actor: Actor, plan: Plan, *, revision: int | None = None) -> Outcome:
    """Take back one's own last edit of the plan, unless somebody built on it since."""
    _may(actor, plan)
    with _telling_why(plan):
        outcome = editing.undo(actor, plan, revision=revision)
    return _told(actor, outcome, PLAN_UNDONE, {})


@transaction.atomic
def redo_edit(actor: Actor, plan: Plan, *, revision: int | None = None) -> Outcome:
    """Make again what one took back last."""
    _may(actor, plan)
    with _telling_why(plan):
        outcome = editing.redo(actor, plan, revision=revision)
    return _told(actor, outcome, PLAN_REDONE, {})


# --- below -----------------------------------------------------------------------------------------------


def _may(actor: Actor, plan: Plan) -> None:
    project = find(actor, Project, pk=plan.project_id)
    must(actor, CHANGE_PLAN, project)
    refuse_ended(project)


@contextmanager
def _telling_why(plan: Plan) -> Iterator[None]:
    """A refused edit says at which revision the plan is, so that a program can look at it again and repeat; and days
    nobody plans are refused in words."""
    try:
        yield
    except OutOfRange as error:
        raise Invalid({"_": _("Only days from 1900 to 2199 can be planned.")}) from error
    except Conflict as refusal:
        refusal.facts["revision"] = Plan.objects.filter(pk=plan.pk).values_list("revision", flat=True).first()
        raise


def _told(actor: Actor, outcome: Outcome, event: Event, details: dict[str, Any]) -> Outcome:
    """Record it, once; and each task a client sees from now on or no longer, because that is an act of its own."""
    if outcome.edit is None:
        return outcome
    if outcome.shared:
        _must_share(actor, outcome.plan)
    happened = [
        Happening(TASK_SHARED if yes else TASK_HIDDEN, row, shown_to_client=yes)
        for row in outcome.touched
        for yes in [outcome.shared.get(row.pk)]
        if yes is not None
    ]
    only_shares = bool(happened) and len(happened) == len(outcome.edit.images)
    if not only_shares or event is not PLAN_EDITED:
        happened.insert(0, _edited(outcome, event, details))
    record_all(actor, happened)
    told = {one.subject.pk for one in happened}
    texts = _reworded(outcome.edit)
    reworded = [row for row in outcome.touched if row.pk in texts and row.pk not in told]
    for some in in_steps("index", reworded, INDEXED_AT_ONCE):
        reindex(some)
    forget(Task, outcome.removed)
    return outcome


def _reworded(edit: PlanEdit) -> set[UUID]:
    """Tasks that are found by other words than before: a drag of many changes none."""
    return {
        UUID(image["key"])
        for image in edit.images
        if image["table"] == "task" and (image["before"] is None or FOUND_BY & {*(image["after"] or ())})
    }


def _edited(outcome: Outcome, event: Event, details: dict[str, Any]) -> Happening:
    """Told of the task, if it was one; else of the plan."""
    subject: Any = outcome.plan
    added = [row for row in outcome.touched if row.pk in outcome.added]
    touched = added or outcome.touched  # what a new task stands below became a summary with it
    if len(touched) == 1 and not outcome.removed:
        subject = touched[0]
        subject.project = outcome.plan.project
    people = sorted(str(key) for key in outcome.people)
    return Happening(
        event,
        subject,
        details={
            "what": outcome.edit.label if outcome.edit else "",
            "moved": in_every_language(outcome.moved),
            "people": people,
            **_finish(outcome),
            **details,
        },
    )


def _finish(outcome: Outcome) -> dict[str, Any]:
    """The finish before and after, where it moved: reports tell by how much it did in their period."""
    before, after = outcome.finish_before, outcome.plan.finish
    if before is None or after is None or before.date() == after.date():
        return {}
    return {"finish": [before.date().isoformat(), after.date().isoformat()]}


def _must_share(actor: Actor, plan: Plan) -> None:
    """What a client sees is decided by whoever answers for the project."""
    try:
        must(actor, SHARE_PLAN, plan)
    except Denied as refusal:
        words = _("What the client sees of the plan is decided by its project manager. Ask them.")
        raise Denied(words) from refusal
