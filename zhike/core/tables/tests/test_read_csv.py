"""Text tables as they really arrive: every encoding, delimiter and mistake."""

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.core.tables.read import Limits, Unreadable, open_table
from zhike.core.tables.write import write_csv

CHINESE = "客户名称,联系人,电话,备注\n华为技术有限公司,张三,13800138000,重点客户\n北京银行,李四,010-62345678,需要回访\n"


class Endless(io.RawIOBase):
    """Claims to be huge, and fails the test when anybody reads it."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 200 * 1024 * 1024 if whence == 2 else offset

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("a file over the limit must not be read")


def table(content: bytes | str, **options):
    content = content.encode() if isinstance(content, str) else content
    return open_table(io.BytesIO(content), "clients.csv", **options)


def cells(content: bytes | str, **options) -> list[tuple[str, ...]]:
    return [row.cells for row in table(content, **options).rows]


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_a_chinese_table_is_read_in_whatever_encoding_it_comes(codec, found):
    text = CHINESE + "".join(f"客户{n},张伟,1380013{n:04},说明\n" for n in range(50))
    opened = table(text.encode(codec))
    assert opened.encoding == found
    assert opened.headers == ["客户名称", "联系人", "电话", "备注"]
    rows = list(opened.rows)
    assert rows[0].cells == ("华为技术有限公司", "张三", "13800138000", "重点客户")
    assert rows[0].number == 2
    assert len(rows) == 52


def test_characters_of_four_bytes_in_gb18030_are_read():
    text = CHINESE + "𠮷野家餐饮有限公司,㐂,1,😀\n"
    opened = table(text.encode("gb18030"))
    assert opened.encoding == "gb18030"
    assert [row.cells for row in opened.rows][-1] == ("𠮷野家餐饮有限公司", "㐂", "1", "😀")


def test_big5_is_told_from_gbk():
    text = "客戶名稱,聯絡人\n台灣積體電路製造股份有限公司,王小明\n鴻海精密工業股份有限公司,陳大文\n"
    opened = table(text.encode("big5"))
    assert opened.encoding == "big5hkscs"
    assert next(opened.rows).cells[0] == "台灣積體電路製造股份有限公司"


def test_western_accents_are_told_from_chinese():
    opened = table("Name;Stadt\nMüller GmbH;Köln\nSociété Générale;Orléans\nPeña;Málaga\n".encode("cp1252"))
    assert opened.encoding == "cp1252"
    assert [row.cells for row in opened.rows][1] == ("Société Générale", "Orléans")


def test_a_few_chinese_characters_in_a_long_english_file_are_enough():
    text = "name,city\n" + "Acme,London\n" * 30_000 + "华为技术,深圳\n"
    opened = table(text.encode("gbk"))
    assert opened.encoding == "gb18030"
    assert list(opened.rows)[-1].cells == ("华为技术", "深圳")


def test_one_broken_byte_does_not_lose_the_file_but_is_counted():
    content = (CHINESE * 20).encode() + b"\xff,x,1,y\n"
    opened = table(content)
    assert opened.encoding == "utf-8"
    assert opened.broken == 1
    assert "�" in list(opened.rows)[-1].cells[0]


def test_a_gbk_file_cut_in_the_middle_of_a_character_is_still_gbk():
    opened = table((CHINESE * 20).encode("gbk")[:-3])
    assert opened.encoding == "gb18030"
    assert opened.headers[0] == "客户名称"


def test_the_person_may_override_the_encoding_and_the_delimiter():
    opened = table(CHINESE.encode("gbk"), encoding="gbk", delimiter=",")
    assert (opened.encoding, opened.headers[0]) == ("gbk", "客户名称")
    with pytest.raises(Unreadable):
        table(CHINESE, encoding="klingon")


@pytest.mark.parametrize("delimiter", ["quite long", '"', "\n"])
def test_a_separator_is_one_character(delimiter):
    with pytest.raises(Unreadable, match="one character"):
        table(CHINESE, delimiter=delimiter)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，", "；", "｜", "、"])
def test_any_delimiter_is_found(delimiter):
    lines = [["名称", "城市", "金额"], ["甲公司", "北京", "1"], ["乙公司", "上海", "2"]]
    opened = table("\n".join(delimiter.join(line) for line in lines))
    assert opened.delimiter == delimiter
    assert [row.cells for row in opened.rows] == [tuple(line) for line in lines[1:]]


def test_a_comma_inside_text_does_not_win_over_the_semicolon():
    assert table("name;note\nA;one, two, three\nB;four, five\nC;six\n").delimiter == ";"


def test_excel_may_declare_its_delimiter():
    opened = table("sep=;\nname;a,b\nX;1,2\n")
    assert opened.headers == ["name", "a,b"]
    row = next(opened.rows)
    assert (row.number, row.cells) == (3, ("X", "1,2"))


def test_one_column_is_a_table_too():
    assert cells("名称\n甲\n乙\n") == [("甲",), ("乙",)]


def test_quotes_line_breaks_and_delimiters_in_cells():
    assert cells('name,note\r\n"Acme, Inc.","line 1\r\nline ""2"""\r\nB,ok\r\n') == [
        ("Acme, Inc.", 'line 1\nline "2"'),
        ("B", "ok"),
    ]


