"""Predecessors as people write them in a column."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.errors import Invalid
from zhike.core.words import Words, said
from zhike.methods.schedule.durations import NotReadable, WrittenLink, parse_links
from zhike.plan.edits import links
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Link, Task
from zhike.plan.wording import units_of


def read(draft: Draft, text: str) -> list[WrittenLink]:
    try:
        return parse_links(text, units_of(draft.plan))
    except NotReadable as error:
        words = _("“%(part)s” is no predecessor. Write it like 5, 5FS+2d or 7SS-50%%.") % {"part": error.part}
        raise Invalid(predecessors=words) from error


def set_predecessors(draft: Draft, task: Task, text: str) -> Words:
    """The task waits for exactly these; links that stay keep their key."""
    wanted = read(draft, text)
    found = _tasks(draft, {one.reference for one in wanted})
    there = {
        (row.predecessor_id, row.kind): row
        for row in draft.links_of([task.pk])
        if isinstance(row, Link) and row.successor_id == task.pk
    }
    kept = set()
    for one in wanted:
        before = found[one.reference]
        kept.add((before.pk, int(one.kind)))
        old = there.get((before.pk, int(one.kind)))
        if old is None:
            links.link(draft, before, task, int(one.kind), one.lag)
        else:
            links.relink(draft, old, lag=one.lag)
    for pair, row in there.items():
        if pair not in kept:
            draft.remove(row)
    return said(gettext_lazy("what {task} waits for"), task=str(task))


def _tasks(draft: Draft, numbers: set[str]) -> dict[str, Task]:
    """The tasks of these numbers."""
    if any("." in number for number in numbers):
        raise Invalid(predecessors=_("Name tasks by their number, such as 5 for T-5."))
    possible = [int(number) for number in numbers if len(number) < 9]
    rows = draft.keep(Task.objects.filter(plan=draft.plan, number__in=possible))
    found = {str(row.number): row for row in rows}
    missing = sorted(number for number in numbers if str(int(number)) not in found)
    if missing:
        words = _("There is no task %(numbers)s in this plan.") % {"numbers": ", ".join(f"T-{one}" for one in missing)}
        raise Invalid(predecessors=words)
    return {number: found[str(int(number))] for number in numbers}
