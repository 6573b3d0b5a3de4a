"""A chart on a page: caption, picture for wide and for narrow places, and its figures as a table."""

import re

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.charts.chart import BARS, SLIP, Chart
from zhike.core.charts.drawing import drawn, laid_out
from zhike.core.charts.picture import Picture
from zhike.core.charts.telling import in_words, table
from zhike.core.markup import format_html, format_html_join

WIDE, NARROW = (640.0, 13.0), (340.0, 12.5)  # units across, and the size of words in them: see charts.css


def figure(chart: Chart) -> SafeString:
    """Everything escaped; the SVG is made of numbers and escaped words alone."""
    key = safe_key(chart.key)
    wide, narrow = (_picture(chart, *one) for one in (WIDE, NARROW))
    return format_html(
        '<figure class="chart"><figcaption id="chart-{}">{}{}</figcaption>'
        '<div class="chart-frame" role="img" aria-labelledby="chart-{} chart-{}-words">'
        '<div class="chart-wide">{}</div><div class="chart-narrow">{}</div></div>'
        '<p hidden id="chart-{}-words">{}</p>{}{}</figure>',
        key, chart.title, format_html("<small>{}</small>", chart.note) if chart.note else "", key, key,
        SafeString(drawn(wide, f"{key}-w", paper=False)), SafeString(drawn(narrow, f"{key}-n", paper=False)),
        key, in_words(chart), _unnamed(narrow), "" if chart.is_empty else _table(chart),
    )  # fmt: skip


def height(chart: Chart, *, is_narrow: bool = False) -> float:
    """As high as this chart wants to be in the units of a page."""
    if chart.kind == BARS:
        group = 17 * max(len(chart.series), 1) + (30 if is_narrow else 14)
        return 44 + max(len(chart.across), 1) * group
    lowest = 270 if is_narrow else 300
    return min(max(lowest, 24 * len(chart.series) + 90), 560) if chart.kind == SLIP else lowest


def safe_key(key: str) -> str:
    """What may stand in an id and in a reference to it."""
    return re.sub(r"[^\w-]+", "-", key, flags=re.ASCII)


# --- below -----------------------------------------------------------------------------------------------


def _picture(chart: Chart, width: float, size: float) -> Picture:
    return laid_out(chart, width, height(chart, is_narrow=width == NARROW[0]), size)


def _unnamed(picture: Picture) -> SafeString:
    if not picture.unnamed:
        return SafeString("")
    words = ngettext(
        "%(count)d line has no name here, for want of room; the table names it.",
        "%(count)d lines have no name here, for want of room; the table names them.", picture.unnamed,
    )  # fmt: skip
    return format_html('<p class="chart-note">{}</p>', words % {"count": picture.unnamed})


def _table(chart: Chart) -> SafeString:
    heads, rows, is_thinned = table(chart)
    columns = format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads))
    body = format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', ((row[0], _cells(row[1:])) for row in rows))
    note = _("Not every day is listed here; the spreadsheet has them all.") if is_thinned else ""
    return format_html(
        '<details><summary>{}</summary><div class="chart-table" role="region" tabindex="0" aria-label="{}">'
        '<table class="plain-table"><caption class="visually-hidden">{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>{}</details>",
        _("Show as a table"), chart.title, chart.title, columns, body,
        format_html('<p class="chart-note">{}</p>', note) if note else "",
    )  # fmt: skip


def _cells(cells: list[str]) -> SafeString:
    return format_html_join("", '<td class="end">{}</td>', ((cell,) for cell in cells))
