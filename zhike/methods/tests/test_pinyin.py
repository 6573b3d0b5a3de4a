"""Pinyin by which people find names, and the order of Chinese lists."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.identity.pinyin import full, initials, sort_key, syllables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆银行", "chongqingyinhang"),
        ("长沙", "changsha"),
        ("厦门", "xiamen"),
        ("六安市", "luanshi"),
        ("三一重工", "sanyizhonggong"),
        ("北京朝阳支行", "beijingchaoyangzhihang"),
        ("ABC 科技（Beijing）", "abckejibeijing"),
        ("ＡＢＣ", "abc"),
        ("绿地", "lvdi"),
        ("", ""),
        ("！？", ""),
    ],
)
def test_company_words_are_read_as_companies_are_called(text, expected):
    assert full(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("单田芳", "shantianfang"), ("仇英", "qiuying"), ("解晓东", "xiexiaodong"),
        ("曾国藩", "zengguofan"),
        ("查良镛", "zhaliangyong"), ("区楚良", "ouchuliang"), ("朴树", "piaoshu"),
        ("任正非", "renzhengfei"),
        ("尉迟恭", "yuchigong"), ("万俟卨", "moqixie"), ("长孙无忌", "zhangsunwuji"), ("单", "shan"),
    ],
)  # fmt: skip
def test_surnames_have_readings_of_their_own(name, expected):
    assert full(name, person=True) == expected


def test_without_knowing_that_it_is_a_person_the_dictionary_decides():
    assert full("区块链").startswith("qu")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("华为技术", "hwjs"), ("重庆银行", "cqyh"), ("TCL科技", "tclkj"), ("Acme Software", "as"), ("", "")],
)
def test_initials_are_what_people_type(text, expected):
    assert initials(text) == expected


def test_syllables_belong_to_characters():
    assert syllables("华A技") == [("华", "hua2"), ("技", "ji4")]


def test_a_list_is_in_the_order_chinese_readers_expect():
    expected = [
        "123", "阿里", "an", "安", "Apple", "Ärzte", "b", "百度", "Baidu", "重庆", "项目2", "项目10", "张",
        "张三", "张伟",
        "章一", "中国", "Zoo", "か",
    ]  # fmt: skip
    shuffled = expected[::2] + expected[1::2]
    assert sorted(shuffled, key=sort_key) == expected


def test_tones_decide_between_equal_syllables_and_then_the_character():
    assert sorted("是时十师", key=sort_key) == list("师十时是")


def test_case_width_accents_and_punctuation_do_not_matter_for_the_order():
    assert sort_key("（ÄPPLE）") == sort_key("apple")


def test_surnames_sort_by_their_reading():
    assert sort_key("单田芳", person=True) > sort_key("沙宝亮", person=True) > sort_key("单田芳")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_sort_key_is_ascii_and_bounded(text):
    key = sort_key(text, length=80)
    assert key.isascii()
    assert key.isprintable()
    assert len(key) <= 80


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_can_be_spelled(text):
    assert len(syllables(text)) <= len(text) * 20
    full(text, person=True)
    initials(text, person=True)


def test_pypinyin_is_not_loaded_before_it_is_needed():
    code = "import sys, zhike.methods.identity.names, zhike.methods.search.tokens;sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
