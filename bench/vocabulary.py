# ruff: noqa: SIM905  (words read better as a sentence than as a list)
"""Words for believable bilingual data; everything is drawn from one seeded generator."""

from dataclasses import dataclass
from random import Random

CITIES = ("北京 上海 深圳 广州 杭州 南京 苏州 成都 重庆 武汉 西安 天津 青岛 厦门 宁波 长沙 郑州 合肥").split()
BRANDS = (
    "华科 东方 海川 金桥 瑞丰 中联 博远 启明 天合 新锐 恒信 宏达 "
    "云帆 明德 国泰 安信 立方 卓越 鼎新 远航 凌云 和众 盛世 百川"
).split()
TRADES = (
    "智能 医疗 能源 汽车 物流 教育 环保 精密制造 生物 食品 建筑 通信 软件 电力 轨道交通 化工 新材料 半导体"
).split()
FORMS = "科技有限公司 股份有限公司 集团有限公司 有限责任公司 实业有限公司".split()
ENGLISH_BRANDS = "Huake Eastern Seariver Goldbridge Northlight Allied Farsight Morningstar Everbright Skyway".split()
ENGLISH_TRADES = "Medical Energy Motors Logistics Education Foods Systems Materials Robotics Telecom".split()
SURNAMES = list("王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程")
GIVEN = (
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 晓东 志强 建国 雨桐 子涵 欣怡 浩然 思远"
).split()
ENGLISH_NAMES = "Anna Brian Clara Daniel Emma Frank Grace Henry Iris Jack Karen Leo Maria Nina Oscar Paul".split()
POSITIONS = "总经理 信息部主任 采购经理 财务总监 项目负责人 技术总监 运营经理 IT经理 CIO CFO".split()
TOPICS = [
    *"ERP升级 数据中台建设 供应链协同平台 客户服务系统 设备管理系统 质量追溯平台".split(),
    *"移动办公 数字化工厂咨询 财务共享中心".split(),
    *(" CRM rollout", " Data warehouse", " Plant digitisation", " Customer portal", " MES pilot"),
]
SENTENCES = [
    "客户希望在季度末之前看到第一版可用的系统。",
    "双方确认了验收标准，但数据迁移的范围还需要再谈。",
    "采购流程比预期长，合同付款节点需要调整。",
    "关键用户对新界面满意，培训安排在下月。",
    "接口联调延期两周，主要风险在第三方供应商。",
    "他们最在意的是报表口径一致，以及上线后的响应速度。",
    "The sponsor expects a working pilot before the end of the quarter.",
    "Acceptance criteria are agreed; the scope of data migration is not.",
    "Procurement takes longer than planned, so the payment milestones move.",
    "Key users like the new screens and asked for a second training.",
]
REASONS = [
    "接口延期",
    "等待客户确认需求",
    "数据质量不足",
    "Waiting for the client's sign-off",
    "Supplier late",
]


@dataclass
class Vocabulary:
    random: Random

    def client_name(self) -> tuple[str, str]:
        """Full and short name, half of them with an English one in place of the Chinese."""
        pick = self.random.choice
        if self.random.random() < 0.25:
            short = f"{pick(ENGLISH_BRANDS)} {pick(ENGLISH_TRADES)}"
            return f"{short} (China) Co., Ltd.", short
        city, brand, trade = pick(CITIES), pick(BRANDS) + pick(["", "", pick(BRANDS)[0]]), pick(TRADES)
        return f"{city}{brand}{trade}{pick(FORMS)}", f"{brand}{trade}"

    def person(self) -> str:
        if self.random.random() < 0.2:
            return f"{self.random.choice(ENGLISH_NAMES)} {self.random.choice(ENGLISH_BRANDS)}"
        return self.random.choice(SURNAMES) + self.random.choice(GIVEN)

    def topic(self) -> str:
        return self.random.choice(TOPICS)

    def text(self, sentences: int) -> str:
        return " ".join(self.random.sample(SENTENCES, sentences))
