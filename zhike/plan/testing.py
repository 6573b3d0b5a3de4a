"""The plan of the world every test shares."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhike.activity.actions import write_comment
from zhike.clients.testing import MARKER
from zhike.core.actors import Actor
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.models import Task

SOME_DAY = date(2026, 1, 1)


def plans(world: World) -> None:
    """Of bridge: two phases with eight tasks, one of them the client's; and one task of Globex."""
    with organisation(world.acme.pk):
        _of_bridge(world)
    with organisation(world.globex.pk):
        foreign = actions.add_task(world.actor("gus"), world.foreign_project, name="环球的任务")
        world.things["foreign_task"] = foreign
        actions.add_schedule_risk(
            world.actor("gus"), foreign.plan, title="环球的风险", probability=30, tasks=[foreign],
            delay={"likely": "2d"},
        )  # fmt: skip
        actions.set_exchange_rate(Actor.system(world.globex.pk), currency="EUR", since=SOME_DAY, value=Decimal("7.8"))


def _of_bridge(world: World) -> None:
    mark, bridge = world.actor("mark"), world.bridge
    plan = actions.begin_plan(mark, bridge)
    actions.set_exchange_rate(world.actor("olga"), currency="USD", since=SOME_DAY, value=Decimal("7.1"))
    made = _tasks(world)
    for before, after, kind, lag in (
        ("接口设计", "接口开发", "FS", ""), ("接口开发", "联调", "FS", "+1d"), ("数据清洗", "联调", "FS", ""),
        ("联调", "上线", "FS", ""), ("需求确认", "接口设计", "SS", "+50%"),
    ):  # fmt: skip
        actions.link_tasks(mark, made[before], made[after], kind=kind, lag=lag)
    again = {name: Task.objects.select_related("project", "plan").get(pk=row.pk) for name, row in made.items()}
    _talk(world, again)
    risk = actions.add_schedule_risk(
        mark, plan, title=f"接口文档晚到 {MARKER}", probability=40, tasks=[again["接口开发"], again["接口设计"]],
        delay={"optimistic": "2d", "likely": "5d", "pessimistic": "10d"}, note=f"每周问一次 {MARKER}",
    )  # fmt: skip
    world.things |= {
        "plan": plan.__class__.objects.select_related("project").get(pk=plan.pk),
        "task": again["联调"], "design": again["接口设计"], "build": again["接口开发"],
        "client_task": again["数据清洗"],
        "schedule_risk": risk, "milestone": again["上线"], "phase": again["准备"], "hidden_task": again["内部复盘"],
    }  # fmt: skip


def _tasks(world: World) -> dict[str, Task]:
    mark, bridge = world.actor("mark"), world.bridge
    made: dict[str, Task] = {}

    def add(name: str, parent: str = "", **values: object) -> None:
        above = made[parent] if parent else None
        made[name] = actions.add_task(mark, bridge, name=name, parent=above, **values)  # type: ignore[arg-type]

    add("准备", shared=True)
    add("需求确认", "准备", duration="4d", owner=world.people["mia"])
    add("接口设计", "准备", duration="5d", owner=world.people["mia"], description=MARKER)
    add("数据清洗", "准备", duration="2w", owner=world.cara_contact, shared=True, description=MARKER)
    add("实施", shared=True)
    add("接口开发", "实施", duration="10d", owner=world.people["mia"])
    add("联调", "实施", duration="5d", shared=True, deadline=_in_days(80), description=MARKER, blocked_by=MARKER)
    add("上线", "实施", kind="milestone", shared=True)
    add("内部复盘", "实施", duration="1d", description=MARKER)
    add(f"风险缓冲 {MARKER}", "实施", duration="3d")
    return made


def _in_days(days: int) -> datetime:
    return datetime.combine(timezone.localdate() + timedelta(days=days), time(17))


def _talk(world: World, made: dict[str, Task]) -> None:
    mark = world.actor("mark")
    write_comment(mark, made["联调"], body=f"对内 {MARKER}")
    write_comment(mark, made["联调"], body="联调窗口定在周末。", visibility="shared")
