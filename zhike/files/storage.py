"""Bytes on their way in and out: measured, hashed and sniffed while they stream, kept by their content.

Identical content is stored once within an organisation. A file reaches its place by a rename of a complete temporary
file, and the row that names it is written after, so a crash leaves at most bytes that no row names; `jobs.sweep` clears
those away.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import puremagic
from django.conf import settings
from django.core.files import File as DjangoFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from zhike.core.errors import Invalid

CHUNK = 1 << 16
HEAD = 1 << 13
UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
INLINE = PICTURES | {"application/pdf", "text/plain"}
ACTIVE = (
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<?xml",
    b"<iframe",
    b"<img",
    b"<style",
)


@dataclass(frozen=True)
class Received:
    """Bytes that arrived whole, in a temporary file."""

    path: Path
    sha256: str
    size: int
    content_type: str


@contextmanager
def received(upload: Any) -> Iterator[Received]:
    """Read an upload to its end into a temporary file; refuse it if empty or too large. Cleans up after itself."""
    directory = _waiting_room()
    handle, name = tempfile.mkstemp(dir=directory, prefix="upload-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            digest, size, head = _copy(upload, target)
            target.flush()
            os.fsync(target.fileno())
        if size == 0:
            raise Invalid(file=_("This file is empty. Look at it on your machine, then choose it again."))
        yield Received(path, digest, size, sniffed(head))
    finally:
        path.unlink(missing_ok=True)


def keep(organisation_id: UUID, what: Received) -> str:
    """Put received bytes in their place for good; returns the storage key. The same content is kept once."""
    key, store = key_of(organisation_id, what.sha256), storages["default"]
    local = isinstance(store, FileSystemStorage)
    if store.exists(key) and store.size(key) == what.size:
        if local:
            os.utime(store.path(key))  # in use again: the sweep looks at the age
        return key
    if local:
        target = Path(store.path(key))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(what.path, target)  # atomic: whoever reads sees all of it or nothing
        return key
    with what.path.open("rb") as source:
        return store.save(key, DjangoFile(source))


def key_of(organisation_id: UUID, sha256: str) -> str:
    return f"{organisation_id.hex}/{sha256[:2]}/{sha256}"


def chunks(key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes of a stored file, or a part of them."""
    with default_storage.open(key, "rb") as source:
        source.seek(start)
        left = length
        while left is None or left > 0:
            piece = source.read(CHUNK if left is None else min(CHUNK, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece


def sniffed(head: bytes) -> str:
    """What the bytes are, whatever the name says. Anything a browser might run is never taken for text."""
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if any(mark in start[:512] for mark in ACTIVE):
        return "text/html" if b"<svg" not in start else "image/svg+xml"
    try:
        told = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        told = []
    for one in told:
        if one.mime_type in INLINE - {"text/plain"} and _begins_like(head, one.mime_type):
            return str(one.mime_type)
    if _is_text(head):
        return "text/plain"
    return next((str(one.mime_type) for one in told if one.mime_type and "/" in one.mime_type), UNKNOWN)


def _begins_like(head: bytes, content_type: str) -> bool:
    """Picture and PDF types are shown inline, so they must begin with their own signature, not merely contain it."""
    marks = {
        "image/png": head.startswith(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg": head.startswith(b"\xff\xd8\xff"),
        "image/gif": head.startswith((b"GIF87a", b"GIF89a")),
        "image/webp": head.startswith(b"RIFF") and head[8:12] == b"WEBP",
        "application/pdf": head.startswith(b"%PDF-"),
    }
    return marks.get(content_type, False)


def _is_text(head: bytes) -> bool:
    if b"\x00" in head or any(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 4 if len(head) == HEAD else len(head)].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 8:
                continue
        return True
    return False


def _copy(upload: Any, target: IO[bytes]) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    for piece in upload.chunks(CHUNK) if hasattr(upload, "chunks") else iter(lambda: upload.read(CHUNK), b""):
        size += len(piece)
        if size > settings.UPLOAD_LIMIT:
            limit = filesizeformat(settings.UPLOAD_LIMIT)
            raise Invalid(file=_("This file is larger than %(limit)s, the most that is taken.") % {"limit": limit})
        digest.update(piece)
        head = (head + piece)[:HEAD] if len(head) < HEAD else head
        target.write(piece)
    return digest.hexdigest(), size, head


def _waiting_room() -> Path:
    """On the same file system as the store, so that the last step is a rename."""
    directory = Path(settings.MEDIA_ROOT) / "arriving"
    directory.mkdir(parents=True, exist_ok=True)
    return directory
