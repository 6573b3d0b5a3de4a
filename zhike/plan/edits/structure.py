"""Adding, placing and removing tasks of the outline."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core.errors import Conflict, Invalid
from zhike.core.words import Words, said
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.fields import set_values
from zhike.plan.edits.outline import MOST_LEVELS, Place
from zhike.plan.models import Link, Task, TimeEntry

MOST_TASKS = 50_000


def add(
    draft: Draft, *, name: str, parent: UUID | None = None, after: UUID | str | None = "last",
    kind: str = Task.Kind.TASK, id: UUID | None = None, values: Mapping[str, Any] | None = None,
) -> Task:  # fmt: skip
    """A new task below `parent`, after `after`: None is first, "last" at the end."""
    if len(draft.outline.lines) >= MOST_TASKS:
        raise Conflict(_("A plan has at most %(most)d tasks. Split the project.") % {"most": MOST_TASKS})
    if kind not in Task.Kind.values:
        raise Invalid(kind=_("Choose one of the offered values."))
    place = _place(draft, parent, after)
    _becomes_summary(draft, parent)
    task = Task(
        **({"id": id} if id else {}), name=name, kind=kind, source="",
        duration=0 if kind == Task.Kind.MILESTONE else draft.plan.minutes_per_day * 10,
    )  # fmt: skip
    draft.add_task(task, place)
    set_values(draft, task, {"name": name, **(values or {})})
    return task


def added_words(tasks: list[Task]) -> Words:
    if len(tasks) == 1:
        return said(gettext_lazy("{task} added"), task=str(tasks[0]))
    return said(gettext_lazy("{count} tasks added, from {task} on"), count=len(tasks), task=str(tasks[0]))


def remove(draft: Draft, task: Task) -> Words:
    """The task and everything below it. Hours somebody wrote down keep a task: it can be cancelled then."""
    name = str(task)
    keys = draft.outline.subtree(task.pk)
    refuse_with_hours(keys)
    gone = draft.remove_task(task.pk)
    if len(gone) == 1:
        return said(gettext_lazy("{task} removed"), task=name)
    return said(gettext_lazy("{task} removed, with {count} tasks below it"), task=name, count=len(gone) - 1)


def refuse_with_hours(keys: Iterable[UUID]) -> None:
    told = list(keys)
    entry = None
    for first in range(0, len(told), 500):  # a database takes only so many values at once
        entry = entry or TimeEntry.objects.filter(task__in=told[first : first + 500]).select_related("task").first()
    if entry is not None:
        words = _("Hours were written down on %(task)s, so it stays. Cancel it instead: it then no longer counts.")
        raise Conflict(words % {"task": entry.task})


def place(draft: Draft, task: Task, parent: UUID | None, after: UUID | str | None = "last") -> Words:
    """Put a task, with everything below it, somewhere else."""
    if parent is not None and draft.outline.is_within(parent, task.pk):
        raise Invalid(parent=_("A task cannot stand below itself."))
    at = _place(draft, parent, after, moving=task.pk)
    _refuse_deep(draft, parent, draft.outline.height(task.pk))
    if at == draft.outline.place_of(task.pk):
        return ""
    _becomes_summary(draft, parent)
    draft.place(task.pk, at)
    _refuse_links_within(draft, task.pk)
    return said(gettext_lazy("{task} put in another place"), task=str(task))


def indent(draft: Draft, task: Task) -> Words:
    """Below the task that stands before it."""
    above = draft.outline.before(task.pk)
    if above is None:
        raise Conflict(_("There is no task before %(task)s on its level to put it below.") % {"task": task})
    place(draft, task, above)
    return said(gettext_lazy("{task} moved one level down"), task=str(task))


def outdent(draft: Draft, task: Task) -> Words:
    """A level up, where it stands: what followed it on its level comes below it, as in Microsoft Project and in every
    outline where a line keeps its place. Where it cannot hold them (it has begun, hours were written on it, or one of
    them is linked with it) they stay in their phase, and it goes behind that."""
    parent = draft.outline.parents[task.pk]
    if parent is None:
        raise Conflict(_("%(task)s stands on the first level already.") % {"task": task})
    among = draft.outline.children[parent]
    followers = among[among.index(task.pk) + 1 :]
    stay = bool(followers) and not _can_hold(draft, task, followers)
    draft.place(task.pk, Place(draft.outline.parents[parent], parent))
    if stay:
        return said(gettext_lazy("{task} moved one level up, behind its phase; what followed it stays"), task=str(task))
    if not followers:
        return said(gettext_lazy("{task} moved one level up"), task=str(task))
    _becomes_summary(draft, task.pk)
    for key in followers:
        draft.place(key, Place(task.pk, draft.outline.last_of(task.pk)))
    words = ngettext_lazy(
        "{task} moved one level up; {count} task that followed it is below it now",
        "{task} moved one level up; {count} tasks that followed it are below it now", len(followers),
    )  # fmt: skip
    return said(words, task=str(task), count=len(followers))


def shift(draft: Draft, task: Task, direction: str) -> Words:
    """One place up or down among those of its level."""
    outline = draft.outline
    among = outline.children[outline.parents[task.pk]]
    at = among.index(task.pk)
    to = at - 1 if direction == "up" else at + 1
    if not 0 <= to < len(among):
        raise Conflict(_("%(task)s cannot move further there.") % {"task": task})
    rest = [key for key in among if key != task.pk]
    draft.place(task.pk, Place(outline.parents[task.pk], rest[to - 1] if to else None))
    return said(gettext_lazy("{task} put in another place"), task=str(task))


# --- below -----------------------------------------------------------------------------------------------


def _place(draft: Draft, parent: UUID | None, after: UUID | str | None, moving: UUID | None = None) -> Place:
    outline = draft.outline
    if parent is not None and parent not in outline.lines:
        raise Invalid(parent=_("There is no such task in this plan. Load the page again."))
    if after == "last":
        among = [key for key in outline.children.get(parent, ()) if key != moving]
        after = among[-1] if among else None
    if after is not None and (after not in outline.lines or outline.parents[after] != parent or after == moving):  # type: ignore[index]
        raise Invalid(after=_("The task to stand after is not on that level. Load the page again."))
    _refuse_deep(draft, parent, 1)
    if moving is None and parent is not None:
        _refuse_progress(draft, parent)
    return Place(parent, after)  # type: ignore[arg-type]


def _becomes_summary(draft: Draft, key: UUID | None) -> None:
    """A task gets something below it: what only a task has follows from that now, and is kept to be taken back."""
    if key is not None and not draft.outline.children.get(key):
        draft.change(draft.task(key), kind=Task.Kind.SUMMARY)


def _refuse_deep(draft: Draft, parent: UUID | None, height: int) -> None:
    if draft.outline.depth(parent) + height > MOST_LEVELS:
        raise Invalid(parent=_("An outline has at most %(most)d levels.") % {"most": MOST_LEVELS})


def _refuse_progress(draft: Draft, parent: UUID) -> None:
    """What was done on a task would be lost under a summary, whose progress follows from what is below."""
    line = draft.outline.lines[parent]
    if draft.outline.children.get(parent) or line.kind == Task.Kind.SUMMARY:
        return
    task = draft.task(parent)
    if task.percent_complete and draft.before.get(parent, ...) is not None:
        words = _("%(task)s is under way. Put the new task beside it, or set its progress back first.")
        raise Conflict(words % {"task": task})


def _can_hold(draft: Draft, task: Task, followers: list[UUID]) -> bool:
    """Whether it can become the summary of these, with all that is below them."""
    has_begun = task.percent_complete or task.actual_start or TimeEntry.objects.filter(task=task).exists()
    if has_begun and not draft.outline.children.get(task.pk):
        return False
    below = {key for follower in followers for key in draft.outline.subtree(follower)}
    return not any(
        {link.predecessor_id, link.successor_id} & below for link in draft.links_of([task.pk])
        if task.pk in {link.predecessor_id, link.successor_id}
    )  # fmt: skip


def _refuse_links_within(draft: Draft, key: UUID) -> None:
    """A task cannot wait for the summary it is part of."""
    above = set()
    parent = draft.outline.parents[key]
    while parent is not None:
        above.add(parent)
        parent = draft.outline.parents[parent]
    below = draft.outline.subtree(key)
    crossing = [
        link for link in draft.links_of(below)
        if isinstance(link, Link) and {link.predecessor_id, link.successor_id} & above
    ]  # fmt: skip
    if crossing:
        raise Invalid(parent=_("It is linked with the task it would be part of. Remove that link first."))
