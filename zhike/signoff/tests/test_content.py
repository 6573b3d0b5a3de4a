"""Content is strict: what is signed is what is shown, and the same content has the same fingerprint."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.core.errors import Invalid
from zhike.signoff.content import (
    LONGEST_TEXT,
    MOST_ITEMS,
    Fact,
    Item,
    PaperContent,
    Part,
    Section,
    checked,
    untranslated,
)
from zhike.signoff.showing import paper_html

ZH, EN = "zh-hans", "en"


def paper(*items: Item, languages=(ZH,), title=None, **more) -> PaperContent:
    section = Section("scope", {ZH: "范围"}, {}, items)
    return PaperContent(title or {ZH: "需求说明书"}, languages, more.pop("facts", ()), more.pop("sections", (section,)))


def item(key: str = "k", title: str = "登录", **more) -> Item:
    return Item(key, more.pop("code", "REQ-1"), {ZH: title}, **more)


def test_content_survives_json_and_keeps_its_fingerprint():
    whole = checked(
        paper(
            item(parts=[Part({ZH: "为什么"}, {ZH: "快。"})], tags=[{ZH: "必须"}]),
            facts=[Fact({ZH: "经理"}, {ZH: "王磊"})],
        )
    )
    again = PaperContent.from_json(json.loads(json.dumps(whole.to_json())))
    assert again == whole
    assert again.sha256() == whole.sha256()
    assert json.loads(whole.canonical()) == whole.to_json()


def test_the_fingerprint_is_that_of_rfc_8785():
    told = checked(paper(item(title="é “引号” \\ / \u2028"))).canonical()
    assert b'{"facts":[],"form":1,"languages":["zh-hans"],"sections":[{"body":{},' in told
    assert "é “引号” \\\\ /".encode() in told


def test_the_fingerprint_does_not_change_between_releases():
    """Signed papers carry it: a change here would make each of them differ from its rows."""
    sample = checked(paper(item(parts=[Part({ZH: "为什么"}, {ZH: "快。"})])))
    assert sample.sha256() == "595f46e3715bca7eafc154fdf74129de3de448ab816efe5aa5feb0c772ac5973"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"form": 2}, "form"),
        ({"title": "x"}, "object"),
        ({"title": {ZH: 3}}, "not a text"),
        ({"languages": "zh"}, "not a list"),
        ({"languages": ["fr"]}, "zh-hans, en"),
        ({"languages": []}, "zh-hans, en"),
        ({"sections": []}, "nothing"),
        ({"sections": [{}]}, r"sections\[0\]: body is missing"),
        ({"sections": [{"key": "a", "title": {}, "body": {}, "items": [], "secret": 1}]}, "secret"),
        ({"facts": [1]}, r"facts\[0\]"),
        ({"title": {EN: "x"}}, "not shown"),
        ({"title": {}}, "no title"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(change, words):
    with pytest.raises(Invalid, match=words):
        PaperContent.from_json({**checked(paper(item())).to_json(), **change})


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["form", "title", "languages", "facts", "sections", "key", "items", "body", "zh-hans"]), inner,
), max_leaves=12))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_any_json_is_content_or_a_refusal(data):
    with pytest.raises(Invalid):
        PaperContent.from_json(data)


def test_two_items_with_one_key_are_refused():
    with pytest.raises(Invalid, match="same key"):
        checked(paper(item("a"), item("a")))
    with pytest.raises(Invalid, match="same key"):
        checked(paper(item("")))


def test_too_much_is_refused():
    with pytest.raises(Invalid, match="at most"):
        checked(paper(*(item(str(number)) for number in range(MOST_ITEMS + 1))))
    with pytest.raises(Invalid, match="20,000"):
        checked(paper(item(title="长" * (LONGEST_TEXT + 1))))


def test_what_nobody_can_see_is_not_signed():
    seen = checked(
        paper(
            item(title=" 付\u202e款\u200b 100\x00\r\n元\ufeff ", parts=[Part({ZH: "说明"}, {ZH: "甲\r\n乙\t丙  \n\n"})])
        )
    )
    assert seen.items[0].title == {ZH: "付款 100 元"}
    assert seen.items[0].parts[0].text == {ZH: "甲\n乙 丙"}
    assert checked(paper(item(title="👨\u200d👩\u200d👧"))).items[0].title == {ZH: "👨\u200d👩\u200d👧"}


def test_cleaning_twice_changes_nothing():
    once = checked(paper(item(title=" a\u3000b\u2028c ")))
    assert checked(once) == once


def test_a_missing_translation_is_told_before_sending():
    both = checked(paper(item(), languages=(ZH, EN), title={ZH: "需求", EN: "Requirements"}))
    assert untranslated(both) == ["section 1 (en)", "REQ-1 (en)"]
    assert untranslated(checked(paper(item()))) == []
    assert replace(both, languages=(ZH,)) != both


def test_what_was_not_translated_is_shown_in_the_language_it_is_in():
    one = Item("k", "REQ-1", {"zh-hans": "月结"}, (Part({"zh-hans": "为什么", "en": "Why"}, {"zh-hans": "集团要数"}),))
    paper = PaperContent(
        {"zh-hans": "需求", "en": "Requirements"}, ("zh-hans", "en"), (),
        (Section("a", {"zh-hans": "财务"}, {"zh-hans": "三个月"}, (one,)), Section("b", {}, {}, ())),
    )  # fmt: skip
    page = paper_html(paper, ["en"])
    for words in ("财务", "三个月", "月结", "集团要数"):
        assert words in page
    assert "为什么" not in page
    assert "Section without a title" in page
