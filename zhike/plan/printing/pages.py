"""A sheet cut into pages: which paper, which columns, which lines on which page, and what stands beside the bars."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.plan.printing.arrows import arrows
from zhike.plan.printing.drawing import ROW, STATUS, TODAY, picture
from zhike.plan.printing.sheet import Line, Sheet
from zhike.plan.printing.timescale import Cell, TimeScale, span_of

PAPERS = {"a4": (841.89, 595.28), "a3": (1190.55, 841.89)}  # points, across
NAME = {"a4": 176.0, "a3": 250.0}
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 28.0, 22.0, 20.0
HEAD, HEADING, FOOT = 52.0, 25.0, 36.0
DATE, PERCENT = 45.0, 25.0
MUCH = 70  # lines from which A4 is too small
TEXT, SMALL = 7.2, 6.2
INDENT = 7.0
LEFT = ("milestone", "task")  # kinds something stands beside


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each is, in points."""

    wbs: float
    name: float
    date: float
    percent: float

    @property
    def width(self) -> float:
        return self.wbs + self.name + 2 * self.date + self.percent


def laid_out(sheet: Sheet) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What `typesetting/plan.typ` is given: its data, and a picture for each page."""
    paper = sheet.paper or ("a3" if len(sheet.lines) > MUCH else "a4")
    wide, high = PAPERS[paper]
    columns = _columns(sheet, paper)
    scale = _scale(sheet, wide - 2 * MARGIN_X - columns.width)
    rows = math.floor((high - MARGIN_TOP - MARGIN_BOTTOM - HEAD - HEADING - FOOT) / ROW)
    pages, pictures, drawn = [], {}, 0
    ticks, within = scale.headings(), _paths(sheet.lines)
    for number, lines in enumerate(_cut(sheet.lines, rows, within), 1):
        path = within[lines[0].key] if number > 1 else ""
        top = 1 if path else 0
        found = arrows(lines, _of_page(lines, sheet), scale, top)
        drawn += len(found)
        svg = picture(lines, scale, ticks, sheet.week, rows=len(lines) + top, arrows=found, today=sheet.today,
                      status_at=sheet.status_at, top=top)  # fmt: skip
        pictures[f"page-{number}.svg"] = svg.encode()
        pages.append(_page(lines, columns, scale, path, f"page-{number}.svg"))
    return _data(sheet, (wide, high), columns, scale, ticks, pages, drawn), pictures


def measured(text: str, size: float) -> float:
    """About how wide a text is: Chinese is as wide as it is high, the rest somewhat more than half."""
    return sum(1.0 if ord(one) > 0x2E80 else 0.66 if one.isupper() or one in "mwMW%@" else 0.54 for one in text) * size


def shortened(text: str, width: float, size: float) -> str:
    """As much of it as fits, with a … where something is left out."""
    text = " ".join(text.split())
    if not text or measured(text, size) <= width:
        return text
    while text and measured(text, size) + size > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


# --- below -----------------------------------------------------------------------------------------------


def _columns(sheet: Sheet, paper: str) -> Columns:
    longest = max((measured(line.wbs, TEXT) for line in sheet.lines), default=0)
    wbs = min(max(longest + 5, 26.0), 50.0) if sheet.has_wbs else 0.0
    return Columns(wbs, NAME[paper], DATE, PERCENT)


def _scale(sheet: Sheet, width: float) -> TimeScale:
    moments = [one for line in sheet.lines for one in (line.start, line.finish, line.baseline_finish) if one]
    first, last = span_of(moments or [sheet.today], width)
    return TimeScale(sheet.first or first, sheet.last or last, width)


def _cut(lines: Sequence[Line], rows: int, within: dict[Hashable, str]) -> list[list[Line]]:
    """Page by page; a page that begins within a summary keeps a line to say so."""
    pages: list[list[Line]] = []
    at = 0
    while at < len(lines):
        room = rows - (1 if pages and within[lines[at].key] else 0)
        pages.append(list(lines[at : at + room]))
        at += room
    return pages


def _paths(lines: Sequence[Line]) -> dict[Hashable, str]:
    """For each line what it is part of, from the outside in."""
    found: dict[Hashable, str] = {}
    by_key = {line.key: line for line in lines}
    for line in lines:
        above = by_key.get(line.above) if line.above is not None else None
        name = f"{above.wbs} {above.name}".strip() if above else ""
        found[line.key] = " › ".join(one for one in (found.get(above.key, "") if above else "", name) if one)
    return found


def _of_page(lines: Sequence[Line], sheet: Sheet) -> list[tuple[Hashable, Hashable, str]]:
    here = {line.key for line in lines}
    return [one for one in sheet.links if one[0] in here and one[1] in here]


def _page(lines: Sequence[Line], columns: Columns, scale: TimeScale, path: str, file: str) -> dict[str, Any]:
    top = 1 if path else 0
    width = columns.name + columns.wbs - 16
    return {
        "path": _("(continued) %(path)s") % {"path": _last_of(path, width)} if path else "",
        "rows": [_row(line, columns) for line in lines],
        "beside": [one for place, line in enumerate(lines) for one in _beside(line, place + top, scale)],
        "picture": file, "high": (len(lines) + top) * ROW,
    }  # fmt: skip


def _last_of(path: str, width: float) -> str:
    """The inner end of a long path says more than its beginning."""
    room = width + 2 * DATE - measured(_("(continued) %(path)s"), SMALL) / 2
    while measured(path, SMALL) > room and " › " in path:
        path = path.split(" › ", 1)[1]
    return shortened(path, room, SMALL)


def _row(line: Line, columns: Columns) -> dict[str, Any]:
    indent = min(line.level - 1, 8) * INDENT
    mark = "◆ " if line.kind == "milestone" else ""
    return {
        "wbs": shortened(line.wbs, columns.wbs - 3, TEXT), "indent": indent,
        "name": mark + shortened(line.name, columns.name - indent - 8 - (8 if mark else 0), TEXT),
        "start": _day(line.start), "finish": _day(line.finish), "progress": f"{line.progress} %",
        "is_summary": line.kind == "summary", "is_critical": line.is_critical and not line.is_done,
    }  # fmt: skip


def _beside(line: Line, place: int, scale: TimeScale) -> list[dict[str, Any]]:
    """What stands right of the bar, or left of it where there is no room: a milestone's day, who does a task."""
    if line.start is None or line.finish is None or line.kind not in LEFT:
        return []
    if not (scale.holds(line.finish) or scale.holds(line.start)):
        return []
    is_point = line.kind == "milestone"
    words = " · ".join(one for one in (_short(line.finish) if is_point else "", line.said) if one)
    gap = 7.0 if is_point else 3.5
    right, left = scale.x(line.finish) + gap, scale.x(line.finish if is_point else line.start) - gap
    text = shortened(words, 130, SMALL)
    width = measured(text, SMALL) + 2
    if not text or (right + width > scale.width and left < width):
        return []
    is_left = right + width > scale.width
    return [{"x": left if is_left else right, "y": place * ROW, "text": text, "left": is_left, "strong": is_point}]


