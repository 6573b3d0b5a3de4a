"""Workbooks: typed cells, native charts over them, and nothing a program would run."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from zhike.core import charts
from zhike.core.charts import Chart, Series, money
from zhike.core.office import Column, Part, Sheet, Text, workbook

FIRST = date(2026, 3, 2)


def opened(parts: list[Part]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(parts, title="T")))


def test_each_part_has_a_sheet_and_each_chart_is_native(parts: list[Part]) -> None:
    with translation.override("zh-hans"):
        book = opened(parts)
    assert book.sheetnames == [
        "一、本期概要", "风险与问题", "成本与挣值曲线（S 曲线）", "需求燃起图：范围与完成", "任务状态累积流图",
        "里程碑趋势图", "各阶段工时",
    ]  # fmt: skip
    drawn = [sheet._charts for sheet in book]
    assert [len(one) for one in drawn] == [0, 0, 1, 1, 1, 1, 1]
    assert [type(one[0]).__name__ for one in drawn[2:]] == [
        "LineChart",
        "LineChart",
        "AreaChart",
        "LineChart",
        "BarChart",
    ]
    assert [sheet.freeze_panes for sheet in book] == ["A2"] * 7


def test_a_native_chart_reads_the_cells_that_hold_its_figures() -> None:
    days = tuple(FIRST + timedelta(days=count) for count in range(5))
    chart = Chart(
        "x", charts.LINES, "费用", days, (Series("计划", (1, 2, 3, 4, 5)), Series("实际", (1, None, 4, None, None)))
    )
    sheet = opened([chart])["费用"]
    series = sheet._charts[0].series
    assert [one.tx.strRef.f for one in series] == ["'费用'!$B$1", "'费用'!$C$1"]
    assert [one.val.numRef.f for one in series] == ["'费用'!$B$2:$B$6", "'费用'!$C$2:$C$6"]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [1, None, 4, None, None]
    assert sheet["A2"].is_date
    assert sheet._charts[0].display_blanks == "gap"
    assert [one.graphicalProperties.line.prstDash for one in series] == ["solid", "dash"]


def test_cells_are_typed_by_their_column() -> None:
    columns = (
        Column("名称"), Column("日", charts.DAY), Column("费用", money("CNY")), Column("完成", charts.PERCENT),
        Column("指数", charts.NUMBER),
    )  # fmt: skip
    rows = (("需求", FIRST, 1_280_000.5, 62.5, 0.87), (None, None, None, None, None))
    with translation.override("zh-hans"):
        sheet = opened([Sheet("表", columns, rows)])["表"]
    name, day, cost, share, index = sheet[2]
    assert (name.value, day.value.date(), cost.value, share.value, index.value) == (
        "需求",
        FIRST,
        1_280_000.5,
        0.625,
        0.87,
    )
    assert [one.number_format for one in (day, cost, share, index)] == [
        "yyyy-mm-dd", "[$¥]#,##0.00;-[$¥]#,##0.00", "0.0%", "0.00",
    ]  # fmt: skip
    assert {cell.value for cell in sheet[3]} == {None}
    assert sheet.auto_filter.ref == "A1:E3"


@pytest.mark.parametrize("evil", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "#N/A"])
def test_no_text_is_a_formula_wherever_it_stands(evil: str) -> None:
    chart = Chart("x", charts.BARS, evil, (evil, "B"), (Series(evil, (1, 2)),), alt=evil, note=evil)
    sheet = Sheet(evil, (Column(evil), Column("N", charts.COUNT)), ((evil, 1), ("x", 2)), evil)
    data = workbook([Text(evil, (evil,)), sheet, chart], title=evil)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for one in book for row in one.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert sum(evil.strip() in str(cell.value) for cell in cells) >= 6
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in one or b"<f " in one for one in sheets)


def test_sheets_with_one_title_get_names_of_their_own_that_programs_accept() -> None:
    names = opened([Text("a/b:c*?[x]\\", ()), Text("重复" * 40, ()), Text("重复" * 40, ()), Text("", ())]).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_step_is_a_step_in_a_program_that_knows_none() -> None:
    days = (FIRST, FIRST + timedelta(days=3))
    sheet = opened([Chart("x", charts.STEPS, "Steps", days, (Series("Scope", (10, 14)),))])["Steps"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [10, 10, 10, 14]


def test_forty_milestones_have_their_chart_in_sight_and_their_figures_behind_it() -> None:
    weeks = tuple(FIRST + timedelta(weeks=week) for week in range(3))
    series = tuple(Series(f"M{place}", tuple(day + timedelta(days=90) for day in weeks)) for place in range(40))
    book = opened([Chart("x", charts.SLIP, "Slip", weeks, series, charts.DAY)])
    assert [len(sheet._charts) for sheet in book] == [1, 0]
    assert book.worksheets[1].max_column == 41


def test_no_figures_make_no_chart_and_no_parts_an_empty_file() -> None:
    empty = Chart("x", charts.LINES, "Empty", (FIRST,), (Series("S", (None,)),))
    assert opened([empty])["Empty"]._charts == []
    assert opened([]).sheetnames == ["T"]


def test_a_row_that_does_not_fit_its_columns_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="one cell for each"):
        Sheet("x", (Column("a"), Column("b")), (("only one",),))
