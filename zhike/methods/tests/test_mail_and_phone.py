"""Addresses and numbers as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.identity import mail, phone
from zhike.methods.identity.phone import PhoneKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zhang.San@Acme.COM", "zhang.san@acme.com"),
        ("张三 <zhangsan@acme.cn>", "zhangsan@acme.cn"),
        ("mailto:a@b.cn?subject=x", "a@b.cn"),
        ("ｚｈａｎｇ＠ａｃｍｅ。ｃｏｍ", "zhang@acme.com"),
        (" a@b.cn；", "a@b.cn"),
        ("a@b.cn\u200b", "a@b.cn"),
        ("张三@例子.中国", "张三@例子.中国"),
        ("o'hara+tag@sub.acme.co.uk", "o'hara+tag@sub.acme.co.uk"),
        ("a@b", None), ("a..b@c.cn", None), ("a.@b.cn", None), ("a b@c.cn", None), ("a@b@c.cn", None),
        ("@b.cn", None),
        ("a@-b.cn", None), ("a@1.2.3.4", None), ("", None), ("a@b.cn,c@d.cn", None),
        ("x" * 65 + "@b.cn", None),
    ],
)  # fmt: skip
def test_mail_addresses_are_brought_to_one_form(text, expected):
    assert mail.normalise(text) == expected


@pytest.mark.parametrize("address", ["1@qq.com", "a@163.com", "a@Gmail.com", "a@vip.sina.com", "a@139.com"])
def test_public_providers_name_no_employer(address):
    assert mail.is_public(mail.domain(address))
    assert mail.company_domain(address) is None


def test_company_domains_are_cut_to_what_is_registered():
    assert mail.company_domain("a@hr.acme.com.cn") == "acme.com.cn"
    assert mail.company_domain("a@mail.acme.com") == "acme.com"
    assert mail.company_domain("a@acme.cn") == "acme.cn"
    assert mail.company_domain("nonsense") is None
    assert not mail.is_public("huawei.com")


def test_addresses_of_one_mailbox_meet():
    assert mail.mailbox_key("J.Smith+news@googlemail.com") == mail.mailbox_key("jsmith@gmail.com")
    assert mail.mailbox_key("j.smith@acme.com") != mail.mailbox_key("jsmith@acme.com")
    assert mail.mailbox_key("x") is None


@given(st.text(max_size=40))
def test_a_normalised_address_stays_as_it_is(text):
    address = mail.normalise(text)
    assert address is None or mail.normalise(address) == address


@pytest.mark.parametrize(
    "text",
    ["13800138000", "１３８ ００１３ ８０００", "+86 138-0013-8000", "86 13800138000", "008613800138000",
     "13800138000.0",
     "手机：138 0013 8000", "(+86)13800138000", "138–0013–8000", "\u202a13800138000\u202c"],
)  # fmt: skip
def test_one_mobile_number_written_in_many_ways(text):
    found = phone.read(text)
    assert found is not None
    assert (found.e164, found.kind, found.pretty) == ("+8613800138000", PhoneKind.MOBILE, "138 0013 8000")


@pytest.mark.parametrize(
    "text",
    [
        "010-62345678-8001",
        "010-62345678转8001",
        "010-62345678 ext. 8001",
        "(010)62345678 分机 8001",
        "010-62345678#8001",
    ],
)
def test_extensions_in_every_notation(text):
    found = phone.read(text)
    assert found is not None
    assert (found.stored, found.kind) == ("+861062345678;ext=8001", PhoneKind.LANDLINE)
    assert found.pretty == "010 6234 5678 #8001"


@pytest.mark.parametrize(
    ("text", "e164", "region"),
    [("+1 650-253-0000", "+16502530000", "US"), ("+852 2123 4567", "+85221234567", "HK"),
     ("400-800-8888", "+864008008888", "CN")],
)  # fmt: skip
def test_foreign_and_service_numbers(text, e164, region):
    found = phone.read(text)
    assert found is not None
    assert (found.e164, found.region) == (e164, region)


@pytest.mark.parametrize("text", ["", "hello", "12345", "1.38E+10", "13800138000abc", "1" * 30])
def test_what_cannot_be_dialled_is_none(text):
    assert phone.read(text) is None


def test_the_default_country_can_be_another():
    found = phone.read("020 7031 3000", region="GB")
    assert found is not None
    assert found.e164 == "+442070313000"


def test_several_numbers_in_one_cell():
    found = phone.read_all("13800138000/010-62345678、138 0013 8000；无")
    assert [number.e164 for number in found] == ["+8613800138000", "+861062345678"]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text):
    for found in phone.read_all(text):
        assert phone.read(found.e164) is not None