def _data(
    sheet: Sheet, size: tuple[float, float], columns: Columns, scale: TimeScale, ticks: tuple[list[Cell], list[Cell]],
    pages: list[dict[str, Any]], drawn: int,
) -> dict[str, Any]:  # fmt: skip
    left_out = len(sheet.links) - drawn
    notes = list(sheet.notes)
    if left_out:
        notes.append(
            _("%(drawn)d of %(all)d dependencies are drawn: those that lie on one page and can be followed there.")
            % {"drawn": drawn, "all": len(sheet.links)}
        )
    return {
        "width": size[0], "height": size[1], "columns": [columns.wbs, columns.name, columns.date, columns.percent],
        "chart": scale.width, "row": ROW, "pages": pages, "notes": notes,
        "upper": [_cell(one) for one in ticks[0]], "lower": [_cell(one) for one in ticks[1]],
        "marks": _marks(sheet, scale), "has_free_days": scale.zoom in ("day", "week"),
    }  # fmt: skip


def _cell(one: Cell) -> dict[str, Any]:
    fits = measured(one.words, SMALL) <= one.width - 1.5
    return {"x": one.x, "width": one.width, "words": one.words if fits else ""}


def _marks(sheet: Sheet, scale: TimeScale) -> list[dict[str, Any]]:
    """What the upright lines are; two that lie close share the room above them, one to each side."""
    found: list[dict[str, Any]] = []
    told = ((_("Today"), sheet.today, TODAY), (pgettext("plan", "Status date"), sheet.status_at, STATUS))
    for words, moment, colour in told:
        if moment is not None and scale.holds(moment):
            found.append({"x": scale.x(moment), "words": words, "colour": colour, "left": False})
    if len(found) == 2 and abs(found[0]["x"] - found[1]["x"]) < 40:
        min(found, key=lambda one: one["x"])["left"] = True
    return found


def _day(moment: datetime | date | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _short(moment: datetime) -> str:
    return date_format(moment, "MONTH_DAY_FORMAT")
