"""Believable clients for the demo, added through the same actions as everybody's."""

from typing import Any

from django.db import transaction

from zhike.accounts.models import User
from zhike.clients import actions
from zhike.clients.models import Client
from zhike.core.actors import Actor
from zhike.core.stories import Story, days_ago
from zhike.methods.identity.credit_code import check_digit

# name, short, industry, size, region, stage, tier, value a year, domain, owner, credit code without its check digit
COMPANIES: list[tuple[str, str, str, str, str, str, str, int, str, str, str]] = [
    ("华夏智造股份有限公司", "华夏智造", "装备制造", "large", "上海", "active", "strategic", 4_200_000, "huaxia-zz.example", "周明远", "91310115076478901"),
    ("北风物流有限公司", "北风物流", "物流", "medium", "天津", "active", "key", 1_350_000, "beifeng.example", "周明远", "91120116MA05QK7X3"),
    ("江南医药集团有限公司", "江南医药", "医药", "giant", "杭州", "active", "strategic", 3_600_000, "jiangnan-med.example", "Emma Larsen", "91330100712345678"),
    ("锦城市大数据管理局", "锦城大数据局", "政府", "medium", "成都", "active", "key", 2_100_000, "", "周明远", "115101000723456C1"),
    ("Nordlicht Maschinenbau GmbH", "Nordlicht", "装备制造", "large", "Hamburg", "active", "key", 1_900_000, "nordlicht.example", "Emma Larsen", ""),
    ("重庆云岭商业银行股份有限公司", "云岭银行", "银行", "large", "重庆", "active", "strategic", 2_800_000, "yunlingbank.example", "Emma Larsen", "915000002028345K5"),
    ("岭南食品（广东）有限公司", "岭南食品", "食品", "medium", "广州", "active", "standard", 680_000, "lingnanfood.example", "陈晓", "91440101MA5AXB2N7"),
    ("星河教育科技有限公司", "星河教育", "教育", "small", "北京", "care", "standard", 320_000, "xinghe.example", "陈晓", "91110108MA01C4W5T"),
    ("西域新能源有限公司", "西域新能源", "能源", "medium", "乌鲁木齐", "prospect", "", 0, "xiyu-energy.example", "吴思齐", ""),
    ("海岳建设工程有限公司", "海岳建设", "工程", "large", "青岛", "active", "key", 1_150_000, "haiyue.example", "周明远", "91370200MA3CH8LD2"),
    ("Aurora Retail Ltd", "Aurora", "零售", "medium", "London", "care", "standard", 540_000, "aurora-retail.example", "Emma Larsen", ""),
    ("青禾农业发展有限公司", "青禾农业", "农业", "small", "长沙", "dormant", "occasional", 90_000, "", "陈晓", ""),
    ("东篱酒店管理集团", "东篱酒店", "酒店", "large", "苏州", "prospect", "", 0, "dongli.example", "Emma Larsen", ""),
    ("深蓝海洋装备研究院", "深蓝研究院", "科研", "medium", "大连", "active", "standard", 760_000, "deepblue.example", "吴思齐", "121000004000123Q8"),
    ("万象城商业管理有限公司", "万象商管", "商业地产", "medium", "深圳", "care", "key", 870_000, "wanxiang.example", "周明远", ""),
    ("秦川汽车零部件有限公司", "秦川汽配", "汽车", "large", "西安", "former", "", 0, "qinchuan.example", "陈晓", ""),
    ("鸿图渠道服务有限公司", "鸿图渠道", "渠道", "small", "南京", "active", "standard", 260_000, "hongtu.example", "吴思齐", ""),
    ("大理文旅投资有限公司", "大理文旅", "文旅", "small", "大理", "prospect", "", 0, "", "吴思齐", ""),
]  # fmt: skip

# client, name, position, power, attitude, channel, main, extra
PEOPLE: list[tuple[str, str, str, str, str, str, bool, dict[str, Any]]] = [
    ("华夏智造", "孙立国", "副总经理", "decides", "supportive", "meeting", True, {"mobile": "13801881234", "email": "sun@huaxia-zz.example", "hours": "上午"}),
    ("华夏智造", "卡拉", "信息部主管", "judges", "champion", "wechat", False, {"mobile": "13916660002", "wechat": "kala_hx"}),
    ("华夏智造", "单晓东", "财务总监", "pays", "sceptical", "mail", False, {"reading": "shan xiaodong", "email": "shan@huaxia-zz.example"}),
    ("华夏智造", "赵铁柱", "车间主任", "uses", "neutral", "phone", False, {"mobile": "13701990003"}),
    ("北风物流", "丽塔", "总经理助理", "guards", "supportive", "wecom", True, {"mobile": "13502110007", "email": "lita@beifeng.example"}),
    ("北风物流", "邢志强", "总经理", "decides", "neutral", "meeting", False, {}),
    ("江南医药", "柳依依", "数字化中心总监", "decides", "champion", "feishu", True, {"email": "liu@jiangnan-med.example", "detail": "full"}),
    ("江南医药", "曾国梁", "集团副总裁", "pays", "supportive", "mail", False, {"reading": "zeng guoliang", "detail": "short"}),
    ("锦城大数据局", "罗文渊", "处长", "decides", "neutral", "meeting", True, {"phone": "028-61880000", "detail": "short"}),
    ("锦城大数据局", "仇敏", "科员", "uses", "supportive", "wechat", False, {"reading": "qiu min"}),
    ("Nordlicht", "Anna Schröder", "Head of IT", "decides", "supportive", "mail", True, {"email": "anna.schroeder@nordlicht.example", "language": "en", "hours": "14:00–18:00 CST"}),
    ("云岭银行", "查慧", "科技部副总", "decides", "sceptical", "mail", True, {"reading": "zha hui", "email": "zha@yunlingbank.example"}),
    ("云岭银行", "尉迟恭", "采购经理", "guards", "opposed", "phone", False, {"reading": "yuchi gong"}),
    ("岭南食品", "区志明", "IT 经理", "decides", "supportive", "wechat", True, {"reading": "ou zhiming"}),
    ("星河教育", "杜若", "创始人", "decides", "champion", "wechat", True, {"birthday": "1988-06-18"}),
    ("海岳建设", "解放", "项目总工", "judges", "neutral", "phone", True, {"reading": "xie fang"}),
    ("Aurora", "James Whitfield", "COO", "decides", "supportive", "mail", True, {"language": "en", "email": "james@aurora-retail.example"}),
    ("深蓝研究院", "任海燕", "所长", "decides", "neutral", "meeting", True, {}),
    ("万象商管", "朴智妍", "运营总监", "decides", "supportive", "wechat", True, {"reading": "piao zhiyan"}),
    ("鸿图渠道", "高进", "渠道经理", "influences", "supportive", "wechat", True, {}),
]  # fmt: skip

