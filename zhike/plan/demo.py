# a table of words
"""Believable plans for the demo's projects, made through the actions, with a past: kept, worked on, slipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.accounts.models import User
from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.stories import Story as Told
from zhike.core.stories import days_ago
from zhike.plan import actions, foreseeing
from zhike.plan.models import Plan, ScheduleRisk, Task, TimeEntry
from zhike.projects.models import Project
from zhike.projects.queries import participants


@dataclass(frozen=True)
class Step:
    """One line of a demo plan: `who` is 0, 1, … of ours, "c0", "c1", … of theirs; `waits` names lines by their key."""

    key: str
    name: str
    length: str = ""
    who: Any = ""
    waits: str = ""
    level: int = 2
    shared: bool = False
    deliverable: str = ""


ERP: Sequence[Step] = (
    Step("a", "启动与蓝图", level=1, shared=True),
    Step("a1", "启动会与项目章程", "1d", 0, shared=True, deliverable="项目章程"),
    Step("a2", "现状调研：财务、采购、仓储", "8d", 1, "a1"),
    Step("a3", "提供组织架构与审批权限表", "5d", "c0", "a1", shared=True, deliverable="组织架构与权限表"),
    Step("a4", "业务蓝图编写", "10d", 1, "a2, a3"),
    Step("a5", "蓝图评审与签字", "3d", "c0", "a4", shared=True, deliverable="签字的业务蓝图"),
    Step("am", "蓝图确认", "0d", "", "a5", shared=True),
    Step("b", "系统配置与开发", level=1, shared=True),
    Step("b1", "财务与采购模块配置", "12d", 1, "am"),
    Step("b2", "提供仓储系统接口文档", "5d", "c1", "am", shared=True, deliverable="接口文档 v1"),
    Step("b3", "仓储接口开发", "15d", 2, "b2"),
    Step("b4", "报表开发：十二张核心报表", "12d", 2, "b1FS-3d"),
    Step("b5", "单元测试与问题修复", "5d", 2, "b3, b4"),
    Step("c", "数据与测试", level=1, shared=True),
    Step("c1", "清洗供应商与物料主数据", "15d", "c1", "am", shared=True, deliverable="三张主数据表"),
    Step("c2", "历史数据迁移演练", "6d", 1, "c1, b1"),
    Step("c3", "联调", "8d", 2, "b5, c2", shared=True),
    Step("c4", "关键用户验收测试", "8d", "c0", "c3", shared=True, deliverable="验收测试报告"),
    Step("d", "上线与陪跑", level=1, shared=True),
    Step("d1", "最终用户培训", "5d", 1, "c3", shared=True),
    Step("d2", "切换方案与回退演练", "3d", 0, "c3"),
    Step("dm", "正式上线", "0d", "", "c4, d1, d2", shared=True),
    Step("d3", "上线陪跑", "20d", 1, "dm", shared=True),
)
PORTAL: Sequence[Step] = (
    Step("a", "设计", level=1, shared=True),
    Step("a1", "用户访谈与二十件事清单", "5d", 0, shared=True),
    Step("a2", "信息架构与线框图", "6d", 1, "a1"),
    Step("a3", "视觉方案确认", "4d", "c0", "a2", shared=True, deliverable="确认的视觉稿"),
    Step("b", "开发", level=1, shared=True),
    Step("b1", "首页与待办", "10d", 1, "a3", shared=True),
    Step("b2", "单点登录对接", "6d", 1, "b1SS+2d"),
    Step("b3", "提供统一身份测试账号", "2d", "c1", "a3", shared=True),
    Step("b4", "手机端适配", "8d", 1, "b1"),
    Step("c", "试用与上线", level=1, shared=True),
    Step("c1", "三十人试用", "10d", "c0", "b2, b3, b4", shared=True, deliverable="试用反馈"),
    Step("c2", "问题修复", "5d", 1, "c1"),
    Step("cm", "门户上线", "0d", "", "c2", shared=True),
)
RETAIL: Sequence[Step] = (
    Step("a", "Discovery", level=1, shared=True),
    Step("a1", "Kick-off and stakeholder interviews", "3d", 0, shared=True),
    Step("a2", "Current process walk-through", "5d", 1, "a1"),
    Step("a3", "Nominate key users", "3d", "c0", "a1", shared=True, deliverable="List of key users"),
    Step("a4", "Requirements workshop", "4d", 1, "a2, a3", shared=True),
    Step("am", "Requirements agreed", "0d", "", "a4", shared=True),
    Step("b", "Build", level=1, shared=True),
    Step("b1", "Set up the staging environment", "3d", 1, "am"),
    Step("b2", "Provide product master data", "8d", "c0", "am", shared=True, deliverable="Product master, cleaned"),
    Step("b3", "Order and delivery flows", "15d", 1, "b1"),
    Step("b4", "Supplier sign-on", "6d", 1, "b3SS+5d"),
    Step("c", "Roll-out", level=1, shared=True),
    Step("c1", "Acceptance test with three suppliers", "8d", "c0", "b2, b3, b4", shared=True),
    Step("c2", "Train purchasing", "3d", 0, "c1SS+2d"),
    Step("cm", "Go-live", "0d", "", "c1, c2", shared=True),
)
GATE = ("上线准备评审", "账实相符率不低于 99%，严重缺陷为零，回退方案演练过。", (
    "三家工厂抽盘账实相符率达到 99%", "严重缺陷为零，一般缺陷有修复日期", "回退方案演练过，用时不超过四小时", "关键用户签字",
))  # fmt: skip
RATES = (Decimal(480), Decimal(360), Decimal(320))  # an hour of the head of a project, of a consultant, of a developer
WORKED = ("8", "7.5", "8", "9", "7")  # hours of the days of a week
WORTH = {"EUR": Decimal("7.82"), "USD": Decimal("7.11")}  # in CNY
SIGNING = ("客户内部会签拖延", 50, "a5", {"delay": {"optimistic": "2d", "likely": "4d", "pessimistic": "8d"}}, "")
RISKS = (  # what may happen, in how many percent, to which lines, what it does, and a note
    (
        "仓储系统接口再次变更", 35, "b3, b5", {"delay": {"optimistic": "3d", "likely": "5d", "pessimistic": "10d"}},
        "对方供应商本月升级版本。每周例会核对接口变更单，收到变更当天评估影响。",
    ),
    (
        "主数据质量不达标，迁移演练要重做", 40, "c2", {"factor": {"optimistic": "1.3", "likely": "1.6", "pessimistic": "2"}},
        "第一批抽检供应商编码重复 4%。请客户在演练前完成第二轮核对。",
    ),
    (
        "关键用户赶上月结，抽不出人做验收测试", 30, "c4",
        {"delay": {"optimistic": "3d", "likely": "5d", "pessimistic": "8d"}}, "提前两周与财务部约定替补人选。",
    ),
)  # fmt: skip
RISKS_AHEAD = (
    (
        "Purchasing is busy with stock-taking, the workshop moves", 40, "a4",
        {"delay": {"optimistic": "2d", "likely": "4d", "pessimistic": "8d"}},
        "Ask for the stock-taking calendar before the workshop is announced.",
    ),
    (
        "Product master data needs a second round", 30, "b2",
        {"factor": {"optimistic": "1.2", "likely": "1.5", "pessimistic": "2"}},
        "A sample of 200 articles in the first week shows how clean it is.",
    ),
)  # fmt: skip
SAMPLES = 1_000  # of a forecast: enough for a demo, which is loaded while somebody waits
HOURS = ("接口清单与样例核对", "联调问题跟进", "报表口径确认", "测试用例补充")


def stories(actor: Actor, names: Sequence[str]) -> list[Told]:
    """The first is far along and late, the second on time, the third, in English, still ahead. By their names."""
    slipped, on_time, ahead = names
    return [_slipped(actor, slipped), _on_time(actor, on_time), _ahead(actor, ahead)]


def _slipped(actor: Actor, name: str) -> Told:
    yield days_ago(70, hour=10)
    project = Project.objects.get(name=name)
    for currency, worth in WORTH.items():
        actions.set_exchange_rate(actor, currency=currency, since=timezone.localdate(), value=worth)
    made = _lay_out(actor, project, ERP)
    plan = _plan(project)
    actions.take_baseline(actor, plan, name="合同版")
    actions.add_gate(
        actor, project, name=GATE[0], standard=GATE[1], checks=list(GATE[2]), task=made["dm"],
    )  # fmt: skip
    [signing] = _may_happen(actor, project, made, (SIGNING,))
    for key, days in (("a1", 68), ("a2", 58), ("a3", 57), ("a4", 45), ("a5", 41), ("am", 41)):
        yield days_ago(days, hour=17)
        _done(actor, made[key])
        _book(actor, made[key])
    actions.close_schedule_risk(actor, signing, state="happened")
    yield from _late_documents(actor, project, made)
    yield days_ago(4, hour=9)
    actions.change_task(actor, _again(made["c1"]), duration="22d", progress=70)
    actions.change_task(actor, _again(made["dm"]), deadline=_at(project.planned_finish))
    _write_hours(actor, [made["b4"], made["b3"]])
    _may_happen(actor, project, made, RISKS)
    foreseeing.forecast(actions.forecast_plan(actor, _plan(project), samples=SAMPLES).pk)


def _late_documents(actor: Actor, project: Project, made: dict[str, Task]) -> Told:
    """The client's paper comes late; both sides plan anew."""
    yield days_ago(30, hour=15)
    actions.change_task(actor, _again(made["b1"]), progress=60)
    actions.change_task(actor, _again(made["c1"]), progress=40)
    yield days_ago(24, hour=11)
    actions.change_task(actor, _again(made["b2"]), duration="12d")
    actions.replan(
        actor, _plan(project), name="第二版", is_shared=True,
        reason="仓储系统接口文档晚到，双方同意联调顺延一周，上线日期另行确认。",
    )  # fmt: skip
    yield days_ago(12, hour=16)
    _done(actor, made["b2"])
    actions.change_task(actor, _again(made["b3"]), progress=35)
    actions.change_task(actor, _again(made["b4"]), progress=50)
    actions.change_task(actor, _again(made["b1"]), progress=100)
    _book(actor, made["b1"])


