"""What of a plan lies in a period of a report: read in a few statements, whatever the size of the plan.

First every task that has anything to tell, as a light line; then those that get a sentence of their own, in full.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from zhike.accounts.queries import home
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.reporting import Period
from zhike.plan.models import Baseline, BaselineTask, Link, Plan, Task
from zhike.plan.queries.plans import OPEN
from zhike.projects.models import Project

COLUMNS = ("pk", "number", "name", "kind", "state", "side", "parent_id", "is_shared", "is_critical", "finish",
           "actual_finish", "deadline")  # fmt: skip

LOOKED_AT = ("kind", "state", "side", "is_shared", "parent", "actual_finish", "percent_complete", "deliverable",
             "blocked_by", "owner_user", "owner_contact")  # fmt: skip


class Line(NamedTuple):
    """A task with something to tell, as light as it can be read by the thousand."""

    pk: UUID
    number: int
    name: str
    kind: str
    state: str
    side: str
    parent: UUID | None
    is_shared: bool
    is_critical: bool
    finish: datetime | None
    actual_finish: datetime | None
    deadline: datetime | None

    @property
    def is_milestone(self) -> bool:
        return self.kind == Task.Kind.MILESTONE

    @property
    def is_open(self) -> bool:
        return self.state not in {Task.State.DONE, Task.State.CANCELLED}

    @property
    def is_theirs(self) -> bool:
        return self.side == Task.Side.CLIENT

    @property
    def is_late_for_deadline(self) -> bool:
        return self.deadline is not None and self.finish is not None and self.finish > self.deadline


class Phase(NamedTuple):
    """A summary, as far as the place of a task and what a client sees of it ask."""

    pk: UUID
    parent: UUID | None
    name: str
    is_shared: bool


@dataclass
class Told:
    """A plan within a period, in its own wall clock."""

    actor: Actor
    project: Project
    plan: Plan
    start: datetime
    end: datetime
    ahead: datetime
    baseline: Baseline | None
    phases: dict[UUID, Phase]
    lines: list[Line]
    was_due: dict[UUID, datetime]  # by the baseline within the period
    firm: str
    shows_dates: bool
    shows_people: bool
    then: dict[UUID, datetime] = field(default_factory=dict)  # finish by the baseline, of the tasks told one by one
    rows: dict[UUID, Task] = field(default_factory=dict)
    waits_for: dict[UUID, list[Task]] = field(default_factory=dict)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end

    def is_shown(self, line: "Line | Task") -> bool:
        """Whether the client sees it in the portal: shared, and within the levels they are shown. Milestones always
        are. Depth is counted in shared tasks, as plan/portal.py does."""
        if not line.is_shared:
            return False
        if line.kind == Task.Kind.MILESTONE:
            return True
        above = line.parent_id if isinstance(line, Task) else line.parent
        return 1 + sum(one.is_shared for one in self.above(above)) <= self.plan.client_level

    def above(self, key: UUID | None) -> list[Phase]:
        """The phases something lies in, the nearest first."""
        found = []
        while key is not None and key in self.phases:
            found.append(self.phases[key])
            key = self.phases[key].parent
        return found

    def phase_of(self, line: Line) -> Phase | None:
        """The phase of the project it belongs to. One summary above all others is the project, not a phase."""
        found = self.above(line.parent)
        return found[-2] if self.has_one_root and len(found) > 1 else found[-1] if found else None

    @cached_property
    def has_one_root(self) -> bool:
        return sum(one.parent is None for one in self.phases.values()) == 1

    def due(self, line: Line) -> datetime | None:
        """When it was to be finished within the period: by the baseline, else by the plan."""
        by_plan = line.finish if self.holds(line.finish) else None
        return self.was_due.get(line.pk, by_plan)


def here(moment: datetime) -> datetime:
    """On the wall clock of the plan."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def told_plan(actor: Actor, project: Project, period: Period) -> Told | None:
    """What of the plan of a project has to do with a period; None while nobody planned, or one may not know."""
    plan = visible(actor, Plan).filter(project=project).first()
    if plan is None:
        return None
    plan.project = project
    start, end, ahead = here(period.start), here(period.end), here(period.ahead)
    kept = visible(actor, Baseline).filter(plan=plan).order_by("-number").first()
    was_due = _due_by(kept, start, end)
    lines = visible(actor, Task).filter(_has_to_do(start, end, ahead, kept), plan=plan, is_active=True)
    lines = lines.exclude(kind=Task.Kind.SUMMARY).order_by("position")
    summaries = visible(actor, Task).filter(plan=plan, kind=Task.Kind.SUMMARY)
    found = summaries.values_list("pk", "parent_id", "name", "is_shared", "is_active")
    phases = [Phase(key, above, name, shared and active) for key, above, name, shared, active in found]
    seen = project.transparency
    return Told(
        actor, project, plan, start, end, ahead, kept, {one.pk: one for one in phases},
        [Line(*one) for one in lines.values_list(*COLUMNS)], was_due, str(home(actor)), seen.planned_dates, seen.people,
    )  # fmt: skip


