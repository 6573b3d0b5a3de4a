"""Exports open in Excel as they should and run nothing."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zhike.core.tables.write import CELL_LIMIT, is_formula, write_csv, write_xlsx

ATTACKS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    " =1+1",
    "\u200b=1+1",
    "\ufeff=1",
    "\u3000=1+1",
    "-",
    "=",
    "+",
    "--1",
    "-cmd",
    "+86 (138) x",
    "-1-2",
]
HARMLESS = [
    "-12.5",
    "-1,234.56",
    "-5%",
    "+86 138 0013 8000",
    "+8613800138000",
    "华为",
    "a=b",
    "1-2",
    "",
    "a@b.cn",
    "'x",
]


def csv_text(rows, **options) -> str:
    return b"".join(write_csv(rows, **options)).decode("utf-8-sig")


def sheet(rows, headers=("名称",), title="客户"):
    with write_xlsx(rows, headers=headers, title=title) as file:
        return load_workbook(io.BytesIO(file.read())).active


@pytest.mark.parametrize("text", ATTACKS)
def test_a_formula_gets_an_apostrophe_in_csv_and_quotes_around_it(text):
    assert is_formula(text)
    assert csv_text([[text]]).startswith("\"'")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_cannot_be_run_stays_as_it_is(text):
    assert not is_formula(text)
    assert next(csv.reader(io.StringIO(csv_text([[text]])))) == [text]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_formula_is_text_in_a_workbook_and_marked_so_that_editing_keeps_it_text(text):
    cell = sheet([[text]])["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == text.strip()


@given(st.text(max_size=20))
def test_no_csv_cell_begins_as_a_formula(text):
    written = next(csv.reader(io.StringIO(csv_text([[text]]), newline="")), [""])[0]
    assert written[:1] not in tuple("=@\t\r\n＝＋－＠")
    assert not is_formula(written)


def test_csv_has_the_mark_excel_needs_and_windows_line_ends():
    content = b"".join(write_csv([["华为", 1]], headers=["名称", "金额"]))
    assert content == '\ufeff"名称","金额"\r\n"华为",1\r\n'.encode()


def test_csv_values_keep_their_type():
    row = [
        1,
        -2.5,
        Decimal("3.10"),
        True,
        None,
        date(2026, 1, 2),
        datetime.fromisoformat("2026-01-02 03:04"),
        time(5, 6),
    ]
    assert csv_text([row]) == '1,-2.5,3.10,"TRUE","","2026-01-02","2026-01-02 03:04","05:06"\r\n'


def test_translated_headers_are_written_out():
    assert csv_text([], headers=[gettext_lazy("Name of nothing")]) == '"Name of nothing"\r\n'


def test_csv_is_streamed():
    asked = 0

    def rows():
        nonlocal asked
        for number in range(100_000):
            asked += 1
            yield ["客户", number]

    pieces = write_csv(rows())
    next(pieces)
    assert asked < 20_000


def test_workbook_cells_are_typed():
    active = sheet(
        [
            [
                1,
                -2.5,
                Decimal("3.10"),
                True,
                None,
                date(2026, 1, 2),
                datetime.fromisoformat("2026-01-02 03:04"),
                "x",
            ]
        ],
        headers=list("abcdefgh"),
    )
    assert [cell.value for cell in active[2]] == [
        1, -2.5, 3.1, True, None,
        datetime.fromisoformat("2026-01-02"), datetime.fromisoformat("2026-01-02 03:04"), "x",
    ]  # fmt: skip
    assert active["F2"].number_format == "yyyy-mm-dd"
    assert active["A1"].font.bold
    assert active.freeze_panes == "A2"
    assert active.auto_filter.ref == "A1:H2"


def test_times_with_a_zone_are_written_on_the_readers_clock(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    moment = datetime(2026, 1, 1, 18, 0, tzinfo=UTC)
    assert sheet([[moment]])["A2"].value == datetime.fromisoformat("2026-01-02 02:00")
    assert csv_text([[moment]]) == '"2026-01-02 02:00"\r\n'


def test_dates_before_excel_and_numbers_too_long_for_it_are_text():
    active = sheet([[date(1899, 1, 1), 91110108551385082, float("nan")]], headers=["a", "b", "c"])
    assert [cell.value for cell in active[2]] == ["1899-01-01", "91110108551385082", "nan"]


def test_control_characters_do_not_make_the_workbook_unreadable():
    assert sheet([["a\x00\x0b\x1f\ud800\uffffb"]])["A2"].value == "ab"


@pytest.mark.parametrize("character", ["字", "😀"])
def test_texts_longer_than_a_cell_are_cut(character):
    value = sheet([[character * 40_000]])["A2"].value
    assert len(value.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert value.endswith("…")


def test_error_values_stay_text():
    cell = sheet([["#N/A"]])["A2"]
    assert (cell.value, cell.data_type) == ("#N/A", "s")


@pytest.mark.parametrize("title", ["a/b:c*[d]?\\", "", "History", "'x'", "长" * 50])
def test_any_title_makes_a_sheet_excel_accepts(title):
    name = sheet([], title=title).title
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert name.casefold() != "history"


def test_the_file_is_a_sound_zip():
    with write_xlsx([["x"]] * 1000, headers=["a"], title="t") as file:
        assert zipfile.ZipFile(file).testzip() is None


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr("zhike.core.tables.write.SHEET_ROWS", 4)
    with write_xlsx([[n] for n in range(7)], headers=["n"], title="客户") as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert book.sheetnames == ["客户", "客户 2", "客户 3"]
    assert [[c.value for c in s["A"]] for s in book] == [["n", 0, 1, 2], ["n", 3, 4, 5], ["n", 6]]
