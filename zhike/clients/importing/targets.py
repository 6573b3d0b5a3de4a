"""The fields a column can be mapped to, with the words by which their columns are recognised."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from zhike.clients.access import VIEW_VALUE
from zhike.clients.importing import cells, words
from zhike.clients.models import Client, Contact, ImportRun
from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.tables.cells import Read, choice, day, line, paragraphs
from zhike.core.tables.columns import FieldSpec

CLIENT, CONTACT, ROW = "client", "contact", "row"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the cells of a column go: to a field of the client, of the contact, or to the row's own choices."""

    spec: FieldSpec
    part: str
    field: str
    read: Read = line
    capability: str = ""

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def label(self) -> str:
        return self.spec.label_zh if (get_language() or "").startswith("zh") else self.spec.label_en


def _client(name: str, zh: str, en: str, aliases: str, read: Read = line, capability: str = "") -> Target:
    return Target(FieldSpec(name, zh, en, tuple(aliases.split("|"))), CLIENT, name, read, capability)


def _contact(name: str, zh: str, en: str, aliases: str, read: Read = line, *, prefix: str = "") -> Target:
    return Target(FieldSpec(f"{prefix}{name}", zh, en, tuple(aliases.split("|"))), CONTACT, name, read)


def _row(name: str, zh: str, en: str, aliases: str, read: Read = line) -> Target:
    return Target(FieldSpec(name, zh, en, tuple(aliases.split("|"))), ROW, name, read)


_tier = choice(Client.Tier.choices, words.TIER)
_stage = choice(Client.Stage.choices, words.STAGE)
_kind = choice(Client.Kind.choices, words.KIND)