def test_a_record_over_several_lines_is_one_row_as_in_excel():
    assert [row.number for row in table('a,b\n"1\n1",x\n2,y\n').rows] == [2, 3]


@pytest.mark.parametrize("rest", ["B,2\n" * 5, "B,2\n" * 5_000, ""])
def test_a_quotation_mark_that_is_never_closed_is_reported_with_its_row(rest):
    with pytest.raises(Unreadable, match="3"):
        cells('name,note\nA,1\n"B,2\n' + rest)


def test_zero_and_control_characters_are_dropped():
    assert cells(b"name,note\nA\x00cme,b\x07ell\x1b\n") == [("Acme", "bell")]


def test_ragged_rows_are_padded_and_surplus_is_kept_apart():
    short, long, blank = table("a,b,c\n1\n1,2,3,4,,5\n1,2,3,,,\n").rows
    assert short.cells == ("1", "", "")
    assert (long.cells, long.extra) == (("1", "2", "3"), ("4", "", "5"))
    assert blank.extra == ()


def test_blank_rows_are_left_out_but_counted():
    assert [(r.number, r.cells) for r in table("a,b\n\n,\n1,2\n\n\n").rows] == [(4, ("1", "2"))]


def test_a_title_over_the_table_is_no_header():
    opened = table("2026年客户清单,,,\n制表：张三,,,\n名称,电话,城市,备注\n甲,1,北京,x\n")
    assert opened.preamble == ["2026年客户清单", "制表：张三"]
    assert opened.headers == ["名称", "电话", "城市", "备注"]
    assert next(opened.rows).number == 4


def test_blank_and_repeated_headers_get_names_of_their_own():
    assert table("电话,,电话,电话\n1,2,3,4\n").headers == ["电话", "Column B", "电话 (2)", "电话 (3)"]


def test_a_huge_cell_is_refused_with_its_address():
    with pytest.raises(Unreadable, match="B2"):
        cells("a,b\n1," + "x" * 40_000 + "\n")
    with pytest.raises(Unreadable, match="2"):
        cells("a,b\n1," + "x" * 200_000 + "\n")


def test_a_file_over_the_limit_is_refused_unread():
    with pytest.raises(Unreadable, match=r"200\.0 MB.*25 MB"):
        open_table(Endless(), "big.csv")


def test_too_many_rows_and_columns_are_refused():
    with pytest.raises(Unreadable, match="10 rows"):
        cells("a\n" + "1\n" * 11, limits=Limits(rows=10))
    with pytest.raises(Unreadable, match="600 columns"):
        cells(",".join(f"c{n}" for n in range(600)))


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b",,,\n,,\n", b"\xef\xbb\xbf", b"   "])
def test_nothing_is_told_to_be_nothing(content):
    with pytest.raises(Unreadable, match="empty"):
        cells(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"<html><body><table><tr><td>x</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "web page"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "not a table"),
        (bytes(range(1, 32)) * 20, "not a table"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "contact cards"),
    ],
)
def test_other_files_are_named_with_what_to_do(content, words):
    with pytest.raises(Unreadable, match=words):
        open_table(io.BytesIO(content), "客户.xls")


def test_the_message_is_in_plain_words_and_names_the_file():
    with pytest.raises(Unreadable) as refusal:
        open_table(io.BytesIO(b"%PDF-1.7"), "名单.csv")
    assert "名单.csv" in refusal.value.message


def test_rows_are_streamed():
    """Opening reads the first rows only; the rest is read as it is asked for."""

    class Counting(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            chunk = super().read(size)
            self.taken += len(chunk)
            return chunk

    file = Counting(("a,b\n" + "1,2\n" * 600_000).encode())
    opened = open_table(file, "x.csv", limits=Limits(rows=1_000_000))
    file.taken = 0
    for _, _row in zip(range(1000), opened.rows, strict=False):
        pass
    assert file.taken < 1_000_000


def test_what_we_export_comes_back_as_it_was():
    rows = [["=1+1", "-5", "+86 138 0013 8000", 'a,b\n"c"'], ["@x", "'quoted'", "＝SUM(A1)", ""]]
    assert cells(b"".join(write_csv(rows, headers=["a", "b", "c", "d"]))) == [tuple(row) for row in rows]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8))
def test_any_export_can_be_read_again(rows):
    expected = [row for row in rows if any(row)]
    read = cells(b"".join(write_csv(rows, headers=["first", "second", "third"])))
    assert [len(row) for row in read] == [3] * len(expected)
    assert [tuple(cell.lstrip("'") for cell in row) for row in read] == [
        tuple(cell.lstrip("'") for cell in row) for row in expected
    ]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise_anything_but_unreadable(content):
    with contextlib.suppress(Unreadable):
        list(table(content).rows)
