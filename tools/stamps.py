"""Skipping what has been done: a step is done again only when the content it was made from has changed."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.speak import say


def digest(files: Iterable[Path], *more: str) -> str:
    """A fingerprint of these files, their names and these words. A folder stands for all files below it."""
    total = hashlib.sha256("\0".join(more).encode())
    for file in sorted(_flat(files)):
        total.update(str(file).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


class Stamps:
    """Fingerprints of finished steps, one small file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def holds(self, step: str, fingerprint: str) -> bool:
        try:
            return (self.folder / step).read_text() == fingerprint
        except OSError:
            return False

    def read(self, step: str) -> str:
        try:
            return (self.folder / step).read_text()
        except OSError:
            return ""

    def set(self, step: str, fingerprint: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{step}.new"
        fresh.write_text(fingerprint)
        fresh.replace(self.folder / step)


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Two starts at once prepare one after the other. The kernel lets go of the lock however we end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(
                "Another start is preparing the same folder; waiting for it …",
                "另一个启动过程正在准备同一目录，等待中……",
            )
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _flat(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        if file.is_dir():
            yield from (inner for inner in file.rglob("*") if inner.is_file() and "__pycache__" not in inner.parts)
        elif file.exists():
            yield file
