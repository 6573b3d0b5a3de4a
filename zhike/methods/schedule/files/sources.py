"""Where a file's bytes come from, how many are read at most, and what form they are of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from zhike.methods.schedule.files.errors import Unreadable

Source = bytes | BinaryIO | Path
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read. A room that takes files from strangers sets less; reading takes 2 to 4 times `bytes`."""

    bytes: int = 512 << 20
    tasks: int = 1_000_000
    links: int = 4_000_000
    rows: int = 4_000_000  # resources, assignments, calendars, of each
    depth: int = 40
    text: int = 4 << 20  # characters of one value
    exceptions: int = 100_000  # of all calendars


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The source as something to read from. Only what was opened here is closed. Unreadable: it cannot be opened."""
    if isinstance(source, bytes | bytearray | memoryview):
        yield BytesIO(source)
    elif isinstance(source, Path):
        try:
            stream = source.open("rb")
        except OSError as problem:
            raise Unreadable("cannot_open", reason=problem.strerror or type(problem).__name__) from None
        with stream:
            yield stream
    else:
        yield source


def chunks(source: Source, limits: Limits) -> Iterator[bytes]:
    """The bytes of the source in pieces. Unreadable: there are none, or more than `limits.bytes`."""
    total = 0
    with opened(source) as stream:
        try:
            while piece := stream.read(CHUNK):
                total += len(piece)
                if total > limits.bytes:
                    raise Unreadable("too_big", limit=limits.bytes)
                yield piece
        except OSError as problem:
            raise Unreadable("cannot_open", reason=problem.strerror or type(problem).__name__) from None
    if not total:
        raise Unreadable("empty")


def whole(source: Source, limits: Limits) -> bytes:
    return b"".join(chunks(source, limits))


def form_of(head: bytes) -> str:
    """What the first bytes say a file is: mspdi, json, mpp, mpx, xer, pmxml, xml, psplib, or "" for none of these."""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "mpp"
    text = _decoded(head).lstrip("\ufeff \t\r\n")
    start = text[:4096]
    if start.startswith("{"):
        return "json"
    if start.startswith("<"):
        return _form_of_xml(text)
    if start.startswith("ERMHDR"):
        return "xer"
    if start.startswith("MPX"):
        return "mpx"
    lowered = text.lower()
    looks_like_numbers = bool(start) and all(word.isdigit() for word in start.split()[:8])
    return "psplib" if looks_like_numbers or "precedence relations" in lowered or "jobs (incl." in lowered else ""


def _form_of_xml(text: str) -> str:
    if "APIBusinessObjects" in text:
        return "pmxml"
    return "mspdi" if "<Project" in text or ":Project" in text else "xml"


def _decoded(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[: len(head) // 2 * 2].decode(encoding, "replace")
    for start, encoding in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if head.startswith(start):
            return head[: len(head) // 2 * 2].decode(encoding, "replace")
    return head.decode("utf-8", "replace")
