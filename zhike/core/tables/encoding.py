"""In which encoding are these bytes? For text files out of Chinese and Western office programs.

The order of belief: a byte order mark; UTF-16 by its zero bytes; UTF-8, which hardly any other text is by
accident; then GB18030 (of which GBK and GB2312 are parts), Big5 and Windows-1252, told apart by how
ordinary the characters would be. A common character is one of level 1 of GB 2312-80 (3,755) or of Big5
(5,401), each about 99 % of running text.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TOLERATED = 0.01  # share of characters outside ASCII that may be broken before an encoding is ruled out


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` for `open()`, `confidence` 0 to 1 (below 0.8 ask the person), `broken` bytes that fit
    nowhere.
    """

    name: str
    confidence: float
    broken: int = 0


def detect(file: IO[bytes]) -> Encoding | None:
    """The most likely encoding of the whole file, or None when it is no text in any known one. Rewinds the
    file.
    """
    file.seek(0)
    head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, 1.0, _broken(file, name))
    if head.count(0) > len(head) // 10:
        return _utf16(head)
    broken = _broken(file, "utf-8")
    sample = _non_ascii(file)
    file.seek(0)
    if not broken:
        return Encoding("utf-8", 1.0)
    if broken <= _TOLERATED * len(sample.decode("utf-8", "ignore")):
        return Encoding("utf-8", 0.9, broken)
    return _best_legacy(file, sample)


def _best_legacy(file: IO[bytes], sample: bytes) -> Encoding | None:
    gb, big5 = _ordinary(sample, "gb18030"), _ordinary(sample, "big5")
    western = _western(sample)
    ranked = sorted([(gb, 2, "gb18030"), (big5, 1, "big5hkscs"), (western, 0, "cp1252")], reverse=True)
    margin = ranked[0][0] - ranked[1][0]
    for score, _, name in ranked:
        if score < 0.3:
            break
        broken = _broken(file, name)
        if broken <= max(1, _TOLERATED * len(sample)):
            return Encoding(name, round(min(1.0, score * 0.5 + margin), 2), broken)
    return None


def _ordinary(sample: bytes, encoding: str) -> float:
    """Which share of the characters outside ASCII would be common ones, were the sample in this encoding."""
    text = [c for c in sample.decode(encoding, "replace") if not c.isascii()]
    common = sum(_is_common(character, encoding) for character in text)
    return common / len(text) if text else 0.0


def _is_common(character: str, encoding: str) -> bool:
    """Level 1 characters, and full-width punctuation; the test is on the older national set inside the
    encoding.
    """
    try:
        code = character.encode("gb2312" if encoding == "gb18030" else "big5")
    except UnicodeEncodeError:
        return False
    if len(code) != 2:
        return False
    if encoding == "gb18030":
        return 0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3
    return 0xA4 <= code[0] <= 0xC6 or code[0] == 0xA1


def _western(sample: bytes) -> float:
    """High when bytes above 127 are accented letters among ASCII letters, as in Müller; Chinese comes in
    pairs.
    """
    runs = [run for run in bytes(b if b > 127 else 32 for b in sample).split() if run]
    single = sum(len(run) == 1 and run[0] >= 0x91 for run in runs)
    return single / len(runs) if runs else 0.0


def _utf16(head: bytes) -> Encoding | None:
    """UTF-16 without a mark: Western text and delimiters leave zero bytes on one side only."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 10 * even:
        return Encoding("utf-16-le", 0.9)
    return Encoding("utf-16-be", 0.9) if even > 10 * odd else None


def _non_ascii(file: IO[bytes]) -> bytes:
    """About a quarter of a megabyte of the lines that hold anything outside ASCII, from wherever they
    stand.
    """
    file.seek(0)
    kept: list[bytes] = []
    size = 0
    for chunk in _chunks(file):
        if chunk.isascii():
            continue
        for line in chunk.splitlines():
            if not line.isascii() and size < _SAMPLE:
                kept.append(line)
                size += len(line)
        if size >= _SAMPLE:
            break
    return b"\n".join(kept)


def _broken(file: IO[bytes], encoding: str) -> int:
    """How many places in the file cannot be decoded."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    broken = sum(decoder.decode(chunk).count("\ufffd") for chunk in _chunks(file))
    return broken + decoder.decode(b"", True).count("\ufffd")


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_CHUNK), b"")


def guess(content: bytes) -> str:
    """The name of the most likely encoding of a short text; Windows-1252, which takes anything, when none
    is.
    """
    found = detect(io.BytesIO(content))
    return found.name if found else "cp1252"
