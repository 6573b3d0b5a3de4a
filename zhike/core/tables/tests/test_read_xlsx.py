"""Workbooks made by openpyxl and by hand, honest ones and hostile ones."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from zhike.core.tables.read import Limits, Unreadable, open_table


def saved(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    return file


def workbook(*rows: list, title: str = "客户") -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def opened(book: Workbook, **options):
    return open_table(saved(book), "客户.xlsx", **options)


def rewritten(file: io.BytesIO, changes: dict[str, bytes]) -> io.BytesIO:
    """The same zip with some parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target


def part(file: io.BytesIO, name: str) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_is_known_by_its_content_not_its_name():
    table = open_table(saved(workbook(["名称", "电话"], ["华为", "138"])), "客户.csv")
    assert table.headers == ["名称", "电话"]
    assert (table.sheet, table.sheet_names, table.encoding) == ("客户", ["客户"], "")
    assert [row.cells for row in table.rows] == [("华为", "138")]
    table.close()


def test_typed_cells_become_the_text_a_person_would_type():
    book = workbook(
        [
            "date",
            "moment",
            "time",
            "span",
            "whole",
            "float",
            "percent",
            "yes",
            "code",
            "text",
            "phone",
            "noon",
        ],
        [
            date(2026, 11, 22),
            datetime.fromisoformat("2026-11-22 14:30"),
            time(9, 5),
            timedelta(hours=30, minutes=5),
            12.0,
            0.1 + 0.2,
            0.125,
            True,
            123,
            "  a b ",
            13800138000.0,
            datetime.fromisoformat("2026-11-22"),
        ],
    )
    book.active["G2"].number_format = "0.0%"
    book.active["I2"].number_format = "000000"
    row = next(opened(book).rows)
    assert row.cells[:9] == (
        "2026-11-22", "2026-11-22 14:30", "09:05", "30:05", "12", "0.3", "12.5%", "TRUE", "000123",
    )  # fmt: skip
    assert row.cells[10] == "13800138000"
    assert row.cells[11] in ("2026-11-22", "2026-11-22 00:00")


def test_formula_cells_give_the_saved_value_and_are_reported():
    file = saved(workbook(["a", "b", "sum"], [1, 2, "=A2+B2"], [3, 4, 7]))
    empty = rb"<v\s*/>|<v></v>"  # openpyxl writes it as one or the other, with lxml at hand or without
    sheet = re.sub(b"(<f>A2.B2</f>)(?:" + empty + b")", rb"\1<v>3</v>", part(file, SHEET))
    assert b"<v>3</v></c></row>" in sheet
    first, second = open_table(rewritten(file, {SHEET: sheet}), "x.xlsx").rows
    assert (first.cells, first.formulas) == (("1", "2", "3"), (2,))
    assert (second.cells, second.formulas) == (("3", "4", "7"), ())


def test_a_formula_without_a_saved_value_is_blank_and_reported():
    row = next(opened(workbook(["a", "b"], [1, "=A2*2"])).rows)
    assert (row.cells, row.formulas) == (("1", ""), (1,))


def test_blank_rows_and_columns_around_the_table_are_dropped():
    book = workbook(["名称", "电话"], ["华为", "138"], [], ["北京银行", "139"])
    book.active["Z50"] = "   "
    book.active["A60"].alignment = Alignment(wrap_text=True)
    table = opened(book)
    assert table.headers == ["名称", "电话"]
    assert [(row.number, row.cells, row.extra) for row in table.rows] == [
        (2, ("华为", "138"), ()),
        (4, ("北京银行", "139"), ()),
    ]


def test_a_merged_title_is_no_header_and_merged_headers_take_the_row_below():
    book = workbook(
        ["2026 年重点客户", None, None, None],
        ["客户", "联系人", None, "城市"],
        [None, "姓名", "电话", None],
        ["华为", "张三", "138", "深圳"],
    )
    sheet = book.active
    for block in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(block)
    table = opened(book)
    assert table.preamble == ["2026 年重点客户"]
    assert table.headers == ["客户", "联系人 姓名", "联系人 电话", "城市"]
    assert [row.cells for row in table.rows] == [("华为", "张三", "138", "深圳")]