def _on_time(actor: Actor, name: str) -> Told:
    yield days_ago(36, hour=14)
    project = Project.objects.get(name=name)
    made = _lay_out(actor, project, PORTAL)
    actions.take_baseline(actor, _plan(project), name="首版")
    for key, days in (("a1", 33), ("a2", 25), ("a3", 20)):
        yield days_ago(days, hour=16)
        _done(actor, made[key])
    yield days_ago(5, hour=10)
    actions.change_task(actor, _again(made["b1"]), progress=80)
    actions.change_task(actor, _again(made["b2"]), progress=40)
    actions.change_task(actor, _again(made["b3"]), state="in_progress")
    actions.keep_as_template(
        actor, _plan(project), name="门户改版标准计划", description="设计、开发、试用三段，客户试用三十人。"
    )


def _ahead(actor: Actor, name: str) -> Told:
    yield days_ago(18, hour=9)
    project = Project.objects.get(name=name)
    made = _lay_out(actor, project, RETAIL)
    yield days_ago(11, hour=17)
    _done(actor, made["a1"])
    actions.change_task(actor, _again(made["a2"]), progress=50)
    _may_happen(actor, project, made, RISKS_AHEAD)
    foreseeing.forecast(actions.forecast_plan(actor, _plan(project), samples=SAMPLES).pk)


