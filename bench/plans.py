"""How long plans take from the database and back: `python -m bench.plans --database sqlite:////tmp/bench.sqlite3`.

Makes plans of several sizes in an organisation of their own (rows in bulk, dates by the engine), then measures opening
one for scheduling, and edits as a person makes them: through the action, committed. A plan is edited twice over: as a
process does that has not seen it before, and as one that made the last edit too. Beside each time stands its ratio to
reading the same rows with the same driver and doing nothing.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from random import Random
from typing import Any

SIZES = (1_000, 5_000, 10_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--edits", type=int, default=20)
    asked = parser.parse_args()
    os.environ["DATABASE_URL"] = asked.database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from zhike.core.scope import organisation as scope

    call_command("migrate", verbosity=0)
    print(
        f"{'tasks':>7} {'rows alone':>11} {'open':>9} {'×':>5} {'first edit':>11} {'next edits, median':>19}"
        f" {'moved':>6}"
    )
    for count in SIZES:
        organisation, actor, project = _world()
        with scope(organisation.pk):
            _measure(count, _plan(actor, project, count), actor, asked.edits)


def _measure(count: int, plan: Any, actor: Any, edits: int) -> None:
    from zhike.plan.arrays import open_plan
    from zhike.plan.models import Link, Task
    from zhike.plan.remembered import forget

    def rows() -> None:
        list(Task.objects.filter(plan=plan).values_list("number", "duration", "percent_complete"))
        list(Link.objects.filter(plan=plan).values_list("kind", "lag"))

    floor, opening = _best(rows), _best(lambda: open_plan(plan))
    draw = Random(5)
    forget()
    times = [_edit(actor, plan, draw) for _ in range(edits + 1)]
    moved = statistics.median(one[1] for one in times[1:])
    print(
        f"{count:>7,} {floor * 1e3:>9.1f}ms {opening * 1e3:>7.1f}ms {opening / floor:>5.1f} {times[0][0] * 1e3:>9.0f}ms"
        f" {statistics.median(one[0] for one in times[1:]) * 1e3:>17.1f}ms {moved:>6.0f}"
    )


def _edit(actor: Any, plan: Any, draw: Random) -> tuple[float, int]:
    from zhike.plan import actions
    from zhike.plan.models import Task

    task = Task.objects.filter(plan=plan, kind="task")[
        draw.randrange(int(Task.objects.filter(plan=plan).count() * 0.8))
    ]
    begun = time.perf_counter()
    outcome = actions.stretch_task(actor, task, duration=f"{draw.randrange(1, 12)}d")
    return time.perf_counter() - begun, len(outcome.changed)


def _best(action: Callable[[], Any], times: int = 7) -> float:
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        found.append(time.perf_counter() - begun)
    return min(found)


def _world() -> tuple[Any, Any, Any]:
    from zhike.accounts.models import Membership, Organisation, User
    from zhike.clients.models import Client
    from zhike.core.actors import Actor, Role
    from zhike.core.models import next_number
    from zhike.core.scope import organisation as scope
    from zhike.projects.models import Project

    stamp = f"{time.time_ns():x}"
    home = Organisation.objects.create(name="基准", slug=f"plans-{stamp}")
    user = User.objects.create(email=f"{stamp}@bench.example", name="规划", language="zh-hans")
    with scope(home.pk):
        Membership.objects.create(user=user, role=Role.MANAGER.value)
        client = Client.objects.create(number=next_number("client"), name="客户")
        project = Project.objects.create(number=next_number("project"), name="项目", client=client, manager=user)
    return home, Actor(home.pk, Role.MANAGER, user.pk, user.name), project


def _plan(actor: Any, project: Any, count: int) -> Any:
    """Phases of twenty tasks, each task after one or two before it, lanes beside each other."""
    from zhike.plan import actions
    from zhike.plan.editing import recompute
    from zhike.plan.models import Link, Task

    plan, draw = actions.begin_plan(actor, project), Random(7)
    tasks: list[Any] = []
    for number in range(1, count + 1):
        is_phase = number % 21 == 1
        phase = tasks[(number - 1) // 21 * 21] if not is_phase else None
        tasks.append(
            Task(
                plan=plan, project=project, number=number, name=f"任务 {number}", position=number,
                level=1 if is_phase else 2,                kind="summary" if is_phase else "task",
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


if __name__ == "__main__":
    main()
