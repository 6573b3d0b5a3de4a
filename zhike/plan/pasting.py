"""Tasks out of a spreadsheet: lines with tabs, indented or with WBS numbers, become rows one looks over first.

A first line of titles says which column holds what; without one, columns are told by what stands in them: a code like
1.2.3, a length of time, predecessors, the rest is the name. Nothing is stored here; `actions/pasting.py` does that.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhike.methods.schedule.durations import Duration, NotReadable, Units, WrittenLink, parse_duration, parse_links

MOST_LINES = 2_000
TITLES = {
    "wbs": ("wbs", "code", "outline", "大纲数字", "编号", "编码", "序号"),
    "number": ("id", "no", "no.", "#", "标识号", "行号"),
    "name": ("name", "task", "task name", "title", "任务", "任务名称", "名称", "工作", "工作内容", "事项"),
    "duration": ("duration", "工期", "时长", "天数", "持续时间"),
    "start": ("start", "开始", "开始时间", "开始日期", "计划开始"),
    "deadline": ("deadline", "due", "due date", "截止", "截止日期", "期限", "最晚完成"),
    "predecessors": ("predecessors", "predecessor", "depends on", "前置", "前置任务", "依赖"),
    "owner": ("owner", "assignee", "resource names", "responsible", "负责人", "责任人", "资源名称", "执行人"),
    "deliverable": ("deliverable", "output", "交付物", "成果"),
    "milestone": ("milestone", "里程碑"),
}
COLUMN_OF = {title: name for name, titles in TITLES.items() for title in titles}
CODE = re.compile(r"\d+(?:\.\d+)+\.?|\d+\.")
MIXED = re.compile(r"(\d+(?:\.\d+)+\.?|\d+[.、])\s*(\S.*)")
YES = {"yes", "y", "true", "1", "x", "是", "√"}


@dataclass(slots=True)
class PastedRow:
    """One line: what becomes a task, and what is wrong with it."""

    line: int
    name: str
    level: int = 1
    code: str = ""
    number: str = ""
    duration: Duration | None = None
    start: datetime | None = None
    deadline: datetime | None = None
    owner: str = ""
    deliverable: str = ""
    is_milestone: bool = False
    predecessors: list[WrittenLink] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_lines(text: str, units: Units) -> list[PastedRow]:
    """The rows, each with its level and what could not be read of it."""
    lines = [(at, line.rstrip()) for at, line in enumerate(text.replace("\r", "").split("\n"), 1) if line.strip()]
    if not lines:
        return []
    titles = _titles(lines[0][1])
    rows = [_row(at, line, titles, units) for at, line in lines[1 if titles else 0 :][:MOST_LINES]]
    _levels(rows, [line for _at, line in lines[1 if titles else 0 :][:MOST_LINES]])
    _check_predecessors(rows)
    return rows


def _titles(line: str) -> list[str] | None:
    """The columns, if this is a line of titles."""
    cells = [cell.strip().lower() for cell in line.split("\t")]
    named = [COLUMN_OF.get(cell, "") for cell in cells]
    return named if "name" in named and (len(cells) == 1 or sum(map(bool, named)) > 1) else None


def _row(at: int, line: str, titles: list[str] | None, units: Units) -> PastedRow:
    cells = line.split("\t")
    row = PastedRow(at, "")
    if titles:
        for name, cell in zip(titles, cells, strict=False):
            if name and cell.strip():
                _put(row, name, cell.strip(), units)
    else:
        _guess(row, [cell.strip() for cell in cells], units)
    if not row.code:
        mixed = MIXED.fullmatch(row.name)
        if mixed:
            row.code, row.name = mixed[1].rstrip(".、"), mixed[2].strip()
    if not row.name:
        row.problems.append(_("There is no name in this line."))
    if row.duration is not None and not row.duration.ticks:
        row.is_milestone = True
    row.name = row.name[:300]
    return row


def _guess(row: PastedRow, cells: list[str], units: Units) -> None:
    """Without titles: the first cell of words is the name, a code before it is the code."""
    for cell in filter(None, cells):
        if not row.name and not row.code and CODE.fullmatch(cell):
            row.code = cell.rstrip(".")
        elif not row.name and not row.number and cell.isdecimal():
            row.number = cell
        elif not row.name:
            row.name = cell
        elif row.duration is None and _duration(cell, units) is not None and not cell.isdecimal():
            row.duration = _duration(cell, units)
        elif row.start is None and _day(cell) is not None:
            row.start = _day(cell)
        elif not row.predecessors and _links(cell, units):
            row.predecessors = _links(cell, units) or []
        elif not row.owner:
            row.owner = cell


def _put(row: PastedRow, name: str, cell: str, units: Units) -> None:
    if name == "duration":
        row.duration = _duration(cell, units)
        if row.duration is None:
            row.problems.append(_("“%(cell)s” is no length of time.") % {"cell": cell})
    elif name == "predecessors":
        found = _links(cell, units)
        row.predecessors = found or []
        if found is None:
            row.problems.append(_("“%(cell)s” is no predecessor.") % {"cell": cell})
    elif name in {"start", "deadline"}:
        moment = _day(cell)
        setattr(row, name, moment)
        if moment is None:
            row.problems.append(_("“%(cell)s” is no date.") % {"cell": cell})
    elif name == "milestone":
        row.is_milestone = cell.lower() in YES
    elif name == "wbs":
        row.code = cell.rstrip(".")
    else:
        setattr(row, name, cell)


def _duration(cell: str, units: Units) -> Duration | None:
    try:
        return parse_duration(cell, units)
    except NotReadable:
        return None


def _links(cell: str, units: Units) -> list[WrittenLink] | None:
    try:
        return parse_links(cell, units)
    except NotReadable:
        return None


def _day(cell: str) -> datetime | None:
    """As spreadsheets write days: 2026-03-31, 2026/3/31, 2026年3月31日."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2}).*)?", cell)
    if found is None:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001  the wall clock of the plan
    except ValueError:
        return None


