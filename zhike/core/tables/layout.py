"""Where a table begins: title lines, one or two rows of headers, then the rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from django.utils.translation import gettext as _

from zhike.core.tables.limits import Limits, Unreadable

_LOOK_AT = 20  # rows among which the headers are looked for


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file. `number` is the one the person sees in Excel, starting with 1 at the top of the
    file.

    cells: one text for each header. extra: what stands beyond the last header, without blanks at its end;
    usually a delimiter too many. formulas: indexes of cells that hold a formula and give the value it had
    when it was saved.
    """

    number: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()
    formulas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """A block of merged cells, by numbers counted from 1, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Heading:
    """The headers, the title lines above them, and the rows below, not yet read."""

    headers: list[str]
    preamble: list[str]
    rest: Iterator[Row]


def column_letter(number: int) -> str:
    """What spreadsheets call the column with this number, counted from 1: A … Z, AA …"""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_heading(rows: Iterator[Row], limits: Limits, merged: list[Merged] | None = None) -> Heading:
    """Take headers off the front of `rows`. Raises Unreadable when there is nothing, or too many columns.

    The headers are the first row that fills at least half as many cells as the fullest of the first rows:
    a title over the table fills one. Where header cells are merged over several columns, the row below
    belongs to the headers.
    """
    merged = merged or []
    rows = (_trimmed(row) for row in rows)
    front = list(islice(rows, _LOOK_AT))
    widest = max((_filled(row) for row in front), default=0)
    if not widest:
        front = [next((row for row in rows if row.cells), Row(0, ()))]
        widest = _filled(front[0])
    if not widest:
        raise Unreadable(_("The table is empty."))
    at = next(index for index, row in enumerate(front) if _filled(row) * 2 >= widest)
    preamble = [" ".join(filter(None, row.cells)) for row in front[:at] if row.cells]
    headers, used = _headers(front[at:], merged)
    if len(headers) > limits.columns:
        raise Unreadable(
            _("The table has %(count)s columns; at most %(limit)s can be read.")
            % {"count": len(headers), "limit": limits.columns}
        )
    return Heading(_distinct(headers), preamble, chain(front[at + used :], rows))


def fit(row: Row, width: int, limits: Limits) -> Row:
    """The row with exactly `width` cells; what stands beyond goes to `extra`."""
    for index, cell in enumerate(row.cells):
        if len(cell) > limits.cell_characters:
            raise Unreadable(
                _("Cell %(cell)s holds more than %(limit)s characters.")
                % {
                    "cell": f"{column_letter(index + 1)}{row.number}",
                    "limit": f"{limits.cell_characters:,}",
                }
            )
    cells = row.cells[:width] + ("",) * (width - len(row.cells))
    return replace(row, cells=cells, extra=row.cells[width:])


def _trimmed(row: Row) -> Row:
    end = len(row.cells)
    while end and not row.cells[end - 1]:
        end -= 1
    return row if end == len(row.cells) else replace(row, cells=row.cells[:end])


def _filled(row: Row) -> int:
    return sum(map(bool, row.cells))


def _headers(rows: list[Row], merged: list[Merged]) -> tuple[list[str], int]:
    """The header texts and how many rows they take: two where the upper one holds headers merged sideways."""
    top = rows[0]
    spans = [m for m in merged if m.first_row == m.last_row == top.number and m.last_column > m.first_column]
    below = rows[1] if len(rows) > 1 and rows[1].number == top.number + 1 else None
    if not spans or below is None:
        return list(top.cells), 1
    upper, lower = list(top.cells), list(below.cells)
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    for span in spans:
        for column in range(span.first_column, min(span.last_column, width)):
            upper[column] = upper[span.first_column - 1]
    return [" ".join(dict.fromkeys(filter(None, pair))) for pair in zip(upper, lower, strict=True)], 2


def _distinct(headers: list[str]) -> list[str]:
    """Headers on one line each, blank ones named by their column letter, repeated ones numbered."""
    named: list[str] = []
    for index, header in enumerate(headers):
        text = " ".join(header.split()) or _("Column %(letter)s") % {"letter": column_letter(index + 1)}
        numbered, count = text, 1
        while numbered in named:
            count += 1
            numbered = f"{text} ({count})"
        named.append(numbered)
    return named
