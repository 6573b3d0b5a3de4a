"""Reports for the demo: weeks of them, read, doubted and answered; and one draft that says more than the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.reporting import DONE, NEXT, NOT_DONE, PROBLEMS, STATE, Topic
from zhike.core.stories import Story as Told
from zhike.core.stories import days_ago
from zhike.projects.models import Project
from zhike.reports import actions
from zhike.reports.models import Delivery, Depth, Publication, Reader, Report, ReportPlan, Variant
from zhike.reports.queries import Proposal, proposed_readers

ZH, EN = "zh-hans", "en"
Words = tuple[Topic, str, str]


@dataclass(frozen=True)
class Week:
    """One report: what we said besides what happened by itself, and what somebody of the client said to it."""

    days: float
    words: Sequence[Words]
    kind: str = ""
    said: str = ""
    reply: str = ""


LATE: Sequence[Week] = (
    Week(28, (
        (DONE, "蓝图已签字，财务与采购模块开始配置。", "The blueprint is signed; configuring finance and purchasing has begun."),
        (PROBLEMS, "仓储接口文档比约定晚，我们先用去年的版本开工，差异列表周三前给贵方。", "The warehouse interface document is late. We begin with last year's and list the differences by Wednesday."),
    ), "agree"),
    Week(21, (
        (NOT_DONE, "仓储接口开发尚未开始：接口文档还没有收到。", "The warehouse interface is not begun: its document has not reached us."),
        (NEXT, "收到文档后三天内给出联调的新日期。", "Three days after the document arrives we name the new day of integration."),
    ), "guidance", "请把对上线日期的影响算清楚，下周例会上讲。", "影响是六个工作日，已写进第二版计划，例会上逐条说明。"),
    Week(14, (
        (STATE, "联调顺延一周，上线日期另行确认，双方已在例会上同意。", "Integration moves by a week; the day of going live is agreed anew, as both sides said in the meeting."),
        (DONE, "接口文档第一版已收到，批次号按 30 位处理。", "The interface document has arrived; batch numbers have thirty characters."),
    ), "doubt", "我们认为报表开发的进度没有写清楚，十二张里完成了几张？", "完成五张，另有四张在评审；从下周起逐张列出。"),
    Week(7, (
        (DONE, "十二张核心报表完成九张，明细见技术版。", "Nine of the twelve core reports are done; the technical variant lists them."),
        (PROBLEMS, "物料主数据还有两成重复。贵方仓储部周五前确认合并规则，我们周末合并。", "A fifth of the materials are still doubled. Your warehouse confirms the rules by Friday; we merge at the weekend."),
    ), "question", "合并以后旧编码还能查到吗？"),
)  # fmt: skip
CALM: Sequence[Week] = (
    Week(19, (
        (DONE, "视觉方案已确认，首页开始开发。", "The visual design is confirmed; work on the home page has begun."),
        (NEXT, "下周请贵方提供统一身份的测试账号。", "Next week we need the test accounts of your identity system."),
    ), "agree"),
    Week(5, (
        (DONE, "首页完成八成，可以在测试环境点开看。", "The home page is four fifths done; you can look at it in the test environment."),
        (NEXT, "请确定三十位试用的人。", "Please name the thirty people who try it out."),
    ), "guidance", "名单下周三给到，请先准备一页使用说明。", "好的，说明周一放进文件。"),
)  # fmt: skip
HANDED = {Reader.Channel.MEETING: "周例会", Reader.Channel.BY_HAND: "微信"}
TOO_GOOD = {ZH: "整体按计划推进，没有风险。", EN: "All in all we are on track."}


def stories(actor: Actor, names: Sequence[str]) -> list[Told]:
    """The first project is reported on every week and is late, the second every other week and goes well."""
    late, calm = names
    return [
        _reported(actor, late, "项目周报", "weekly", LATE, TOO_GOOD),
        _reported(actor, calm, "双周报告", "fortnightly", CALM),
    ]


def _reported(
    actor: Actor, name: str, title: str, cadence: str, weeks: Sequence[Week], draft: Mapping[str, str] | None = None
) -> Told:
    yield days_ago(weeks[0].days + 1, hour=16)
    project = Project.objects.select_related("manager").get(name=name)
    plan = actions.set_up_plan(actor, project, name=title, cadence=cadence, readers=_readers(actor, project))
    for week in weeks:
        yield days_ago(week.days, hour=9)
        report = actions.draft_report(actor, project, ReportPlan.objects.get(pk=plan.pk))
        _write(actor, report, week.words)
        yield days_ago(week.days, hour=11)
        actions.publish_report(actor, actions.draft_again(actor, _again(report)))  # more is known than two hours ago
        _hand_over(actor, report)
        yield from _answered(actor, report, week)
    yield days_ago(0, hour=9)
    report = actions.draft_report(actor, project, ReportPlan.objects.get(pk=plan.pk))
    if draft is not None:
        _write(actor, report, [(STATE, draft[ZH], draft[EN])])


def _readers(actor: Actor, project: Project) -> list[Proposal]:
    """As they are proposed; the first of the client reads the result in English, and who has no account, no mail."""
    found, first = [], True
    for one in proposed_readers(actor, project):
        if one.contact is not None and first:
            one, first = replace(one, language=EN, depth=Depth.MANAGEMENT), False
        if one.contact is not None and one.contact.user_id is None:
            one = replace(one, channel=Reader.Channel.BY_HAND)
        found.append(one)
    return found


def _write(actor: Actor, report: Report, words: Sequence[Words]) -> None:
    for variant in Variant.objects.filter(report=report).select_related("report__project", "report__plan"):
        for topic, zh, en in words:
            actions.write_paragraph(actor, variant, topic=topic.name, text=en if variant.language == EN else zh)


def _hand_over(actor: Actor, report: Report) -> None:
    """Those who read no mail got it from our hand, most of the time."""
    waiting = Delivery.objects.filter(report=report, channel__in=[Reader.Channel.MEETING, Reader.Channel.BY_HAND])
    for one in waiting.select_related("report__project")[:2]:
        actions.hand_over(actor, one, how=HANDED[Reader.Channel(one.channel)])


def _answered(actor: Actor, report: Report, week: Week) -> Told:
    """Those with an account read it, one after the other; the last of them says something, and we reply."""
    got = Delivery.objects.filter(report=report, contact__user__isnull=False).select_related("contact").order_by("id")
    reading = list(got)
    for number, one in enumerate(reading):
        yield days_ago(max(week.days - 1 - number / 4, 0), hour=14 + number)
        publication = Publication.objects.select_related("report__project__client").get(pk=one.publication_id)
        contact = one.contact
        if contact is None:
            continue
        actions.open_publication(_client(contact), publication)
        if number < len(reading) - 1 or not week.kind:
            actions.acknowledge(_client(contact), publication)
            continue
        key = _last_of_ours(publication, week)
        reaction = actions.react(_client(contact), publication, kind=week.kind, text=week.said, paragraph=key)
        if week.reply:
            yield days_ago(max(week.days - 2, 0), hour=10)
            actions.reply_to(actor, reaction, reply=week.reply)


def _last_of_ours(publication: Publication, week: Week) -> str:
    """The paragraph that is reacted to: the last one we wrote that week."""
    _topic, zh, en = week.words[-1]
    told = [said for section in publication.content["sections"] for said in section["paragraphs"]]
    return next(said["key"] for said in told if said["text"] in {zh, en})


def _client(contact: Contact) -> Actor:
    return Actor(contact.organisation_id, Role(contact.portal_role or Role.CONTACT), contact.user_id, contact.name)


def _again(report: Report) -> Report:
    return Report.objects.select_related("project__client", "plan", "corrects__plan").get(pk=report.pk)