CLIENT_TARGETS = (
    _client("name", "客户名称", "Client name", "公司名称|单位名称|企业名称|客户|公司|单位|客户全称|公司全称|名称|企业|甲方|甲方名称|客户公司|company|company name|client|customer|customer name|account name|account|organization|organisation|name"),
    _row("code", "客户编号", "Client number", "编号|客户代码|客户编码|client no|client code|customer id|customer number|account number", cells.code),
    _client("short_name", "客户简称", "Short name", "简称|公司简称|单位简称|企业简称|abbreviation|nickname"),
    _client("english_name", "英文名称", "English name", "英文名|客户英文名|公司英文名|外文名称|name in english"),
    _client("credit_code", "统一社会信用代码", "Unified social credit code", "信用代码|社会信用代码|税号|纳税人识别号|纳税识别号|企业税号|营业执照号|工商注册号|组织机构代码|credit code|tax id|tax number|vat|vat number|uscc|registration number", cells.credit),
    _client("kind", "客户类型", "Kind", "客户性质|企业性质|单位性质|公司性质|客户类别|类型|性质|client type|customer type|account type|type", _kind),
    _client("industry", "所属行业", "Industry", "行业|行业类别|客户行业|行业分类|经营行业|sector|vertical"),
    _client("size", "企业规模", "Size", "规模|人员规模|公司规模|员工人数|人数|员工数|客户规模|company size|employees|number of employees|headcount", cells.size),
    _client("region", "地区", "Region", "所在地区|所在地|省份|省市|城市|区域|所在城市|所属区域|省|市|city|province|state|area|country"),
    _client("address", "地址", "Address", "公司地址|单位地址|详细地址|通讯地址|联系地址|注册地址|办公地址|客户地址|street|postal address|billing address|mailing address"),
    _client("website", "网站", "Website", "网址|公司网址|公司网站|官网|主页|企业网站|web|url|homepage|web site", cells.website),
    _client("mail_domains", "邮箱域名", "Mail domains", "邮件域名|域名|domain|email domain|domains"),
    _client("phone", "总机", "Switchboard", "公司电话|单位电话|座机|总机电话|客户电话|办公电话|固定电话|company phone|main phone|office phone|telephone", cells.telephone),
    _client("background", "客户背景", "Background", "背景|客户简介|公司简介|企业简介|简介|客户描述|主营业务|经营范围|description|about|profile|notes|备注|客户备注|说明|remarks|comment|comments", paragraphs),
    _client("origin", "客户来源", "How we met", "来源|线索来源|来源渠道|获客渠道|source|lead source|origin|referral"),
    _client("stage", "客户状态", "Relationship", "状态|客户阶段|合作状态|跟进状态|阶段|关系阶段|status|stage|lifecycle stage|relationship", _stage),
    _client("tier", "客户级别", "Tier", "级别|客户等级|等级|客户分级|重要程度|重要性|客户重要度|level|grade|priority|rating|customer level", _tier),
    _client("annual_value", "年合同额", "Value a year", "年合同金额|年销售额|年度金额|合同额|合同金额|年成交额|成交金额|年度合同额|销售额|年收入|annual value|annual revenue|contract value|amount|revenue", cells.amount, VIEW_VALUE),
    _client("potential_value", "潜在年合同额", "Potential value a year", "预计金额|预计年合同额|潜在金额|预计成交额|商机金额|预估金额|potential value|expected revenue|opportunity amount|potential", cells.amount, VIEW_VALUE),
    _row("owner", "负责人", "Owner", "跟进人|归属人|客户负责人|销售负责人|客户经理|业务员|销售|销售人员|所有人|客户归属|所属销售|跟进人员|account manager|account owner|sales rep|sales|salesperson|assigned to|responsible"),
    _row("tags", "标签", "Tags", "客户标签|标记|分组|tag|label|labels|segment", cells.tags),
    _contact("name", "联系人", "Contact", "联系人姓名|主要联系人|首要联系人|对接人|客户联系人|联络人|contact name|contact person|primary contact|main contact", prefix="contact_"),
    _contact("position", "联系人职务", "Contact's position", "职务|职位|岗位|头衔|联系人职位|title|job title|position|contact title", prefix="contact_"),
    _contact("department", "联系人部门", "Contact's department", "部门|所属部门|所在部门|department|dept|contact department", prefix="contact_"),
    _contact("mobile", "手机", "Contact's mobile", "联系电话|电话|手机号|手机号码|移动电话|联系方式|联系人手机|联系人电话|联系手机|phone|mobile|mobile phone|cell|cell phone|contact phone|contact mobile|phone number", cells.telephone, prefix="contact_"),
    _contact("email", "邮箱", "Contact's e-mail", "电子邮箱|电子邮件|邮件|邮箱地址|联系人邮箱|e-mail|email|mail|email address|contact email", cells.email, prefix="contact_"),
    _contact("wechat", "微信", "Contact's WeChat", "微信号|联系人微信|wechat id|wechat", prefix="contact_"),
)  # fmt: skip
CONTACT_TARGETS = (
    _contact("name", "姓名", "Name", "联系人|联系人姓名|名字|名称|客户姓名|全名|full name|contact|contact name|person|name"),
    _client("name", "客户名称", "Client", "公司名称|单位名称|企业名称|客户|公司|单位|所属公司|所属客户|所在公司|工作单位|所属单位|company|company name|client name|customer|customer name|account name|account|organization|organisation|employer"),
    _row("code", "客户编号", "Client number", "客户代码|客户编码|client no|client code|customer id|account number", cells.code),
    _client("credit_code", "统一社会信用代码", "Client's credit code", "信用代码|社会信用代码|税号|纳税人识别号|credit code|tax id", cells.credit),
    _contact("reading", "拼音", "Pinyin", "姓名拼音|读音|reading|pronunciation"),
    _contact("position", "职务", "Position", "职位|岗位|头衔|职称|title|job title|role"),
    _contact("department", "部门", "Department", "所属部门|所在部门|dept"),
    _contact("mobile", "手机", "Mobile", "手机号|手机号码|移动电话|联系电话|联系方式|电话|联系手机|mobile phone|cell|cell phone|phone number", cells.telephone),
    _contact("phone", "座机", "Phone", "固定电话|办公电话|工作电话|单位电话|座机号码|phone|work phone|office phone|telephone|landline", cells.telephone),
    _contact("email", "邮箱", "E-mail", "电子邮箱|电子邮件|邮件|邮箱地址|email|mail|email address|work email", cells.email),
    _contact("wechat", "微信", "WeChat", "微信号|wechat id"),
    _contact("power", "决策角色", "Decision power", "决策权|决策影响力|采购角色|角色|decision role|buying role|power", choice(Contact.Power.choices, words.POWER)),
    _contact("attitude", "态度", "Attitude", "支持程度|立场|关系|sentiment|relationship", choice(Contact.Attitude.choices, words.ATTITUDE)),
    _contact("channel", "偏好渠道", "Preferred channel", "沟通方式|联系偏好|沟通渠道|首选联系方式|contact preference|preferred contact method", choice(Contact.Channel.choices, words.CHANNEL)),
    _contact("hours", "方便时间", "Good hours", "联系时间|方便联系时间|best time|good hours"),
    _contact("language", "语言", "Language", "沟通语言|语种|preferred language", choice(settings.LANGUAGES, words.LANGUAGE)),
    _contact("detail", "详略偏好", "Level of detail", "汇报详略|detail level", choice(Contact.Detail.choices, words.DETAIL)),
    _contact("birthday", "生日", "Birthday", "出生日期|出生年月日|生辰|date of birth|birth date|dob", day),
    _contact("note", "备注", "Internal note", "说明|描述|联系人备注|notes|note|remarks|comment|comments|description", paragraphs),
    _contact("is_main", "主联系人", "Main contact", "是否主联系人|首要联系人|主要联系人|是否首要|primary|is primary|main", cells.yes_no),
)  # fmt: skip
_FOR_CONTACTS = {
    (CLIENT, "name"): "client",
    (CLIENT, "credit_code"): "client_credit_code",
    (ROW, "code"): "client_code",
}


def _renamed(target: Target) -> Target:
    """In a file of contacts the contact's name is `name`, and what says whose contact it is has names of its own."""
    name = _FOR_CONTACTS.get((target.part, target.field), target.name)
    spec = FieldSpec(name, target.spec.label_zh, target.spec.label_en, target.spec.aliases)
    return Target(spec, target.part, target.field, target.read, target.capability)


_TARGETS = {
    ImportRun.Kind.CLIENTS.value: CLIENT_TARGETS,
    ImportRun.Kind.CONTACTS.value: tuple(_renamed(target) for target in CONTACT_TARGETS),
}


def targets(actor: Actor, kind: str) -> dict[str, Target]:
    """What the columns of such a file can be, for this person: nobody sets figures they may not see."""
    return {one.name: one for one in _TARGETS[kind] if not one.capability or can(actor, one.capability)}
