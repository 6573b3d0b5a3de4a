# ruff: noqa: E501  # lists of words are read best as they are spoken
"""What people write in the cells of Chinese and English spreadsheets for the choices we know."""

from zhike.clients.models import Client, Contact
from zhike.core.tables.cells import Words

TIER: Words = {
    Client.Tier.STRATEGIC: "战略 战略客户 战略级 核心 核心客户 顶级 s vip strategic",
    Client.Tier.KEY: "重点 重点客户 重要 重要客户 大客户 关键 关键客户 ka a a类 a级 key",
    Client.Tier.STANDARD: "普通 普通客户 一般 一般客户 标准 标准客户 常规 b b类 b级 standard normal",
    Client.Tier.OCCASIONAL: "零星 零星客户 偶尔 小客户 散客 低 c c类 c级 occasional",
}
STAGE: Words = {
    Client.Stage.PROSPECT: "潜在 潜在客户 意向 意向客户 线索 新客户 跟进中 未成交 prospect lead",
    Client.Stage.ACTIVE: "合作 合作中 合作客户 活跃 成交 成交客户 已成交 签约 已签约 签约客户 正式客户 在服 老客户 active customer",
    Client.Stage.CARE: "维护 维护中 维系 关怀 关怀中 售后 运维 care",
    Client.Stage.DORMANT: "沉睡 沉睡客户 休眠 休眠客户 不活跃 暂停 dormant inactive",
    Client.Stage.FORMER: "流失 流失客户 已流失 历史客户 终止 终止合作 停止合作 former lost",
}
KIND: Words = {
    Client.Kind.COMPANY: "企业 公司 企业客户 民企 国企 央企 外企 合资 民营企业 国有企业 外资企业 股份制 company enterprise",
    Client.Kind.PUBLIC: "政府 政府机构 政府机关 机关 事业单位 公共机构 党政机关 学校 医院 public government",
    Client.Kind.NONPROFIT: "非营利 非营利组织 社会团体 社团 协会 基金会 民办非企业 nonprofit ngo",
    Client.Kind.PERSON: "个人 个人客户 自然人 person individual",
    Client.Kind.INTERMEDIARY: "中介 中间方 渠道 渠道商 代理 代理商 经销商 合作伙伴 intermediary partner agent",
}
SIZE: Words = {
    Client.Size.MICRO: "微型 微型企业 微企 micro",
    Client.Size.SMALL: "小型 小型企业 小微 小企业 small",
    Client.Size.MEDIUM: "中型 中型企业 中等 medium",
    Client.Size.LARGE: "大型 大型企业 large",
    Client.Size.GIANT: "特大型 特大型企业 超大型 巨型 giant",
}
POWER: Words = {
    Contact.Power.DECIDES: "决策 决策者 决策人 拍板 最终决策 拍板人 decides decision maker decision-maker",
    Contact.Power.PAYS: "预算 管预算 掌握预算 出资 付款 财务决策 pays budget",
    Contact.Power.INFLUENCES: "影响 影响者 影响人 有影响力 建议者 influences influencer",
    Contact.Power.JUDGES: "评价 评审 验收 验收人 技术把关 把关 judges evaluator",
    Contact.Power.USES: "使用 使用者 用户 最终用户 使用人 uses user",
    Contact.Power.GUARDS: "守门 守门人 接口人 联络人 guards gatekeeper",
}
ATTITUDE: Words = {
    Contact.Attitude.CHAMPION: "内线 坚定支持 教练 拥护 拥护者 champion",
    Contact.Attitude.SUPPORTIVE: "支持 友好 认可 supportive positive",
    Contact.Attitude.NEUTRAL: "中立 一般 neutral",
    Contact.Attitude.SCEPTICAL: "怀疑 存疑 观望 sceptical skeptical",
    Contact.Attitude.OPPOSED: "反对 抵触 不支持 opposed negative",
}
CHANNEL: Words = {
    Contact.Channel.MAIL: "邮件 邮箱 电子邮件 email e-mail mail",
    Contact.Channel.PHONE: "电话 手机 phone call",
    Contact.Channel.WECHAT: "微信 wechat",
    Contact.Channel.WECOM: "企业微信 企微 wecom",
    Contact.Channel.DINGTALK: "钉钉 dingtalk",
    Contact.Channel.FEISHU: "飞书 feishu lark",
    Contact.Channel.MEETING: "面谈 当面 拜访 见面 会议 meeting person",
    Contact.Channel.PORTAL: "门户 客户门户 系统 portal",
}
LANGUAGE: Words = {
    "zh-hans": "中文 汉语 普通话 简体 简体中文 国语 chinese mandarin zh zh-cn cn",
    "en": "英文 英语 english",
}
DETAIL: Words = {
    Contact.Detail.SHORT: "简要 简洁 结论 short brief",
    Contact.Detail.USUAL: "常规 一般 普通 usual normal",
    Contact.Detail.FULL: "详细 全部 细节 full detailed",
}
YES = frozenset(["是", "有", "对", "y", "yes", "true", "t", "1", "√", "✓", "✔", "v", "主", "主要", "主联系人", "首要"])
NO = frozenset(["否", "不是", "没有", "n", "no", "false", "f", "0", "×", "✗", "x", "次", "次要"])
