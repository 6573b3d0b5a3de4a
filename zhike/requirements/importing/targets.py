# lists of words are read best as they are spoken
"""The fields a column can be, the words its header is recognised by, and how its cells are read."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.core.tables.cells import Read, Unfit, Words, choice, day, line, paragraphs
from zhike.core.tables.columns import FieldSpec, Match, recognise
from zhike.requirements.models import Requirement
from zhike.requirements.wording import lines_of

KIND: Words = {
    Requirement.Kind.FUNCTION: "功能 功能需求 功能性 业务功能 业务需求 functional feature",
    Requirement.Kind.EXPERIENCE: "体验 用户体验 交互 界面 ux experience",
    Requirement.Kind.EASE: "易用 易用性 可用性 操作便利 usability",
    Requirement.Kind.QUALITY: "质量 性能 安全 非功能 非功能需求 可靠性 质量要求 nonfunctional non-functional performance security",
    Requirement.Kind.CONSTRAINT: "约束 限制 约束条件 合规 前提 limitation compliance",
}
PRIORITY: Words = {
    Requirement.Priority.MUST: "必须 必须有 必备 高 最高 紧急 p0 m 1 high critical 一级",
    Requirement.Priority.SHOULD: "应该 应有 重要 中 p1 s 2 medium 二级",
    Requirement.Priority.COULD: "可以 可有 可选 低 p2 c 3 low optional 三级 nice",
    Requirement.Priority.WONT: "不做 暂不 本期不做 以后 暂缓 p3 w 4 later won't wont",
}


def number(text: str) -> int:
    """The number of REQ-12 of this project."""
    found = re.fullmatch(r"req\s*-?\s*0*(\d{1,7})", unicodedata.normalize("NFKC", text).strip(), re.IGNORECASE)
    if found is None:
        raise Unfit(_("A number of a requirement looks like REQ-12."))
    return int(found[1])


def criteria(text: str) -> list[str]:
    parts = re.split(r"[\n；;]+", text)
    return lines_of(parts)


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


def _target(name: str, zh: str, en: str, aliases: str, read: Read = line) -> Target:
    return Target(FieldSpec(name, zh, en, tuple(aliases.split("|"))), read)


TARGETS = {
    one.name: one
    for one in (
        _target("code", "编号", "Number", "需求编号|需求号|序号编号|req id|requirement id|requirement number|reqid|id"),
        _target(
            "title",
            "标题",
            "Title",
            "需求|需求名称|需求标题|名称|功能名称|功能点|需求项|需求概述|summary|name|requirement|requirement title|headline",
        ),
        _target(
            "description",
            "描述",
            "Description",
            "需求描述|详细描述|说明|需求说明|内容|需求内容|功能描述|详细说明|details|detail|text",
            paragraphs,
        ),
        _target(
            "why",
            "原因",
            "Why",
            "为什么|动机|目标|目的|业务价值|价值|背景|业务背景|需求背景|motive|goal|reason|rationale|business value|purpose",
            paragraphs,
        ),
        _target(
            "kind",
            "类型",
            "Kind",
            "需求类型|类别|分类|需求类别|type|category|requirement type",
            choice(Requirement.Kind.choices, KIND),
        ),
        _target(
            "priority",
            "优先级",
            "Priority",
            "重要性|优先|优先程度|重要程度|紧急程度|moscow|importance",
            choice(Requirement.Priority.choices, PRIORITY),
        ),
        _target(
            "criteria",
            "验收标准",
            "Acceptance criteria",
            "验收条件|验收准则|标准|衡量标准|验收|acceptance|criteria|acceptance criterion|definition of done",
            criteria,
        ),
        _target(
            "section",
            "章节",
            "Section",
            "模块|主题|分组|功能模块|业务模块|所属模块|子系统|module|theme|group|epic|area|chapter",
        ),
        _target(
            "source",
            "提出人",
            "Asked by",
            "来源|需求来源|提出者|提出部门|需求方|需求人|联系人|requested by|source|requester|stakeholder|owner",
        ),
        _target("occasion", "提出场合", "On which occasion", "场合|会议|调研|访谈|occasion|meeting|workshop|interview"),
        _target("asked_on", "提出日期", "Asked on", "日期|提出时间|时间|登记日期|date|requested on", day),
        _target(
            "translated_title",
            "标题（第二语言）",
            "Title, in the second language",
            "英文标题|英文名称|title in english|english title|title en|中文标题|chinese title",
        ),
        _target(
            "translated_description",
            "描述（第二语言）",
            "Description, in the second language",
            "英文描述|english description|description en|中文描述|chinese description",
            paragraphs,
        ),
        _target(
            "translated_why",
            "原因（第二语言）",
            "Why, in the second language",
            "英文原因|english why|中文原因|chinese why",
            paragraphs,
        ),
        _target(
            "translated_criteria",
            "验收标准（第二语言）",
            "Acceptance criteria, in the second language",
            "英文验收标准|english criteria|中文验收标准|chinese criteria",
            criteria,
        ),
        _target(
            "internal_note",
            "内部备注",
            "Internal note",
            "备注|内部说明|note|remark|remarks|comment|comments",
            paragraphs,
        ),
        _target(
            "external_id",
            "来源编号",
            "Number in the source",
            "外部编号|原编号|序号|外部id|external id|source id|no|no.|#",
        ),
    )
}


def matches(headers: list[str]) -> dict[int, Match]:
    return recognise(headers, [target.spec for target in TARGETS.values()])


def proposal(headers: list[str]) -> dict[str, str]:
    """The mapping we would choose, as it is kept: {column index as text: field}."""
    return {str(at): match.field for at, match in matches(headers).items()}
