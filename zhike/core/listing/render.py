"""The rows of a list as HTML, written in Python: a template per cell takes longer than the database."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhike.core.listing.declared import Column, Listing
from zhike.core.listing.state import State
from zhike.core.markup import conditional_escape, format_html


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
    title, others = columns[0], [(column.html, _open(column)) for column in columns[1:]]
    url = listing.url if title.link else None
    opening = format_html('<th scope="row"{}>', _classes(title))
    box_opens = '<td class="select shrink"><input type="checkbox" name="selected" value="'
    box_closes = format_html('" form="bulk-{}" aria-label="', listing.name)
    parts: list[str] = []
    for row in rows:
        words = title.html(row)
        parts.append("<tr>")
        if selectable:
            parts += (box_opens, conditional_escape(row.pk), box_closes, as_attribute(words), '"></td>')
        if url is None:
            parts += (opening, words, "</th>")
        else:
            parts += (opening, '<a href="', conditional_escape(url(row)), '" data-open>', words, "</a></th>")
        for html, cell in others:
            parts += (cell, html(row), "</td>")
        parts.append("</tr>")
    return mark_safe("".join(parts))


def _select_all(listing: Listing) -> str:
    return format_html(
        '<th class="select shrink"><input type="checkbox" data-select-all aria-label="{}" form="bulk-{}"></th>',
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


def as_attribute(html: SafeString) -> SafeString:
    """Escaped text for an attribute, from HTML that may hold tags and bare quotation marks."""
    text = strip_tags(html) if "<" in html else html
    return mark_safe(text.replace('"', "&quot;"))
