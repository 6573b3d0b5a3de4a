"""Who is at work on a task, and what it works towards."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.errors import Conflict, Invalid
from zhike.core.words import Words, said
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Assignment, Resource, Task, TaskRequirement
from zhike.requirements.models import Requirement


def assign(draft: Draft, task: Task, resource: Resource, units: Any = 100) -> Words:
    """Put somebody (or a machine, or material) to work on it, for this share of their time."""
    if task.is_summary:
        raise Invalid(resource=_("Assign people to the tasks below it: a summary's work is theirs."))
    if not resource.is_active:
        raise Conflict(_("%(name)s cannot be assigned any more.") % {"name": resource})
    share = units_of(units)
    there = Assignment.objects.filter(task=task, resource=resource).first()
    if there is not None and there.pk not in draft.gone:
        draft.change(there, units=share, work=work_of(task, share))
    else:
        draft.add(Assignment(plan=draft.plan, task=task, resource=resource, units=share, work=work_of(task, share)))
    draft.touch(task)
    if resource.user_id:
        draft.people.add(resource.user_id)
    return said(
        gettext_lazy("{name} works on {task} with {units} %"), name=str(resource), task=str(task), units=f"{share:g}"
    )


def unassign(draft: Draft, row: Assignment) -> Words:
    task, resource = draft.task(row.task_id), Resource.objects.get(pk=row.resource_id)
    draft.remove(row)
    return said(gettext_lazy("{name} no longer works on {task}"), name=str(resource), task=str(task))


def cover(draft: Draft, task: Task, requirements: list[Requirement]) -> Words:
    """Say which requirements the task works towards."""
    if any(one.project_id != draft.plan.project_id for one in requirements):
        raise Invalid(requirements=_("Choose requirements of this project."))
    wanted = {one.pk for one in requirements}
    there = draft.keep(TaskRequirement.objects.filter(task=task))
    for row in there:
        if row.requirement_id not in wanted:
            draft.remove(row)
    known = {row.requirement_id for row in there}
    for one in requirements:
        if one.pk not in known:
            draft.add(TaskRequirement(task=task, requirement=one))
    return said(gettext_lazy("which requirements {task} works towards"), task=str(task))


def follow_duration(draft: Draft, task: Task, before: int) -> None:
    """A task became longer or shorter: those at work on it have more or less to do; where the effort is what stays,
    they give another share of their time instead. As in Microsoft Project."""
    if draft.is_new(task) or not before or task.is_summary:
        return
    for row in draft.keep(Assignment.objects.filter(task=task, resource__kind=Resource.Kind.WORK)):
        if task.type == Task.Type.FIXED_WORK and task.duration:
            draft.change(row, units=round(row.units * before / task.duration, 2))
        else:
            draft.change(row, work=round(row.work * task.duration / before))


def units_of(value: Any) -> float:
    try:
        share = float(str(value).strip().removesuffix("%"))
    except ValueError as error:
        raise Invalid(units=_("Write a share in percent, such as 50.")) from error
    if not 0 <= share <= 10_000:
        raise Invalid(units=_("Write a share in percent, such as 50."))
    return share


def work_of(task: Task, units: float) -> int:
    """Effort = duration × units."""
    return round(task.duration * units / 100)