def _may_happen(actor: Actor, project: Project, made: dict[str, Task], risks: Sequence[Any]) -> list[ScheduleRisk]:
    plan = _plan(project)
    return [
        actions.add_schedule_risk(
            actor, plan, title=title, probability=percent, tasks=[made[key] for key in keys.split(", ")], note=note,
            **effect,
        )
        for title, percent, keys, effect, note in risks
    ]  # fmt: skip


def _lay_out(actor: Actor, project: Project, steps: Sequence[Step]) -> dict[str, Task]:
    """The lines with their owners and links; people work on what they own."""
    people = participants(project)
    ours = [one.user for one in people if one.user is not None]
    theirs = [one.contact for one in people if one.contact is not None]
    made: dict[str, Task] = {}
    above: Task | None = None
    for step in steps:
        row = actions.add_task(
            actor, project, name=step.name, parent=above if step.level > 1 else None, shared=step.shared,
            deliverable=step.deliverable, owner=_owner(step.who, ours, theirs),
            **_given(step, made),
        )  # fmt: skip
        made[step.key] = row
        above = row if step.level == 1 else above
        if isinstance(step.who, int) and step.length != "0d":
            resource = actions.resource_of(actor, _owner(step.who, ours, theirs))
            if not resource.rates.exists():
                actions.set_rate(actor, resource, standard=RATES[step.who % len(RATES)])
            actions.assign_resource(actor, row, resource)
    return made


