"""The fonts documents are set in. They come with the front end's packages (tools/prepare.py copies them here), so that
a document looks the same whatever is installed on the machine; the machine's fonts step in for what ours lack.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "fonts"
FAMILY = "Noto Sans SC"
REGULAR = "NotoSansSC_400Regular.ttf"
WEIGHTS = (REGULAR, "NotoSansSC_500Medium.ttf", "NotoSansSC_700Bold.ttf")


def are_here() -> bool:
    return all((FOLDER / name).is_file() for name in WEIGHTS)


@cache
def book(*, with_system: bool) -> Any:
    """The fonts typst may use. Reading the machine's takes a moment, so each book is made once a process."""
    import typst

    paths: list[str | Path] = [FOLDER] if are_here() else []
    return typst.Fonts(include_system_fonts=with_system, include_embedded_fonts=False, font_paths=paths)


def lacking(text: str) -> set[str]:
    """The characters of `text` our font has no picture of."""
    known = _characters()
    return {one for one in set(text) if ord(one) not in known and not one.isspace()}


@cache
def _characters() -> frozenset[int]:
    return frozenset(_mapped((FOLDER / REGULAR).read_bytes()))


def _mapped(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font: its `cmap` in format 12 (OpenType 1.9, "cmap")."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    start = tables[b"cmap"]
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * number + 4)[0]
        if struct.unpack_from(">H", font, at)[0] == 12:
            groups = struct.unpack_from(">I", font, at + 12)[0]
            for first, last, _glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups]):
                yield from range(first, last + 1)
