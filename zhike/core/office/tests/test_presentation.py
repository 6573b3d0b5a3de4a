"""Slides: nothing runs over, Chinese is set as Chinese, charts can be edited."""

import io
import zipfile
import zlib
from datetime import date, timedelta
from struct import pack
from typing import Any

import openpyxl
import pptx
import pytest
from django.utils import translation
from pptx.oxml.ns import qn
from pptx.util import Pt

from zhike.core import charts
from zhike.core.charts import Chart, Series
from zhike.core.charts.letters import LINE, wrapped
from zhike.core.office import Column, Firm, Part, Sheet, Text, slides
from zhike.core.office.slide_frames import FOOT, HIGH, TOP, WIDE
from zhike.core.office.slide_texts import ACROSS, SIZE, high

from .conftest import SAYING

FIRST = date(2026, 3, 2)


def opened(parts: list[Part], **more: Any) -> Any:
    return pptx.Presentation(io.BytesIO(slides(parts, title="周报", **more)))


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def bodies(deck: Any, title: str) -> list[list[str]]:
    """The points of each slide under this title."""
    found = [slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith(title)]
    frames = [[one.text_frame for one in slide.shapes if one.has_text_frame and one.top == Pt(TOP)] for slide in found]
    return [[paragraph.text for frame in some for paragraph in frame.paragraphs] for some in frames]


def test_every_kind_of_part_has_its_slides_and_charts_are_native(parts: list[Part]) -> None:
    with translation.override("zh-hans"):
        deck = opened(parts, subtitle="第 26 周", firm=Firm("知客咨询"))
    drawn = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    kinds = [chart.chart_type.name for chart in drawn]
    assert kinds == ["LINE", "LINE", "AREA_STACKED", "LINE_MARKERS", "BAR_CLUSTERED"]
    assert [series.name for series in drawn[0].plots[0].series] == ["计划价值", "挣值", "实际成本", "预测", "预算"]
    assert texts(deck.slides[0])[:2] == ["周报", "第 26 周"]
    assert all("知客咨询" in " ".join(texts(slide)) for slide in deck.slides)


def test_a_chart_carries_the_figures_it_was_drawn_from() -> None:
    days = tuple(FIRST + timedelta(days=count) for count in range(3))
    deck = opened([Chart("x", charts.LINES, "费用", days, (Series("=1+1", (1, None, 3)), Series("实际", (4, 5, 6))))])
    chart = next(shape.chart for shape in deck.slides[1].shapes if shape.has_chart)
    assert [tuple(series.values) for series in chart.plots[0].series] == [(1, None, 3), (4, 5, 6)]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()]
    assert rows[0][1:] == ["=1+1", "实际"]
    assert [row[1:] for row in rows[1:]] == [[1, 4], [None, 5], [3, 6]]
    assert {cell.data_type for row in book["Sheet1"].iter_rows() for cell in row if cell.value is not None} == {
        "s",
        "n",
        "d",
    }


def test_all_letters_have_a_typeface_for_chinese(parts: list[Part]) -> None:
    with zipfile.ZipFile(io.BytesIO(slides(parts, title="周报", firm=Firm("知客")))) as archive:
        from lxml import etree

        for name in archive.namelist():
            if name.startswith(("ppt/slides/slide", "ppt/charts/chart")) and name.endswith(".xml"):
                tree = etree.fromstring(archive.read(name))
                letters = [run.find(qn("a:rPr")) for run in tree.iter(qn("a:r"), qn("a:fld"))]
                letters += tree.findall(f"{qn('c:txPr')}/{qn('a:p')}/{qn('a:pPr')}/{qn('a:defRPr')}")[:1]
                faces = {one.find(qn("a:ea")).get("typeface") for one in letters}
                assert faces == {"Microsoft YaHei"}, name


def test_points_go_on_over_slides_and_none_is_lost_or_runs_over() -> None:
    points = tuple(f"第 {place} 点：{SAYING * (place % 5 + 1)}" for place in range(1, 30))
    pages = bodies(opened([Text("概要", points)]), "概要")
    assert [point for page in pages for point in page] == list(points)
    assert all(sum(map(high, page)) <= FOOT - TOP for page in pages)
    assert len(pages) > 3
    titles = [slide.shapes.title.text_frame.text for slide in list(opened([Text("概要", points)]).slides)[1:]]
    assert titles[0] == f"概要 (1/{len(pages)})"


