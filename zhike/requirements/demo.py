# a table of words
"""A believable set of requirements of an ERP project, made through the actions, in the demo's running projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from zhike.activity.actions import write_comment
from zhike.core.actors import Actor
from zhike.core.stories import Story as Told
from zhike.core.stories import days_ago
from zhike.projects.models import Participant, Project
from zhike.projects.queries import audience
from zhike.requirements import actions
from zhike.requirements.models import Requirement, Section


@dataclass(frozen=True)
class Ask:
    """One requirement of the demo. `english` holds title, why and criteria where it is translated."""

    title: str
    why: str
    criteria: Sequence[str]
    kind: str = "function"
    priority: str = "should"
    text: str = ""
    occasion: str = "启动会"
    english: tuple[str, str, Sequence[str]] | None = None
    state: str = "proposed"


SECTIONS: Sequence[tuple[str, str, Sequence[Ask]]] = (
    ("财务", "Finance", (
        Ask("月结在 3 个工作日内完成", "集团每月 4 日汇总，晚一天就影响现金调度。", ["每月第 3 个工作日 18:00 前三张主表可出", "未清项在系统内逐笔说明"], "quality", "must", "月末关账流程由系统带着走：待过账、待对账、待审批逐项清零后方可关账。", english=("Close the month within three working days", "The group consolidates on the fourth; a day late delays cash planning.", ["The three main statements are ready by 18:00 on the third working day", "Every open item is explained in the system"])),
        Ask("应收账龄按客户和合同双口径出", "销售按客户催款，财务按合同开票，两张表对不上。", ["同一笔回款在两个口径下金额一致", "账龄段可由财务自行设定"], "function", "must", english=("Receivables by age, per client and per contract", "Sales chases clients, finance bills contracts, and the two lists never match.", ["One payment shows the same amount in both views", "Finance sets the age bands itself"])),
        Ask("费用报销手机拍照提交", "出差人员回来才补票，月底集中积压。", ["拍照到提交不超过 5 步", "发票验真由系统完成，重复发票被拦下"], "experience", "should", english=("Expense claims by phone photo", "Travellers hand in receipts late, and they pile up at month end.", ["From photo to submission in at most five steps", "The system verifies invoices and stops duplicates"])),
        Ask("凭证可以从报表一路点到原始单据", "审计每年要花两周找附件。", ["任一报表数字三次点击内到达单据影像"], "ease", "should", occasion="审计访谈"),
        Ask("预算超支时提交人当场看到", "现在审批到最后一步才被退回。", ["提交前显示该预算科目余额", "超支单据自动加签到预算责任人"], "function", "should"),
    )),
    ("供应链", "Supply chain", (
        Ask("采购订单到入库全程可追", "供应商说发了，仓库说没到，每周要对两次。", ["每张订单显示已发、在途、已收、已检数量", "在途超过承诺日的订单每天提醒采购员"], "function", "must", occasion="采购部访谈", english=("Purchase orders can be followed from order to receipt", "The supplier says sent, the warehouse says missing; twice a week somebody reconciles.", ["Each order shows quantities sent, in transit, received and inspected", "Orders past their promised date are pointed out to the buyer every day"])),
        Ask("库存账实相符率 99%", "去年盘亏占成本千分之六。", ["连续三个月抽盘账实相符率不低于 99%", "差异在两个工作日内给出原因"], "quality", "must", english=("Stock records match the shelves to 99 %", "Last year's shortage was 0.6 % of cost.", ["Three months in a row, spot checks match at 99 % or better", "Every difference is explained within two working days"])),
        Ask("扫码收货，离线也能做", "三号仓库信号不好，单子常常补录。", ["断网时可连续扫 200 件", "联网后 1 分钟内自动上传且不重复"], "experience", "must", occasion="仓库走访"),
        Ask("安全库存按销量自动给建议", "现在凭老师傅经验，换季就断货。", ["每周一给出建议并说明依据", "计划员可逐条采纳或改写，改写要留原因"], "function", "could", occasion="计划部访谈"),
        Ask("供应商自己填报送货计划", "采购员每天打三十个电话。", ["供应商门户填报后仓库当日可见", "未填报的供应商自动催一次"], "function", "could", occasion="采购部访谈", state="draft"),
    )),
    ("销售与服务", "Sales and service", (
        Ask("报价单十分钟内出", "竞争对手当天回价，我们要两天。", ["标准产品报价从新建到发出不超过 10 分钟", "折扣超权限自动走审批"], "experience", "should", occasion="销售例会", english=("A quotation within ten minutes", "Competitors quote the same day; we take two.", ["A standard quotation takes no more than ten minutes from new to sent", "Discounts beyond one's authority go to approval by themselves"])),
        Ask("合同履约进度客户可见", "客户每周来问三次货到哪了。", ["客户登录后能看到订单、发货、开票、回款四个状态"], "function", "should", occasion="销售例会"),
        Ask("售后工单两小时内有人响应", "上季度平均响应 9 小时。", ["工作时间内 2 小时响应率不低于 95%", "超时工单自动升级到服务经理"], "quality", "must", occasion="客服访谈", english=("Service tickets are answered within two hours", "Last quarter it took nine hours on average.", ["95 % of tickets answered within two working hours", "Late tickets are escalated to the service manager"])),
        Ask("客户信用额度在下单时自动校验", "去年有两笔坏账都是超额发货。", ["超额订单不能提交发货", "财务可临时放行并留原因"], "function", "must", occasion="财务访谈"),
    )),
    ("生产", "Production", (
        Ask("生产报工扫码完成，当班数据当班见", "现在第二天才知道产量。", ["报工后 5 分钟内看板更新"], "experience", "should", occasion="车间走访"),
        Ask("批次可正反向追溯", "客户投诉时要查三天。", ["任一成品批次 10 分钟内查到全部原料批次与经手人", "反向查询同样成立"], "quality", "must", occasion="质量部访谈", english=("Lots can be traced both ways", "After a complaint it takes three days to find out.", ["For any finished lot, all raw lots and people within ten minutes", "The way back works just as well"])),
        Ask("停线原因分类记录", "停线多，说不清为什么。", ["停线 10 分钟以上必填原因", "每周自动出前五位原因"], "function", "could", occasion="车间走访"),
    )),
    ("平台与约束", "Platform and constraints", (
        Ask("与现有 OA 单点登录", "员工已有两套密码。", ["登录 OA 后进入系统不再输密码", "离职当天账号停用"], "constraint", "must", occasion="信息部访谈", english=("Single sign-on with the existing office system", "People already have two passwords.", ["Whoever is signed in there enters without a password", "Accounts stop on the day somebody leaves"])),
        Ask("数据存放在境内，备份保留 180 天", "集团合规要求。", ["机房位于境内且有等保三级证明", "任一天的数据可在 4 小时内恢复"], "constraint", "must", occasion="信息部访谈"),
        Ask("首页两秒内打开", "老系统平均九秒，大家宁愿用表格。", ["200 人同时在线时，95% 的页面 2 秒内打开"], "quality", "must", occasion="信息部访谈", english=("Pages open within two seconds", "The old system takes nine, so people keep their spreadsheets.", ["With 200 people online, 95 % of pages open within two seconds"])),
        Ask("新人半天学会常用操作", "人员流动大，培训成本高。", ["培训半天后独立完成 10 项常用操作"], "ease", "should", occasion="人事访谈"),
        Ask("旧系统五年单据可查", "客户和审计常问历史单据。", ["2021 年起的单据按编号、客户、日期可查", "抽查 500 张零差异"], "constraint", "must", occasion="启动会"),
        Ask("权限按岗位给，不按人给", "去年换岗后还能看到工资。", ["换岗当天权限自动更新", "每季度出一份权限清单供审计"], "constraint", "must", occasion="审计访谈"),
        Ask("报表可以自己拖", "每改一张表都要等信息部两周。", ["业务人员自行新增一张报表不超过 30 分钟"], "ease", "could", occasion="财务访谈", state="draft"),
        Ask("系统要好用、响应要快", "大家都这么说。", [], "experience", "should", occasion="启动会", state="draft"),
        Ask("短信通知", "部分工人没有微信。", ["关键通知短信到达率 98%"], "function", "wont", occasion="车间走访", state="dropped"),
    )),
)  # fmt: skip


def stories(actor: Actor, full: str, begun: str) -> list[Told]:
    """The whole set in one project; a few in another, to show a beginning. Both by name."""
    return [_written_down(actor, full), _begun(actor, begun)]


def _written_down(actor: Actor, name: str) -> Told:
    yield days_ago(58, hour=14)
    project = Project.objects.get(name=name)
    _fill(actor, project, SECTIONS)
    _talk(actor, project)


def _begun(actor: Actor, name: str) -> Told:
    yield days_ago(20, hour=14)
    _fill(actor, Project.objects.get(name=name), [(title, english, asks[:2]) for title, english, asks in SECTIONS[:2]])


def _fill(actor: Actor, project: Project, sections: Sequence[tuple[str, str, Sequence[Ask]]]) -> None:
    people = list(
        Participant.objects.filter(project=project, contact__isnull=False, until=None).select_related("contact")
    )
    _frame(actor, project)
    count = 0
    for title, english, asks in sections:
        section = actions.add_section(actor, project, title=title, translated_title=english)
        for ask in asks:
            contact = people[count % len(people)].contact if people else None
            _write(actor, project, section, ask, contact, count)
            count += 1


def _write(actor: Actor, project: Project, section: Section, ask: Ask, contact: Any, count: int) -> None:
    title, why, criteria = ask.english or ("", "", [])
    row = actions.add_requirement(
        actor, project, title=ask.title, description=ask.text, why=ask.why, criteria=list(ask.criteria), kind=ask.kind,
        priority=ask.priority, section=section, source_contact=contact, occasion=ask.occasion,
        asked_on=timezone.localdate() - timedelta(days=30 - count), translated_title=title, translated_why=why,
        translated_criteria=list(criteria),
    )  # fmt: skip
    if ask.state == "proposed":
        row = actions.propose_requirement(actor, row)
        actions.share_requirement(actor, row)
    if ask.state == "dropped":
        actions.drop_requirement(actor, row, reason="短信费用高，改为企业微信通知，双方已确认。")


def _frame(actor: Actor, project: Project) -> None:
    day = timezone.localdate() - timedelta(days=9)
    actions.change_specification(
        actor, project, languages="main", goals=f"{project.goal}\n一个口径看数：销售、库存、资金同一天的数只有一个版本。",
        scope_in="总部与三家工厂的财务、采购、库存、销售、生产报工。", scope_out="人力资源、工资、固定资产盘点、海外子公司。",
        schedule="蓝图 4 周，开发 8 周，试运行 4 周，正式上线后陪跑一个月。", budget="合同总价包干，变更另议；差旅据实。",
        quality="上线后首月严重缺陷为零，一般缺陷两个工作日内修复。",
        translated_goals="Close the books in three days; one version of every figure for sales, stock and cash.",
    )  # fmt: skip
    for subject, said in (
        ("scope", "人力资源模块放到明年，先把账和库存做实。"),
        ("time", "双十一之前不切换，窗口定在月初第一个周末。"),
    ):
        actions.note_topic(
            actor, project, subject, discussed=True, discussed_on=day, with_whom="客户项目负责人、我方项目经理",
            conclusion=said, shared=True,
        )  # fmt: skip
    actions.record_consensus(
        actor, project, on=day, with_whom="双方项目负责人", note="启动会上逐条过目标，会议纪要已发。"
    )


def _talk(actor: Actor, project: Project) -> None:
    """A few notes beside the first requirements, of ours and shared."""
    first, second = Requirement.objects.filter(project=project).select_related("project").order_by("number")[:2]
    write_comment(actor, first, body="他们集团 4 日要数，三个工作日是底线，别答应两天。")
    if project.portal_open and audience(project):
        write_comment(actor, second, body="请确认账龄段：30/60/90/180 天是否够用？", visibility="shared")
