# ruff: noqa: E501  # a table of words
"""Believable client lists as they come out of Chinese CRMs, the same every time, with rows that are broken on purpose."""

import csv
import io
import random

from zhike.methods.identity.credit_code import check_digit

HEADERS = (
    "客户名称", "统一社会信用代码", "所属行业", "人员规模", "所在地区", "地址", "网址", "客户级别", "客户状态", "客户来源", "年合同额", "负责人",
    "联系人", "职务", "手机", "邮箱", "标签", "备注",
)  # fmt: skip
_PLACES = {
    "上海": "310115", "北京": "110108", "深圳": "440305", "杭州": "330106", "苏州": "320508", "成都": "510104", "武汉": "420106",
    "西安": "610104", "青岛": "370202", "厦门": "350203", "长沙": "430104", "合肥": "340104",
}  # fmt: skip
_FIRST = "晨远恒嘉宏泰瑞博凯华新中天盛云启安康卓致联信德润和金海明科创佳锦"
_SECOND = "光达诚信业通源洋景图帆翔宇泽尔川岳峰润沃拓锐思佰汇森旭航"
_TRADES = {
    "信息技术": "软件", "智能科技": "人工智能", "精密机械": "装备制造", "生物医药": "医药", "新材料": "材料", "供应链管理": "物流",
    "环保工程": "环保", "食品": "食品饮料", "建筑设计": "建筑", "教育科技": "教育", "能源": "能源", "传媒": "文化传媒",
}  # fmt: skip
_FORMS = ("有限公司", "股份有限公司", "集团有限公司")
_SURNAMES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚建国志远思雨欣怡子轩",
)
_POSITIONS = ("总经理", "采购总监", "信息中心主任", "项目经理", "财务经理", "副总裁", "运营总监")
BROKEN = (  # column, what stands in it, a word of the reason in English
    ("统一社会信用代码", "91310115MA1K4X", "18 characters"),
    ("客户名称", "", "name is needed"),
    ("年合同额", "面议", "not an amount"),
    ("客户级别", "钻石", "no such choice"),
    ("邮箱", "wang.example.com", "not one mail address"),
    ("手机", "1.38E+10", "shortened"),
    ("负责人", "查无此人", "No colleague"),
    ("客户名称", "司" * 201, "200"),
    ("客户状态", "看情况", "no such choice"),
    ("网址", "不是 网址", "URL"),
)


def clients_csv(count: int = 2000, broken: int = 30, *, encoding: str = "gbk", seed: int = 7) -> bytes:
    """A CSV of `count` rows, `broken` of them wrong in one cell each (see BROKEN), spread over the file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(rows(count, broken, seed=seed))
    return text.getvalue().encode(encoding)


def rows(count: int, broken: int, *, seed: int = 7) -> list[list[str]]:
    chance = random.Random(seed)
    found = [_row(chance, number) for number in range(count)]
    for at, number in enumerate(broken_numbers(count, broken)):
        column, value, _word = BROKEN[at % len(BROKEN)]
        found[number - 2][HEADERS.index(column)] = value
    return found


def broken_numbers(count: int, broken: int) -> list[int]:
    """The numbers of the broken rows, as the spreadsheet counts: the headers are row 1."""
    return [2 + (at * count) // broken + count // (2 * broken) for at in range(broken)] if broken else []


def _row(chance: random.Random, number: int) -> list[str]:
    place = chance.choice(list(_PLACES))
    trade = chance.choice(list(_TRADES))
    brand = _FIRST[number % len(_FIRST)] + _SECOND[number // len(_FIRST) % len(_SECOND)]
    brand += (
        _FIRST[number // (len(_FIRST) * len(_SECOND)) * 7 % len(_FIRST)] if number >= len(_FIRST) * len(_SECOND) else ""
    )
    person = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2))))
    return [
        f"{place}{brand}{trade}{chance.choice(_FORMS)}", credit_code(_PLACES[place], number), _TRADES[trade],
        chance.choice(("50-99人", "100-499人", "1000人以上", "20", "大型")), place, f"{place}市科技路{chance.randint(1, 999)}号",
        f"www.example{number}.cn", chance.choice(("重点客户", "普通", "战略", "")), chance.choice(("合作中", "潜在客户", "成交")),
        chance.choice(("展会", "转介绍", "官网", "老客户推荐")), chance.choice(("￥1,250,000.00", "35万", "１２００００", "88.5万元", "")),
        chance.choice(("", "米雅", "mark@example.com", "")), person, chance.choice(_POSITIONS), f"13{chance.randint(10**8, 10**9 - 1)}",
        f"contact{number}@example{number}.cn", chance.choice(("", "华东、制造", "2026年会")), chance.choice(("", "对交付时间敏感", "<b>重要</b>")),
    ]  # fmt: skip


def credit_code(region: str, number: int) -> str:
    """A well-formed code of its own for every number."""
    first = f"91{region}{number:09d}"
    return first + check_digit(first)