@pytest.mark.parametrize("long", [SAYING * 60, "word " * 2000, "字" * 3000])
def test_one_point_longer_than_a_slide_goes_on_between_sentences_where_there_are_any(long: str) -> None:
    pages = bodies(opened([Text("概要", (long,))]), "概要")
    joined = "".join(point for page in pages for point in page)
    assert joined.replace(" ", "") == long.replace(" ", "")
    assert all(sum(map(high, page)) <= FOOT - TOP for page in pages)
    if long.startswith(SAYING):
        assert all(point.endswith(("。", "；")) for page in pages for point in page)


def test_tables_go_on_over_slides_with_their_heads_and_keep_above_the_foot() -> None:
    rows = tuple((f"R-{place}", SAYING * (1 + place % 4), FIRST) for place in range(40))
    deck = opened([Sheet("风险", (Column("编号"), Column("说明"), Column("到期", charts.DAY)), rows, "资料来源")])
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [table.table.cell(0, 1).text for table in tables] == ["说明"] * len(tables)
    shown = [row.cells[0].text for table in tables for row in list(table.table.rows)[1:]]
    assert shown == [row[0] for row in rows]
    for table in tables:
        need = sum(row.height for row in table.table.rows)
        assert table.top + need <= Pt(FOOT)
        assert table.left + sum(column.width for column in table.table.columns) <= Pt(WIDE)
        wide = table.table.columns[1].width / 12_700 - 10
        for row in list(table.table.rows)[1:]:
            assert len(wrapped(row.cells[1].text, wide / 12, 99)) * 12 * LINE <= row.height / 12_700


def test_a_table_too_wide_for_a_slide_is_parted_and_keeps_its_first_column() -> None:
    columns = tuple(Column(f"列 {place}", charts.COUNT if place else charts.TEXT) for place in range(20))
    deck = opened([Sheet("宽", columns, (("A", *range(19)), ("B", *range(19))))])
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [len(table.columns) for table in tables] == [8, 8, 6]
    assert all([row.cells[0].text for row in table.rows] == ["列 0", "A", "B"] for table in tables)


def test_nothing_lies_outside_a_slide(parts: list[Part]) -> None:
    with translation.override("zh-hans"):
        deck = opened(
            [*parts, Text("很长的标题" * 30, ("点",))], subtitle="副标题" * 40, firm=Firm("公司" * 60, _logo(2000, 50))
        )
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= Pt(WIDE) + 1
            assert shape.top + shape.height <= Pt(HIGH) + 1


def test_a_logo_keeps_its_shape_and_slides_their_numbers() -> None:
    deck = opened([Text("A", ("x",)), Text("B", ("y",))], firm=Firm("知客", _logo(200, 60)))
    picture = next(shape for shape in deck.slides[0].shapes if hasattr(shape, "image"))
    assert picture.width / picture.height == pytest.approx(200 / 60, rel=0.01)
    for slide in list(deck.slides)[1:]:
        assert [field.get("type") for field in slide._element.iter(qn("a:fld"))] == ["slidenum"]


def test_of_forty_milestones_those_that_moved_most_are_drawn_and_the_rest_is_counted() -> None:
    weeks = tuple(FIRST + timedelta(weeks=week) for week in range(4))
    series = tuple(
        Series(f"M{place}", tuple(FIRST + timedelta(days=99 + place * week) for week in range(4)))
        for place in range(40)
    )
    slide = opened([Chart("x", charts.SLIP, "Slip", weeks, series, charts.DAY)]).slides[1]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert [one.name for one in chart.plots[0].series] == [f"M{place}" for place in range(28, 40)]
    assert any("28 more are in the spreadsheet" in text for text in texts(slide))


def test_a_chart_without_figures_says_so() -> None:
    slide = opened([Chart("x", charts.LINES, "Empty", (FIRST,), (Series("S", (None,)),))]).slides[1]
    assert "There are no figures for this yet." in texts(slide)
    assert not any(shape.has_chart for shape in slide.shapes)


def test_lines_of_a_point_are_counted_as_a_program_breaks_them() -> None:
    assert len(wrapped("字" * int(ACROSS), ACROSS, 9)) == 1
    assert len(wrapped("字" * int(ACROSS + 1), ACROSS, 9)) == 2
    assert high("字") == pytest.approx(SIZE * LINE + 9)


def _logo(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([13, 97, 99]) * width for _ in range(height))
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
