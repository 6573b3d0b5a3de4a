"""Differences a reader understands: nothing lost, no confetti, in the units of each writing."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.methods.text.difference import Kind, difference, is_changed

PIECES = st.sampled_from(
    [
        "系统",
        "应",
        "支持",
        "导出",
        "，",
        "。",
        "\n",
        " ",
        "Excel",
        "PDF",
        "1,280",
        "3.5",
        "don't",
        "🙂",
        "é",
        "REQ-12",
        "-",
        "x",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


def shown(old: str, new: str) -> str:
    marks = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "[+{}+]"}
    return "".join(marks[run.kind].format(run.text) for run in difference(old, new))


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_runs(old, new):
    runs = difference(old, new)
    assert "".join(run.text for run in runs if run.kind is not Kind.ADDED) == old
    assert "".join(run.text for run in runs if run.kind is not Kind.REMOVED) == new


@given(TEXTS, TEXTS)
def test_runs_are_never_empty_and_neighbours_differ_in_kind(old, new):
    runs = difference(old, new)
    assert all(run.text for run in runs)
    kinds = [run.kind for run in runs]
    assert all(one is not other for one, other in pairwise(kinds))
    assert all((one, other) != (Kind.ADDED, Kind.REMOVED) for one, other in pairwise(kinds)), (
        "of a replacement the removed run comes first"
    )


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert not is_changed(difference(text, text))
    assert len(difference(text, text)) == (1 if text else 0)


@given(TEXTS, TEXTS)
def test_texts_that_differ_show_a_change(old, new):
    assert is_changed(difference(old, new)) == (old != new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("系统应支持导出报表。", "系统必须支持导出报表。", "系统[-应-][+必须+]支持导出报表。"),
        ("The quick brown fox.", "The slow brown fox.", "The [-quick-][+slow+] brown fox."),
        ("预算 ¥1,280,000.00 元", "预算 ¥1,340,000.00 元", "预算 ¥[-1,280,000.00-][+1,340,000.00+] 元"),
        ("用时 3.5 秒", "用时 3 秒", "用时 [-3.5-][+3+] 秒"),
        ("登录功能。退出功能。", "登录功能。注册功能。退出功能。", "登录功能。[+注册功能。+]退出功能。"),
        ("A。B。", "A。AC。B。", "A。[+AC。+]B。"),
        ("the cat sat", "the big cat sat", "the [+big +]cat sat"),
        ("one\ntwo", "one\nand\ntwo", "one\n[+and\n+]two"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
    ],
)  # fmt: skip
def test_changes_are_shown_in_words_and_characters(old, new, expected):
    assert shown(old, new) == expected


def test_a_lone_word_between_two_replacements_does_not_stand_as_an_island():
    told = shown("客户应在三个工作日内收到答复", "买方须于五个自然日前得到回复")
    assert told.count("[-") <= 3


@pytest.mark.parametrize("size", [2_000, 20_000])
@pytest.mark.parametrize(
    "pair",
    [
        ("ab", "ba"),
        ("甲乙", "乙丙甲"),
        ("a ", "b "),
        ("。", "。x"),
        ("abcdefghij。", "abcdexghij。"),
    ],
)
def test_long_texts_take_no_longer_than_they_must(size, pair):
    old, new = (piece * (size // len(piece)) for piece in pair)
    began = time.process_time()
    difference(old, new)
    assert time.process_time() - began < 3


def test_a_long_text_with_a_few_changes_shows_just_those():
    sentences = [f"第 {number} 条：门店在 {number} 分钟内完成对账。" for number in range(800)]
    changed = [*sentences]
    changed[100] = changed[100].replace("完成对账", "完成盘点")
    del changed[400]
    runs = [run for run in difference("".join(sentences), "".join(changed)) if run.kind is not Kind.SAME]
    assert [run.text for run in runs] == ["对账", "盘点", sentences[400]]