def _levels(rows: list[PastedRow], lines: list[str]) -> None:
    """From codes where every line has one, else from the indentation of the name; never deeper than one below."""
    by_code = all(row.code for row in rows)
    widths = [_width(line, row.name) for row, line in zip(rows, lines, strict=True)]
    stack: list[int] = []
    above = 0
    for row, width in zip(rows, widths, strict=True):
        if by_code:
            level = row.code.count(".") + 1
        else:
            while stack and stack[-1] >= width:
                stack.pop()
            stack.append(width)
            level = len(stack)
        if level > above + 1:
            row.problems.append(_("This line stands more than one level below the one before it."))
        row.level = above = max(1, min(level, above + 1))


def _width(line: str, name: str) -> int:
    """How far the name is indented: by spaces, full-width spaces, or leading empty cells."""
    before = line[: max(line.find(name[:20]), 0)]
    blank = before[len(before.rstrip(" \t　")) :] if before.strip() else before
    return sum(4 if character == "\t" else 2 if character == "　" else 1 for character in blank)


def _check_predecessors(rows: list[PastedRow]) -> None:
    """A predecessor is a row of what was pasted: by its code, its number, or its line."""
    known = references(rows)
    for row in rows:
        for link in row.predecessors:
            if link.reference not in known:
                row.problems.append(_("There is no row %(row)s to wait for.") % {"row": link.reference})


def references(rows: list[PastedRow]) -> dict[str, Any]:
    """By what a row may be called: its number, its code, or else its place."""
    has_numbers = any(row.number for row in rows)
    found: dict[str, Any] = {}
    for place, row in enumerate(rows, 1):
        found.setdefault(row.number if has_numbers else str(place), row)
        if row.code:
            found.setdefault(row.code, row)
    found.pop("", None)
    return found
