"""Tables over as many slides as they need, heads on each; wide ones are parted, their first column on each part."""

from collections.abc import Sequence
from typing import Any

from zhike.core.charts.chart import Value
from zhike.core.charts.letters import LINE, breadth, wrapped
from zhike.core.charts.units import shown
from zhike.core.office.parts import Column, Sheet
from zhike.core.office.slide_frames import (
    ACCENT,
    FOOT,
    INK,
    LEFT,
    PALE,
    ROOM,
    SOFT,
    TOP,
    element,
    new_slide,
    run,
    words,
)

SIZE, PAD = 12.0, 5.0
SPARE = 1.14  # programs put air between Chinese and figures
MOST = 8  # columns of one slide
LINES = 8  # of a cell; the rest is in the spreadsheet


def table_slides(deck: Any, part: Sheet) -> None:
    """The rows in order; an empty table says so."""
    cells = [[_told(*one) for one in zip(row, part.columns, strict=True)] for row in part.rows]
    pages = [(places, rows) for places in _parted(len(part.columns)) for rows in _pages(part, places, cells)]
    for number, (places, rows) in enumerate(pages, 1):
        slide = new_slide(deck, part.title, number, len(pages))
        _table(slide, [part.columns[place] for place in places], rows, _widths(part, places, cells))
        if part.note and number == len(pages):
            words(slide, part.note, LEFT, FOOT - 14, ROOM, 16, size=10, colour=SOFT)


# --- below -----------------------------------------------------------------------------------------------


def _told(value: Value | str, column: Column) -> str:
    return shown(value, column.unit) if value is not None else ""


def _parted(count: int) -> list[list[int]]:
    if count <= MOST:
        return [list(range(count))]
    rest = list(range(1, count))
    return [[0, *rest[at : at + MOST - 1]] for at in range(0, len(rest), MOST - 1)]


def _widths(part: Sheet, places: Sequence[int], cells: Sequence[Sequence[str]]) -> list[float]:
    """By what stands in them; figures and days get what they need, texts share the rest."""
    needs: list[float] = []
    is_text = [part.columns[place].unit.kind == "text" for place in places]
    for place in places:
        longest = max((breadth(row[place]) for row in cells), default=0)
        head = max(breadth(word) for word in wrapped(part.columns[place].name, 6, 4))
        need = max(longest if part.columns[place].unit.kind != "text" else min(longest, 40), head, 2.5)
        needs.append(need * SIZE * SPARE + 2 * PAD + 4)
    fixed = sum(need for need, shares in zip(needs, is_text, strict=True) if not shares)
    free = sum(needs) - fixed
    if not free or fixed > ROOM * 0.75:
        return [need * ROOM / sum(needs) for need in needs]
    return [need * (ROOM - fixed) / free if shares else need for need, shares in zip(needs, is_text, strict=True)]


def _pages(part: Sheet, places: Sequence[int], cells: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    widths = _widths(part, places, cells)
    head = _high([part.columns[place].name for place in places], widths)
    down = FOOT - TOP - head - (20 if part.note else 0)
    pages: list[list[list[str]]] = [[]]
    left = down
    for row in cells:
        chosen = [row[place] for place in places]
        need = _high(chosen, widths)
        if pages[-1] and need > left:
            pages.append([])
            left = down
        pages[-1].append(chosen)
        left -= need
    return pages


def _lines(text: str, width: float) -> list[str]:
    room = (width - 2 * PAD) / SIZE * 0.95
    return [line for part in text.splitlines() or [""] for line in wrapped(part, room, LINES)][:LINES]


def _high(cells: Sequence[str], widths: Sequence[float]) -> float:
    return max(len(_lines(cell, width)) for cell, width in zip(cells, widths, strict=True)) * SIZE * LINE + 2 * PAD


def _table(slide: Any, columns: Sequence[Column], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    from pptx.util import Pt

    heights = [_high([column.name for column in columns], widths), *(_high(row, widths) for row in rows)]
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), Pt(LEFT), Pt(TOP), Pt(sum(widths)), Pt(sum(heights)))
    table = frame.table
    _plain(table)
    for place, width in enumerate(widths):
        table.columns[place].width = Pt(width)
    for place, height in enumerate(heights):
        table.rows[place].height = Pt(height)
    for at, column in enumerate(columns):
        _cell(
            table.cell(0, at), column.name, ACCENT, bold=True, right=column.unit.kind not in ("text", "day"), fill=PALE
        )
    for line, row in enumerate(rows, 1):
        for at, (text, column, width) in enumerate(zip(row, columns, widths, strict=True)):
            cut = "\n".join(_lines(text, width)) if len(_lines(text, width)) == LINES else text
            _cell(table.cell(line, at), cut, INK, right=column.unit.kind not in ("text", "day"))


def _plain(table: Any) -> None:
    """No bands and no style of the program: lines below the rows are drawn cell by cell."""
    from pptx.oxml.ns import qn

    table.first_row, table.horz_banding = True, False
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"


def _cell(cell: Any, text: str, colour: str, *, bold: bool = False, right: bool = False, fill: str = "") -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(PAD)
    frame = cell.text_frame
    frame.word_wrap = True
    for place, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run(paragraph, line, SIZE, colour, bold=bold)
        paragraph._p.get_or_add_pPr().set("algn", "r" if right else "l")
    if fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(fill)
    else:
        cell.fill.background()
    _line_below(cell)


def _line_below(cell: Any) -> None:
    line, fill = element("a:lnB", w="6350"), element("a:solidFill")
    fill.append(element("a:srgbClr", val="C5CDD0"))
    line.append(fill)
    cell._tc.get_or_add_tcPr().insert(0, line)