def look_closer(told: Told, lines: Iterable[Line]) -> None:
    """Read in full the tasks that are told one by one: with their people, their baseline and what they wait for."""
    wanted = [line.pk for line in lines if line.pk not in told.rows]
    rows = visible(told.actor, Task).filter(pk__in=wanted).select_related("owner_user", "owner_contact")
    for row in rows.only(*LOOKED_AT, "owner_user__name", "owner_contact__name"):
        row.project, row.plan = told.project, told.plan
        told.rows[row.pk] = row
    told.then |= _then(told.baseline, wanted)
    waiting = Q(predecessor__state__in=[Task.State.DONE, Task.State.CANCELLED])
    links = visible(told.actor, Link).filter(successor__in=wanted, kind=Link.Kind.FINISH_TO_START).exclude(waiting)
    links = links.select_related("predecessor").order_by("predecessor__finish")
    links = links.only("successor", *(f"predecessor__{name}" for name in ("name", "kind", "is_shared", "parent")))
    for link in links.filter(predecessor__is_active=True):
        told.waits_for.setdefault(link.successor_id, []).append(link.predecessor)


def shown_on_top(actor: Actor, plan: Plan) -> QuerySet[Task]:
    """Of the tasks the client sees, those right below nothing they see: no other ends later."""
    shown = visible(actor, Task).filter(plan=plan, is_shared=True, is_active=True)
    return shown.exclude(parent__is_shared=True, parent__is_active=True)


def finishes_of(found: QuerySet[Task], kept: Sequence[Baseline]) -> dict[Any, date]:
    """By baseline, when the last of these tasks was to end."""
    lines = BaselineTask.objects.filter(baseline__in=kept, task_key__in=found.order_by().values("pk"))
    told = lines.order_by().values("baseline").annotate(last=Max("finish")).values_list("baseline", "last")
    return {key: last.date() for key, last in told if last is not None}


# --- below -----------------------------------------------------------------------------------------------


def _has_to_do(start: datetime, end: datetime, ahead: datetime, kept: Baseline | None) -> Q:
    """Finished in the period; open and due before its end, or soon after; blocked; about to miss a deadline."""
    due = Q(finish__lt=ahead) | Q(state=Task.State.BLOCKED) | Q(finish__gt=F("deadline"))
    if kept is not None:
        due |= Q(pk__in=_lines_due(kept, start, end).values("task_key"))
    return Q(state=Task.State.DONE, actual_finish__gte=start, actual_finish__lt=end) | (OPEN & due)


def _lines_due(kept: Baseline, start: datetime, end: datetime) -> QuerySet[BaselineTask]:
    return BaselineTask.objects.filter(baseline=kept, finish__gte=start, finish__lt=end)


def _due_by(kept: Baseline | None, start: datetime, end: datetime) -> dict[UUID, datetime]:
    return {} if kept is None else _by_task(_lines_due(kept, start, end))


def _then(kept: Baseline | None, keys: list[UUID]) -> dict[UUID, datetime]:
    if kept is None:
        return {}
    return _by_task(BaselineTask.objects.filter(baseline=kept, task_key__in=keys))


def _by_task(lines: QuerySet[BaselineTask]) -> dict[UUID, datetime]:
    return {key: finish for key, finish in lines.values_list("task_key", "finish") if finish is not None}
