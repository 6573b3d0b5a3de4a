"""What changed between two versions, item by item: by key, so that a new wording is not a new thing."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.text.difference import Kind
from zhike.signoff.changes import Fate, difference
from zhike.signoff.content import Fact, Item, PaperContent, Part, Section

ZH, EN = "zh-hans", "en"


def item(key: str, title: str = "", why: str = "快。", code: str = "", tags: tuple[str, ...] = ()) -> Item:
    return Item(
        key,
        code or f"REQ-{key}",
        {ZH: title or f"第{key}条"},
        (Part({ZH: "为什么"}, {ZH: why}),),
        [{ZH: one} for one in tags],
    )


def paper(*sections: tuple[str, list[Item]], facts=(), languages=(ZH,)) -> PaperContent:
    parts = [Section(key, {ZH: f"章{key}"}, {ZH: "正文"}, items) for key, items in sections]
    return PaperContent({ZH: "需求"}, languages, facts, parts)


def fates(old, new) -> dict[str, str]:
    return {one.key: one.fate + ("+moved" if one.moved else "") for one in difference(old, new).items}


def test_the_first_version_is_all_new():
    found = difference(None, paper(("a", [item("1"), item("2")])))
    assert (found.added, found.removed, found.changed, found.moved, found.is_same) == (2, 0, 0, 0, False)


def test_a_version_is_the_same_as_itself():
    one = paper(("a", [item("1"), item("2")]), facts=[Fact({ZH: "经理"}, {ZH: "王磊"})])
    found = difference(one, one)
    assert found.is_same
    assert all(run.kind is Kind.SAME for part in found.items[0].parts for run in part.runs[ZH])


def test_each_item_has_its_fate():
    old = paper(("a", [item("1"), item("2", why="每天一次。"), item("3")]))
    new = paper(("a", [item("1"), item("2", why="每周一次。"), item("4")]))
    assert fates(old, new) == {"1": "same", "2": "changed", "3": "removed", "4": "added"}
    runs = difference(old, new).items[1].parts[0].runs[ZH]
    assert [(run.kind, run.text) for run in runs] == [
        ("same", "每"), ("removed", "天"), ("added", "周"), ("same", "一次。"),
    ]  # fmt: skip


def test_what_was_removed_stands_where_it_was():
    old = paper(("a", [item("1"), item("2"), item("3")]))
    assert [one.key for one in difference(old, paper(("a", [item("0"), item("1"), item("3")]))).items] == [
        "0",
        "1",
        "2",
        "3",
    ]


def test_only_what_was_moved_counts_as_moved():
    old = paper(("a", [item("1"), item("2"), item("3"), item("4")]), ("b", [item("5")]))
    new = paper(("a", [item("4"), item("1"), item("2")]), ("b", [item("5"), item("3", title="新写法")]))
    assert fates(old, new) == {"4": "same+moved", "1": "same", "2": "same", "5": "same", "3": "changed+moved"}
    assert {one.key: one.came_from for one in difference(old, new).items if one.moved} == {"4": None, "3": {ZH: "章a"}}


def test_a_whole_section_goes_with_its_items():
    found = difference(paper(("a", [item("1")]), ("b", [item("2")])), paper(("a", [item("1")])))
    assert [(one.key, one.fate) for one in found.sections] == [("a", Fate.SAME), ("b", Fate.REMOVED)]
    assert found.removed == 1


def test_numbers_tags_and_facts_are_compared_too():
    old = paper(("a", [item("1", code="REQ-1", tags=("应该", "功能"))]), facts=[Fact({ZH: "经理"}, {ZH: "王磊"})])
    new = paper(("a", [item("1", code="REQ-9", tags=("必须", "功能"))]), facts=[Fact({ZH: "经理"}, {ZH: "王雷"})])
    found = difference(old, new)
    assert (found.items[0].fate, found.items[0].code_before) == (Fate.CHANGED, "REQ-1")
    assert {one.label[ZH]: one.fate for one in found.items[0].tags} == {
        "应该": "removed",
        "必须": "added",
        "功能": "same",
    }
    assert found.facts[0].fate is Fate.CHANGED


def test_a_translation_added_later_is_an_addition():
    old = paper(("a", [item("1")]))
    said = replace(item("1"), title={ZH: "第1条", EN: "Item 1"})
    found = difference(old, paper(("a", [said]), languages=(ZH, EN)))
    assert not found.is_same
    assert [run.kind for run in found.items[0].title[EN]] == [Kind.ADDED]
    assert [run.kind for run in found.items[0].title[ZH]] == [Kind.SAME]


PAPERS = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(st.tuples(st.sampled_from("123456"), st.text(max_size=4)), max_size=4)),
    max_size=3, unique_by=lambda section: section[0],
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(PAPERS, PAPERS)
def test_every_item_of_either_version_appears_once(old, new):
    def made(sections):
        seen: set[str] = set()
        kept = []
        for key, items in sections:
            fresh = [(one, text) for one, text in dict(items).items() if one not in seen]
            seen |= {one for one, _text in fresh}
            kept.append((key, [item(one, title=f"标题{text}") for one, text in fresh]))
        return paper(*kept)

    before, after = made(old), made(new)
    found = difference(before, after)
    keys = [one.key for one in found.items]
    assert sorted(keys) == sorted({one.key for one in [*before.items, *after.items]})
    assert [key for key in keys if key in {one.key for one in after.items}] == [one.key for one in after.items]
    assert difference(after, after).is_same
