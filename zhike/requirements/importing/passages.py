"""A Word document as passages: headings become sections; list items, paragraphs and table rows what may be asked."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any

from django.utils.translation import gettext as _

from zhike.core.tables.limits import Limits, Unreadable
from zhike.core.tables.text import clean
from zhike.core.tables.workbook import refuse_unsafe

MOST = 5_000  # passages
LONGEST_TITLE = 120
_ITEM = re.compile(
    r"^\s*(?:[-*•●·▪]|[(（]?\d{1,3}(?:[.．、)）]\d{0,3})*[.．、)）]?|[(（]?[一二三四五六七八九十]{1,3}[、)）.])\s*"
)
_ASKS = re.compile(
    r"应|须|必须|需要|支持|能够|可以|不得|要求|shall|must|should|needs? to|can\b|allow|support", re.IGNORECASE
)


@dataclass(frozen=True)
class Passage:
    """One passage: where it stands, what it says, and whether it sounds like a requirement."""

    number: int
    section: str
    title: str
    text: str = ""
    likely: bool = False
    values: dict[str, str] = field(default_factory=dict)  # of a table: header → cell

    @property
    def first(self) -> str:
        return self.title[:LONGEST_TITLE]


def read_passages(file: IO[bytes], limits: Limits) -> list[Passage]:
    """Every passage of a .docx in its order. Raises Unreadable, with words, when it is none or could do harm."""
    document = _opened(file, limits)
    found: list[Passage] = []
    section = ""
    for kind, words, values in _blocks(document):
        if kind == "heading":
            section = _bare(words)[:LONGEST_TITLE]
            continue
        if len(found) >= MOST:
            raise Unreadable(_("The document has more than %(most)s passages. Split it.") % {"most": f"{MOST:,}"})
        found.append(_passage(len(found) + 1, section, kind, words, values))
    if not found:
        raise Unreadable(_("There is no text in this document."))
    return found


def _opened(file: IO[bytes], limits: Limits) -> Any:
    from docx import Document

    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.file_bytes:
        raise Unreadable(
            _("The document is too large; at most %(most)d MB can be read.") % {"most": limits.file_bytes >> 20}
        )
    try:
        with zipfile.ZipFile(file) as archive:
            if "word/document.xml" not in archive.namelist():
                raise Unreadable(_("This is not a Word document (.docx). Save it as .docx and upload that file."))
            refuse_unsafe(archive, limits, file)
        file.seek(0)
        return Document(file)
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged part makes the parser raise
        raise Unreadable(_("This document is damaged, or protected by a password. Save it anew as .docx.")) from error


def _blocks(document: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _table_rows(block)
            continue
        words = clean(block.text)
        if not words:
            continue
        style = (block.style.name if block.style else "") or ""
        if style.startswith(("Heading", "标题")) or style == "Title":
            yield "heading", words, {}
        else:
            yield (
                ("item" if style.startswith("List") or _is_numbered(block) or _ITEM.match(words) else "text"),
                words,
                {},
            )


def _table_rows(table: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The rows below a header row. Cells merged sideways are told once."""
    rows = [[clean(cell.text) for cell in row.cells] for row in table.rows]
    if len(rows) < 2:
        return
    headers = rows[0]
    for row in rows[1:]:
        values = {header: cell for header, cell in zip(headers, row, strict=False) if header and cell}
        if values:
            yield "row", max(values.values(), key=len), values


def _is_numbered(block: Any) -> bool:
    properties = block._p.pPr
    return properties is not None and properties.numPr is not None


def _passage(number: int, section: str, kind: str, words: str, values: dict[str, str]) -> Passage:
    """A long passage gives its first sentence as title, and the whole as description."""
    bare = _bare(words)
    first = re.split(r"(?<=[。！？!?；;])|\n|(?<=\.)\s", bare, maxsplit=1)[0].strip()
    title = first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1] + "…"
    likely = kind == "row" or kind == "item" or bool(_ASKS.search(bare))
    made = Passage(number, section, title.rstrip("。.;；"), bare if bare != first else "", likely)
    return replace(made, values=values) if values else made


def _bare(words: str) -> str:
    return _ITEM.sub("", words, count=1).strip() or words
