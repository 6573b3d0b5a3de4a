"""Tasks out of a spreadsheet, all at once and taken back at once."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.core.words import Words
from zhike.plan.access import CHANGE_PLAN
from zhike.plan.actions.edits import change_plan
from zhike.plan.actions.plans import begin_plan
from zhike.plan.editing import Outcome
from zhike.plan.edits import links, structure
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Task
from zhike.plan.pasting import PastedRow, read_lines, references
from zhike.plan.wording import units_of
from zhike.projects.models import Project
from zhike.projects.queries import participants


@transaction.atomic
def paste_tasks(
    actor: Actor, project: Project, *, text: str, parent: Task | None = None, revision: int | None = None
) -> Outcome:  # fmt: skip
    """Put lines out of a spreadsheet into the plan, below `parent` or at the end: names, levels, durations, owners,
    predecessors among them. Lines that cannot be read stop it; look them over with `pasting.read_lines` first."""
    must(actor, CHANGE_PLAN, project)
    plan = begin_plan(actor, project)
    rows = read_lines(text, units_of(plan))
    if not rows:
        raise Invalid(text=_("There is no line in it."))
    wrong = [f"{row.line}: {problem}" for row in rows for problem in row.problems]
    if wrong:
        raise Invalid(text=_("Some lines cannot be read. %(lines)s") % {"lines": " ".join(wrong[:5])})
    people = owners_by_name(plan.project)

    def change(draft: Draft) -> Words:
        made = _lay_out(draft, rows, parent.pk if parent else None, people)
        known = {name: made[rows.index(row)] for name, row in references(rows).items()}
        for row, task in zip(rows, made, strict=True):
            for link in row.predecessors:
                links.link(draft, known[link.reference], task, int(link.kind), link.lag)
        return structure.added_words(made)

    return change_plan(actor, plan, change, revision=revision)


def owners_by_name(project: Project) -> dict[str, Any]:
    """Who takes part, by name, to be found in a column of owners."""
    found: dict[str, Any] = {}
    for one in participants(project):
        person = one.user or one.contact
        found.setdefault(str(person).lower(), person)
        found.setdefault(str(person).split(" ")[0].lower(), person)
    return found


def _lay_out(draft: Draft, rows: list[PastedRow], top: UUID | None, people: dict[str, Any]) -> list[Task]:
    draft.reserve(len(rows))
    above: list[UUID | None] = [top]
    made = []
    for row in rows:
        del above[row.level :]
        task = structure.add(draft, name=row.name, parent=above[-1], values=_values(row, people))
        above.append(task.pk)
        made.append(task)
    return made


def _values(row: PastedRow, people: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"deliverable": row.deliverable}
    if row.duration is not None:
        values["duration"] = row.duration
    if row.is_milestone:
        values["kind"] = Task.Kind.MILESTONE
    if row.start is not None:
        values |= {"constraint": Task.Constraint.START_NO_EARLIER_THAN, "constraint_at": row.start}
    if row.deadline is not None:
        values["deadline"] = row.deadline
    owner = people.get(row.owner.lower())
    if owner is not None:
        values["owner"] = owner
    return values
