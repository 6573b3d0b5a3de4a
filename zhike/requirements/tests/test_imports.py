"""Requirements out of files: spreadsheets, Word documents, and files that mean harm."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase
from django.utils import timezone

from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.testing.world import World
from zhike.requirements import actions as verbs
from zhike.requirements.actions import imports as actions
from zhike.requirements.exporting import written
from zhike.requirements.importing.rehearsal import rehearse
from zhike.requirements.jobs import forget_imports
from zhike.requirements.models import Requirement, RequirementImport, RequirementImportRow, Section
from zhike.requirements.tests.files import HEADERS, ROWS, as_csv, as_docx, as_xlsx, bomb

pytestmark = pytest.mark.django_db


def upload(inside: World, file: BytesIO, name: str = "需求.xlsx") -> RequirementImport:
    return actions.upload_import(inside.actor("mark"), inside.tunnel, file=file, file_name=name)


def take(inside: World, run: RequirementImport, work) -> RequirementImport:
    actions.start_import(inside.actor("mark"), run)
    work()
    return RequirementImport.objects.select_related("project").get(pk=run.pk)


def titles(inside: World) -> list[str]:
    return list(Requirement.objects.filter(project=inside.tunnel).order_by("number").values_list("title", flat=True))


@pytest.mark.parametrize(
    "file",
    [
        as_xlsx,
        as_csv,
        lambda: as_csv(encoding="gb18030", delimiter=";"),
        lambda: as_csv(encoding="utf-16", delimiter="\t"),
    ],
)
def test_a_spreadsheet_comes_in_whatever_its_form(inside: World, work, file) -> None:
    run = upload(inside, file(), "需求.csv")
    assert set(run.mapping.values()) >= {
        "title",
        "description",
        "why",
        "kind",
        "priority",
        "criteria",
        "section",
        "source",
    }
    run = take(inside, run, work)
    assert (run.state, run.created, run.failed) == ("done", 3, 0)
    first = Requirement.objects.get(project=inside.tunnel, number=1)
    assert (first.kind, first.priority, first.section.title, first.source) == ("quality", "must", "财务", "孙总")
    assert first.criteria == ["每月3日18:00前", "未清项有说明"]
    assert first.external_id == "1"


def test_the_same_file_again_doubles_nothing(inside: World, work) -> None:
    take(inside, upload(inside, as_xlsx()), work)
    again = take(inside, upload(inside, as_csv(), "again.csv"), work)
    assert (again.created, again.unchanged) == (0, 3)
    assert len(titles(inside)) == 3


@pytest.mark.parametrize(("existing", "why"), [("fill", "集团要数"), ("overwrite", "别的原因"), ("leave", "集团要数")])
def test_what_is_here_is_filled_overwritten_or_left(inside: World, work, existing: str, why: str) -> None:
    mark = inside.actor("mark")
    take(inside, upload(inside, as_xlsx()), work)
    changed = [(*ROWS[0][:3], "别的原因", *ROWS[0][4:]), (*ROWS[1][:3], "仓库信号差", *ROWS[1][4:])]
    run = upload(inside, as_xlsx(changed))
    run = take(inside, actions.map_import(mark, run, existing=existing), work)
    first, second = Requirement.objects.filter(project=inside.tunnel).order_by("number")[:2]
    assert first.why == why
    assert second.why == ("" if existing == "leave" else "仓库信号差")


def test_our_own_export_comes_back_without_doubling(inside: World, work) -> None:
    mark = inside.actor("mark")
    take(inside, upload(inside, as_xlsx()), work)
    verbs.change_requirement(
        mark, Requirement.objects.select_related("project").get(project=inside.tunnel, number=2), title="=1+1 扫码"
    )
    file, _kind = written(mark, inside.tunnel, "xlsx")
    run = take(inside, upload(inside, BytesIO(file.read()), "back.xlsx"), work)
    assert (run.created, run.changed, run.unchanged, run.failed) == (0, 0, 3, 0)
    assert "=1+1 扫码" in titles(inside)


def test_rows_that_cannot_be_taken_say_why_and_hold_up_nobody(inside: World, work) -> None:
    rows = [
        *ROWS,
        ("4", "", "没有标题", "", "", "", "", "", ""),
        ("5", "字" * 400, "", "", "", "", "", "", ""),
        ("6", "好", "", "", "魔法", "", "", "", ""),
    ]
    run = upload(inside, as_xlsx(rows))
    seen = rehearse(run)
    assert (seen.counts["created"], seen.counts["failed"]) == (3, 3)
    run = take(inside, run, work)
    assert (run.created, run.failed) == (3, 3)
    told = {row.number: row.problems[0] for row in RequirementImportRow.objects.filter(run=run, outcome="failed")}
    assert "title is missing" in told[5]["reason"]
    assert told[6]["column"] == "需求名称"
    assert "no such choice" in told[7]["reason"]


def test_an_import_is_taken_back_except_where_somebody_worked_on(inside: World, work) -> None:
    mark = inside.actor("mark")
    run = take(inside, upload(inside, as_xlsx()), work)
    first = Requirement.objects.select_related("project").get(project=inside.tunnel, number=1)
    verbs.change_requirement(mark, first, why="改过")
    run = actions.undo_import(mark, run)
    assert (run.state, run.kept) == ("undone", 1)
    assert titles(inside) == ["月结三个工作日"]
    with pytest.raises(Conflict):
        actions.undo_import(mark, run)


def test_an_undo_puts_old_words_back(inside: World, work) -> None:
    mark = inside.actor("mark")
    row = verbs.add_requirement(mark, inside.tunnel, title="月结三个工作日", why="原来的")
    run = actions.map_import(mark, upload(inside, as_xlsx(ROWS[:1])), existing="overwrite")
    run = take(inside, run, work)
    assert Requirement.objects.get(pk=row.pk).why == "集团要数"
    actions.undo_import(mark, run)
    back = Requirement.objects.get(pk=row.pk)
    assert (back.why, back.section, back.criteria) == ("原来的", None, [])


def test_a_worker_that_dies_goes_on_where_it_stood(inside: World, work, monkeypatch) -> None:
    from zhike.requirements.importing import batches

    rows = [(str(number), f"需求 {number}", "", "", "", "", "", "", "") for number in range(1, 121)]
    run = upload(inside, as_xlsx(rows))
    actions.start_import(inside.actor("mark"), run)
    taken = []

    def dying(*arguments):
        if len(taken) == 1:
            raise SystemError("the machine is gone")
        taken.append(1)
        return batch(*arguments)

    batch = batches._take_batch
    with monkeypatch.context() as patch:
        patch.setattr(batches, "_take_batch", dying)
        with pytest.raises(SystemError):
            batches.go_on(run.pk)
    assert RequirementImport.objects.get(pk=run.pk).done == 50
    batches.go_on(run.pk)
    run = RequirementImport.objects.get(pk=run.pk)
    assert (run.state, run.created) == ("done", 120)
    assert len(titles(inside)) == len(set(titles(inside))) == 120


# --- Word ------------------------------------------------------------------------------------------------


def test_a_word_document_gives_sections_items_and_table_rows(inside: World, work) -> None:
    run = upload(inside, as_docx(), "需求说明.docx")
    assert run.is_document
    run = take(inside, run, work)
    assert run.created == 3
    assert titles(inside) == ["月结应在 3 个工作日内完成", "凭证须能从报表点到单据", "扫码收货"]
    assert set(Section.objects.filter(project=inside.tunnel).values_list("title", flat=True)) == {"财务", "仓库"}
    last = Requirement.objects.get(project=inside.tunnel, title="扫码收货")
    assert (last.priority, last.criteria) == ("must", ["断网扫 200 件"])


def test_only_what_is_ticked_is_taken(inside: World, work) -> None:
    run = actions.map_import(inside.actor("mark"), upload(inside, as_docx(), "需求.docx"), ticked=[3])
    take(inside, run, work)
    assert titles(inside) == ["凭证须能从报表点到单据"]


# --- files that mean harm --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        (bomb, "炸弹.docx", "unpacks to far more"),
        (lambda: bomb("xl/workbook.xml"), "bomb.xlsx", "unpacks to far more"),
        (lambda: BytesIO(b""), "空.csv", "empty"),
        (lambda: BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600), "old.xls", "old Excel file"),
        (lambda: BytesIO(bytes(range(256)) * 50), "noise.csv", "is not a table"),
        (lambda: BytesIO(b"<html><table><tr><td>x</td></tr></table>"), "page.xlsx", "web page"),
        (lambda: BytesIO(b"PK\x03\x04 not really a zip"), "broken.docx", "damaged"),
        (lambda: BytesIO("需求名称\n".encode()), "headers.csv", "no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words_and_leaves_nothing(
    inside: World, file, name: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        upload(inside, file(), name)
    assert words in str(refused.value)
    assert not RequirementImport.objects.exists()


def test_markup_formulas_emoji_and_hebrew_are_words_like_others(inside: World, work) -> None:
    names = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "😀 好用", "דרישה ראשונה", "a\u202eb 反向"]
    run = take(
        inside, upload(inside, as_csv([("", name, *[""] * 7) for name in names], headers=HEADERS), "x.csv"), work
    )
    assert run.created == 5
    assert "<script>alert(1)</script>" in titles(inside)
    assert "ab 反向" in titles(inside)  # marks that turn the direction of writing are left out
    file, _kind = written(inside.actor("mark"), inside.tunnel, "csv")
    assert b"'=cmd" in file.read()


def test_who_may_not_import_may_not(inside: World) -> None:
    for name in ("otto", "fang", "cara"):
        with pytest.raises(Denied):
            actions.upload_import(inside.actor(name), inside.tunnel, file=as_xlsx(), file_name="x.xlsx")
    with pytest.raises(Invalid):
        actions.map_import(inside.actor("mark"), upload(inside, as_xlsx()), mapping={"0": "title", "1": "title"})
    run = actions.map_import(inside.actor("mark"), upload(inside, as_xlsx()), mapping={"2": "description"})
    with pytest.raises(Invalid):
        actions.start_import(inside.actor("mark"), run)


def test_old_files_and_old_words_are_forgotten(inside: World, work) -> None:
    run = take(inside, upload(inside, as_xlsx()), work)
    waiting, key = upload(inside, as_xlsx()), run.stored_as
    forget_imports()
    assert default_storage.exists(key)
    RequirementImport.objects.update(updated_at=timezone.now() - timedelta(days=31))
    with TestCase.captureOnCommitCallbacks(execute=True):
        forget_imports()
    assert not default_storage.exists(key)
    assert not RequirementImport.objects.exclude(stored_as="").exists()
    assert not RequirementImportRow.objects.filter(run=run).exclude(before={}).exists()
    with pytest.raises(Conflict, match="no longer kept"):
        actions.start_import(inside.actor("mark"), waiting)


def test_the_page_of_an_import_whose_file_is_gone_still_opens(inside: World, as_) -> None:
    run = upload(inside, as_xlsx())
    RequirementImport.objects.update(updated_at=timezone.now() - timedelta(days=31))
    forget_imports()
    run.refresh_from_db()
    assert as_("mark").get(f"/acme{run.get_absolute_url()}").status_code == 200
