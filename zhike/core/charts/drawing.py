"""A chart as SVG."""

import re
from html import escape

from django.utils.translation import gettext as _

from zhike.core.charts.bars import bars
from zhike.core.charts.chart import BARS, Chart
from zhike.core.charts.inks import FONT, page_attributes, paper_attributes, patterns
from zhike.core.charts.over_days import over_days
from zhike.core.charts.picture import Label, Picture, Shape

ON_PAGE, ON_PAPER = 12.0, 7.5


def svg(chart: Chart, width: float, height: float, *, paper: bool = False, size: float = 0.0, key: str = "") -> str:
    """The picture alone. On a page it takes its colours from the stylesheet and its words from what stands around it
    (`figure.py`); on paper it is complete, in points. `key` tells its patterns from those of others on the page."""
    picture = laid_out(chart, width, height, size or (ON_PAPER if paper else ON_PAGE))
    return drawn(picture, re.sub(r"[^\w-]+", "-", key or chart.key, flags=re.ASCII), paper=paper)


def laid_out(chart: Chart, width: float, height: float, size: float = ON_PAGE) -> Picture:
    """Where everything lies."""
    if chart.is_empty:
        picture = Picture(width, height)
        words = _("There are no figures for this yet.")
        picture.labels.append(Label(width / 2, height / 2, words, size, "middle", "quiet"))
        return picture
    return (bars if chart.kind == BARS else over_days)(chart, width, height, size)


def drawn(picture: Picture, key: str, *, paper: bool) -> str:
    inks = [shape.ink for shape in picture.shapes]
    body = "".join(_shape(shape, key, paper=paper) for shape in picture.shapes)
    words = "".join(_words(label, key, paper=paper) for label in picture.labels)
    size = f'viewBox="0 0 {picture.width:g} {picture.height:g}"'
    if not paper:
        return f'<svg {size} aria-hidden="true">{patterns(inks, key, paper=False)}{body}{words}</svg>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width:g}" height="{picture.height:g}" {size} {FONT}>'
        f"{patterns(inks, key, paper=True)}{body}{words}</svg>"
    )


# --- below -----------------------------------------------------------------------------------------------


def _shape(shape: Shape, key: str, *, paper: bool) -> str:
    attributes = (paper_attributes if paper else page_attributes)(shape.ink, key)
    dash = f' stroke-dasharray="{shape.dash}"' if shape.dash else ""
    return f'<path d="{shape.path}" {attributes}{dash}/>'


def _words(label: Label, key: str, *, paper: bool) -> str:
    attributes = (paper_attributes if paper else page_attributes)(label.ink, key)
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    size = f' font-size="{label.size:g}"'
    return f'<text x="{label.x:g}" y="{label.y:g}"{anchor}{size} {attributes}>{escape(label.text)}</text>'
