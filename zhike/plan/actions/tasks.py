"""The verbs of tasks as pages, imports and the API call them: each is one edit of the plan."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import made_before
from zhike.core.words import Words, said
from zhike.plan.access import CHANGE_PLAN, FINISH_OWN_TASK
from zhike.plan.actions.edits import change_plan
from zhike.plan.actions.plans import begin_plan
from zhike.plan.editing import Outcome, carry_out, together
from zhike.plan.edits import dates, fields, links, people, structure
from zhike.plan.edits.draft import Draft
from zhike.plan.events import TASK_DONE_BY_CLIENT
from zhike.plan.models import Assignment, Link, Plan, Resource, Task
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.requirements.models import Requirement


@transaction.atomic
def add_task(
    actor: Actor, project: Project, *, name: str, parent: Task | None = None, after: Task | str | None = "last",
    kind: str = Task.Kind.TASK, id: UUID | None = None, revision: int | None = None, **values: Any,
) -> Task:  # fmt: skip
    """Put a task into the plan, below `parent` and after `after`. The first one begins the plan.

    Sent twice with the same `id`, it is added once.
    """
    must(actor, CHANGE_PLAN, project)
    again = made_before(actor.organisation_id, Task, id)
    if again is not None:
        return find(actor, Task, pk=again.pk)
    plan = begin_plan(actor, project)
    made: list[Task] = []

    def change(draft: Draft) -> Words:
        made.append(
            structure.add(
                draft, name=name, parent=parent.pk if parent else None, kind=kind, id=id, values=values,
                after=after.pk if isinstance(after, Task) else after,
            )
        )  # fmt: skip
        return structure.added_words(made)

    change_plan(actor, plan, change, revision=revision)
    return _again(made[0], plan)


@transaction.atomic
def change_task(
    actor: Actor, task: Task, *, version: int | None = None, revision: int | None = None, **values: Any
) -> Task:  # fmt: skip
    """Set fields of a task; what depends on it moves. With `version`, refuses when somebody changed it meanwhile."""
    plan = _plan(task)

    def change(draft: Draft) -> Words:
        row = draft.task(task.pk)
        row.expect(version)
        return fields.set_values(draft, row, values)

    change_plan(actor, plan, change, revision=revision)
    return _again(task, plan)


def change_tasks(actor: Actor, plan: Plan, keys: Sequence[UUID], values: Mapping[str, Any]) -> Outcome:
    """Set the same fields of many tasks, as one edit that is taken back as one."""

    def change(draft: Draft) -> Words:
        rows = draft.tasks(keys)
        parts = [fields.set_values(draft, row, dict(values)) for row in rows]
        changed = sum(1 for part in parts if str(part))
        if changed <= 1:
            return together(parts)
        told = fields.listed([fields.label_of(name) for name in values])
        return said(gettext_lazy("{fields} of {count} tasks"), fields=told, count=changed)

    return change_plan(actor, plan, change)


def move_task(actor: Actor, task: Task, *, start: Any, revision: int | None = None) -> Outcome:
    """Let a task start on another day: computed, no earlier than that; set by hand, exactly then."""
    return _of(actor, task, lambda draft, row: dates.move(draft, row, start), revision)


def stretch_task(
    actor: Actor, task: Task, *, finish: Any = None, duration: Any = None, revision: int | None = None
) -> Outcome:
    """Make a task longer or shorter, by its finish or by its duration."""
    return _of(actor, task, lambda draft, row: dates.stretch(draft, row, finish, duration), revision)


def place_task(
    actor: Actor, task: Task, *, parent: Task | None = None, after: Task | str | None = "last",
    revision: int | None = None,
) -> Outcome:  # fmt: skip
    """Put a task with everything below it somewhere else in the outline."""
    above, before = (parent.pk if parent else None), (after.pk if isinstance(after, Task) else after)
    return _of(actor, task, lambda draft, row: structure.place(draft, row, above, before), revision)


def shift_task(actor: Actor, task: Task, *, direction: str) -> Outcome:
    """One step in the outline: up, down, in (below the one before it) or out (a level up)."""
    steps = {
        "in": structure.indent,
        "out": structure.outdent,
        "up": lambda draft, row: structure.shift(draft, row, "up"),
        "down": lambda draft, row: structure.shift(draft, row, "down"),
    }
    if direction not in steps:
        raise Invalid(direction=_("Choose one of the offered values."))
    return _of(actor, task, steps[direction])


def remove_task(actor: Actor, task: Task, *, revision: int | None = None) -> Outcome:
    """Take a task out of the plan with everything below it. It can be taken back; hours written down keep it."""
    return _of(actor, task, structure.remove, revision)


def link_tasks(
    actor: Actor, before: Task, after: Task, *, kind: Any = 1, lag: Any = "", revision: int | None = None
) -> Outcome:
    """Let one task wait for another. A circle is refused, with its path."""
    return change_plan(
        actor, _plan(after),
        lambda draft: links.link(draft, draft.task(before.pk), draft.task(after.pk), kind, lag), revision=revision,
    )  # fmt: skip


def set_predecessors(actor: Actor, task: Task, *, text: str, version: int | None = None) -> Task:
    """What a task waits for, as people write it in a column: "5FS+2d, 7". Numbers are those of tasks."""
    return change_task(actor, task, version=version, predecessors=text)


def relink_tasks(actor: Actor, link: Link, *, kind: Any = None, lag: Any = None) -> Outcome:
    """Change how one task waits for another."""
    return change_plan(actor, link.plan, lambda draft: links.relink(draft, draft.link(link.pk), kind, lag))


def unlink_tasks(actor: Actor, link: Link) -> Outcome:
    """Let a task no longer wait for another."""
    return change_plan(actor, link.plan, lambda draft: links.unlink(draft, draft.link(link.pk)))


def assign_resource(actor: Actor, task: Task, resource: Resource, *, units: Any = 100) -> Outcome:
    """Put somebody to work on a task, for this share of their time. Their calendar counts from now on."""
    resource = find(actor, Resource, pk=resource.pk)
    return _of(actor, task, lambda draft, row: people.assign(draft, row, resource, units))


def unassign_resource(actor: Actor, assignment: Assignment) -> Outcome:
    """Take somebody off a task."""
    return change_plan(actor, assignment.plan, lambda draft: people.unassign(draft, draft.assignment(assignment.pk)))


def cover_requirements(actor: Actor, task: Task, requirements: Sequence[Requirement]) -> Outcome:
    """Say which requirements a task works towards."""
    known = [find(actor, Requirement, pk=one.pk) for one in requirements]
    return _of(actor, task, lambda draft, row: people.cover(draft, row, known))


@transaction.atomic
def finish_own_task(actor: Actor, task: Task, *, note: str = "") -> Task:
    """A person of the client says that what lies with them is done. Our side is told at once."""
    must(actor, FINISH_OWN_TASK, task)
    plan = _plan(task)
    refuse_ended(plan.project)
    note = note.strip()
    if len(note) > 500:
        raise Invalid(note=_("Say it in at most 500 characters."))

    def change(draft: Draft) -> Words:
        row = draft.task(task.pk)
        if not row.is_open:
            raise Conflict(_("This is reported as done already."))
        return fields.set_values(draft, row, {"state": Task.State.DONE})

    carry_out(actor, plan, change)
    done = _again(task, plan)
    record(actor, TASK_DONE_BY_CLIENT, done, shown_to_client=True, note=note)
    return done


# --- below -----------------------------------------------------------------------------------------------


def _plan(task: Task) -> Plan:
    return Plan.objects.select_related("project").get(pk=task.plan_id)


def _again(task: Task, plan: Plan) -> Task:
    """As it is stored now."""
    row = Task.objects.select_related("project", "plan", "parent").get(pk=task.pk)
    row.project = row.plan.project = plan.project
    return row


def _of(actor: Actor, task: Task, edit: Any, revision: int | None = None) -> Outcome:
    return change_plan(actor, _plan(task), lambda draft: edit(draft, draft.task(task.pk)), revision=revision)
