"""The same hits on SQLite and on PostgreSQL: nothing here knows which of them it runs on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhike.core.models import SavedView
from zhike.core.scope import organisation
from zhike.core.search import matching_ids, queries, reindex, search, source
from zhike.core.search.tests.conftest import Make
from zhike.core.testing.world import World


def titles(world: World, text: str, who: str = "olga", **more: object) -> list[str]:
    hits = search(world.actor(who), text, kinds=["savedview"], **more)  # type: ignore[arg-type]
    names = dict(SavedView.objects.values_list("pk", "name"))
    return [names[key] for key in (_key(hit.url, names) for hit in hits.items)]


def _key(url: str, names: dict) -> object:
    return next(key for key in names if str(key) in url)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("华", ["华为技术有限公司"]),
        ("华为", ["华为技术有限公司"]),
        ("技术有", ["华为技术有限公司"]),
        ("有限公司", ["华为技术有限公司"]),
        ("重庆 银行", ["重庆银行"]),
        ("huawei", ["华为技术有限公司"]),
        ("hwjs", ["华为技术有限公司"]),
        ("cqyh", ["重庆银行"]),
        ("CHONGQING", ["重庆银行"]),
        ("Siem", ["Siemens Healthineers"]),
        ("healthineers siemens", ["Siemens Healthineers"]),
        ("ABC科技", ["ABC科技"]),
        ("abc 科", ["ABC科技"]),
        ("ABC", ["ABC科技"]),
        ("wang.lei@huaxin.com.cn", ["ABC科技"]),
        ("huaxin.com", ["ABC科技"]),
        ("C-12", ["重庆银行"]),
        ("c12", ["重庆银行"]),
        ("季度报告", ["Siemens Healthineers"]),
        ("ＡＢＣ", ["ABC科技"]),
        ("不存在", []),
    ],
)
def test_a_row_is_found_however_one_types_it(inside: World, make: Make, query: str, found: list[str]) -> None:
    make("华为技术有限公司", "深圳")
    make("重庆银行", "西南", code="C-12")
    make("Siemens Healthineers", "要一份季度报告 every quarter")
    make("ABC科技", "联系人 wang.lei@huaxin.com.cn")

    assert titles(inside, query) == found


@pytest.mark.parametrize(
    "query",
    [
        '"', "*", "''", "a AND", "NOT", "NEAR(a b)", "华*", "(", ")", "a:b", "^a", "-", "a | b", "!a", "<->",
        "'; drop table x", "{words}:a", "\\", "%", " ", "\x00", "a\x00b", "\ud800", "\ue000", "😀",
        "华" * 5000, "x" * 100_000, "a " * 5000,
    ],
)  # fmt: skip
def test_no_query_is_an_error(inside: World, make: Make, query: str) -> None:
    make("华为")

    assert isinstance(search(inside.actor("olga"), query).items, list)
    assert isinstance(list(matching_ids(inside.actor("olga"), SavedView, query)), list)


def test_an_empty_query_finds_nothing(inside: World, make: Make) -> None:
    make("华为")

    assert titles(inside, "") == []
    assert titles(inside, "  !? ") == []


def test_two_pairs_of_characters_that_stand_apart_are_no_hit(inside: World, make: Make) -> None:
    make("公司A", "项目管理人员与目管室")
    make("公司B", "项目，目管")  # both pairs of 项目管, never together

    assert titles(inside, "项目管") == ["公司A"]


def test_the_best_title_comes_first_then_the_pinyin_then_the_text(inside: World, make: Make) -> None:
    make("某公司", "与 hw 签约")
    make("Notes on HW")
    make("HW Partners")
    make("华为")
    make("HW")

    assert titles(inside, "hw") == ["HW", "HW Partners", "华为", "Notes on HW", "某公司"]


def test_an_exact_code_beats_a_title(inside: World, make: Make) -> None:
    make("C-1 项目")
    make("某公司", code="C-1")

    assert titles(inside, "C-1") == ["某公司", "C-1 项目"]


def test_another_organisation_is_never_found(inside: World, make: Make) -> None:
    make("华为")
    with organisation(inside.globex.pk):
        row = SavedView.objects.create(name="华为终端", user_id=inside.people["gus"].pk, listing="")
        reindex([row])
        assert [hit.kind for hit in search(inside.actor("gus"), "华为").items] == ["savedview"]
        assert list(matching_ids(inside.actor("gus"), SavedView, "华为")) == [{"subject_id": row.pk}]

    assert titles(inside, "华为") == ["华为"]
    assert titles(inside, "终端") == []
    assert not matching_ids(inside.actor("olga"), SavedView, "终端").exists()


def test_one_finds_only_what_one_may_see(inside: World, make: Make) -> None:
    make("华为一号", owner="olga")
    make("华为二号", owner="mia")

    assert titles(inside, "华为", who="mia") == ["华为二号"]
    assert sorted(titles(inside, "华为")) == ["华为一号", "华为二号"]


def test_who_sees_one_row_among_very_many_still_finds_it(
    inside: World, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "CAP", 10)
    make("项目 旧", owner="mia")
    for number in range(40):
        make(f"项目 {number}", owner="olga")

    assert titles(inside, "项目", who="mia") == ["项目 旧"]


def test_a_common_word_does_not_hide_the_row_it_names(
    inside: World, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "CAP", 10)
    make("华为")
    for number in range(30):
        make(f"第{number}次会议", "华为来访")

    assert titles(inside, "华为", limit=3)[0] == "华为"


def test_pages_follow_each_other_without_gaps(inside: World, make: Make) -> None:
    for number in range(7):
        make(f"项目 {number}")
    first = search(inside.actor("olga"), "项目", kinds=["savedview"], limit=4)
    second = search(inside.actor("olga"), "项目", kinds=["savedview"], limit=4, cursor=first.cursor)

    assert len(first.items) == 4
    assert len(second.items) == 3
    assert second.cursor == ""
    assert len({hit.url for hit in first.items + second.items}) == 7


def test_a_client_finds_only_what_is_declared_for_clients(inside: World, make: Make) -> None:
    make("内部评估", "客户很难缠", shared=True)
    assert search(inside.actor("cara"), "内部", kinds=["savedview"]).items == []

    source(
        SavedView,
        title=lambda row: "对外标题",
        text=lambda row: "",
        url=lambda row: "/portal/",
        for_clients=True,
    )
    make("另一份", "机密", shared=True)

    assert [hit.title for hit in search(inside.actor("cara"), "对外").items] == ["<mark>对外</mark>标题"]
    assert search(inside.actor("cara"), "机密").items == []
    assert titles(inside, "机密") == ["另一份"]
    assert titles(inside, "对外") == []


def test_hits_are_marked_and_escaped(inside: World, make: Make) -> None:
    make("<b>华为</b>", "<script>alert(1)</script> 华为 & Co")
    hit = search(inside.actor("olga"), "华为").items[0]

    assert hit.title == "&lt;b&gt;<mark>华为</mark>&lt;/b&gt;"
    assert hit.snippet == "&lt;script&gt;alert(1)&lt;/script&gt; <mark>华为</mark> &amp; Co"


def test_the_snippet_shows_the_place(inside: World, make: Make) -> None:
    make("纪要", "开" * 300 + "交付延期" + "会" * 300)
    hit = search(inside.actor("olga"), "交付延期").items[0]

    assert "<mark>交付延期</mark>" in hit.snippet
    assert len(hit.snippet) < 200


def test_a_list_box_finds_the_same(inside: World, make: Make) -> None:
    row = make("华为技术")
    make("中兴通讯")
    actor = inside.actor("olga")

    for text in ("华为", "hwjs", "华"):
        assert list(SavedView.objects.filter(pk__in=matching_ids(actor, SavedView, text))) == [row]


def test_a_search_asks_a_fixed_number_of_questions(inside: World, make: Make) -> None:
    for number in range(30):
        make(f"项目 {number}", "华为")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        search(inside.actor("olga"), "华为", kinds=["savedview"])
    assert len(asked) == 3  # candidates, rows of the one kind, their texts
