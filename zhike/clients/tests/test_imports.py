"""A file on its way in: what is taken, what is not and why, and that nothing is ever doubled."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.utils import translation

from zhike.activity.models import Activity, Notification
from zhike.activity.verification import findings
from zhike.clients import actions as verbs
from zhike.clients.actions import imports as actions
from zhike.clients.importing.rehearsal import rehearse
from zhike.clients.models import Client, Contact, ImportRow, ImportRun
from zhike.clients.tests import samples
from zhike.clients.tests.imported import bring_in, outcomes, problems, table, upload, workbook
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.models import SearchEntry
from zhike.core.scope import organisation
from zhike.core.tables.write import write_csv


@pytest.fixture(autouse=True)
def _english_and_own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


def stored() -> list[str]:
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


def test_a_gbk_list_comes_in_and_each_broken_row_is_told_with_row_column_and_reason(inside, work):
    run = bring_in(inside.actor("mark"), samples.clients_csv(120, 10), work)
    assert (run.state, run.total, run.done) == ("done", 120, 120)
    assert (run.created, run.changed, run.unchanged, run.failed) == (110, 0, 0, 10)
    failed = ImportRow.objects.filter(run=run, outcome="failed").order_by("number")
    assert [row.number for row in failed] == samples.broken_numbers(120, 10)
    for row, (column, value, reason) in zip(failed, samples.BROKEN, strict=True):
        told = next(one for one in row.problems if one["column"] == column)
        assert told["value"][:20] == value[:20]
        assert reason in told["reason"]
    client = Client.objects.get(name=samples.rows(120, 10)[0][0])
    line = dict(zip(samples.HEADERS, samples.rows(120, 10)[0], strict=True))
    assert (client.credit_code, client.region) == (line["统一社会信用代码"], line["所在地区"])
    assert client.website == f"https://{line['网址']}"
    assert client.contacts.get().name == line["联系人"]


def test_the_history_of_an_import_holds_and_the_importer_is_told(inside, work):
    run = bring_in(inside.actor("mark"), samples.clients_csv(30, 0), work)
    assert list(findings()) == []
    told = Activity.objects.filter(verb="client.imported")
    assert told.count() == 30
    assert told.first().details["file"] == "客户.csv"
    done = Activity.objects.get(verb="import.finished")
    assert done.details["created"] == 30
    assert Notification.objects.filter(user=inside.people["mark"], activity=done).exists()
    assert run.finished_at is not None


def test_what_came_in_is_found_by_pinyin_initials(inside, work):
    from zhike.clients import queries

    bring_in(inside.actor("mark"), table("客户名称 联系人", ["晨光信息技术有限公司", "欧阳雪"]), work)
    actor = inside.actor("mark")
    assert queries.search_clients(actor, queries.clients(actor), "cgxx").get().name == "晨光信息技术有限公司"


def test_the_same_file_twice_doubles_nothing(inside, work):
    content = samples.clients_csv(60, 5)
    bring_in(inside.actor("mark"), content, work)
    counts = Client.objects.count(), Contact.objects.count(), Activity.objects.filter(verb="client.imported").count()
    again = bring_in(inside.actor("mark"), content, work)
    assert (again.created, again.changed, again.unchanged, again.failed) == (0, 0, 55, 5)
    now = Client.objects.count(), Contact.objects.count(), Activity.objects.filter(verb="client.imported").count()
    assert now == counts


def test_a_second_row_of_the_same_client_is_here_already(inside, work):
    run = bring_in(
        inside.actor("mark"),
        table("客户名称 行业", ["晨光科技", "软件"], ["晨光科技", ""], [" 晨光科技 ", "软件"]),
        work,
    )
    assert outcomes(run) == {2: "created", 3: "unchanged", 4: "unchanged"}
    assert Client.objects.filter(name="晨光科技").count() == 1


@pytest.mark.parametrize(
    ("choice", "industry", "region", "outcome"),
    [("fill", "制造", "上海", "changed"), ("overwrite", "软件", "上海", "changed"), ("leave", "制造", "", "unchanged")],
)
def test_rows_already_here_are_filled_overwritten_or_left(inside, work, choice, industry, region, outcome):
    content = table("客户名称 行业 地区", ["华夏智造股份有限公司", "软件", "上海"])
    run = bring_in(inside.actor("mark"), content, work, existing=choice)
    inside.huaxia.refresh_from_db()
    assert (inside.huaxia.industry, inside.huaxia.region) == (industry, region)
    assert outcomes(run) == {2: outcome}


def test_a_client_is_known_by_its_number_and_by_its_credit_code(inside, work):
    code = samples.credit_code("310115", 1)
    verbs.change_client(inside.actor("mark"), inside.huaxia, credit_code=code)
    number = inside.huaxia.code
    content = table(
        "客户编号 客户名称 税号 地区",
        [number, "", "", "上海"],
        ["", "华夏的新名字", code, ""],
        ["C-99", "某某", "", ""],
    )
    run = bring_in(inside.actor("mark"), content, work)
    assert outcomes(run) == {2: "changed", 3: "unchanged", 4: "failed"}
    assert "C-99" in problems(run, 4)[0]["reason"]
    inside.huaxia.refresh_from_db()
    assert inside.huaxia.region == "上海"


def test_a_colleagues_client_is_reported_without_showing_it(inside, work):
    content = table("客户名称 地区", ["北风物流有限公司", "上海"], ["米雅自己的公司", "北京"])
    run = bring_in(inside.actor("mia"), content, work)
    assert outcomes(run) == {2: "failed", 3: "created"}
    told = problems(run, 2)[0]["reason"]
    assert "欧阳兰" in told
    assert inside.northwind.code not in told
    inside.northwind.refresh_from_db()
    assert inside.northwind.region == ""
    assert Client.objects.get(name="米雅自己的公司").owner == inside.people["mia"]


def test_a_member_may_bring_in_a_client_for_a_colleague_and_stays_on_its_team(inside, work):
    content = table("客户名称 负责人 联系人", ["转给马可的公司", "mark@example.com", "王芳"])
    run = bring_in(inside.actor("mia"), content, work)
    client = Client.objects.get(name="转给马可的公司")
    assert outcomes(run) == {2: "created"}
    assert client.owner == inside.people["mark"]
    assert client.contacts.get().name == "王芳"
    assert visible(inside.actor("mia"), Client).filter(pk=client.pk).exists()


def test_all_that_is_wrong_with_a_row_is_told_at_once(inside, work):
    content = table("客户名称 税号 级别 年合同额 邮箱 联系人", ["问题公司", "123", "钻石", "面议", "不是邮箱", "王"])
    run = bring_in(inside.actor("mark"), content, work)
    assert [one["column"] for one in problems(run, 2)] == ["级别", "年合同额", "邮箱", "税号"]


def test_cells_are_read_as_people_write_them(inside, work):
    content = table(
        "客户名称 年合同额 级别 规模 标签 网址 负责人 备注",
        [
            "\u202e零宽\u200b公司\u202c",
            "￥１，２３４.５万",
            "重点客户",
            "350人",
            "华东、展会",
            "www.a.cn",
            "米雅",
            "<script>alert(1)</script>",
        ],
        ["表情😀公司👨\u200d👩", "1,200,000.00", "Strategic", "5000以上", "", "http://b.cn", "", "无"],
    )
    run = bring_in(inside.actor("mark"), content, work, tags=["2026"])
    assert outcomes(run) == {2: "created", 3: "created"}
    one, two = Client.objects.get(name="零宽公司"), Client.objects.get(name="表情😀公司👨\u200d👩")
    assert (one.annual_value, one.tier, one.size, one.website) == (
        Decimal("12345000"),
        "key",
        "medium",
        "https://www.a.cn",
    )
    assert (one.owner, one.background) == (inside.people["mia"], "<script>alert(1)</script>")
    assert set(one.client_tags.values_list("tag__name", flat=True)) == {"华东", "展会", "2026"}
    assert (two.annual_value, two.tier, two.size, two.background) == (Decimal("1200000"), "strategic", "giant", "")


def test_contacts_find_their_client_and_are_known_by_mail_mobile_and_name(inside, work):
    headers = "姓名 公司名称 手机 邮箱 生日 主联系人"
    content = table(
        headers,
        ["陈晓", "华夏智造股份有限公司", "13800138000", "chen@huaxia.cn", "1988年5月3日", "是"],
        ["陈 晓 先生", "华夏智造", "", "CHEN@huaxia.cn", "", ""],
        ["王芳", "没有这家公司", "", "", "", ""],
        ["李未来", "北风物流有限公司", "", "", "2999-01-01", ""],
    )  # fmt: skip
    run = bring_in(inside.actor("mark"), content, work, kind="contacts")
    assert outcomes(run) == {2: "created", 3: "unchanged", 4: "failed", 5: "failed"}
    assert "future" in problems(run, 5)[0]["reason"]
    assert "no such client" in problems(run, 4)[0]["reason"]
    chen = Contact.objects.get(email="chen@huaxia.cn")
    assert (chen.client, chen.birthday, chen.is_main) == (inside.huaxia, date(1988, 5, 3), True)
    more = bring_in(inside.actor("mark"), content, work, kind="contacts", missing_clients="create")
    assert outcomes(more) == {2: "unchanged", 3: "unchanged", 4: "created", 5: "failed"}
    assert Client.objects.filter(name="没有这家公司").count() == 1


def test_formulas_give_their_value_and_a_note(inside, work):
    content = workbook("客户名称 年合同额", ["算式公司", "=1+1"])
    run = upload(inside.actor("mark"), content, name="客户.xlsx")
    actions.start_import(inside.actor("mark"), run)
    work()
    assert outcomes(run) == {2: "created"}
    assert any("formula" in one["reason"].lower() for one in problems(run, 2))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        ("客户名称,行业\n".encode(), "no rows"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web page"),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_nothing_is_kept(inside, content, words):
    with pytest.raises(Invalid) as refusal:
        upload(inside.actor("mark"), content)
    assert words in refusal.value.errors["file"]
    assert not ImportRun.objects.exists()
    assert stored() == []


def test_a_zip_bomb_is_refused(inside):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", b"0" * 500_000_000)
    with pytest.raises(Invalid):
        upload(inside.actor("mark"), bomb.getvalue(), name="bomb.xlsx")
    assert not ImportRun.objects.exists()


def test_a_file_that_cannot_be_read_to_its_end_stops_before_anything_is_taken(inside, work):
    content = (
        table("客户名称 行业", *[[f"公司{number}", "软件"] for number in range(2100)])
        + '"没有关上的引号,软件\n'.encode()
    )
    before = Client.objects.count()
    run = bring_in(inside.actor("mark"), content, work)
    assert run.state == "failed"
    assert "quotation mark" in run.message
    assert (run.done, Client.objects.count()) == (0, before)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(inside):
    actor = inside.actor("mia")
    content = table(
        "客户名称 级别",
        ["北风物流集团有限公司", "重点"],
        ["北风物流有限公司", ""],
        ["新公司", "钻石"],
        ["新的公司", ""],
        ["新的公司", ""],
    )
    run = upload(actor, content)
    before = Client.objects.count(), Activity.objects.count()
    seen = rehearse(actor, run)
    assert (Client.objects.count(), Activity.objects.count()) == before
    assert [row.outcome for row in seen.rows] == ["created", "failed", "failed", "created", "unchanged"]
    warned = seen.rows[0].warnings[0]["reason"]
    assert "欧阳兰" in warned
    assert "C-" not in warned
    assert "row 5" in seen.rows[4].warnings[0]["reason"]
    assert seen.rows[0].cells == ["北风物流集团有限公司", "Key"] or seen.rows[0].cells[1] != "重点"


def test_started_twice_it_runs_once(inside, work):
    run = upload(inside.actor("mark"), samples.clients_csv(5, 0))
    actions.start_import(inside.actor("mark"), run)
    with pytest.raises(Conflict):
        actions.start_import(inside.actor("olga"), run)
    work()
    assert Client.objects.count() == 7
    with pytest.raises(Conflict):
        actions.start_import(inside.actor("mark"), run)
    with pytest.raises(Conflict):
        actions.map_import(inside.actor("mark"), run, mapping={"0": "name"})


def test_a_mapping_that_cannot_work_is_refused(inside):
    actor = inside.actor("mark")
    run = upload(actor, table("客户名称 行业", ["晨光", "软件"]))
    for mapping in ({"0": "name", "1": "name"}, {"0": "no_such_field"}, {"7": "name"}):
        with pytest.raises(Invalid):
            actions.map_import(actor, run, mapping=mapping)
    run = actions.map_import(actor, run, mapping={"0": "", "1": "industry"})
    with pytest.raises(Invalid):
        actions.start_import(actor, run)


def test_run_again_is_an_import_of_its_own(inside, work):
    actor = inside.actor("mark")
    run = bring_in(actor, table("客户名称 行业", ["晨光", "软件"]), work)
    again = actions.repeat_import(actor, run)
    assert again.stored_as != run.stored_as
    actions.start_import(actor, again)
    work()
    assert outcomes(again) == {2: "unchanged"}


def test_an_observer_may_not_and_a_member_sees_their_own_only(inside):
    with pytest.raises(Denied):
        upload(inside.actor("otto"), samples.clients_csv(3, 0))
    run = upload(inside.actor("mark"), samples.clients_csv(3, 0))
    assert not visible(inside.actor("mia"), ImportRun).filter(pk=run.pk).exists()
    with pytest.raises(Denied):
        actions.start_import(inside.actor("mia"), run)
    with organisation(inside.globex.pk):
        assert not ImportRun.objects.exists()


def test_who_may_no_longer_import_stops_the_import(inside, work):
    from zhike.accounts.models import Membership

    run = upload(inside.actor("mia"), samples.clients_csv(5, 0))
    actions.start_import(inside.actor("mia"), run)
    Membership.objects.filter(user=inside.people["mia"]).update(role="observer")
    work()
    run.refresh_from_db()
    assert (run.state, run.done) == ("failed", 0)


def test_the_rows_to_correct_come_back_as_they_were_with_the_reasons(inside, work):
    from zhike.clients.queries.imports import to_correct

    actor = inside.actor("mark")
    run = bring_in(actor, samples.clients_csv(40, 4), work)
    headers, lines = to_correct(actor, run)
    rows = list(lines)
    assert headers[:-1] == list(samples.HEADERS)
    assert len(rows) == 4
    column = samples.HEADERS.index("统一社会信用代码")
    rows[0][column] = samples.credit_code("310115", 999)
    corrected = b"".join(write_csv(rows[:1], headers=headers))
    assert bring_in(actor, corrected, work).created == 1


def test_a_batch_asks_the_database_a_bounded_number_of_questions(inside, django_assert_max_num_queries):
    from zhike.clients.importing import batches

    actor = inside.actor("mark")
    run = upload(actor, table("客户名称 行业", *[[f"晨光{number}号", "软件"] for number in range(100)]))
    actions.start_import(actor, run)
    with django_assert_max_num_queries(100 * 12 + 60):
        batches.go_on(run.pk)
    again = upload(actor, table("客户名称 行业", *[[f"晨光{number}号", "软件"] for number in range(100)]))
    actions.start_import(actor, again)
    with django_assert_max_num_queries(100 * 4 + 60):
        batches.go_on(again.pk)
    assert SearchEntry.objects.filter(subject_type="clients.Client").count() >= 100
