"""A moment as bytes and back: which lines are new or were entered anew, were placed, moved, or are gone.

    lines    whole lines: everything a key frame has, and of a change those that people edited
    placed   where lines stand in the outline; moved: what is computed of them. By their numbers.
    gone     the numbers of lines that are no longer there

What was once kept is read for ever: `FORMAT` counts how it is written, and whatever was is still read here.
"""

import zlib
from dataclasses import dataclass, field
from typing import Any

from zhike.plan.history.lines import CODED, FLAGS, MOMENTS, NUMBERS, TEXTS, Table
from zhike.plan.packing import Damaged, pack, unpack

FORMAT = 1
LINES = ("number", "key", "parent", *MOMENTS, *NUMBERS, *FLAGS, "percent_complete", *CODED, "owner", *TEXTS)
PLACED = ("number", "parent", "position", "level", "kind", "wbs")
MOVED = ("number", "start", "finish", "duration", "is_critical", "percent_complete", "state")
PARTS = {"lines": LINES, "placed": PLACED, "moved": MOVED}
QUICK = 3  # of zlib: whoever edits waits for it, and six saves a tenth


@dataclass(slots=True)
class Change:
    """What is different from the moment before; a key frame has lines alone."""

    lines: Table | None = None
    placed: Table | None = None
    moved: Table | None = None
    gone: list[int] = field(default_factory=list)
    people: list[list[str]] = field(
        default_factory=list
    )  # kind, key, name: owners of the lines, or called otherwise now


def packed(change: Change) -> bytes:
    import numpy as np

    texts: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    for part, names in PARTS.items():
        table = getattr(change, part)
        for name in names if table is not None else ():
            into = texts if name in TEXTS else arrays
            into[f"{part}.{name}"] = table[name]
    if change.gone:
        arrays["gone"] = np.asarray(change.gone, np.int64)
    people = change.people or (change.lines or {}).get("people", [])
    head = {"format": FORMAT, "words": CODED, "people": people, "texts": texts}
    return zlib.compress(pack(head, arrays), QUICK)


def unpacked(data: bytes) -> Change:
    """Damaged: these bytes are not what was once kept."""
    try:
        head, arrays = unpack(zlib.decompress(data))
    except zlib.error as error:
        raise Damaged("These bytes are not as they were written.") from error
    if head["format"] != FORMAT:
        raise Damaged("This was kept by a later Zhike.")
    found = Change(people=head["people"], gone=arrays["gone"].tolist() if "gone" in arrays else [])
    for part, names in PARTS.items():
        if f"{part}.number" in arrays:
            table = {name: head["texts"].get(f"{part}.{name}", arrays.get(f"{part}.{name}")) for name in names}
            setattr(found, part, _in_words(table, head["words"]))
    return found


# --- below -----------------------------------------------------------------------------------------------


def _in_words(table: Table, words: dict[str, list[str]]) -> Table:
    """Codes as the words they stood for when they were kept."""
    for name in words:
        if name in table:
            known = words[name]
            table[name] = [known[code] for code in table[name].tolist()]
    return table
