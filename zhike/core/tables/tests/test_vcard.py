"""Contact cards from Chinese telephones, iPhones and Outlook, and back."""

import io
import quopri
from datetime import date

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.tables.read import Limits, Unreadable
from zhike.core.tables.vcard import Card, read_cards, write_cards

MODERN = """BEGIN:VCARD
VERSION:4.0
FN:张三
N:张;三;;;
ORG:华为技术有限公司;采购部
TITLE:经理
TEL;VALUE=uri;TYPE="voice,work":tel:+86-10-62345678;ext=8001
TEL;TYPE=cell:13800138000
EMAIL:zhangsan@example.com
ADR:;;坂田街道1号;深圳市;广东省;518129;中国
NOTE:第一行\\n第二行\\, 逗号\\; 分号
URL:https://example.com/a?b=1
BDAY:19800412
END:VCARD
"""


def read(content: str | bytes, **options):
    return read_cards(io.BytesIO(content.encode() if isinstance(content, str) else content), **options)


def one(content: str | bytes) -> Card:
    reading = read(content)
    assert reading.broken == []
    (card,) = reading.cards
    return card


def test_a_modern_card_is_read():
    assert one(MODERN) == Card(
        name="张三", family="张", given="三",
        organisation="华为技术有限公司", department="采购部", title="经理",
        phones=("+86-10-62345678#8001", "13800138000"), mails=("zhangsan@example.com",),
        address="中国广东省深圳市坂田街道1号 518129", note="第一行\n第二行, 逗号; 分号",
        url="https://example.com/a?b=1", birthday=date(1980, 4, 12),
    )  # fmt: skip


def test_a_card_of_an_old_chinese_telephone_in_quoted_printable_gbk():
    def quoted(text: str) -> bytes:
        return quopri.encodestring(text.encode("gbk"), quotetabs=True)

    content = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:" + quoted("李") + b";" + quoted("四") + b";;;\r\n"
        b"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:" + quoted("李四") + b"\r\n"
        b"TEL;CELL:139-0013-9000\r\n"
        b"ORG;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:"
        + quoted("北京某某信息技术有限公司上海分公司客户服务与技术支持中心第三事业部华东大区").replace(b"=\n", b"=\r\n")
        + b"\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg\r\n AAAA\r\n\r\nEND:VCARD\r\n"
    )
    card = one(content)
    assert (card.name, card.family, card.given) == ("李四", "李", "四")
    assert card.phones == ("139-0013-9000",)
    assert card.organisation.endswith("华东大区")


def test_raw_gbk_without_a_word_about_it():
    card = one("BEGIN:VCARD\nVERSION:2.1\nN:王;小明\nFN:王小明\nORG:重庆银行\nTEL:1\nEND:VCARD\n".encode("gbk"))
    assert (card.name, card.organisation) == ("王小明", "重庆银行")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_files_with_a_byte_order_mark(codec):
    assert one(MODERN.encode(codec)).name == "张三"


def test_folded_lines_groups_and_apple_labels():
    content = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Smith;John;Q.;;\r\nFN:John\r\n  Smith\r\n"
    content += "item1.TEL;type=pref:+1 650\r\n  2530000\r\nitem1.X-ABLabel:_$!<Home>!$_\r\n"
    content += "item2.EMAIL;type=INTERNET:j@example.com\r\nEND:VCARD\r\n"
    card = one(content)
    assert (card.name, card.given, card.phones, card.mails) == (
        "John Smith", "John Q.", ("+1 650 2530000",), ("j@example.com",),
    )  # fmt: skip


def test_one_broken_card_costs_only_itself():
    content = MODERN + "BEGIN:VCARD\nVERSION:3.0\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nFN:cut off\n" + MODERN
    reading = read(content)
    assert [card.name for card in reading.cards] == ["张三", "cut off", "张三"]
    assert [(card.number, "nobody" in card.message) for card in reading.broken] == [(2, True)]


def test_lines_of_rubbish_do_not_lose_the_card():
    assert one(MODERN.replace("TITLE", "no colon here\n:::\n;;;:x\n?!:y\nTITLE")).title == "经理"


def test_a_name_is_made_of_what_there_is():
    assert one("BEGIN:VCARD\nN:欧阳;娜娜\nEND:VCARD").name == "欧阳娜娜"
    assert one("BEGIN:VCARD\nN:Smith;John\nEND:VCARD").name == "John Smith"
    assert one("BEGIN:VCARD\nORG:Acme\nTEL:1\nEND:VCARD").name == "Acme"
    assert one("BEGIN:VCARD\nEMAIL:a@b.cn\nEND:VCARD").name == "a@b.cn"


BIRTHDAYS = [("1980-04-12", date(1980, 4, 12)), ("--0412", None), ("19801399", None)]


@pytest.mark.parametrize(("text", "expected"), BIRTHDAYS)
def test_only_full_birthdays_are_kept(text, expected):
    assert one(f"BEGIN:VCARD\nFN:x\nBDAY:{text}\nEND:VCARD").birthday == expected


@pytest.mark.parametrize("content", ["", "name,phone\n张三,1\n", "\x00\xff"])
def test_a_file_without_cards_is_refused(content):
    with pytest.raises(Unreadable, match="no contact card"):
        read(content)


def test_a_file_too_large_is_refused():
    with pytest.raises(Unreadable, match="too large"):
        read(MODERN, limits=Limits(file_bytes=10))


def test_lines_are_folded_at_75_octets_between_characters():
    card = Card(name="张三", note="知客" * 100)
    lines = b"".join(write_cards([card])).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert lines[:2] == [b"BEGIN:VCARD", b"VERSION:4.0"]


def test_another_reader_understands_what_is_written():
    card = Card(
        name="张三",
        family="张",
        given="三",
        organisation="A;B",
        note="a\\b,c;d\ne",
        phones=("+8613800138000",),
    )
    parsed = vobject.readOne(b"".join(write_cards([card])).decode())
    assert parsed.fn.value == "张三"
    assert parsed.org.value == ["A;B"]
    assert parsed.note.value == "a\\b,c;d\ne"
    assert parsed.tel.value == "+8613800138000"


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")), max_size=40)


@given(PLAIN.filter(bool), PLAIN, PLAIN, PLAIN)
def test_what_is_written_is_read_again(name, organisation, note, address):
    card = Card(name=name, organisation=organisation, note=f"{note}\n{note}".strip(), address=address, phones=("123",))
    assert one(b"".join(write_cards([card]))) == card


@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise_anything_but_unreadable(content):
    assert len(read(b"BEGIN:VCARD\nFN:x\n" + content.replace(b"BEGIN", b"") + b"\nEND:VCARD\n").cards) <= 1
