"""The list as a spreadsheet: exactly what is filtered, in its order, with the columns that are shown."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from zhike.core.access import must
from zhike.core.doors import Request
from zhike.core.errors import Invalid
from zhike.core.listing.declared import Column, Listing
from zhike.core.listing.keyset import Order
from zhike.core.listing.page import narrowed
from zhike.core.listing.resolve import Look
from zhike.core.listing.state import order_of
from zhike.core.scope import current_organisation_id, organisation

BLOCK = 1000
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(listing: Listing, request: Request, look: Look, rows: QuerySet[Any]) -> HttpResponseBase:
    """GET the list's address with `format=csv` or `format=xlsx`."""
    kind = request.GET["format"]
    if kind not in KINDS:
        raise Invalid(format=_("Choose CSV or Excel."))
    if not listing.export_capability:
        raise Invalid(format=_("This list cannot be exported."))
    must(request.actor, listing.export_capability)
    if listing.on_export is not None:
        listing.on_export(request.actor, kind)
    columns = [column for column in look.columns if column.export is not False]
    headers = [str(column.label) for column in columns]
    paths, reverse = order_of(listing, look.state)
    found = narrowed(listing, look.state, request.actor, rows)
    lines = _lines(Order(found, paths, reverse=reverse), found, columns)
    response = _streamed(kind, headers, lines, str(listing.title))
    name = f"{slugify(str(listing.title), allow_unicode=True)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Accel-Buffering"] = "no"
    return response


def _streamed(kind: str, headers: Sequence[str], lines: Iterator[list[Any]], title: str) -> HttpResponseBase:
    """CSV leaves while it is made; a workbook is made in a temporary file first, as its format wants."""
    from zhike.core.tables.write import write_csv, write_xlsx  # brings openpyxl, which only exports need

    if kind == "csv":
        return StreamingHttpResponse(write_csv(lines, headers=headers), content_type=KINDS[kind])
    return FileResponse(write_xlsx(lines, headers=headers, title=title), content_type=KINDS[kind])


def _lines(order: Order, rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Rows in blocks, each found by where the last one ended: no long query, no list of everything in memory.

    The response is read after the request has left the organisation and the reader's language, so what they
    were is taken down now, and each block enters them again.
    """
    here, language = current_organisation_id(), translation.get_language()
    zone = timezone.get_current_timezone()

    def blocks() -> Iterator[list[Any]]:
        after = ""
        while True:
            with organisation(here), translation.override(language), timezone.override(zone):
                block = order.page(rows, BLOCK, after=after)
                values = [[_plain(column, row) for column in columns] for row in block.rows]
            yield from values
            after = block.after
            if not after:
                return

    return blocks()


def _plain(column: Column, row: Any) -> Any:
    """The value a spreadsheet can calculate with; text without markup."""
    if callable(column.export):
        value = column.export(row)
    else:
        value = column.value(row)
        if value is None and column.cell is not None:
            value = strip_tags(str(column.html(row)))
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, bool | int | float | str) or hasattr(value, "isoformat"):
        return value
    return value if isinstance(value, Decimal) else str(value)
