"""Sending stored bytes to a browser so that nothing in them can act there."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from zhike.files.models import FileVersion
from zhike.files.storage import INLINE, PICTURES, UNKNOWN, chunks

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def sent(request: HttpRequest, version: FileVersion, *, name: str, inline: bool = False) -> HttpResponse:
    """The bytes under the file's name: to be saved, or shown where the type is harmless. One range may be asked for."""
    shown = inline and version.content_type in INLINE
    part = _part(request, version.size)
    if part is not None and part.start >= part.stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{version.size}"})
    start, stop = (part.start, part.stop) if part is not None else (0, version.size)
    body: Any = chunks(version.key, start=start, length=stop - start)
    response: Any = StreamingHttpResponse(body, status=206 if part is not None else 200)
    if part is not None:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{version.size}"
    response["Content-Length"] = str(stop - start)
    response["Content-Disposition"] = content_disposition_header(not shown, name)
    _protect(response, _type_to_tell(version.content_type) if shown else UNKNOWN)
    return response  # type: ignore[no-any-return]


def preview_sent(version: FileVersion) -> HttpResponse:
    response: Any = StreamingHttpResponse(chunks(version.preview_key))
    _protect(response, "image/webp")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response  # type: ignore[no-any-return]


def _protect(response: Any, content_type: str) -> None:
    response["Content-Type"] = content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    response["Accept-Ranges"] = "bytes"
    response["Content-Encoding"] = "identity"  # the gzip middleware keeps its hands off: lengths and ranges hold
    # Browsers refuse to show a PDF in a sandbox; it has no scripts of ours and nothing may be loaded by it.
    sandbox = "" if content_type == "application/pdf" else "sandbox; "
    response["Content-Security-Policy"] = f"{sandbox}default-src 'none'; frame-ancestors 'self'"


def _type_to_tell(content_type: str) -> str:
    if content_type in PICTURES or content_type == "application/pdf":
        return content_type
    return "text/plain; charset=utf-8"


def _part(request: HttpRequest, size: int) -> range | None:
    found = _RANGE.match(request.headers.get("Range", ""))
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:  # the last so many bytes
        return range(max(0, size - int(found[2])), size)
    return range(int(found[1]), min(size, int(found[2]) + 1 if found[2] else size))