def test_the_first_visible_sheet_is_read_unless_another_is_named():
    book = workbook(["hidden"], [1])
    book.active.sheet_state = "hidden"
    book.create_sheet("第二").append(["second"])
    book.create_sheet("第三").append(["third"])
    assert opened(book).headers == ["second"]
    assert opened(book, sheet="第三").headers == ["third"]
    assert opened(book).sheet_names == ["客户", "第二", "第三"]
    with pytest.raises(Unreadable, match="第二"):
        opened(book, sheet="没有")


def test_an_empty_sheet_is_told_to_be_empty():
    with pytest.raises(Unreadable, match="empty"):
        opened(Workbook())


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    file = saved(workbook(["a"], [1]))
    bomb = rewritten(file, {"xl/media/image1.bin": b"\0" * (60 * 1024 * 1024)})
    assert bomb.seek(0, 2) < 1024 * 1024
    with pytest.raises(Unreadable, match="unpacks"):
        open_table(bomb, "bomb.xlsx")


def test_a_workbook_of_thousands_of_parts_is_refused():
    file = rewritten(saved(workbook(["a"], [1])), {f"xl/media/{n}.bin": b"x" for n in range(2_100)})
    with pytest.raises(Unreadable, match="unpacks"):
        open_table(file, "many.xlsx")


def test_total_size_is_limited_whatever_the_ratio():
    with pytest.raises(Unreadable, match="unpacks"):
        opened(workbook(["a"], [1]), limits=Limits(unpacked_bytes=2_000))


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entity_bombs_are_refused(name):
    file = saved(workbook(["a"], ["b"]))
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = part(file, name)
    content = content if content.startswith(b"<?xml") else b'<?xml version="1.0"?>' + content
    head, _, rest = content.partition(b"?>")
    with pytest.raises(Unreadable, match="no spreadsheet program"):
        open_table(rewritten(file, {name: head + b"?>" + entities + rest}), "x.xlsx")


def test_a_row_number_in_the_trillions_does_not_loop_for_ever():
    file = saved(workbook(["a"], ["b"]))
    sheet = part(file, SHEET).replace(b'<row r="2"', b'<row r="99999999999"').replace(b'r="A2"', b'r="A99999999999"')
    table = open_table(rewritten(file, {SHEET: sheet}), "x.xlsx")
    with pytest.raises(Unreadable):
        list(table.rows)


def test_cells_in_the_last_column_of_every_row_are_refused():
    book = workbook(["a"])
    for number in range(2, 150):
        book.active.cell(number, 16_384, "x")
    with pytest.raises(Unreadable, match="spread"):
        list(opened(book).rows)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:200] + b"\xff" * 400 + content[600:],
        lambda content: b"PK\x03\x04" + b"\0" * 100,
    ],
)
def test_a_damaged_workbook_is_told_to_be_damaged(damage):
    content = saved(workbook(["a", "b"], *[[n, "x"] for n in range(200)])).getvalue()
    with pytest.raises(Unreadable, match="damaged"):
        list(open_table(io.BytesIO(damage(content)), "x.xlsx").rows)


def test_a_sheet_that_breaks_off_is_reported_while_reading():
    file = saved(workbook(["a", "b"], *[[n, "x"] for n in range(500)]))
    sheet = part(file, SHEET)
    table = open_table(rewritten(file, {SHEET: sheet[: len(sheet) // 2]}), "x.xlsx")
    with pytest.raises(Unreadable, match="damaged"):
        list(table.rows)


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("content.xml", "ods"),
        ("xl/workbook.bin", "xlsb"),
        ("Index/Document.iwa", "numbers"),
        ("a.csv", "zip file"),
    ],
)
def test_other_zip_files_are_named_with_what_to_do(member, words):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(Unreadable, match=words):
        open_table(file, "表格.ods")


def test_the_uploaded_file_stays_open_for_its_owner():
    file = saved(workbook(["a"], [1]))
    with open_table(file, "x.xlsx") as table:
        assert len(list(table.rows)) == 1
    assert not file.closed
