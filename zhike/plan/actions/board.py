"""Working on the board: moving cards, saying what blocks them, changing several at once, and setting up the columns."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.core.words import Words, said
from zhike.plan.access import SET_UP_PLAN
from zhike.plan.actions.edits import change_plan
from zhike.plan.editing import Outcome, locked
from zhike.plan.edits import fields
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.selection import change_selection
from zhike.plan.events import COLUMNS_CHANGED
from zhike.plan.models import BoardColumn, Plan, Task
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project

MOST_COLUMNS = 12
MOST_IN_COLUMN = 999
EDITABLE = frozenset({"name", "state", "limit"})
State = Task.State


def move_card(
    actor: Actor, plan: Plan, key: UUID, column: BoardColumn, *, revision: int | None = None
) -> Outcome:  # fmt: skip
    """Put a task into a column of the board: it is in that column's state from now on, and begins or ends with it."""
    column = _of_plan(actor, plan, column)

    def change(draft: Draft) -> Words:
        task = draft.task(key)
        if task.column_id == column.pk and task.state == column.state:
            return ""
        fields.set_values(draft, task, {"column": column, "state": column.state})
        return said(gettext_lazy("{task} is now in “{column}”"), task=str(task), column=column.name)

    return change_plan(actor, plan, change, revision=revision)


def block_card(
    actor: Actor, plan: Plan, key: UUID, *, reason: str, column: BoardColumn | None = None
) -> Outcome:  # fmt: skip
    """Say what keeps a task from going on. It stays in the column where it hangs."""
    if not reason.strip():
        raise Invalid(blocked_by=_("Say what blocks it, so that somebody can help."))

    def change(draft: Draft) -> Words:
        task = draft.task(key)
        if not task.is_open:
            raise Conflict(_("This is done or cancelled already."))
        where = column or _hangs_in(task)
        fields.set_values(draft, task, {"blocked_by": reason, "state": State.BLOCKED, "column": where})
        return said(gettext_lazy("{task} is blocked: {reason}"), task=str(task), reason=reason.strip())

    return change_plan(actor, plan, change)


def unblock_card(actor: Actor, plan: Plan, key: UUID) -> Outcome:
    """Let a task go on: it is again in the state of the column in which it hangs."""

    def change(draft: Draft) -> Words:
        task = draft.task(key)
        if task.state != State.BLOCKED:
            raise Conflict(_("Nothing blocks it any more."))
        column = task.column if task.column and task.column.state != State.BLOCKED else None
        fields.set_values(draft, task, {"state": column.state if column else State.IN_PROGRESS})
        return said(gettext_lazy("{task} can go on"), task=str(task))

    return change_plan(actor, plan, change)


def change_selected(
    actor: Actor, plan: Plan, keys: Sequence[UUID], values: Mapping[str, Any], *, days: int = 0
) -> Outcome:  # fmt: skip
    """Set the same fields of many tasks and shift them by working days, as one edit that is taken back as one."""
    return change_plan(actor, plan, lambda draft: change_selection(draft, keys, values, days))


# --- columns ---------------------------------------------------------------------------------------------


@transaction.atomic
def add_column(
    actor: Actor, plan: Plan, *, name: str, state: str, limit: int | None = None, id: UUID | None = None
) -> BoardColumn:  # fmt: skip
    """A new column at the right end of the board."""
    plan = _for_set_up(actor, plan)
    again = made_before(actor.organisation_id, BoardColumn, id)
    if again is not None:
        return find(actor, BoardColumn, pk=again.pk)
    there = list(BoardColumn.objects.filter(plan=plan))
    if len(there) >= MOST_COLUMNS:
        raise Conflict(_("A board has at most %(most)d columns.") % {"most": MOST_COLUMNS})
    row = BoardColumn(plan=plan, position=max((one.position for one in there), default=-1) + 1)
    row.pk = id or row.pk
    put(row, {"name": name, "state": state, "limit": limit}, EDITABLE)
    _check(row)
    row.save(force_insert=True)
    return _told(actor, plan, row)


