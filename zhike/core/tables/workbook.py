"""Excel workbooks (.xlsx, .xlsm), read row by row and guarded against files made to exhaust the machine.

Before openpyxl sees a workbook, every part it will read is unpacked once as a stream: sizes are checked
against what the zip really gives, DOCTYPE is refused (no entities, so no entity bombs), and merged cells
and the presence of formulas are noted, which openpyxl does not tell when it reads row by row. Macros are
never run; they are not even read.
"""

import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import IO, Any

from django.utils.translation import gettext as _

from zhike.core.tables.layout import Merged, Row
from zhike.core.tables.limits import MEGABYTE, Limits, Unreadable
from zhike.core.tables.text import cell_text

logger = logging.getLogger(__name__)

_CHUNK = 1 << 18
_OVERLAP = 64
_BLANK_ROWS = 100_000  # in a row; a row number may be any the file claims, openpyxl fills the gap
_SPREAD = 2_000_000  # cells in rows beyond all limits: one value in column XFD makes a row 16,384 wide
_READ_PARTS = re.compile(r"(?:\[Content_Types\]|.*)\.(?:xml|rels)$", re.IGNORECASE)
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


@dataclass
class Sheet:
    """One sheet of an open workbook. `merged` are its first merged blocks, where headers are looked for;
    `columns` is how many a row may have before it counts as spread out."""

    name: str
    names: list[str]
    merged: list[Merged]
    columns: int
    _values: Any
    _formulas: Any | None

    def rows(self) -> Iterator[Row]:
        """All rows from the top. Formula cells give the value Excel last saved, "" when none was."""
        values = self._values[self.name]
        values.reset_dimensions()
        formulas: Iterator[Any] = repeat(())
        if self._formulas is not None:
            self._formulas[self.name].reset_dimensions()
            formulas = self._formulas[self.name].iter_rows()
        spread = blank = 0
        try:
            for number, (cells, sources) in enumerate(zip(values.iter_rows(), formulas, strict=False), 1):
                spread += len(cells) if len(cells) > self.columns else 0
                blank = 0 if cells else blank + 1
                if blank > _BLANK_ROWS or spread > _SPREAD:
                    raise Unreadable(_("This sheet is spread too wide. Please copy the table to a new sheet."))
                yield _row(number, cells, sources)
        except Unreadable:
            raise
        except Exception as error:  # whatever a damaged part makes the parser raise
            raise _damaged(error) from error

    def close(self) -> None:
        self._values.close()
        if self._formulas is not None:
            self._formulas.close()


def open_sheet(file: IO[bytes], limits: Limits, wanted: str | None) -> Sheet:
    """Check the zip, open the workbook and pick the wanted sheet, else the first that is visible."""
    import openpyxl  # 20 MB, which only those who read a workbook should pay for

    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_other_kinds(set(archive.namelist()))
            _refuse_bomb(archive, limits, file)
            notes = {name: _scan(archive, name, limits) for name in archive.namelist() if _READ_PARTS.match(name)}
        file.seek(0)
        values = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Unreadable:
        raise
    except Exception as error:  # BadZipFile, KeyError, ParseError, ValueError …: the parser has no common one
        raise _damaged(error) from error
    sheets = {sheet.title: sheet for sheet in values.worksheets}
    name = _pick(sheets, wanted)
    merged, has_formulas = notes.get(sheets[name]._worksheet_path, ([], False))
    formulas = openpyxl.load_workbook(file, read_only=True, keep_links=False) if has_formulas else None
    return Sheet(name, list(sheets), merged, limits.columns, values, formulas)


def refuse_unsafe(archive: zipfile.ZipFile, limits: Limits, file: IO[bytes]) -> None:
    """What opens no office file of any kind: one that unpacks to far more than its size, is locked, or has entities."""
    _refuse_bomb(archive, limits, file)
    for name in archive.namelist():
        if _READ_PARTS.match(name):
            _scan(archive, name, limits)


def _pick(sheets: dict[str, Any], wanted: str | None) -> str:
    if not sheets:
        raise Unreadable(_("The workbook has no sheet with cells."))
    if wanted is not None and wanted not in sheets:
        raise Unreadable(
            _("The workbook has no sheet “%(wanted)s”. It has: %(names)s.")
            % {"wanted": wanted, "names": ", ".join(sheets)}
        )
    visible = (title for title, sheet in sheets.items() if sheet.sheet_state == "visible")
    return wanted if wanted is not None else next(visible, next(iter(sheets)))


def _row(number: int, cells: tuple[Any, ...], sources: tuple[Any, ...]) -> Row:
    texts = tuple("" if cell.value is None else cell_text(cell.value, cell.number_format or "") for cell in cells)
    formulas = tuple(index for index, cell in enumerate(sources) if cell.data_type == "f")
    return Row(number, texts, formulas=formulas)


def _refuse_other_kinds(names: set[str]) -> None:
    if "xl/workbook.xml" in names or any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return
    if "xl/workbook.bin" in names or "Index/Document.iwa" in names or "content.xml" in names:
        raise Unreadable(
            _(
                "This spreadsheet is in a format that cannot be read (.xlsb, .ods or .numbers). Open "
                "it, choose “Save as” or “Export” and the type “Excel workbook (.xlsx)”, and upload "
                "that file."
            )
        )
    raise Unreadable(
        _("This is a zip file, not a table. Unpack it and upload the Excel workbook (.xlsx) or CSV file inside.")
    )


def _refuse_bomb(archive: zipfile.ZipFile, limits: Limits, file: IO[bytes]) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(file.seek(0, 2), 1)
    too_dense = unpacked > 10 * MEGABYTE and unpacked / packed > limits.unpacked_ratio
    if len(entries) > limits.zip_entries or unpacked > limits.unpacked_bytes or too_dense:
        raise Unreadable(_("This workbook unpacks to far more than its size. Please copy the table to a new workbook."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("This workbook is protected by a password. Please remove it and upload the file again."))


def _scan(archive: zipfile.ZipFile, name: str, limits: Limits) -> tuple[list[Merged], bool]:
    """Unpack one part as a stream: its first merged blocks, and whether it holds a formula."""
    sheet = name.startswith("xl/worksheets/")
    merged: list[Merged] = []
    has_formulas, tail, size = False, b"", 0
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            window, tail = tail + chunk, chunk[-_OVERLAP:]
            if size > limits.unpacked_bytes or any(mark in window for mark in _DOCTYPE):
                raise Unreadable(_("This workbook holds something that no spreadsheet program writes there."))
            if sheet:
                has_formulas = has_formulas or _FORMULA.search(window) is not None
                if len(merged) < 500:
                    merged += [_block(found) for found in _MERGE.findall(window)]
    return merged, has_formulas


def _block(reference: bytes) -> Merged:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference.decode("ascii"))
    return Merged(first_row=top, last_row=bottom, first_column=left, last_column=right)


def _damaged(error: Exception) -> Unreadable:
    logger.info("a workbook could not be read: %r", error)
    return Unreadable(
        _(
            "This workbook is damaged. Open it in Excel or WPS, save it again as “Excel workbook "
            "(.xlsx)”, and upload that."
        )
    )
