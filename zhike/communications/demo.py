"""Believable questions, made through the actions: some answered, some waiting, one overdue."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from zhike.accounts.models import Membership
from zhike.activity.actions import write_comment
from zhike.clients.models import Contact
from zhike.communications import actions
from zhike.communications.models import Question
from zhike.core.actors import Actor, Role
from zhike.core.stories import Story as Told
from zhike.core.stories import days_ago
from zhike.projects.models import Participant, Project


@dataclass(frozen=True)
class Story:
    """One question: who asks how, and what became of it."""

    text: str
    kind: str = "question"
    channel: str = "portal"
    days_ago: int = 0
    answer: str = ""
    note: str = ""
    ours: bool = False
    settled: bool = False
    shared: bool = True


STORIES = (
    Story("仓储接口文档里的批次号字段，和我们现在系统的长度不一样，按哪个来？", note="问过仓储顾问，倾向按 30 位，等架构确认后答复。"),
    Story("月结时能不能先看试算结果，确认后再过账？", "need", "meeting", 6, "可以。关账页面加“试算”一步，结果可导出，确认后才过账；已写入需求。"),
    Story("上周培训的老师讲得很清楚，财务部同事都说好。", "praise", "wechat", 4, "谢谢，已转告讲师；录像放在文件里，新同事也能看。", settled=True),
    Story("联调又推迟了，我们领导很不满意，到底哪天能完成？", "concern", "phone", 3, note="先电话稳住，周三给书面排期。"),
    Story("期初库存以哪一天的盘点为准？请仓储部确认。", ours=True),
    Story("手机端审批建议加“退回上一步”。", "suggestion", days_ago=2, answer="采纳，排入下个迭代，预计月底可试用。"),
    Story("报价里为什么没有含服务器？", "criticism", "phone", 1, shared=False, note="合同附件二写明由客户自备，答复前先和商务对一下口径。"),
)  # fmt: skip


def stories(actor: Actor) -> list[Told]:
    """All of the stories in the first running project with an open portal that somebody of the client reads, two in the
    others."""
    return [_questions(actor)]


def _questions(actor: Actor) -> Told:
    yield days_ago(8)
    asked = sorted(_who_asks_what(), key=lambda one: -one[2].days_ago)
    for number, (project, contact, story) in enumerate(asked):
        yield days_ago(story.days_ago, hour=9 + number % 8)
        manager = Actor(actor.organisation_id, _role(project.manager_id), project.manager_id, project.manager.name)
        row = _ask(manager, project, contact, story)
        if story.note:
            write_comment(manager, row, body=story.note)
        if story.answer:
            row = actions.answer_question(manager, row, body=story.answer)
        if story.settled:
            actions.settle_question(_client(contact), row)


def _who_asks_what() -> list[tuple[Project, Contact, Story]]:
    found: list[tuple[Project, Contact, Story]] = []
    for project in Project.objects.filter(portal_open=True, closed_at=None).order_by("number"):
        seats = Participant.objects.filter(project=project, until=None, contact__user__isnull=False)
        people = [one.contact for one in seats.select_related("contact__user", "contact__client") if one.contact]
        for _turn in range(len(STORIES) if not found else 2):
            if people:
                found.append((project, people[len(found) % len(people)], STORIES[len(found) % len(STORIES)]))
    return found


def _ask(manager: Actor, project: Project, contact: Contact, story: Story) -> Question:
    if story.ours:
        return actions.ask_client(manager, project, contact, text=story.text)
    if story.channel == "portal":
        return actions.ask_question(_client(contact), project, text=story.text, kind=story.kind)
    return actions.record_question(
        manager, project, contact, text=story.text, kind=story.kind, channel=story.channel, shared=story.shared,
        asked_at=timezone.now(),
    )  # fmt: skip


def _client(contact: Contact) -> Actor:
    return Actor(contact.organisation_id, Role(contact.portal_role or Role.CONTACT), contact.user_id, contact.name)


def _role(user_id: UUID) -> Role:
    return Role(Membership.objects.get(user=user_id).role)
