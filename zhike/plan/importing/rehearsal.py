"""A dry run: what would become of each line, and everything that is wrong, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.core.actors import Actor
from zhike.core.errors import Refusal
from zhike.core.tables.cells import Problem
from zhike.core.tables.limits import Unreadable
from zhike.plan.edits.draft import Draft
from zhike.plan.importing import source
from zhike.plan.importing.arrivals import Arrivals
from zhike.plan.importing.merging import Fate
from zhike.plan.importing.running import Ready, ready
from zhike.plan.models import PlanImport, PlanImportRow, Task
from zhike.plan.scheduling import circle_path

SHOWN = 12
MOST = 5_000  # lines; a larger file is only read through
Outcome = PlanImportRow.Outcome


@dataclass
class Foreseen:
    """One line: as which outcome it would end, and what is wrong with it."""

    number: int
    title: str
    outcome: str
    outcome_label: str
    depth: int
    problems: list[Problem]
    warnings: list[Problem]

    @property
    def steps(self) -> range:
        """For the page: one for each level it stands below the first."""
        return range(self.depth - 1)


@dataclass
class Rehearsal:
    """What the page of an uploaded file shows."""

    rows: list[Foreseen] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    facts: list[tuple[str, int]] = field(default_factory=list)  # how much there is besides tasks
    remarks: list[Problem] = field(default_factory=list)
    unreadable: str = ""
    is_too_long: bool = False

    @property
    def first(self) -> list[Foreseen]:
        return self.rows[:SHOWN]

    @property
    def failing(self) -> list[Foreseen]:
        return [row for row in self.rows if row.problems]

    @property
    def warned(self) -> list[Foreseen]:
        return [row for row in self.rows if row.warnings and not row.problems]

    @property
    def checked(self) -> int:
        return len(self.rows)


def rehearse(actor: Actor, run: PlanImport) -> Rehearsal:
    """The file as it would be taken now. Nothing is written, and no number is given out."""
    found = Rehearsal()
    try:
        arrivals = source.read(run, run.project)
        plan = source.plan_or_bare(run.project)
        met = ready(actor, run.project, arrivals, plan)
        _count(found, arrivals, met)
        if len(arrivals.tasks) > MOST:
            found.is_too_long = True
            found.counts = {one.value: 0 for one in Outcome} | {"created": len(arrivals.tasks)}
            return found
        merging = met.merging(Draft(plan), actor, run.options.get("existing", ""), reserve=False)
        merging.merge()
        found.unreadable = _circle(arrivals)
    except Unreadable as unreadable:
        found.unreadable = unreadable.message
        return found
    except Refusal as refusal:
        found.unreadable = str(refusal)
        return found
    depths = _depths(arrivals)
    found.rows = [_foreseen(fate, depths[at]) for at, fate in enumerate(merging.fates)]
    counted = Counter(row.outcome for row in found.rows)
    found.counts = {one.value: counted.get(one.value, 0) for one in Outcome}
    return found


def _foreseen(fate: Fate, depth: int) -> Foreseen:
    failed = fate.outcome == Outcome.FAILED
    return Foreseen(
        fate.number, fate.title, str(fate.outcome), str(Outcome(fate.outcome).label), depth,
        fate.problems if failed else [], [] if failed else fate.problems,
    )  # fmt: skip


def _count(found: Rehearsal, arrivals: Arrivals, met: Ready) -> None:
    milestones = sum(one.values.get("kind") == Task.Kind.MILESTONE for one in arrivals.tasks)
    baselines = {one.number for task in arrivals.tasks for one in task.baselines}
    facts: list[tuple[Any, int]] = [
        (_("Tasks"), len(arrivals.tasks)), (_("Milestones"), milestones),
        (pgettext("plan", "Links"), len(arrivals.waiting)),
        (_("Resources"), len(met.people.rows)), (_("Assignments"), len(arrivals.work)),
        (_("Calendars"), len(met.calendars.rows)), (_("Baselines"), len(baselines)),
    ]  # fmt: skip
    found.facts = [(str(label), count) for label, count in facts if count]
    found.remarks = [*arrivals.remarks, *met.people.remarks]


def _circle(arrivals: Arrivals) -> str:
    """Tasks that wait for each other, by name; such a file is not taken."""
    if arrivals.plan is None:
        return ""
    names = {task.id: task.name for task in arrivals.plan.tasks}
    path = circle_path(arrivals.plan)
    if not path:
        return ""
    told = " → ".join(names[int(one)] for one in [*path, path[0]])
    return _("These tasks wait for each other in a circle: %(path)s. Remove one of the links in the file.") % {
        "path": told
    }


def _depths(arrivals: Arrivals) -> list[int]:
    levels: dict[str | None, int] = {None: 0}
    found = []
    for one in arrivals.tasks:
        levels[one.place] = levels.get(one.parent, 0) + 1
        found.append(min(levels[one.place], 6))
    return found
