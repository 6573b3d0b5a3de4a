"""Workbooks: a sheet for each part, a native chart beside the figures it is drawn from."""

import io
from collections.abc import Sequence
from typing import Any

from zhike.core.charts import Chart
from zhike.core.charts.letters import breadth, wrapped
from zhike.core.office.grids import Grid, grid, number_format, stored
from zhike.core.office.parts import Column, Part, Sheet, Text
from zhike.core.office.spreadsheet_charts import native
from zhike.core.tables.layout import column_letter
from zhike.core.tables.write import Value, cell, header_cell, new_sheet

WIDEST, NARROWEST = 60, 11
BESIDE = 8  # columns a chart may stand beside; past that it gets a sheet of its own before its figures
SAMPLED = 300  # rows that say how wide a column is
A4 = 9  # as Excel numbers papers


def workbook(parts: Sequence[Part], *, title: str, author: str = "") -> bytes:
    """The parts as an XLSX file, in order, each on a sheet of its own."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, author or "Zhike"
    for part in parts or (Text(title, ()),):
        _SHEETS[type(part)](book, part)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# --- below -----------------------------------------------------------------------------------------------


def _text(book: Any, part: Text) -> None:
    sheet = _new(book, part.title)
    sheet.column_dimensions["A"].width = 100
    sheet.append([header_cell(sheet, part.title)])
    for paragraph in part.paragraphs:
        _raise_row(sheet, sheet._max_row + 1, [paragraph], [Column("")], [100])
        sheet.append([_wrapping(cell(sheet, paragraph))])


def _table(book: Any, part: Sheet) -> None:
    sheet = _new(book, part.title, part.columns)
    _fill(sheet, part.columns, part.rows)
    if part.note:
        sheet.append([])
        sheet.append([cell(sheet, part.note)])


def _chart(book: Any, chart: Chart) -> None:
    known = grid(chart)
    columns = tuple(Column(name, unit) for name, unit in known.columns)
    aside = None if len(columns) <= BESIDE else book.create_sheet(_free_name(book, chart.title))
    sheet = _new(book, chart.title, columns)
    _fill(sheet, columns, known.rows)
    if chart.is_empty:
        return
    _place(aside or sheet, native(chart, known, sheet), "A1" if aside else f"{column_letter(len(columns) + 2)}2", known)


def _place(sheet: Any, picture: Any, anchor: str, known: Grid) -> None:
    picture.width, picture.height = 26, 13
    if not known.columns[1:]:
        return
    sheet.add_chart(picture, anchor)


def _new(book: Any, title: str, columns: Sequence[Column] = ()) -> Any:
    """A sheet under a name no other has, its first row frozen; a unit that no cell shows stands in the head."""
    sheet = new_sheet(book, _free_name(book, title), 1, ())
    for place, _column in enumerate(columns, 1):
        sheet.column_dimensions[column_letter(place)].width = NARROWEST
    _for_printing(sheet)
    return sheet


def _for_printing(sheet: Any) -> None:
    """On paper: A4 across, all columns on one page, the heads on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


def _free_name(book: Any, title: str) -> str:
    import re

    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:27] or "1"
    taken = {one.casefold() for one in book.sheetnames}
    names = (plain if count == 1 else f"{plain} {count}" for count in range(1, 1000))
    return next(name for name in names if name.casefold() not in taken)


def _fill(sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
    heads = [_head(column) for column in columns]
    for place, (column, head) in enumerate(zip(columns, heads, strict=True), 1):
        sample = [row[place - 1] for row in rows[:SAMPLED]]
        sheet.column_dimensions[column_letter(place)].width = _width(column, head, sample)
    widths = [sheet.column_dimensions[column_letter(place)].width for place in range(1, len(columns) + 1)]
    _raise_row(sheet, 1, heads, columns, widths)
    sheet.append([_coloured(header_cell(sheet, head), column) for head, column in zip(heads, columns, strict=True)])
    for number, row in enumerate(rows, 2):
        _raise_row(sheet, number, row, columns, widths)
        cells = [_cell(sheet, value, column) for value, column in zip(row, columns, strict=True)]
        sheet.append([_wrapping(one) for one in cells] if number in sheet.row_dimensions else cells)
    sheet.auto_filter.ref = f"A1:{column_letter(max(len(columns), 1))}{len(rows) + 1}"


def _raise_row(
    sheet: Any, number: int, row: Sequence[Value], columns: Sequence[Column], widths: Sequence[float]
) -> None:
    """As high as its longest text needs: some programs keep every row at one line."""
    texts = [
        (value, width) for value, column, width in zip(row, columns, widths, strict=True) if isinstance(value, str)
    ]
    lines = max(
        (sum(len(wrapped(part, width * 0.5, 40)) for part in value.splitlines()) for value, width in texts), default=1
    )
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * 17.0, 400)


def _head(column: Column) -> str:
    from zhike.core.charts.units import in_words

    unit = "" if column.unit.kind == "money" else in_words(column.unit)
    return f"{column.name} ({unit})" if unit and column.name and unit not in column.name else column.name


def _width(column: Column, head: str, values: Sequence[Value]) -> float:
    """Units of a spreadsheet are digits wide; a Chinese character takes two."""
    if column.unit.kind == "text":
        longest = max((breadth(str(value)) for value in values if value is not None), default=0)
    else:
        longest = 8
    return min(max(longest / 0.55, breadth(head) / 0.5 + 3, NARROWEST), WIDEST)


def _cell(sheet: Any, value: Value, column: Column) -> Any:
    made = cell(sheet, stored(value, column.unit))  # type: ignore[arg-type]
    if hasattr(made, "number_format") and column.unit.kind not in ("text", "day"):
        made.number_format = number_format(column.unit)
        return made
    if isinstance(made, (int, float)) or (value is not None and not hasattr(made, "number_format")):
        return _formatted(sheet, made, number_format(column.unit))
    return _wrapping(made) if column.unit.kind == "text" and made is not None else made


def _formatted(sheet: Any, value: Any, form: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value)
    made.number_format = form
    return made


def _wrapping(made: Any) -> Any:
    from openpyxl.styles import Alignment

    if hasattr(made, "alignment"):
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _coloured(made: Any, column: Column) -> Any:
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    made.fill = PatternFill("solid", fgColor="E7F0F0")
    made.border = Border(bottom=Side("thin", color="0D6163"))
    made.alignment = Alignment("left" if column.unit.kind == "text" else "right", "center", wrap_text=True)
    return made


_SHEETS: dict[type, Any] = {Text: _text, Sheet: _table, Chart: _chart}
