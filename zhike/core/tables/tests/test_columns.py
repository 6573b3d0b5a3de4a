"""Columns are recognised in Chinese, English and pinyin, and never twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.core.tables.columns import SURE, FieldSpec, recognise

FIELDS = [
    FieldSpec(
        "name",
        "客户名称",
        "Client name",
        ("公司名称", "企业名称", "单位名称", "公司", "客户", "Company", "Account name"),
    ),
    FieldSpec("credit_code", "统一社会信用代码", "Credit code", ("信用代码", "税号", "纳税人识别号", "USCC")),
    FieldSpec("contact", "联系人", "Contact", ("联系人姓名", "姓名", "Contact person")),
    FieldSpec("phone", "电话", "Phone", ("手机", "手机号", "联系电话", "Tel", "Mobile")),
    FieldSpec("mail", "邮箱", "E-mail", ("电子邮件", "电子邮箱", "Email address")),
    FieldSpec("city", "城市", "City", ("所在城市",)),
    FieldSpec("note", "备注", "Note", ("说明", "Remark")),
]


def mapped(*headers: str) -> dict[str, str]:
    return {headers[index]: match.field for index, match in recognise(headers, FIELDS).items()}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("客户名称", "name"),
        ("公司名称（必填）", "name"),
        ("*客户名称", "name"),
        ("客戶名稱", "name"),
        ("Client Name", "name"),
        ("client_name", "name"),
        ("COMPANY", "name"),
        ("kehumingcheng", "name"),
        ("khmc", "name"),
        ("客户 名称：", "name"),
        ("统一社会信用代码", "credit_code"),
        ("社会信用代码", "credit_code"),
        ("纳税人识别号", "credit_code"),
        ("联系人姓名", "contact"),
        ("手机号码", "phone"),
        ("Ｔｅｌ", "phone"),
        ("固定电话", "phone"),
        ("e-mail", "mail"),
        ("EMAIL", "mail"),
        ("电子邮箱地址", "mail"),
        ("所在城市", "city"),
        ("备注说明", "note"),
        ("beizhu", "note"),
    ],
)
def test_a_header_is_recognised(header, field):
    assert mapped(header) == {header: field}


@pytest.mark.parametrize("header", ["金额", "", "***", "Column C", "序号", "x"])
def test_an_unknown_header_is_left_alone(header):
    assert mapped(header) == {}


def test_the_very_word_wins_over_a_longer_one_whatever_the_order():
    assert mapped("联系人电话", "电话")["电话"] == "phone"
    assert mapped("联系人电话", "联系人", "客户名称") == {
        "联系人电话": "phone",
        "联系人": "contact",
        "客户名称": "name",
    }


def test_no_field_is_mapped_twice():
    assert mapped("电话", "手机", "联系电话") == {"电话": "phone"}


def test_an_exact_match_is_sure_and_a_guess_is_not():
    found = recognise(["客户名称", "其他联系电话"], FIELDS)
    assert found[0].confidence == 1.0
    assert found[1].confidence < SURE


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=8))
def test_the_proposal_is_always_one_to_one(headers):
    found = recognise(headers, FIELDS)
    assert set(found) <= set(range(len(headers)))
    assert len({match.field for match in found.values()}) == len(found)
