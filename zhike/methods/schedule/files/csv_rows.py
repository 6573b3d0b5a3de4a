"""A table as some program or spreadsheet exported it (CSV): encoding and separator found out, its head looked for."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from zhike.methods.schedule.files.boards import COLUMNS
from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.sources import Limits, Source, whole
from zhike.methods.schedule.files.through_mpxj import charset_of

SEPARATORS = ",;\t"
HEAD_WITHIN = 20  # rows: some exports put notes above the head


@dataclass(frozen=True)
class Table:
    """`head` in lower case; each row with the line it begins on."""

    head: list[str]
    names: list[str]
    rows: list[tuple[int, list[str]]]

    def places(self, *names: str) -> list[int]:
        """Every column of one of these names, the first name first."""
        return [at for name in names for at, found in enumerate(self.head) if found == name.lower()]

    def texts(self, row: Sequence[str], *names: str) -> list[str]:
        """What the row says in columns of these names, without blanks."""
        return [text for at in self.places(*names) if at < len(row) and (text := row[at].strip())]

    def text(self, row: Sequence[str], *names: str) -> str:
        return next(iter(self.texts(row, *names)), "")


def read_table(source: Source, needed: Iterable[str], product: str, limits: Limits) -> Table:
    """The table below the first row that has all the needed columns. Unreadable: there is none, or too much."""
    text = decoded(whole(source, limits))
    wanted = {name.lower() for name in needed}
    for separator in SEPARATORS:
        found = _table(text, separator, wanted, limits)
        if found is not None:
            return found
    raise Unreadable("not_a_board", product=product, reason=f"no row names the columns {', '.join(sorted(needed))}")


def _table(text: str, separator: str, wanted: set[str], limits: Limits) -> Table | None:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    names: list[str] | None = None
    seen, line = 0, 1
    try:
        for row in reader:
            begins, line = line, reader.line_num + 1
            seen += 1
            if len(row) > COLUMNS:
                raise Unreadable("too_many", begins, limit=COLUMNS, what="columns")
            if names is None:
                if wanted <= {cell.strip().lower() for cell in row}:
                    names = [cell.strip() for cell in row]
                elif seen > HEAD_WITHIN:
                    return None
            elif any(cell.strip() for cell in row):
                if len(rows) >= limits.tasks:
                    raise Unreadable("too_many", begins, limit=limits.tasks, what="rows")
                rows.append((begins, row))
    except csv.Error as problem:
        if names is None:
            return None
        raise Unreadable("text_too_long", reader.line_num, limit=csv.field_size_limit()) from problem
    return None if names is None else Table([name.lower() for name in names], names, rows)


def decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace").replace("\x00", "")
    charset = charset_of(data)
    return data.decode("utf-8-sig" if charset == "UTF-8" else charset, "replace").replace("\x00", "")
