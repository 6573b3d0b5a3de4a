"""What a column of a spreadsheet can be, how people call it, and how its cells are read."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.core.tables.cells import Read, Unfit, choice, day, line, paragraphs
from zhike.core.tables.columns import FieldSpec, Match, recognise
from zhike.methods.schedule.durations import NotReadable, parse_duration
from zhike.plan.edits.outline import MOST_LEVELS
from zhike.plan.models import Task

STATES = {
    "to_do": "未开始 待办 待处理 notstarted open new todo backlog",
    "in_progress": "进行中 处理中 执行中 ongoing started doing active wip",
    "blocked": "受阻 阻塞 挂起 暂停 onhold waiting stuck",
    "in_review": "评审中 待验收 测试中 review testing inreview",
    "done": "已完成 完成 已关闭 关闭 completed complete closed finished resolved",
    "cancelled": "已取消 取消 作废 canceled dropped wontdo",
}
SIDES = {
    "ours": "我方 我们 乙方 us vendor supplier",
    "client": "客户 客户方 甲方 client customer",
    "third_party": "第三方 其他 thirdparty others",
}
YES = frozenset({"是", "y", "yes", "true", "1", "x", "√", "✓", "里程碑", "milestone"})
CODE = re.compile(r"t\s*-\s*0*(\d{1,8})", re.IGNORECASE)
OUTLINE = re.compile(r"\d{1,5}(?:[.．]\d{1,5}){0,30}[.．]?")


def length(text: str) -> str:
    """Checked here, read with the plan's day later."""
    try:
        parse_duration(text)
    except NotReadable as error:
        raise Unfit(_("Write a length of time like 3d, 4h, 2w or 1.5 天.")) from error
    return text


def share(text: str) -> float:
    try:
        number = float(unicodedata.normalize("NFKC", text).strip().removesuffix("%").replace(",", "."))
    except ValueError as error:
        raise Unfit(_("Write a number from 0 to 100.")) from error
    if 0 < number < 1 and "%" not in text:
        number *= 100  # a cell formatted as a percentage gives its fraction
    if not 0 <= number <= 100:
        raise Unfit(_("Write a number from 0 to 100."))
    return round(number, 2)


def level(text: str) -> int:
    if not text.strip().isdigit() or not 1 <= int(text) <= MOST_LEVELS:
        raise Unfit(_("A level is a number from 1 to %(most)d.") % {"most": MOST_LEVELS})
    return int(text)


def outline(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not OUTLINE.fullmatch(plain):
        raise Unfit(_("An outline number looks like 1.2.3."))
    return plain.rstrip(".")


def yes(text: str) -> bool:
    return text.strip().casefold() in YES


def priority(text: str) -> int:
    if not text.strip().isdigit() or int(text) > 1000:
        raise Unfit(_("A priority is a number from 0 to 1000."))
    return int(text)


@dataclass(frozen=True, slots=True)
class Target:
    spec: FieldSpec
    read: Read = line

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def label(self) -> str:
        return self.spec.label_zh if (get_language() or "").startswith("zh") else self.spec.label_en


def _target(name: str, zh: str, en: str, aliases: str, read: Any = line) -> Target:
    return Target(FieldSpec(name, zh, en, tuple(aliases.split("|"))), read)


TARGETS = {
    one.name: one
    for one in (
        _target("code", "任务编号", "Number", "编号|task number|task no|number"),
        _target("name", "任务名称", "Task", "任务|名称|工作内容|工作项|活动|事项|任务标题|标题|name|task name|title|summary|activity|subject"),
        _target("outline", "大纲编号", "Outline number", "wbs|wbs 编码|wbs编号|层级编号|outline number|wbs code", outline),
        _target("level", "大纲级别", "Level", "层级|级别|大纲层级|outline level|indent", level),
        _target("phase", "阶段", "Phase", "所属阶段|分组|模块|里程碑阶段|section|group|stage|list|epic"),
        _target("parent", "上级任务", "Part of", "父任务|上级|所属任务|parent|parent task"),
        _target("duration", "工期", "Duration", "持续时间|工期天|计划工期|天数|days|estimate", length),
        _target("start", "开始", "Start", "开始日期|开始时间|计划开始|计划开始时间|start date|begin|planned start", day),
        _target("finish", "完成", "Finish", "结束|完成日期|结束日期|结束时间|计划完成|计划结束|end|end date|finish date|planned finish", day),
        _target("deadline", "最后期限", "Deadline", "截止|截止日期|期限|到期|due|due date|deadline", day),
        _target("predecessors", "前置任务", "Predecessors", "紧前任务|前置|依赖|predecessor|depends on|dependencies|dependency"),
        _target("owner", "负责人", "Owner", "责任人|执行人|经办人|承担人|资源名称|owner|assignee|assigned to|responsible|resource names|who"),
        _target("progress", "进度", "Progress", "完成百分比|完成率|完成度|% complete|percent complete|done %", share),
        _target("state", "状态", "State", "任务状态|status|state", choice(Task.State.choices, STATES)),
        _target("is_milestone", "里程碑", "Milestone", "是否里程碑|milestone", yes),
        _target("side", "由谁来做", "Who does it", "责任方|甲乙方|side|party", choice(Task.Side.choices, SIDES)),
        _target("effort", "工作量", "Effort", "工时|预计工时|work|effort|estimated hours", length),
        _target("deliverable", "交付物", "Deliverable", "成果|输出|产出|deliverables|output|result"),
        _target("description", "内部说明", "Internal description", "描述|说明|备注|详细说明|notes|description|details|remark|comment", paragraphs),
        _target("priority", "优先级", "Priority", "优先程度|priority", priority),
        _target("external_id", "来源编号", "Number in the source", "外部编号|序号|标识号|唯一标识号|id|uid|unique id|no|no.|#|key"),
    )
}  # fmt: skip


def own_number(text: str) -> int | None:
    """The number of T-12 of this project."""
    found = CODE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) if found else None


def matches(headers: list[str]) -> dict[int, Match]:
    return recognise(headers, [target.spec for target in TARGETS.values()])


def proposal(headers: list[str]) -> dict[str, str]:
    """The mapping we would choose, as it is kept: {column index as text: field}."""
    return {str(at): match.field for at, match in matches(headers).items()}
