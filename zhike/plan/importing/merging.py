"""Arrivals into the draft of a plan: each task is new, is here already, or cannot be taken; nothing twice.

A task is recognised by our own number or key where a file of ours names it, else by its number in the source.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.clients.models import Contact
from zhike.core.errors import Invalid
from zhike.core.models import next_number
from zhike.core.tables.cells import Problem, problem
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.images import OF_LEAVES
from zhike.plan.edits.outline import Place
from zhike.plan.edits.structure import MOST_TASKS
from zhike.plan.importing.arrivals import Arrival, Arrivals, Waiting
from zhike.plan.importing.calendars import Calendars
from zhike.plan.importing.people import Directory, People
from zhike.plan.models import Assignment, Link, PlanImportRow, Task, WorkCalendar
from zhike.plan.steps import in_steps

OVERWRITE, LEAVE = "overwrite", "leave"
Outcome = PlanImportRow.Outcome
State = Task.State
UNDER_WAY = frozenset({State.IN_PROGRESS, State.BLOCKED, State.IN_REVIEW})


@dataclass(slots=True)
class Fate:
    """What becomes of one line of the file."""

    number: int
    title: str
    outcome: str
    problems: list[Problem] = field(default_factory=list)
    task: Task | None = None


@dataclass
class Merging:
    """One file on its way into a draft. Nothing is stored here, so a dry run does the same and throws it away."""

    draft: Draft
    arrivals: Arrivals
    calendars: Calendars
    people: People
    known: Directory
    existing: str = OVERWRITE
    reserve: bool = False  # whether new tasks get their numbers: a dry run takes none
    fates: list[Fate] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)  # by what the file calls them
    changed: set[UUID] = field(default_factory=set)

    def merge(self) -> None:
        """Tasks first, then what hangs on them."""
        match = _Match(self)
        good = [one for one in self.arrivals.tasks if not one.problems]
        new = [one for one in good if match.find(one) is None]
        if len(self.draft.outline.lines) + len(new) > MOST_TASKS:
            raise Invalid(file=_("A plan has at most %(most)d tasks. Split the file.") % {"most": MOST_TASKS})
        self.next = next_number("task", self.draft.plan.project_id, count=len(new)) if self.reserve and new else 1
        self.before: dict[UUID | None, UUID] = {}
        for some in in_steps("merge", self.arrivals.tasks, 100):
            self.fates += [self._take(one, None if one.problems else match.find(one)) for one in some]
        _Hanging(self).take()
        for fate in self.fates:
            if fate.task is not None and fate.task.pk in self.changed and fate.outcome == Outcome.UNCHANGED:
                fate.outcome = Outcome.CHANGED

    def _take(self, one: Arrival, row: Task | None) -> Fate:
        if one.problems:
            return Fate(one.number, one.title, Outcome.FAILED, one.problems)
        above = self.tasks.get(one.parent) if one.parent is not None else None
        if one.parent is not None and above is None:
            one.notes.append(problem("", one.parent, _("The task it is part of was not taken; it stands at the top.")))
        if row is None:
            row, outcome = self._new(one, above), Outcome.CREATED
        else:
            outcome = Outcome.CHANGED if self._change(one, row, above) else Outcome.UNCHANGED
        self.tasks[one.place] = row
        self.before[self.draft.outline.parents[row.pk]] = row.pk
        return Fate(one.number, one.title, outcome, one.notes, row)

    # --- one task ---

    def _new(self, one: Arrival, above: Task | None) -> Task:
        values = self._values(one)
        task = Task(source=self.arrivals.source if one.key else "", external_id=one.key[:120], number=self.next)
        task.duration = self.draft.plan.minutes_per_day * 10
        self.next += 1
        for name, value in values.items():
            setattr(task, name, value)
        if task.kind == Task.Kind.MILESTONE:
            task.duration = 0 if "duration" not in values else task.duration
        parent = above.pk if above is not None else None
        after = self.before.get(parent)
        return self.draft.add_task(task, Place(parent, after or self.draft.outline.last_of(parent)))

    def _change(self, one: Arrival, row: Task, above: Task | None) -> bool:
        if self.existing == LEAVE:
            return False
        values = self._values(one)
        if one.guid.lower() == str(row.pk):
            values["kept"] = _without_guid(values.get("kept", {}))
        if row.is_summary:
            values = {name: value for name, value in values.items() if name not in OF_LEAVES}
        if values.get("state") == State.IN_PROGRESS and row.state in UNDER_WAY:
            del values["state"]  # blocked or in review is more than a file of another program can say
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differing:
            self.draft.change(row, **differing)
        return self._moved(one, row, above) or bool(differing)

    def _moved(self, one: Arrival, row: Task, above: Task | None) -> bool:
        """To the task it is part of in the file, if the file says so and that is not below it here."""
        parent = above.pk if above is not None else None
        outline = self.draft.outline
        says_where = one.parent is not None or self.arrivals.says_links
        if not says_where or parent == outline.parents[row.pk] or (parent and outline.is_within(parent, row.pk)):
            return False
        self.draft.place(row.pk, Place(parent, self.before.get(parent) or outline.last_of(parent)))
        return True

    def _values(self, one: Arrival) -> dict[str, Any]:
        values = dict(one.values)
        if "calendar" in values:
            number = values.pop("calendar")
            row: WorkCalendar | None = None if number is None else self.calendars.rows[number]
            values["calendar_id"] = row.pk if row is not None else None
        if one.owner:
            values |= self._owner(one)
        return values

    def _owner(self, one: Arrival) -> dict[str, Any]:
        person = self.known.find(one.owner)
        if person is None:
            reason = _("Nobody of ours or of the client is called so here. The task has no owner.")
            if not any(note["reason"] == reason for note in one.notes):
                one.notes.append(problem(_("owner"), one.owner, reason))
            return {}
        if isinstance(person, Contact):
            return {"owner_user_id": None, "owner_contact_id": person.pk, "side": Task.Side.CLIENT}
        self.draft.people.add(person.pk)
        return {"owner_user_id": person.pk, "owner_contact_id": None, "side": Task.Side.OURS}


def _without_guid(kept: dict[str, Any]) -> dict[str, Any]:
    """A file of ours names a task by its key; that is nothing to keep."""
    told = {name: value for name, value in kept.get("file", {}).items() if name != "kept"}
    rest = [pair for pair in kept.get("file", {}).get("kept", []) if pair[0] != "GUID"]
    told |= {"kept": rest} if rest else {}
    return {name: value for name, value in kept.items() if name != "file"} | ({"file": told} if told else {})


class _Match:
    """The tasks of the plan, as a file may mean them."""

    def __init__(self, merging: Merging) -> None:
        plan, source = merging.draft.plan, merging.arrivals.source
        rows = merging.draft.keep(Task.objects.filter(plan=plan)) if plan.revision else []
        self.by_key = {str(row.pk): row for row in rows}
        self.by_code = {row.number: row for row in rows}
        self.by_source = {row.external_id: row for row in rows if row.source == source and row.external_id}
        self.used: dict[UUID, str] = {}

    def find(self, one: Arrival) -> Task | None:
        row = self.by_key.get(one.guid.lower()) if one.guid else None
        if row is None and one.code is not None:
            row = self.by_code.get(one.code)
        if row is None and one.key:
            row = self.by_source.get(one.key)
        if row is not None and self.used.setdefault(row.pk, one.place) != one.place:
            return None
        return row


class _Hanging:
    """Links and assignments of the tasks that were taken."""

    def __init__(self, merging: Merging) -> None:
        self.merging, self.draft = merging, merging.draft
        self.plan = merging.draft.plan
        self.leaves = merging.existing == LEAVE
        self.old = {row.pk for row in merging.tasks.values() if merging.draft.before.get(row.pk, ...) is not None}

    def take(self) -> None:
        self._links()
        self._assignments()

    def _links(self) -> None:
        tasks, arrivals = self.merging.tasks, self.merging.arrivals
        there = {
            (row.predecessor_id, row.successor_id, row.kind): row
            for row in self.draft.keep(Link.objects.filter(plan=self.plan))
        } if self.old else {}  # fmt: skip
        said: set[tuple[UUID, UUID, int]] = set()
        for one in arrivals.waiting:
            before, after = tasks.get(one.before), tasks.get(one.after)
            if before is None or after is None or before.pk == after.pk:
                self._nowhere(one)
                continue
            pair = (before.pk, after.pk, one.kind)
            self._link(there.get(pair), pair, one, after, is_first=pair not in said)
            said.add(pair)
        if arrivals.says_links and not self.leaves:
            self._unlink(there, said)

    def _link(self, row: Link | None, pair: Any, one: Waiting, after: Task, *, is_first: bool) -> None:
        if not is_first or (self.leaves and after.pk in self.old):
            return
        if row is None:
            self.draft.add(Link(plan=self.plan, predecessor_id=pair[0], successor_id=pair[1], **one.values))
            self.merging.changed.add(after.pk)
        elif any(getattr(row, name) != value for name, value in one.values.items()):
            self.draft.change(row, **one.values)
            self.merging.changed.add(after.pk)

    def _unlink(self, there: dict[Any, Link], said: set[Any]) -> None:
        """Between tasks of the file a link the file no longer has is gone."""
        mine = {row.pk for row in self.merging.tasks.values()}
        for pair, row in there.items():
            if pair not in said and pair[0] in mine and pair[1] in mine:
                self.draft.remove(row)
                self.merging.changed.add(pair[1])

    def _nowhere(self, one: Waiting) -> None:
        fate = next((fate for fate in self.merging.fates if fate.task is self.merging.tasks.get(one.after)), None)
        if fate is not None and fate.task is not None:
            reason = _("Waits for a task that was not taken, or for itself. The link is left out.")
            fate.problems.append(problem("", one.before, reason))

    def _assignments(self) -> None:
        if not self.merging.arrivals.work:
            return
        there = {
            (row.task_id, row.resource_id): row
            for row in self.draft.keep(Assignment.objects.filter(plan=self.plan))
        } if self.old else {}  # fmt: skip
        for one in self.merging.arrivals.work:
            task, resource = self.merging.tasks.get(one.task), self.merging.people.rows.get(one.resource)
            if task is None or resource is None or (self.leaves and task.pk in self.old):
                continue
            row = there.get((task.pk, resource.pk))
            if row is None:
                self.draft.add(Assignment(plan=self.plan, task_id=task.pk, resource_id=resource.pk, **one.values))
            elif all(getattr(row, name) == value for name, value in one.values.items()):
                continue
            else:
                self.draft.change(row, **one.values)
            self.merging.changed.add(task.pk)
