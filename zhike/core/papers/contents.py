"""What a document says about itself. Read only from files that are known to be ours: their bytes are trusted."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from zhike.core.papers.examining import Examination

_TOKENS = re.compile(rb"/[^\s/<>\[\]()]*|\((?:\\.|[^\\()])*\)|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|[^\s/<>\[\]()]+", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_DATE = re.compile(r"D:(\d{14})(?:Z|([+-])(\d\d)'?(\d\d)?)?")


CLOCKS_DIFFER = timedelta(minutes=10)
LONGEST_DESCRIPTION = 256 * 1024


def told(pdf: bytes, examination: "Examination") -> "Examination":
    """The examination of a genuine file, with what its seal and its description say.

    The stamp is the one part of a seal that could be exchanged for another; but not for one of another time.
    """
    seal = _seal_dictionary(pdf)
    found = _with_words(pdf, seal, examination)
    if found.stamped_at and (not found.signed_at or abs(found.stamped_at - found.signed_at) > CLOCKS_DIFFER):
        return replace(
            examination, is_intact=False, stamped_at=None, wrong=(_("Its time stamp does not belong to it."),)
        )
    return found


def _with_words(pdf: bytes, seal: dict[bytes, bytes], examination: "Examination") -> "Examination":
    return replace(
        examination,
        signed_at=_moment(seal.get(b"/M", b"")), reason=_text(seal.get(b"/Reason", b"")),
        name=_text(seal.get(b"/Name", b"")), location=_text(seal.get(b"/Location", b"")),
        title=_described(pdf, "title"), author=_described(pdf, "creator"),
        description=_described(pdf, "description"),
    )  # fmt: skip


def _seal_dictionary(pdf: bytes) -> dict[bytes, bytes]:
    """Names and values of the last signature dictionary, which is the last thing sealing writes of that kind."""
    end = pdf.rindex(b"/ByteRange")
    start = pdf.rindex(b" obj", 0, end)
    stop = pdf.index(b"endobj", end)
    tokens = [found[0] for found in _TOKENS.finditer(pdf, start + 4, stop)]
    return {one: other for one, other in pairwise(tokens) if one.startswith(b"/")}


def _text(value: bytes) -> str:
    if value.startswith(b"<"):
        octets = bytes.fromhex(re.sub(rb"\s", b"", value[1:-1]).decode())
    else:
        octets = _ESCAPED.sub(_unescaped, value[1:-1])
    if octets.startswith(b"\xfe\xff"):
        return octets[2:].decode("utf-16-be", "replace")
    return octets.removeprefix(b"\xef\xbb\xbf").decode("utf-8" if octets.startswith(b"\xef") else "latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    one = found[1]
    return bytes([int(one, 8) & 255]) if one[:1].isdigit() else _LETTERS.get(one, b"" if one in b"\r\n" else one)


def _moment(value: bytes) -> datetime | None:
    found = _DATE.match(_text(value))
    if not found:
        return None
    moment = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    away = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0))
    return moment + away if found[2] == "-" else moment - away


def _described(pdf: bytes, name: str) -> str:
    """A Dublin Core element of the document's own description (XMP), which typst writes as plain XML."""
    return ", ".join(_elements(pdf, name))


def _elements(pdf: bytes, name: str) -> Iterator[str]:
    start = pdf.find(b"<?xpacket begin")
    stop = pdf.find(b"<?xpacket end", start, start + LONGEST_DESCRIPTION)
    found = re.search(rf"<dc:{name}>(.*?)</dc:{name}>".encode(), pdf[start:stop], re.S) if 0 <= start < stop else None
    for one in re.findall(rb"<rdf:li[^>]*>(.*?)</rdf:li>", found[1], re.S) if found else ():
        yield html.unescape(one.decode("utf-8", "replace"))