@transaction.atomic
def change_column(actor: Actor, row: BoardColumn, *, version: int | None = None, **values: Any) -> BoardColumn:
    """Rename a column, set how many tasks it takes, or in which state tasks in it are. Tasks in it stay as they are."""
    plan = _for_set_up(actor, row.plan)
    row = lock(row)
    row.expect(version)
    if not put(row, values, EDITABLE):
        return row
    _check(row)
    row.save()
    return _told(actor, plan, row)


@transaction.atomic
def shift_column(actor: Actor, row: BoardColumn, *, direction: str) -> BoardColumn:
    """One place to the left or to the right."""
    plan = _for_set_up(actor, row.plan)
    order = list(BoardColumn.objects.filter(plan=plan).order_by("position", "id"))
    at = next((place for place, one in enumerate(order) if one.pk == row.pk), None)
    if at is None:
        raise Conflict(_("This column is no longer there. Load the page again."))
    there = at + {"left": -1, "right": 1}.get(direction, 0)
    if there == at:
        raise Invalid(direction=_("Choose one of the offered values."))
    if not 0 <= there < len(order):
        return row
    order.insert(there, order.pop(at))
    for place, one in enumerate(order):
        one.position = place
    BoardColumn.objects.bulk_update(order, ["position"])
    return _told(actor, plan, order[there])


@transaction.atomic
def remove_column(actor: Actor, row: BoardColumn) -> None:
    """Take a column off the board. Its tasks move to another one of the same state; without one it must be empty."""
    plan = _for_set_up(actor, row.plan)
    row = lock(row)
    alike = BoardColumn.objects.filter(plan=plan, state=row.state).exclude(pk=row.pk)
    inside = Task.objects.filter(plan=plan, state=row.state).exclude(kind=Task.Kind.SUMMARY)
    if not alike.exists() and inside.exists():
        words = _("%(name)s is the only column for its tasks. Move them first, or add another column for that state.")
        raise Conflict(words % {"name": row.name})
    if not BoardColumn.objects.filter(plan=plan).exclude(pk=row.pk).exists():
        raise Conflict(_("A board needs a column."))
    BoardColumn.objects.filter(pk=row.pk).delete()
    _told(actor, plan, row)


# --- below -----------------------------------------------------------------------------------------------


def _of_plan(actor: Actor, plan: Plan, column: BoardColumn) -> BoardColumn:
    """The column as this actor may know it, on the board of this plan."""
    found = find(actor, BoardColumn, pk=column.pk)
    if found.plan_id != plan.pk:
        raise Invalid(column=_("Choose a column of this project's board."))
    return found


def _hangs_in(task: Task) -> BoardColumn | None:
    """Where the board shows it: in the column it was put into, or in the first of a state it was given elsewhere."""
    own: BoardColumn | None = task.column
    if task.state == State.BLOCKED or (own is not None and own.state == task.state):
        return own
    alike = BoardColumn.objects.filter(plan=task.plan_id, state=task.state)
    return alike.order_by("position", "id").first() or own


def _for_set_up(actor: Actor, plan: Plan) -> Plan:
    project = find(actor, Project, pk=plan.project_id)
    must(actor, SET_UP_PLAN, plan)
    refuse_ended(project)
    plan.project = project
    return locked(plan)


def _check(row: BoardColumn) -> None:
    errors: dict[str, Any] = {}
    if not row.name:
        errors["name"] = _("Give the column a name.")
    elif BoardColumn.objects.filter(plan=row.plan_id, name=row.name).exclude(pk=row.pk).exists():
        errors["name"] = _("There is a column of this name already.")
    if row.state not in State.values:
        errors["state"] = _("Choose one of the offered values.")
    if row.limit is not None and not 1 <= row.limit <= MOST_IN_COLUMN:
        errors["limit"] = _("From 1 to %(most)d, or leave it empty for no limit.") % {"most": MOST_IN_COLUMN}
    if errors:
        raise Invalid(errors)


def _told(actor: Actor, plan: Plan, row: BoardColumn) -> BoardColumn:
    names = BoardColumn.objects.filter(plan=plan).order_by("position", "id").values_list("name", flat=True)
    record(actor, COLUMNS_CHANGED, plan, columns=list(names))
    return row
