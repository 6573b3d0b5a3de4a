"""Whether anything a client receives holds a word that is ours: in plain, packed, zipped or printed form.

Internal texts in the test world carry markers. A room names its own as `MARKER` in its `testing.py`; all of them are
searched for in everything.
"""

import gzip
import io
import pkgutil
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import zhike


@cache
def markers() -> frozenset[str]:
    """What stands in the internal texts of the world."""
    rooms = [one.name for one in pkgutil.iter_modules(zhike.__path__)]
    found = set()
    for room in rooms:
        try:
            module = import_module(f"zhike.{room}.testing")
        except ModuleNotFoundError:
            continue
        found |= {str(module.MARKER)} if hasattr(module, "MARKER") else set()
    return frozenset(found)


def leaked(content: bytes) -> set[str]:
    """The markers in these bytes, however deep they are packed."""
    wanted = markers()
    return {marker for piece in _unpacked(content) for marker in wanted if marker.encode() in piece}


def content_of(response: Any) -> bytes:
    """Head and body of a response, whether it streams or not; a header can tell something, too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return body + b"\n" + head.encode() if not body.startswith((b"%PDF", b"PK", b"\x1f\x8b")) else body


def letter_of(message: Any) -> bytes:
    """A mail as it is sent, its parts decoded."""
    parts = [message.subject.encode()]
    for part in message.message().walk():
        parts.append(part.get_payload(decode=True) or b"")
    return b"\n".join(parts)


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield from _unpacked(gzip.decompress(content))
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _unpacked(archive.read(name))
    elif content.startswith(b"%PDF"):
        yield _printed(content)


@lru_cache(maxsize=64)  # everybody of a company gets the same file
def _printed(pdf: bytes) -> bytes:
    """What somebody reads on its pages and in its properties. Words broken over two lines are put together again."""
    told = [["pdftotext", "-layout", "-", "-"], ["pdfinfo", "-"]]  # of poppler, which bin/test installs
    said = b"\n".join(subprocess.run(one, input=pdf, capture_output=True, check=True).stdout for one in told)
    return said + b"\n" + said.replace(b"\n", b"").replace(b" ", b"")