def _given(step: Step, made: dict[str, Task]) -> dict[str, Any]:
    values = {"duration": step.length, "predecessors": _waits(step, made) if step.waits else ""}
    return {name: value for name, value in values.items() if value}


def _waits(step: Step, made: dict[str, Task]) -> str:
    """Predecessors such as a2, b1FS-3d, with the numbers of the tasks."""
    parts = []
    for part in step.waits.split(", "):
        key = next(key for key in sorted(made, key=len, reverse=True) if part.startswith(key))
        parts.append(f"{made[key].number}{part.removeprefix(key)}")
    return ", ".join(parts)


def _owner(who: Any, ours: list[User], theirs: list[Contact]) -> Any:
    if isinstance(who, int):
        return ours[who % len(ours)] if ours else None
    return theirs[int(who[1:]) % len(theirs)] if who and theirs else None


def _done(actor: Actor, row: Task) -> None:
    actions.change_task(actor, _again(row), state="done")


def _again(row: Task) -> Task:
    return Task.objects.select_related("project", "plan").get(pk=row.pk)


def _plan(project: Project) -> Plan:
    return Plan.objects.select_related("project").get(project=project)


def _at(day: Any) -> datetime:
    return datetime.combine(day or timezone.localdate(), time(18))


def _book(actor: Actor, row: Task) -> None:
    """Whoever did a task wrote down their hours of it, nearly what was planned, and they are approved."""
    task = _again(row)
    if task.owner_user is None:
        return
    who = Actor(actor.organisation_id, Role.MEMBER, task.owner_user.pk, str(task.owner_user))
    last = timezone.localdate()
    days = [day for day in (last - timedelta(days=at) for at in range(60)) if day.weekday() < 5]
    worked = sorted(days[: round(task.duration / (10 * task.plan.minutes_per_day))])
    for at, day in enumerate(worked):
        actions.write_hours(who, task, day=day, time=WORKED[at % len(WORKED)])
    for week in sorted({day - timedelta(days=day.weekday()) for day in worked}):
        actions.submit_hours(who, week=week)
    actions.approve_all(actor, TimeEntry.objects.filter(user=who.user_id, task=task))


def _write_hours(actor: Actor, rows: Sequence[Task]) -> None:
    """Two weeks of a colleague's hours, one approved, one submitted, and some of this week."""
    writer = next((row.owner_user for row in map(_again, rows) if row.owner_user is not None), None)
    if writer is None:
        return
    who = Actor(actor.organisation_id, Role.MEMBER, writer.pk, str(writer))
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 7)
    for week in (monday - timedelta(days=7), monday):
        for at in range(5):
            task, note = _again(rows[at % len(rows)]), HOURS[at % len(HOURS)]
            actions.write_hours(who, task, day=week + timedelta(days=at), time="6", note=note)
        actions.submit_hours(who, week=week)
        if week < monday:
            actions.approve_all(actor, TimeEntry.objects.filter(user=writer))
    actions.write_hours(who, _again(rows[1]), day=monday + timedelta(days=7), time="4.5", note=HOURS[0])
