"""Arrays of numbers as bytes and back: no pickle, nothing that could run, and nothing that is not as it was written.

First a digest of all that follows, then the length of a head in JSON, the head, and the arrays one after the other,
each in the smallest whole numbers that hold it. An array of one and the same number is only named in the head.
"""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

DIGEST, LENGTH = 16, 8  # bytes
WHOLE = ("<i1", "<i2", "<i4", "<i8")
KINDS = frozenset({*WHOLE, "<f8", "|b1", "|u1"})


class Damaged(ValueError):
    """These bytes are not what was once packed."""


def pack(head: Mapping[str, Any], arrays: Mapping[str, Any]) -> bytes:
    """The arrays (one-dimensional: whole numbers, fractions, yes and no, or bytes) with a head of JSON."""
    listed, parts = [], []
    for name, array in arrays.items():
        kind, found = _smallest(array)
        listed.append([name, kind, len(array), None if found is not None else array[0].item()])
        parts.append(b"" if found is None else found)
    written = json.dumps({"head": head, "arrays": listed}).encode()
    body = b"".join([len(written).to_bytes(LENGTH, "little"), written, *parts])
    return _digest(body) + body


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The head and the arrays, each its own to be changed. Damaged: see there."""
    body = memoryview(data)[DIGEST:]
    if len(body) < LENGTH or bytes(data[:DIGEST]) != _digest(body):
        raise Damaged("These bytes are not as they were written.")
    ends = LENGTH + int.from_bytes(body[:LENGTH], "little")
    told = json.loads(bytes(body[LENGTH:ends]))
    arrays = {}
    for name, kind, count, same in told["arrays"]:
        arrays[name], ends = _read(body, ends, kind, count, same)
    return told["head"], arrays


# --- below -----------------------------------------------------------------------------------------------


def _digest(body: Any) -> bytes:
    return blake2b(body, digest_size=DIGEST).digest()


def _smallest(array: Any) -> tuple[str, bytes | None]:
    """The kind of number, and the bytes; None where all numbers are the same."""
    kind = array.dtype.str
    if array.dtype.kind == "i" and len(array):
        low, high = int(array.min()), int(array.max())
        kind = next(one for one in WHOLE if -(1 << (int(one[2]) * 8 - 1)) <= low and high < 1 << (int(one[2]) * 8 - 1))
    if kind not in KINDS:
        raise TypeError(f"Arrays of {kind} are not packed.")
    if len(array) and (array == array[0]).all():
        return kind, None
    return kind, array.astype(kind).tobytes()


def _read(body: Any, at: int, kind: str, count: int, same: Any) -> tuple[Any, int]:
    import numpy as np

    if kind not in KINDS:
        raise Damaged("These bytes hold something else.")
    wide = np.dtype(np.int64 if kind in WHOLE else kind)
    if same is not None:
        return np.full(count, same, wide), at
    ends = at + count * np.dtype(kind).itemsize
    return np.frombuffer(body[at:ends], kind).astype(wide), ends
