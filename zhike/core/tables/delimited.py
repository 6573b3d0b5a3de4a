"""Text files with delimiters: CSV and its relatives, from any office program."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from zhike.core.tables import encoding as encodings
from zhike.core.tables.encoding import Encoding
from zhike.core.tables.layout import Row
from zhike.core.tables.limits import Limits, Unreadable
from zhike.core.tables.text import clean

DELIMITERS = (",", "\t", ";", "|", "，", "；", "｜", "、")
"""In order of preference where two would do equally well."""

_LINES_IN_A_ROW = 1_000  # more line breaks than this in one row come from a quotation mark that is never closed


@dataclass(frozen=True, slots=True)
class Text:
    """A text file whose encoding and delimiter are known."""

    file: IO[bytes]
    encoding: Encoding
    delimiter: str
    skip: int

    def rows(self) -> Iterator[Row]:
        """All rows from the top, numbered as a spreadsheet would number them."""
        lines = _Lines(_decoded(self.file, self.encoding.name))
        for _unused in range(self.skip):
            next(lines, None)
        reader = csv.reader(lines, delimiter=self.delimiter)
        number = self.skip
        while True:
            number += 1
            lines.start_row(number)
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable(_unclosed(number)) from error
            yield Row(number, tuple(map(clean, cells)))
            if lines.ended and lines.is_open(self.delimiter):
                raise Unreadable(_unclosed(number))


def open_text(file: IO[bytes], limits: Limits, encoding: str | None, delimiter: str | None) -> Text:
    """Find out encoding and delimiter, unless they are given. Raises Unreadable when it is no text."""
    if delimiter and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        raise Unreadable(_("A separator is one character, such as a comma."))
    if encoding:
        found: Encoding | None = _given(file, encoding)
    else:
        found = encodings.detect(file)
    if found is None:
        raise Unreadable(
            _(
                "The characters of this file cannot be read. Open it in Excel or WPS, choose “Save "
                "as” and the type “CSV UTF-8” or “Excel workbook (.xlsx)”, and upload that file."
            )
        )
    sample = list(islice(_Lines(_decoded(file, found.name)), 200))
    declared = _declared(sample[0]) if sample else ""
    return Text(file, found, delimiter or declared or _guess(sample), 1 if declared else 0)


class _Lines:
    """The lines of a file without zero characters, remembering those of the row being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._row: list[str] = []
        self._number = 0
        self.ended = False

    def start_row(self, number: int) -> None:
        self._row, self._number = [], number

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines).replace("\0", "")
        except StopIteration:
            self.ended = True
            raise
        except UnicodeError as error:
            raise Unreadable(_("The characters of this file cannot be read in the chosen encoding.")) from error
        self._row.append(line)
        if len(self._row) > _LINES_IN_A_ROW:
            raise Unreadable(_unclosed(self._number))
        return line

    def is_open(self, delimiter: str) -> bool:
        """Whether the file ended inside quotation marks."""
        try:
            list(csv.reader(self._row, delimiter=delimiter, strict=True))
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False


class _Source(io.RawIOBase):
    """Lets TextIOWrapper read an upload without closing it when the wrapper goes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def,override]
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _decoded(file: IO[bytes], name: str) -> Iterator[str]:
    file.seek(0)
    buffered = io.BufferedReader(_Source(file), 1 << 18)
    return io.TextIOWrapper(buffered, encoding=name, errors="replace", newline="")


def _given(file: IO[bytes], name: str) -> Encoding:
    try:
        "".encode(name)
    except LookupError as error:
        raise Unreadable(_("The encoding “%(name)s” is not known.") % {"name": name}) from error
    head = file.read(4)
    if name.lower().replace("_", "-") in ("utf-8", "utf8") and head.startswith(b"\xef\xbb\xbf"):
        name = "utf-8-sig"
    return Encoding(name, 1.0)


def _declared(line: str) -> str:
    """The delimiter of Excel's own first line `sep=;`."""
    line = line.strip('\ufeff\r\n" ')
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") else ""


def _guess(lines: list[str]) -> str:
    """The delimiter that cuts most rows into the same number of cells, more than one."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if not any(delimiter in line for line in lines):
            continue
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        score = count / widths.total() * (1 + min(width, 20) / 100) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _unclosed(number: int) -> str:
    return _(
        "Row %(number)s: a quotation mark is opened and never closed, or a cell is far too long. "
        "Please correct this row."
    ) % {"number": number}