TAGS = {
    "华夏智造": ["老客户", "智能制造"], "江南医药": ["老客户", "集团"], "锦城大数据局": ["政企"], "云岭银行": ["等保", "集团"],
    "Nordlicht": ["overseas"], "Aurora": ["overseas"], "星河教育": ["老客户"], "鸿图渠道": ["伙伴"],
}  # fmt: skip


FORGOTTEN = {"青禾农业", "秦川汽配", "岭南食品"}  # nobody has asked them for long whether what is noted still holds


def stories(actor: Actor) -> list[Story]:
    """The clients come in, and most of them are asked again now and then whether what is noted still holds."""
    return [_came_in(actor), _were_asked_again(actor)]


def _came_in(actor: Actor) -> Story:
    yield days_ago(300)
    clients(actor)


def _were_asked_again(actor: Actor) -> Story:
    yield days_ago(300, hour=20)
    for number, client in enumerate(Client.objects.exclude(short_name__in=FORGOTTEN).order_by("number")):
        yield days_ago(60 - 2 * number, hour=14)
        actions.confirm_client(actor, client)


@transaction.atomic
def clients(actor: Actor) -> dict[str, Client]:
    """The firm's clients by short name, with their people, tags, segments and what is understood of two of them."""
    colleagues = {user.name: user for user in User.objects.all()}
    made: dict[str, Client] = {}
    for name, short, industry, size, region, stage, tier, value, domain, owner, code in COMPANIES:
        made[short] = actions.create_client(
            actor, name=name, short_name=short, industry=industry, size=size, region=region, stage=stage, tier=tier,
            annual_value=value or None, mail_domains=domain, owner=colleagues[owner],
            credit_code=code + check_digit(code) if code else "", kind=_kind(name),
        )  # fmt: skip
    _people(actor, made)
    _knowledge(actor, made)
    _segments(actor)
    return made


def _kind(name: str) -> str:
    if "管理局" in name:
        return Client.Kind.PUBLIC
    return Client.Kind.INTERMEDIARY if "渠道" in name else Client.Kind.COMPANY


def _people(actor: Actor, made: dict[str, Client]) -> None:
    for short, name, position, power, attitude, channel, main, extra in PEOPLE:
        actions.create_contact(
            actor, made[short], name=name, position=position, power=power, attitude=attitude, channel=channel,
            is_main=main, **extra,
        )  # fmt: skip


def _knowledge(actor: Actor, made: dict[str, Client]) -> None:
    for short, names in TAGS.items():
        actions.set_tags(actor, made[short], names=names)
    actions.change_client(
        actor, made["华夏智造"], origin="2019 年工博会", website="https://huaxia-zz.example", phone="021-68880000",
        address="上海市浦东新区张江路 88 号", english_name="Huaxia Intelligent Manufacturing Co., Ltd.",
        background="数控机床整机厂，年产 2,400 台；2027 年计划科创板上市，内控与成本核算是上市前必须补的课。",
    )  # fmt: skip
    actions.write_sheet(
        actor, made["华夏智造"], strategy="2027 年科创板上市；海外收入占比从 12 % 提到 30 %。",
        motives="老 ERP 出不了分批次成本，审计师已连续两年提示。", constraints="预算按自然年；12 月 15 日后不接受停机。",
        decisions="信息部评估 → 财务总监复核 → 副总经理办公会（每月第二个周三）。", competitors="某德系软件商与一家本地集成商。",
        success="2027 年 3 月用新系统独立出一季报。", terms=[("上线", "财务结账成功一次"), ("停机", "产线停，不是服务器停")],
        end_customers=[{"name": "车间班组长", "headcount": 140, "needs": "扫码报工不超过 10 秒"}],
    )  # fmt: skip
    actions.write_sheet(
        actor, made["江南医药"], strategy="把 11 家子公司的采购并到一个平台。", motives="集采后毛利变薄，要从流程里省。",
        constraints="GSP 审计轨迹不可中断。", decisions="数字化中心提案，集团副总裁一人拍板。", competitors="", success="采购周期从 21 天降到 12 天。",
        terms=[("主数据", "只指物料与供应商")], end_customers=[],
    )  # fmt: skip


def _segments(actor: Actor) -> None:
    actions.create_scheme(actor, name="ABC", kind="abc", figure="annual_value")
    rules = [
        {"label": "每月拜访", "all": [{"field": "tier", "is": "one_of", "value": ["strategic", "key"]}]},
        {"label": "每季拜访", "all": [{"field": "stage", "is": "one_of", "value": ["active", "care"]}]},
        {"label": "按需联系", "all": []},
    ]
    actions.create_scheme(actor, name="拜访频率", kind="rules", rules=rules)
