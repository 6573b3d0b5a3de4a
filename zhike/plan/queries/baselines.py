"""What was planned once, and how the plan differs from it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Count, QuerySet
from django.db.models.functions import Cast

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.plan.models import Baseline, BaselineTask, Plan, Task, to_ticks
from zhike.plan.rolling import share
from zhike.projects.models import Project

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One task that is not as it was: the new values, and the old ones where they differ."""

    kind: str  # added, removed, moved (only its dates), changed (what it is, too)
    key: UUID
    number: int
    wbs: str
    name: str
    name_before: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    start_before: datetime | None = None
    finish_before: datetime | None = None
    duration: int = 0
    duration_before: int = 0
    is_milestone: bool = False
    is_shared: bool = False

    @property
    def delay(self) -> timedelta | None:
        """How much later it finishes than it was planned to; negative is earlier."""
        if self.finish is None or self.finish_before is None:
            return None
        return self.finish - self.finish_before

    @property
    def days_later(self) -> int | None:
        """In calendar days, as people count them."""
        if self.finish is None or self.finish_before is None:
            return None
        return (self.finish.date() - self.finish_before.date()).days

    @property
    def is_renamed(self) -> bool:
        return bool(self.name_before) and self.name_before != self.name


def baselines(actor: Actor, plan: Plan) -> QuerySet[Baseline]:
    """The latest first."""
    found = visible(actor, Baseline).filter(plan=plan).select_related("taken_by", "plan__project")
    return found.annotate(task_count=Count("tasks")).order_by("-number")


def baseline(actor: Actor, project: Project, **lookup: Any) -> Baseline:
    found = visible(actor, Baseline).filter(plan__project=project).select_related("plan__project", "taken_by")
    return find_in(found, **lookup)


def latest_baseline(plan: Plan) -> Baseline | None:
    """The one progress is measured against."""
    return Baseline.objects.filter(plan=plan).order_by("-number").first()


def differences(actor: Actor, old: Baseline, new: Baseline | None = None) -> list[Difference]:
    """What was added, removed, moved or changed from a baseline to another, or to the plan as it is now."""
    before = {row.task_key: row for row in visible(actor, BaselineTask).filter(baseline=old)}
    after = _of_baseline(actor, new) if new is not None else _of_plan(actor, old.plan)
    found = [one for one in (_compared(before.get(key), row) for key, row in after.items()) if one is not None]
    gone = [_removed(row) for key, row in before.items() if key not in after]
    return [*found, *sorted(gone, key=lambda one: one.number)]


def slip_of(row: Task, old: Baseline | None) -> tuple[datetime | None, datetime | None]:
    """Start and finish of a task in a baseline."""
    if old is None:
        return None, None
    was = BaselineTask.objects.filter(baseline=old, task_key=row.pk).first()
    return (was.start, was.finish) if was else (None, None)


def planned_progress(old: Baseline, at: datetime) -> float | None:
    """How far the plan should be at a moment by a baseline, in percent, weighed as `Plan.progress` is: by duration,
    level by level. A task on its way counts by the days that have passed of it."""
    now, below = to_ticks(at), dict[int, list[tuple[int, float]]]()
    rows = BaselineTask.objects.filter(baseline=old).order_by("-position").annotate(
        begins=Cast("start", BigIntegerField()), ends=Cast("finish", BigIntegerField())
    )  # fmt: skip
    for level, duration, begins, ends in rows.values_list("level", "duration", "begins", "ends"):
        parts = below.pop(level + 1, None)
        done = share(parts) if parts else _passed(begins, ends, now)
        below.setdefault(level, []).append((duration, done))
    return share(below[1]) if below.get(1) else None


def counted(found: Iterable[Difference]) -> dict[str, int]:
    """How many of each kind."""
    counts = dict.fromkeys((ADDED, REMOVED, MOVED, CHANGED), 0)
    for one in found:
        counts[one.kind] += 1
    return counts


# --- below -----------------------------------------------------------------------------------------------

Side = tuple[UUID, int, str, str, str, datetime | None, datetime | None, int, bool]
COLUMNS = ("number", "wbs", "name", "kind", "start", "finish", "duration")


def _of_plan(actor: Actor, plan: Plan) -> dict[UUID, Side]:
    rows = visible(actor, Task).filter(plan=plan, is_active=True).order_by("position")
    return {row[0]: row for row in rows.values_list("pk", *COLUMNS, "is_shared")}


def _of_baseline(actor: Actor, row: Baseline) -> dict[UUID, Side]:
    rows = visible(actor, BaselineTask).filter(baseline=row).order_by("position")
    return {one[0]: (*one, False) for one in rows.values_list("task_key", *COLUMNS)}


def _compared(was: BaselineTask | None, row: Side) -> Difference | None:
    key, number, wbs, name, kind, start, finish, duration, shared = row
    now: dict[str, Any] = {
        "key": key, "number": number, "wbs": wbs, "name": name, "start": start, "finish": finish, "duration": duration,
        "is_milestone": kind == Task.Kind.MILESTONE, "is_shared": shared,
    }  # fmt: skip
    if was is None:
        return Difference(ADDED, **now)
    is_summary = kind == Task.Kind.SUMMARY
    is_other = was.name != name or (was.duration != duration and not is_summary) or was.kind != kind
    has_moved = (was.start, was.finish) != (start, finish)
    if not is_other and not has_moved:
        return None
    return Difference(
        CHANGED if is_other else MOVED, **now, name_before=was.name, start_before=was.start, finish_before=was.finish,
        duration_before=was.duration,
    )  # fmt: skip


def _removed(was: BaselineTask) -> Difference:
    return Difference(
        REMOVED, was.task_key, was.number, was.wbs, was.name, name_before=was.name, start_before=was.start,
        finish_before=was.finish, duration_before=was.duration, is_milestone=was.kind == Task.Kind.MILESTONE,
    )  # fmt: skip


def _passed(begins: int | None, ends: int | None, now: int) -> float:
    if begins is None or ends is None or now < begins:
        return 0.0
    return 100.0 if now >= ends else (now - begins) / (ends - begins) * 100
