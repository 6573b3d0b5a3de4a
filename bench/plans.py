"""How long plans take from the database and back: `python -m bench.plans`.

On SQLite, and on PostgreSQL if DATABASE_URL names one (or on those named by --database). Makes plans of several sizes
in an organisation of their own, then measures opening one for scheduling (from its rows, from its snapshot), edits as a
person makes them (through the action, committed; of a drag of everything also the answer to the browser), two years of
history, and imports of files. Times are of the wall clock, in brackets of the processor, which a busy machine falsifies
less; of edits the middle one, and of drags of everything the least. Beside each stands its ratio to the least the same
could cost: reading three columns of the same rows, setting two dates in one statement, reading the same file.
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

SIZES = (1_000, 5_000, 10_000)
IMPORTS = (2_000, 10_000)
Time = tuple[float, float]  # wall clock and processor, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", action="append")
    parser.add_argument("--edits", type=int, default=9)
    parser.add_argument("--only", choices=["plans", "history", "imports"])
    parser.add_argument("--revisions", type=int, default=2_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = asked.database or [f"sqlite:///{folder}/bench.sqlite3", *filter(None, [os.environ.get("DATABASE_URL")])]
        if len(told) == 1:
            return _run(told[0], asked)
        for database in told:
            more = ["--only", asked.only] if asked.only else []
            command = [sys.executable, "-m", "bench.plans", "--database", database, "--edits", str(asked.edits)]
            command += ["--revisions", str(asked.revisions), *more]
            subprocess.run(command, check=True)


def _run(database: str, asked: Any) -> None:
    os.environ["DATABASE_URL"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from zhike.core.processes import collect_rarely
    from zhike.core.scope import organisation as scope

    call_command("migrate", verbosity=0)
    collect_rarely()  # as a web process does
    print(f"== {database.partition(':')[0]}")
    for count in SIZES if asked.only in {None, "plans"} else ():
        organisation, actor, project = _world()
        with scope(organisation.pk):
            _measure(count, _plan(actor, project, count), actor, asked.edits)
    if asked.only in {None, "history"}:
        organisation, actor, project = _world()
        with scope(organisation.pk):
            _history(SIZES[-1], actor, project, asked.revisions)
    for count in IMPORTS if asked.only in {None, "imports"} else ():
        organisation, actor, project = _world()
        with scope(organisation.pk):
            _import(count, actor, project)


def _measure(count: int, plan: Any, actor: Any, edits: int) -> None:
    from zhike.plan.models import Link, PlanSnapshot, Task
    from zhike.plan.remembered import forget
    from zhike.plan.scheduling import opened, reached

    def rows() -> None:
        list(Task.objects.filter(plan=plan).values_list("number", "duration", "percent_complete"))
        list(Link.objects.filter(plan=plan).values_list("kind", "lag"))

    plan.refresh_from_db()
    floor, draw = _best(rows), Random(5)
    _say(f"{count:,} tasks: three columns of the rows", floor)
    _say("open from the rows, computed", _best(lambda: opened(plan), 3), floor)
    _say("open from the snapshot, computed", _best(lambda: forget() or reached(plan)), floor)
    setting = _best(lambda: _set_dates(plan))
    _say("two dates of every row in one statement", setting)
    PlanSnapshot.objects.filter(plan=plan).delete()
    forget()
    _say("drag, little moves, nothing at hand", _edit(actor, plan, draw)[0], setting)
    forget()
    _say("drag, little moves, from the snapshot", _edit(actor, plan, draw)[0], setting)
    times = [_edit(actor, plan, draw) for _ in range(edits)]
    _say("drag, little moves, next", _median([one[0] for one in times]), setting, moved=times[-1][1])
    moved = [_move_all(actor, plan, 7 * at) for at in range(1, max(2, edits) + 1)]
    edited, answered = [one[0] for one in moved], [one[1] for one in moved]
    _say("drag, everything moves", _median(edited), setting, moved=moved[-1][2])
    _say("the same with its answer", _median(_sums(edited, answered)), setting)
    _say("the least of these", min(_sums(edited, answered), key=lambda one: one[1]), setting)


def _set_dates(plan: Any) -> None:
    from django.db import transaction
    from django.db.models import F

    from zhike.plan.models import Task

    with transaction.atomic():
        Task.objects.filter(plan=plan).update(late_start=F("late_start") + 1, late_finish=F("late_finish") + 1)
        transaction.set_rollback(True)


def _edit(actor: Any, plan: Any, draw: Random) -> tuple[Time, int]:
    from zhike.plan import actions
    from zhike.plan.models import Task

    late = Task.objects.filter(plan=plan, kind="task").order_by("-position")[: plan.tasks.count() // 4]
    task = late[draw.randrange(len(late))]
    found: list[Any] = []
    taken = _timed(lambda: found.append(actions.stretch_task(actor, task, duration=f"{draw.randrange(1, 12)}d")))
    return taken, len(found[0].changed)


def _sums(*parts: list[Time]) -> list[Time]:
    return [(sum(one[0] for one in some), sum(one[1] for one in some)) for some in zip(*parts, strict=True)]


def _move_all(actor: Any, plan: Any, days: int) -> tuple[Time, Time, int]:
    """Everything waits for the first tasks, of which a third can be dragged at once. What the edit takes, what the
    answer to it takes as the browser gets it, and how many rows it changed."""
    from zhike.plan import actions
    from zhike.plan.gantt_rows import edit_answer
    from zhike.plan.models import Task

    plan.refresh_from_db()
    first = Task.objects.filter(plan=plan, kind="task").order_by("position").values_list("pk", flat=True)[:60]
    start = (plan.start + timedelta(days=days)).isoformat()
    edits = [{"kind": "move", "task": str(key), "start": start} for key in first]
    found: list[Any] = []
    taken = _timed(lambda: found.append(actions.edit_plan(actor, plan, edits)))
    answered = _timed(lambda: json.dumps(edit_answer(actor, found[0]), ensure_ascii=False, separators=(",", ":")))
    return taken, answered, len(found[0].changed)


def _history(count: int, actor: Any, project: Any, revisions: int) -> None:
    """Two years of edits as people make them, one in forty of which moves everything. Then days nobody chose."""
    from django.utils import timezone

    from zhike.plan import queries
    from zhike.plan.models import PlanMoment

    draw, ends = Random(9), timezone.now()
    begun, taken, kept = ends - timedelta(days=730), list[Time](), list[Time]()
    with _kept_on(begun, []):
        plan = _plan(actor, project, count)
    for at in range(revisions):
        with _kept_on(begun + timedelta(days=730) * (at + 1) / (revisions + 1), kept):
            taken.append(_timed(lambda: _some_edit(actor, plan, draw)))
    share = sum(one[1] for one in kept) / sum(one[1] for one in taken) * 100
    _say(f"{count:,} tasks, {revisions:,} edits: the middle one", _median(taken))
    _say("of it for the history", _median(kept))
    _say("the most one edit took for it: a key frame", max(kept))
    print(f"{'of all time for the history':>46} {share:10.1f} %")
    rows = PlanMoment.objects.filter(plan=plan)
    frames = dict(rows.values_list("frame", "frame_size"))
    sizes = sum(frames.values()), sum(len(data) for data in rows.values_list("data", flat=True).iterator())
    print(f"{'kept, of it in key frames':>46} {sizes[1] / 1e6:10.1f} MB ({sizes[0] / 1e6:.1f} in {len(frames)})")
    days = [begun + (ends - begun) * draw.random() for _ in range(60)]
    found = [_timed(lambda day=day: queries.plan_then(actor, plan, day)) for day in days]  # type: ignore[misc]
    _say("the plan of any day, in the middle", _median(found))
    _say("the plan of any day, at worst", max(found))
    pair = [queries.plan_then(actor, plan, day) for day in (days[0], days[1])]
    _say("what changed between two days", _timed(lambda: queries.what_changed(*pair)))  # type: ignore[arg-type]


@contextmanager
def _kept_on(moment: datetime, kept: list[Time]) -> Iterator[None]:
    """What is kept of the plan is kept as of this moment, and the time it takes is noted."""
    from zhike.plan import editing
    from zhike.plan.history import writing

    spent = [0.0, 0.0]

    def timed(action: Any) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            found: list[Any] = []
            one = _timed(lambda: found.append(action(*args, **kwargs)))
            spent[:] = [spent[0] + one[0], spent[1] + one[1]]
            return found[0]

        return run

    with ExitStack() as patches:
        patches.enter_context(patch.object(writing.timezone, "now", lambda: moment))
        for name in ("keep_moment", "changed_by"):
            patches.enter_context(patch.object(editing, name, timed(getattr(writing, name))))
        yield
    kept.append((spent[0], spent[1]))


def _some_edit(actor: Any, plan: Any, draw: Random) -> None:
    from zhike.plan import actions
    from zhike.plan.models import Task

    kind = draw.randrange(40)
    if kind == 0:
        _move_all(actor, plan, draw.randrange(1, 60))
        return
    rows = Task.objects.filter(plan=plan, kind="task").select_related("project", "plan").order_by("position")
    task = rows[draw.randrange(9_000)]
    if kind < 16:
        actions.change_task(actor, task, progress=draw.randrange(101))
    elif kind < 28:
        actions.stretch_task(actor, task, duration=f"{draw.randrange(1, 12)}d")
    elif kind < 34:
        actions.change_task(
            actor, task, name=f"任务 {draw.randrange(9_999)}", owner=draw.choice([None, _user_of(actor)])
        )
    elif kind < 37:
        actions.change_task(actor, task, shared=draw.random() < 0.5)
    else:
        actions.add_task(actor, plan.project, name="新任务", parent=task.parent, duration="2d")


def _user_of(actor: Any) -> Any:
    from zhike.accounts.models import User

    return User.objects.get(pk=actor.user_id)


def _import(count: int, actor: Any, project: Any) -> None:
    from zhike.methods.schedule.files.mspdi import read_mspdi, write_mspdi
    from zhike.plan.actions.imports import start_import, upload_import
    from zhike.plan.importing import running

    file = io.BytesIO()
    write_mspdi(_words(count), file)
    reading = _best(lambda: read_mspdi(io.BytesIO(file.getvalue())), 2)
    _say(f"{count:,} tasks: reading their file", reading)
    run = upload_import(actor, project, file=io.BytesIO(file.getvalue()), file_name="plan.xml")
    run = start_import(actor, run)
    _say("import", _timed(lambda: running.go_on(run.pk)), reading)
    run.refresh_from_db()
    if run.created != count:
        raise SystemExit(f"The import went wrong: {run.state} {run.message}")


def _say(what: str, taken: Time, floor: Time | None = None, moved: int | None = None) -> None:
    ratio = f"× {taken[1] / floor[1]:6.1f}" if floor else ""
    more = f"  {moved:,} rows changed" if moved is not None else ""
    print(f"{what:>46} {taken[0] * 1e3:10.1f} ms ({taken[1] * 1e3:9.1f}) {ratio}{more}", flush=True)


def _timed(action: Callable[[], Any]) -> Time:
    begun, spent = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - begun, time.process_time() - spent


def _best(action: Callable[[], Any], times: int = 7) -> Time:
    found = [_timed(action) for _ in range(times)]
    return min(one[0] for one in found), min(one[1] for one in found)


def _median(found: list[Time]) -> Time:
    return statistics.median(one[0] for one in found), statistics.median(one[1] for one in found)


def _world() -> tuple[Any, Any, Any]:
    from django.db import transaction

    from zhike.accounts.models import Membership, Organisation, User
    from zhike.clients.models import Client
    from zhike.core.actors import Actor, Role
    from zhike.core.models import next_number
    from zhike.core.scope import organisation as scope
    from zhike.projects.models import Project

    stamp = f"{time.time_ns():x}"
    home = Organisation.objects.create(name="基准", slug=f"plans-{stamp}")
    user = User.objects.create(email=f"{stamp}@bench.example", name="规划", language="zh-hans")
    with scope(home.pk), transaction.atomic():
        Membership.objects.create(user=user, role=Role.MANAGER.value)
        client = Client.objects.create(number=next_number("client"), name="客户")
        project = Project.objects.create(number=next_number("project"), name="项目", client=client, manager=user)
    return home, Actor(home.pk, Role.MANAGER, user.pk, user.name), project


def _plan(actor: Any, project: Any, count: int) -> Any:
    """Phases of twenty tasks, each task after one or two before it, lanes beside each other."""
    from django.db import transaction

    from zhike.core.models import next_number
    from zhike.plan import actions
    from zhike.plan.editing import recompute
    from zhike.plan.models import Link, Task

    plan, draw = actions.begin_plan(actor, project), Random(7)
    with transaction.atomic():
        next_number("task", project.pk, count=count)
    tasks: list[Any] = []
    for number in range(1, count + 1):
        is_phase = number % 21 == 1
        phase = tasks[(number - 1) // 21 * 21] if not is_phase else None
        tasks.append(
            Task(
                plan=plan, project=project, number=number, name=f"任务 {number}", position=number,
                level=1 if is_phase else 2, kind="summary" if is_phase else "task",
                parent=phase, wbs=str(number), duration=draw.randrange(1, 12) * 4800,
            )
        )  # fmt: skip
    Task.objects.bulk_create(tasks, batch_size=500)
    leaves = [task for task in tasks if task.kind == "task"]
    links = {}
    for at, task in enumerate(leaves):
        for _ in range(draw.choice([1, 1, 2])):
            before = at - 60 - draw.randrange(120)
            if before >= 0:
                links[before, at] = Link(
                    plan=plan, predecessor=leaves[before], successor=task, lag=draw.choice([0, 0, 0, 4800])
                )
    Link.objects.bulk_create(links.values(), batch_size=500)
    recompute(plan)
    return plan


def _words(count: int) -> Any:
    """A plan of the same shape as a file has it."""
    from zhike.methods.schedule.plan import Calendar, Link, Plan, Task

    draw, days = Random(3), (((480, 720), (780, 1020)),) * 5 + ((), ())
    tasks = [
        Task(number, f"阶段 {number}")
        if number % 21 == 1
        else Task(number, f"任务 {number}", parent=(number - 1) // 21 * 21 + 1, duration=draw.randrange(1, 12) * 4800)
        for number in range(1, count + 1)
    ]
    leaves = [task.id for task in tasks if task.parent is not None]
    pairs = {(at - 60 - draw.randrange(120), at) for at in range(len(leaves)) for _ in range(draw.choice([1, 1, 2]))}
    links = [Link(leaves[before], leaves[after]) for before, after in sorted(pairs) if before >= 0]
    begins = datetime(2026, 1, 5, 8)  # noqa: DTZ001  wall clock
    return Plan(begins, tasks=tasks, links=links, calendars=[Calendar(1, "标准", days)], calendar=1)


if __name__ == "__main__":
    main()
