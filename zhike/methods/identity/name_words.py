"""The words of company names that do not make a company this company: legal forms, group words, branches,
trades.
"""

import re

from zhike.methods.identity import places

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, for use inside a character class."""

_FORMS = """
股份有限责任公司 股份有限公司 有限责任公司 有限公司 股份公司 无限公司 总公司 公司 普通合伙 特殊普通合伙
有限合伙 合伙企业 个人独资企业 个人独资 个体工商户 农民专业合作社 专业合作社 合作社 株式会社 股份 有限
"""
_GROUPS = "集团 控股 企业集团 实业集团"
_BRANCHES = "分公司 子公司 分部 分店 分行 支行 分所 分院 办事处 代表处 事业部 营业部 营业厅 门店 项目部 工厂"
_TRADES = """
科技 技术 信息 信息技术 网络 网络科技 软件 电子 电子商务 通信 通讯 电信 智能 数据 数码 数字 互联网 互联
云计算 物联网 人工智能 自动化 电气 电器 电力 电网 能源 新能源 环保 环境 石油 石化 化工 化学 天然气 燃气
材料 新材料 钢铁 冶金 矿业 机械 重工 装备 设备 制造 汽车 汽车零部件 航空 航天 船舶 铁路 交通 物流 运输
供应链 快递 贸易 商贸 进出口 国际贸易 国际 实业 工业 产业 企业 投资 资产 资本 金融 基金 证券 银行
农村商业银行 商业银行 村镇银行 信用社 保险 人寿保险 财产保险 信托 租赁 融资租赁 担保 咨询 管理 企业管理
服务 管理咨询 顾问 文化 传媒 文化传媒 传播 广告 影视 出版 教育 培训 教育科技 生物 生物科技 生物技术 医药
制药 药业 医疗 医疗器械 医疗科技 健康 食品 饮料 餐饮 酒店 旅游 农业 农牧 林业 水务 建筑 建设 建工 建设工程
工程 建筑工程 装饰 设计 建筑设计 房地产 地产 置业 物业 物业管理 开发 发展 服饰 服装 纺织 家居 家具 印刷
包装 玩具 珠宝 百货 超市 零售 商业 人力资源 律师事务所 会计师事务所 事务所 研究院 研究所 设计院 规划设计院
大学 学院 学校 中学 小学 医院 人民医院 局 厂 中心
"""
_LATIN_FORMS = """
co ltd limited inc incorporated corp corporation company companies llc llp lp plc gmbh mbh ag kg kgaa ohg
ug ev se sa sas sarl srl spa sl slu bv nv ab oy oyj as asa aps kk kabushiki kaisha pty pte pvt private sdn
bhd lda ltda kft doo sro zoo sp ulc cv and und et the
"""
_LATIN_GROUPS = {"group": "集团", "holding": "控股", "holdings": "控股"}
_LATIN_BRANCHES = {"branch": "分公司", "subsidiary": "子公司", "division": "事业部"}
_LATIN_TRADES = {
    "technology": "科技", "technologies": "科技", "tech": "科技", "software": "软件", "systems": "系统",
    "system": "系统", "solutions": "方案", "services": "服务", "service": "服务", "international": "国际",
    "industries": "工业", "industry": "工业", "industrial": "工业", "consulting": "咨询", "electronics":
    "电子", "electronic": "电子", "trading": "贸易", "trade": "贸易", "import": "进出口", "export": "进出口",
    "logistics": "物流", "pharmaceutical": "医药", "pharmaceuticals": "医药", "pharma": "医药", "medical":
    "医疗", "engineering": "工程", "construction": "建设", "investment": "投资", "investments": "投资",
    "capital": "资本", "bank": "银行", "insurance": "保险", "media": "传媒", "network": "网络", "networks":
    "网络", "communications": "通信", "communication": "通信", "energy": "能源", "motors": "汽车", "motor":
    "汽车", "automotive": "汽车", "digital": "数字", "information": "信息", "university": "大学", "college":
    "学院", "hospital": "医院", "institute": "研究所", "enterprise": "企业", "enterprises": "企业", "global":
    "国际", "development": "发展", "manufacturing": "制造", "foods": "食品", "food": "食品", "design": "设计",
}  # fmt: skip

CHINESE: dict[str, str] = {
    **dict.fromkeys(_TRADES.split(), "trade"),
    **dict.fromkeys(_GROUPS.split(), "group"),
    **dict.fromkeys(_BRANCHES.split(), "branch"),
    **dict.fromkeys(_FORMS.split(), "form"),
}
"""Chinese word → its kind."""

LATIN: dict[str, tuple[str, str]] = {
    **{word: ("trade", text) for word, text in _LATIN_TRADES.items()},
    **{word: ("group", text) for word, text in _LATIN_GROUPS.items()},
    **{word: ("branch", text) for word, text in _LATIN_BRANCHES.items()},
    **{word: ("form", word) for word in _LATIN_FORMS.split()},
}
"""Latin word in lower case → (kind, the text under which it meets its Chinese counterpart)."""

WORD = re.compile("|".join(sorted([*CHINESE, *places.CHINESE], key=lambda word: (-len(word), word))))
"""The longest known word at a position of a Chinese name."""

AFTER_PLACE = re.compile(
    rf"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|(?:[{HAN}]{{1,3}}族){{0,2}}自治[州县]|省|市|地区|盟)"
    rf"(?:[{HAN}]{{2}}(?:新区|区|县))?"
)
"""What belongs to a place just named: 市, 自治区, and the district after them."""

COUNTY = re.compile(rf"([{HAN}]{{2,3}})(?<![超城都门夜股菜集花])市(?:[{HAN}]{{2}}(?:新区|区|县))?(?=[{HAN}]{{2}})")
"""A town at the front that is not in the list of places: 义乌市…, but not 永辉超市."""

DIGITAL_TRADES = frozenset(
    {
        "科技",
        "技术",
        "信息",
        "信息技术",
        "网络",
        "网络科技",
        "软件",
        "电子",
        "数据",
        "数码",
        "数字",
        "智能",
        "互联网",
    }
)
"""Trades that people confuse with each other when they write a name from memory."""

NUMBER = re.compile(r"\d+|第?[一二三四五六七八九十百零〇]+")
TITLE = re.compile(r"(?<=.)(?:先生|女士|小姐|老师|教授|博士|经理|总经理|总监|主任|同志)$")
LATIN_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "mx", "phd"})
"""Forms of address that are no part of a name."""
