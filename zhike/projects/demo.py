"""Believable projects of a Chinese firm that implements software, made through the actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.accounts.models import Membership, User
from zhike.clients.models import Client, Contact
from zhike.core.access import visible
from zhike.core.actors import Actor, Role
from zhike.core.stories import Story as Told
from zhike.core.stories import days_ago
from zhike.projects import actions
from zhike.projects.models import Participant, Project, Stage
from zhike.projects.queries import colleagues


@dataclass(frozen=True)
class Story:
    """One project of the demo: what it is, how far it is, and how it goes. Days count from today."""

    name: str
    goal: str
    start: int
    finish: int
    stage: str = ""
    health: str = ""
    reason: str = ""
    budget: int = 0
    profile: str = "usual"
    portal: bool = True
    roles: Sequence[str] = ("beneficiary",)
    duties: Sequence[str] = field(default=("consultant", "developer"))
    ends: str = ""


STORIES = (
    Story(
        "ERP 二期实施", "财务月结从十天缩到三天；库存账实相符率达到 99%。", -75, 62, "execution", "at_risk",
        "接口文档还差仓储一份，联调顺延了一周；双方约定周五前补齐。", 1_680_000, "usual", True,
        ("beneficiary", "funder", "user"), ("consultant", "developer", "tester"),
    ),
    Story(
        "集团门户改版", "新门户在手机上三次点击之内办完常用的二十件事。", -40, 38, "execution", "on_track",
        "首页与待办已通过试用，用户反馈良好。", 460_000, "open", True, ("beneficiary", "user"), ("architect", "developer"),
    ),
    Story(
        "数据中台建设", "一个口径看经营：十二张核心报表当天可用，来源可查。", -120, 15, "acceptance", "off_track",
        "历史数据清洗量是估计的三倍，按现在的人手要晚三周；已提出两个方案待客户选定。", 2_350_000, "usual", True,
        ("beneficiary", "funder"), ("architect", "consultant", "developer"),
    ),
    Story(
        "智慧园区一期", "访客、停车、能耗在一块屏上；能耗同比下降百分之八。", -20, 150, "planning", "on_track", "",
        3_200_000, "usual", True, ("beneficiary", "user"), ("consultant", "architect"),
    ),
    Story(
        "生产执行系统试点", "一号产线先行：报工实时，换型时间缩短两成。", -55, 80, "execution", "on_track",
        "一号产线已连续两周稳定运行。", 980_000, "reserved", True, ("beneficiary", "user"), ("consultant", "trainer"),
    ),
    Story("客服知识库上线", "一线客服三十秒内找到答案，新人两周上岗。", 12, 96, budget=280_000, portal=False),
    Story(
        "供应商协同平台", "订单、送货、对账在线完成，不再靠电话催。", -30, 110, "planning", "at_risk",
        "采购部负责人换人，需求要重新确认一遍。", 720_000, "usual", False, ("funder",), ("consultant",),
    ),
    Story(
        "移动审批改造", "常用审批五分钟内办结，出差也不耽误。", -210, -35, "closing", "on_track", "已验收，移交运维。",
        190_000, "open", True, ("beneficiary", "user"), ("developer", "support"), "closed",
    ),
    Story(
        "老系统数据迁移", "十年历史单据完整可查，旧系统如期下线。", -160, -60, "closing", "on_track", "核对无差异。",
        340_000, "usual", True, ("beneficiary",), ("developer", "tester"), "closed",
    ),
)  # fmt: skip


def stories(actor: Actor) -> list[Told]:
    """The projects, each on one of the clients that are there; the first becomes a template. See core/stories.py."""
    clients = list(visible(actor, Client).filter(archived_at=None).order_by("number"))
    team = _team(actor)
    told = [
        _told(actor, story, clients[number % len(clients)], clients, team, number)
        for number, story in enumerate(STORIES if clients else ())
    ]
    return [*told, _kept_as_template(actor)] if told else []


def _team(actor: Actor) -> list[User]:
    """Those who do projects: managers and members, not finance and observers."""
    doing = Membership.objects.filter(role__in=[Role.MANAGER, Role.MEMBER], ended_at=None)
    return list(colleagues(actor).filter(pk__in=doing.values("user")))


def _told(actor: Actor, story: Story, client: Client, clients: list[Client], team: list[User], number: int) -> Told:
    today = timezone.localdate()
    start, finish = today + timedelta(days=story.start), today + timedelta(days=story.finish)
    yield days_ago(max(9 - story.start, 4))
    project = actions.create_project(
        actor, name=story.name, client=client, goal=story.goal, planned_start=start, planned_finish=finish,
        budget=Decimal(story.budget) or None, manager=team[number % min(2, len(team))] if team else None,
    )  # fmt: skip
    _name_parties(actor, project, story, clients, number)
    yield days_ago(max(6 - story.start, 3), hour=15)
    _bring_people(actor, project, story, team)
    if story.profile != "usual":
        actions.choose_transparency(actor, project, profile=story.profile)
    yield days_ago(max(2 - story.start, 2), hour=11)
    if story.portal:
        actions.open_portal(actor, project)
    yield from _gone(actor, project, story)


def _name_parties(actor: Actor, project: Project, story: Story, clients: list[Client], number: int) -> None:
    for role in story.roles:
        other = role == "funder" and len(clients) > 3
        company = clients[(number + 3) % len(clients)] if other else project.client
        actions.name_party(actor, project, company, role=role)


def _bring_people(actor: Actor, project: Project, story: Story, team: list[User]) -> None:
    free = [one for one in team if one.pk != project.manager_id]
    for duty, user in zip(story.duties, free[project.number % 3 :], strict=False):
        actions.add_colleague(actor, project, user, duty=duty)
    seats = ((Participant.Duty.SPONSOR, Role.SIGNATORY), (Participant.Duty.CLIENT_LEAD, Role.CLIENT_MANAGER),
             (Participant.Duty.KEY_USER, Role.CONTACT))  # fmt: skip
    contacts = Contact.objects.filter(client=project.client_id, left_at=None).order_by("-is_main", "sort_key")
    for contact, (duty, role) in zip(contacts, seats, strict=False):
        actions.add_contact(actor, project, contact, duty=duty, portal_role=role)


def _gone(actor: Actor, project: Project, story: Story) -> Told:
    """Along its stages as far as the story goes, each with a day it should be done by."""
    if not story.stage:
        return
    _plan_stages(actor, project, story)
    reached = [stage for stage in project.stages.all() if stage.position <= _stage_of(project, story).position]
    until = min(0, story.finish)
    for stage in reached:
        yield days_ago(-(story.start + (until - story.start) * stage.position / len(reached)), hour=9)
        actions.move_to_stage(actor, project, stage)
        if stage.position == 0:
            began: dict[str, Any] = {"actual_start": timezone.localdate()}
            actions.change_project(actor, project, **began)
    yield days_ago(3 - until, hour=17)
    actions.judge_health(actor, project, health=story.health, reason=story.reason)
    if story.ends == "closed":
        yield days_ago(-until, hour=16)
        actions.change_project(actor, project, actual_finish=timezone.localdate())
        actions.close_project(actor, project, reason="按约定交付，双方签字。")


def _stage_of(project: Project, story: Story) -> Stage:
    return project.stages.get(kind=story.stage)


def _kept_as_template(actor: Actor) -> Told:
    yield days_ago(1)
    first = Project.objects.get(name=STORIES[0].name)
    actions.save_as_template(actor, first, name="ERP 实施标准做法", description="六个阶段，关键用户从启动起参加。")


def _plan_stages(actor: Actor, project: Project, story: Story) -> None:
    first = project.planned_start or timezone.localdate()
    share = (story.finish - story.start) / 5
    steps = [
        actions.Step(
            id=stage.pk, kind=stage.kind,
            due_on=None if stage.kind == "care" else first + timedelta(days=round(share * (stage.position + 1))),
        )
        for stage in project.stages.all()
    ]  # fmt: skip
    actions.set_stages(actor, project, steps)
