"""A PDF on its way to a browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def sent_pdf(name: str, pdf: bytes | memoryview) -> HttpResponse:
    """Shown by the browser; nothing in it can act here, and nobody in between keeps it."""
    response = HttpResponse(bytes(pdf), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    return response
