"""The rows of a list as HTML, written in Python: a template per cell takes longer than the database."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhike.core.listing.declared import Column, Listing
from zhike.core.listing.state import State


def hx(listing: Listing, address: str) -> SafeString:
    """`href` and the same for HTMX: the part below the search box is exchanged, the address follows."""
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#rows-{1}" hx-swap="innerHTML" hx-push-url="true"',
        address,
        listing.name,
    )


def head(listing: Listing, columns: Sequence[Column], state: State, selectable: bool) -> SafeString:
    cells = [_select_all(listing)] if selectable else []
    sort = state.sort or listing.default_sort
    cells += [_heading(listing, column, state, sort) for column in columns]
    return mark_safe(f"<tr>{''.join(cells)}</tr>")


def body(listing: Listing, columns: Sequence[Column], rows: Iterable[Any], selectable: bool) -> SafeString:
    """Every value passes `conditional_escape` or `format_html`; the frame is made once per column."""
    title, others = columns[0], columns[1:]
    frames = [(column, _open(column)) for column in others]
    parts: list[str] = []
    for row in rows:
        words = title.html(row)
        parts.append("<tr>")
        if selectable:
            parts.append(_select(listing, row, words))
        parts.append(_title(listing, title, row, words))
        for column, opening in frames:
            parts += (opening, column.html(row), "</td>")
        parts.append("</tr>")
    return mark_safe("".join(parts))


def _select_all(listing: Listing) -> str:
    return format_html(
        '<th class="select shrink">'
        '<input type="checkbox" data-select-all aria-label="{}" form="bulk-{}"></th>',
        _("Select all rows on this page"),
        listing.name,
    )


def _heading(listing: Listing, column: Column, state: State, sort: str) -> str:
    classes = _classes(column)
    if not column.sort:
        return format_html('<th scope="col"{}>{}</th>', classes, column.label)
    is_up, is_down = sort == column.name, sort == f"-{column.name}"
    address = state.address(listing, sort=f"-{column.name}" if is_up else column.name)
    direction = ' aria-sort="ascending"' if is_up else ' aria-sort="descending"' if is_down else ""
    arrow = "↑" if is_up else "↓" if is_down else ""
    return format_html(
        '<th scope="col"{}{}><a {}>{}<span aria-hidden="true">{}</span></a></th>',
        classes,
        mark_safe(direction),
        hx(listing, address),
        column.label,
        arrow,
    )


def _classes(column: Column) -> SafeString:
    flags = (("end", column.end), ("shrink", column.shrink), ("wide-only", column.wide_only))
    names = " ".join(name for name, on in flags if on)
    return format_html(' class="{}"', names) if names else mark_safe("")


def _open(column: Column) -> str:
    return format_html('<td{} data-label="{}">', _classes(column), column.label)


def _select(listing: Listing, row: Any, words: str) -> str:
    plain = strip_tags(words) if "<" in words else mark_safe(words)
    return format_html(
        '<td class="select shrink">'
        '<input type="checkbox" name="selected" value="{}" form="bulk-{}" aria-label="{}"></td>',
        row.pk,
        listing.name,
        plain,
    )


def _title(listing: Listing, column: Column, row: Any, words: str) -> str:
    if listing.url is None or not column.link:
        return format_html('<th scope="row"{}>{}</th>', _classes(column), words)
    return format_html(
        '<th scope="row"{}><a href="{}" data-open>{}</a></th>', _classes(column), listing.url(row), words
    )
