"""Open an uploaded table, CSV or XLSX, as headers and a stream of rows of clean text.

What a file is, is told by its content; its name is only used in messages. Everything that can be wrong
with it is raised as `Unreadable`, when opening or while reading rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Self

from django.utils.translation import gettext as _

from zhike.core.tables import delimited, workbook
from zhike.core.tables.layout import Heading, Row, find_heading, fit
from zhike.core.tables.limits import MEGABYTE, Limits, Unreadable

__all__ = ["Limits", "Row", "Table", "Unreadable", "open_table"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Table:
    """An opened table. Use it in a `with` block; read `rows` once, to the end or not.

    headers: one text for each column, none empty, none twice. preamble: title lines above the headers.
    encoding: Python's name for it, "" for a workbook; below 0.8 `confidence`, let a person check the
    preview. broken: characters that could not be decoded and show as �. sheet: the sheet read, one of
    sheet_names.
    """

    headers: list[str]
    rows: Iterator[Row]
    encoding: str = ""
    confidence: float = 1.0
    broken: int = 0
    delimiter: str = ""
    sheet: str = ""
    sheet_names: list[str] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    _source: workbook.Sheet | None = None

    def close(self) -> None:
        """Let go of the workbook. The uploaded file itself stays open: it is its owner's to close."""
        if self._source is not None:
            self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def open_table(
    file: IO[bytes],
    name: str,
    *,
    limits: Limits | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Table:
    """Open `file` (binary, seekable) as a table; `name` is what the person called it.

    `sheet`, `encoding` and `delimiter` override what would be found out, for a person who knows better.
    """
    limits = limits or Limits()
    _refuse_by_size(file, limits)
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _open_workbook(file, limits, sheet)
    _refuse_by_kind(head, name)
    return _open_text(file, limits, encoding, delimiter)


def _open_workbook(file: IO[bytes], limits: Limits, sheet: str | None) -> Table:
    source = workbook.open_sheet(file, limits, sheet)
    try:
        heading = find_heading(source.rows(), limits, source.merged)
    except BaseException:
        source.close()
        raise
    return Table(
        headers=heading.headers,
        rows=_rows(heading, limits),
        sheet=source.name,
        sheet_names=source.names,
        preamble=heading.preamble,
        _source=source,
    )


def _open_text(file: IO[bytes], limits: Limits, encoding: str | None, delimiter: str | None) -> Table:
    source = delimited.open_text(file, limits, encoding, delimiter)
    heading = find_heading(source.rows(), limits)
    return Table(
        headers=heading.headers,
        rows=_rows(heading, limits),
        encoding=source.encoding.name,
        confidence=source.encoding.confidence,
        broken=source.encoding.broken,
        delimiter=source.delimiter,
        preamble=heading.preamble,
    )


def _rows(heading: Heading, limits: Limits) -> Iterator[Row]:
    """The rows with anything in them, as wide as the headers."""
    count = 0
    for row in heading.rest:
        if not any(row.cells):
            continue
        count += 1
        if count > limits.rows:
            raise Unreadable(
                _("The table has more than %(limit)s rows. Please split it into several files.")
                % {"limit": f"{limits.rows:,}"}
            )
        yield fit(row, len(heading.headers), limits)


def _refuse_by_size(file: IO[bytes], limits: Limits) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.file_bytes:
        raise Unreadable(
            _("The file has %(size)s MB; at most %(limit)s MB can be read. Please split it into several files.")
            % {"size": f"{size / MEGABYTE:.1f}", "limit": f"{limits.file_bytes / MEGABYTE:g}"}
        )
    if size == 0:
        raise Unreadable(_("The file is empty."))


def _refuse_by_kind(head: bytes, name: str) -> None:
    """Name the formats people take for a table, and what to do about each."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_OLE):
        raise Unreadable(
            _(
                "“%(name)s” is an old Excel file (.xls) or protected by a password. Open it in Excel "
                "or WPS, remove the password if there is one, choose “Save as” and the type “Excel "
                "workbook (.xlsx)” or “CSV UTF-8”, and upload that file."
            )
            % {"name": name}
        )
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<?xml")):
        raise Unreadable(
            _(
                "“%(name)s” looks like a spreadsheet but is a web page or XML inside. Open it in "
                "Excel or WPS, choose “Save as” and the type “Excel workbook (.xlsx)”, and upload "
                "that file."
            )
            % {"name": name}
        )
    if start.startswith(b"begin:vcard"):
        raise Unreadable(_("“%(name)s” holds contact cards (vCard), not a table.") % {"name": name})
    if _is_binary(head):
        raise Unreadable(
            _("“%(name)s” is not a table. Please upload an Excel workbook (.xlsx) or a CSV file.") % {"name": name}
        )


def _is_binary(head: bytes) -> bool:
    known = (
        b"%PDF",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"Rar!",
        b"7z\xbc\xaf",
        b"\x1f\x8b",
        b"SQLite format",
        b"PK",
    )
    control = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1a\x00" for byte in head)
    return head.startswith(known) or control > max(8, len(head) // 20)
