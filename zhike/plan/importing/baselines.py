"""Baselines of a file. Nothing that was once planned is overwritten: one that reads otherwise than the one that is here
becomes a new baseline, and the old one stays under a name that says so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.actors import Actor
from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files.json_plan import as_json
from zhike.plan.importing.arrivals import Arrival
from zhike.plan.models import Baseline, BaselineTask, Plan, Task

MONEY_LIMIT = 10**13


def take_baselines(actor: Actor, plan: Plan, pairs: Iterable[tuple[Arrival, Task]]) -> list[UUID]:
    """Keep what the file says was planned once; the keys of baselines that are new."""
    found: dict[int, list[tuple[words.Baseline, Task]]] = {}
    for arrival, task in pairs:
        for one in arrival.baselines:
            found.setdefault(one.number, []).append((one, task))
    if not found:
        return []
    rows = {row.pk: row for row in Task.objects.filter(plan=plan)}
    made = []
    for number, said in sorted(found.items()):
        lines = [_line(one, rows[task.pk]) for one, task in said if task.pk in rows]
        there = Baseline.objects.filter(plan=plan, file_number=number).first()
        if (there is not None and _same(there, lines)) or _is_kept(plan, lines):
            continue
        if there is not None:
            there.file_number, there.name = None, _free_name(plan, f"{there.name} ({_day(there)})")
            there.save()
        made.append(_store(actor, plan, number, lines))
    return made


def drop_baselines(plan: Plan, keys: Iterable[str]) -> None:
    """Those an import made. What they replaced stays under its new name: nothing planned once is lost."""
    Baseline.objects.filter(plan=plan, pk__in=[UUID(key) for key in keys]).delete()


def baseline_name(number: int) -> str:
    return _("Baseline %(number)d") % {"number": number} if number else _("Baseline")


# --- below -----------------------------------------------------------------------------------------------


def _is_kept(plan: Plan, lines: list[BaselineTask]) -> bool:
    """Whether some baseline says just this: one that was taken here comes back in our own file as a numbered one."""
    start, finish = _span(lines)
    span: dict[str, Any] = {"start": start, "finish": finish}
    alike = Baseline.objects.filter(plan=plan, **span)
    return any(_same(one, lines) and one.tasks.count() == len(lines) for one in alike)


def _store(actor: Actor, plan: Plan, number: int, lines: list[BaselineTask]) -> UUID:
    last = Baseline.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first() or 0
    start, finish = _span(lines)
    row = Baseline.objects.create(
        plan=plan, number=last + 1, name=_free_name(plan, baseline_name(number)), reason=_("Taken over from a file."),
        taken_by_id=actor.user_id, taken_at=timezone.now(), revision=plan.revision, file_number=number,
        start=start, finish=finish,
    )  # fmt: skip
    for one in lines:
        one.baseline, one.organisation_id = row, plan.organisation_id
    BaselineTask.objects.bulk_create(lines, batch_size=500)
    return row.pk


def _span(lines: list[BaselineTask]) -> tuple[datetime | None, datetime | None]:
    starts = [one.start for one in lines if one.start is not None]
    ends = [one.finish for one in lines if one.finish is not None]
    return min(starts, default=None), max(ends, default=None)


def _line(one: words.Baseline, task: Task) -> BaselineTask:
    """`kept` says which figures the file did not have, which is not the same as nothing."""
    kept: dict[str, Any] = {"none": [name for name in ("duration", "work", "cost") if getattr(one, name) is None]}
    if one.kept:
        kept["kept"] = as_json(list(one.kept))
    cost = one.cost if one.cost is not None and abs(one.cost) < MONEY_LIMIT else 0
    return BaselineTask(
        task_key=task.pk, number=task.number, position=task.position, level=task.level, wbs=task.wbs, name=task.name,
        kind=task.kind, start=one.start, finish=one.finish, duration=one.duration or 0, work=one.work or 0, cost=cost,
        kept=kept,
    )  # fmt: skip


def _same(there: Baseline, lines: list[BaselineTask]) -> bool:
    stored = {
        row.task_key: (row.start, row.finish, row.duration, row.work, row.cost)
        for row in BaselineTask.objects.filter(baseline=there)
    }
    return all(_says(stored.get(one.task_key), one) for one in lines)


def _says(stored: tuple[Any, ...] | None, line: BaselineTask) -> bool:
    """Whether a line of a file is what is stored. A cost the file does not tell is no other cost: whoever may not see
    costs gets files without them."""
    if stored is None or stored[:-1] != (line.start, line.finish, line.duration, line.work):
        return False
    return "cost" in line.kept["none"] or stored[-1] == line.cost


def _free_name(plan: Plan, wanted: str) -> str:
    taken = set(Baseline.objects.filter(plan=plan).values_list("name", flat=True))
    name, at = wanted[:110], 2
    while name in taken:
        name, at = f"{wanted[:100]} ({at})", at + 1
    return name


def _day(row: Baseline) -> str:
    return timezone.localtime(row.taken_at).date().isoformat()
