"""Write a table as CSV or XLSX that Excel and WPS open rightly, and that does nothing but show its cells.

A text that a spreadsheet would run as a formula is neutralised by the rule of OWASP ("CSV Injection"): in
CSV it gets an apostrophe before it and every text is quoted; in XLSX the cell is typed as text and carries
Excel's own mark for "text after an apostrophe" (quotePrefix), so that the text itself stays as it was.
Plain numbers (-12.5) and international telephone numbers (+86 138 0013 8000) cannot do anything and stay
readable.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise

from zhike.core.tables.layout import column_letter
from zhike.core.tables.text import FORMULA_STARTS

if TYPE_CHECKING:  # 20 MB, which only those who write a workbook should pay for
    from openpyxl import Workbook

Value = str | int | float | Decimal | bool | date | datetime | time | Promise | None

CELL_LIMIT = 32_767
"""Characters a spreadsheet cell can hold; a longer text is cut and ends in …"""
SHEET_ROWS = 1_048_576

_HARMLESS = re.compile(r"-?\d+(?:[.,]\d+)*%?|\+\d[\d ]{4,20}\d")
_BEFORE_START = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHUNK = 1 << 16
_EXACT_DIGITS = 15  # a spreadsheet number holds no more; longer ones are written as text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run `text`, also after blanks and invisible characters that some
    programs drop.
    """
    if text[:1] in ("\t", "\r", "\n"):
        return True
    visible = _BEFORE_START.sub("", text)
    return visible[:1] in tuple(FORMULA_STARTS) and not _HARMLESS.fullmatch(visible)


def write_csv(
    rows: Iterable[Sequence[Value]], *, headers: Sequence[Value] = (), delimiter: str = ","
) -> Iterator[bytes]:
    """The table as pieces of a UTF-8 file with the mark by which Excel knows that it is UTF-8.

    Texts are quoted and neutralised, numbers stand bare, dates are ISO 8601, lines end in CRLF (RFC 4180).
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    buffer.write("\ufeff")
    if headers:
        writer.writerow([_csv_value(value) for value in headers])
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
        if buffer.tell() >= _CHUNK:
            yield _taken(buffer)
    yield _taken(buffer)


def write_xlsx(rows: Iterable[Sequence[Value]], *, headers: Sequence[Value], title: str) -> IO[bytes]:
    """The table as a workbook in a temporary file, at its start, for the caller to send and close.

    Rows are streamed, never all in memory. Headers are bold, frozen and filterable; dates, times and
    numbers are typed; rows beyond what a sheet holds go on in further sheets.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    source = iter(rows)
    part = 1
    while _fill(new_sheet(book, title, part, headers), source, headers):
        part += 1
    target = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # the caller sends it and closes it
    book.save(target)
    target.seek(0)
    return target


def _fill(sheet: Any, rows: Iterator[Sequence[Value]], headers: Sequence[Value]) -> bool:
    """Write one sheet. True when it is full, so that another one may be needed."""
    sheet.append([header_cell(sheet, header) for header in headers])
    count = 1
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
        count += 1
        if count == SHEET_ROWS:
            break
    sheet.auto_filter.ref = f"A1:{column_letter(max(len(headers), 1))}{count}"
    return count == SHEET_ROWS


def new_sheet(book: "Workbook", title: str, part: int, headers: Sequence[Value]) -> Any:
    """A sheet with a title Excel accepts, and columns about as wide as their headers need."""
    name = re.sub(r"[\[\]:*?/\\]", " ", _ILLEGAL.sub("", title)).strip(" '") or "Sheet"
    suffix = f" {part}" if part > 1 else ""
    name = name[: 31 - len(suffix)].strip(" '") + suffix
    sheet = book.create_sheet(f"{name}_" if name.casefold() == "history" else name)
    sheet.freeze_panes = "A2"
    for index, header in enumerate(headers, 1):
        width = sum(1 if character.isascii() else 2 for character in str(header)) + 6
        sheet.column_dimensions[column_letter(index)].width = min(max(width, 12), 40)
    return sheet


def header_cell(sheet: Any, header: Value) -> Any:
    from openpyxl.styles import Font

    cell = text_cell(sheet, str(header))
    cell.font = Font(bold=True)
    return cell


def cell(sheet: Any, value: Value) -> Any:
    """A cell of a streamed sheet that shows this value and does nothing else."""
    match value:
        case None | bool():
            return value
        case int() | float() | Decimal():
            return value if _is_exact(value) else text_cell(sheet, str(value))
        case datetime():
            return _dated(sheet, _local(value), "yyyy-mm-dd hh:mm")
        case date():
            return _dated(sheet, value, "yyyy-mm-dd")
        case time():
            return _dated(sheet, value.replace(tzinfo=None), "hh:mm")
        case _:
            return text_cell(sheet, str(value))


def _dated(sheet: Any, value: date | time, shown: str) -> Any:
    """A typed date; before 1900 Excel has none, there it is text."""
    if isinstance(value, date) and value.year < 1900:
        return text_cell(sheet, _csv_date(value))
    cell = _written(sheet, value)
    cell.number_format = shown
    return cell


def text_cell(sheet: Any, text: str) -> Any:
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n"))
    if _utf16_length(text) > CELL_LIMIT:
        text = text.encode("utf-16-le")[: (CELL_LIMIT - 1) * 2].decode("utf-16-le", "ignore") + "…"
    cell = _written(sheet, None)
    cell._value = text  # not through `value`, which would make a formula of "=…" and an error of "#N/A"
    cell.data_type = "s"
    if is_formula(text):
        cell.quotePrefix = True
    return cell


def _written(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    return WriteOnlyCell(sheet, value)


def _utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _is_exact(value: float | Decimal) -> bool:
    if isinstance(value, int):
        return len(str(abs(value))) <= _EXACT_DIGITS
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.as_tuple().digits) <= _EXACT_DIGITS
    return value == value and value not in (float("inf"), float("-inf"))


def _csv_value(value: Value) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() | Decimal() if not _is_exact(value):
            return str(value)
        case int() | float() | Decimal():
            return value
        case datetime():
            return _csv_date(_local(value))
        case date():
            return _csv_date(value)
        case time():
            return value.isoformat("minutes")
        case _:
            text = _ILLEGAL.sub("", str(value))
            return f"'{text}" if is_formula(text) else text


def _csv_date(value: date) -> str:
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()


def _local(value: datetime) -> datetime:
    """The time on the reader's clock; spreadsheets know no time zones."""
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")
