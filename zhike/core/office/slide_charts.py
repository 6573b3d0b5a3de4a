"""Native charts on slides: the sentence that says what one sees, the chart, and what it leaves out."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.charts.chart import AREAS, BARS, LINES, SLIP, STEPS, Chart
from zhike.core.charts.letters import wrapped
from zhike.core.charts.units import DAY, in_words, shown
from zhike.core.office.grids import Drawn, Grid, axis_format, day_steps, grid, number_format, stored, top_of
from zhike.core.office.slide_frames import (
    CHINESE,
    FOOT,
    INK,
    LATIN,
    LEFT,
    ROOM,
    SOFT,
    TOP,
    element,
    line_height,
    new_slide,
    words,
)  # fmt: skip
from zhike.core.tables.write import write_xlsx

MOST = 12  # series a legend can name and an eye can follow
SAYS, NOTE, WORDS = 16.0, 11.0, 12.0


def chart_slides(deck: Any, chart: Chart) -> None:
    slide = new_slide(deck, chart.title)
    top = TOP
    if chart.alt:
        lines = wrapped(chart.alt, ROOM / SAYS * 0.96, 2)
        words(slide, " ".join(lines), LEFT, top, ROOM, line_height(SAYS) * len(lines), size=SAYS)
        top += line_height(SAYS) * len(lines) + 6
    if chart.is_empty:
        words(slide, _("There are no figures for this yet."), LEFT, top + 60, ROOM, 30, size=SAYS, colour=SOFT)
        return
    known = grid(chart, MOST)
    notes = _notes(chart, known)
    if notes:
        words(slide, wrapped(notes, ROOM / NOTE * 0.96, 1)[0], LEFT, FOOT - 16, ROOM, 16, size=NOTE, colour=SOFT)
    _native(slide, chart, known, top, FOOT - 20 - top)


# --- below -----------------------------------------------------------------------------------------------


def _notes(chart: Chart, known: Grid) -> str:
    """What stands under the title elsewhere, the days that are marked, and what is not drawn."""
    found = [chart.note] if chart.note else []
    if chart.unit.kind in ("hours", "days"):
        found.append(_("in {unit}").format(unit=in_words(chart.unit)))
    colon = _(": ")
    found += [one.name + colon + shown(one.day, DAY) for one in chart.markers if one.name]
    if known.left_out:
        told = ngettext("%(count)d more is in the spreadsheet", "%(count)d more are in the spreadsheet", known.left_out)
        found.append(told % {"count": known.left_out})
    return "  ·  ".join(found)


def _native(slide: Any, chart: Chart, known: Grid, top: float, height: float) -> None:
    from pptx.util import Pt

    frame = slide.shapes.add_chart(_kind(chart), Pt(LEFT), Pt(top), Pt(ROOM), Pt(height), _data(chart, known))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{chart.title}. {chart.alt}".strip())
    picture = frame.chart
    picture.part.chart_workbook.update_from_xlsx_blob(_figures(known))
    _letters(picture)
    picture.has_legend = True
    picture.legend.include_in_layout = False
    picture.legend.position = _bottom()
    picture.has_title = False
    for drawn, series in zip(known.series, picture.plots[0].series, strict=True):
        _style(series, drawn, chart)
    _axes(picture, chart)
    _blanks(picture, chart)


def _kind(chart: Chart) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {LINES: "LINE_MARKERS", STEPS: "LINE", SLIP: "LINE_MARKERS", AREAS: "AREA_STACKED", BARS: "BAR_CLUSTERED"}
    return getattr(XL_CHART_TYPE, kinds[chart.kind])


def _data(chart: Chart, known: Grid) -> Any:
    from pptx.chart.data import CategoryChartData

    form = "yyyy-mm-dd" if chart.kind == SLIP else number_format(chart.unit)
    data = CategoryChartData(number_format=form)
    data.categories = [row[0] for row in known.rows]
    for place, (name, unit) in enumerate(known.columns[1:], 1):
        data.add_series(name, [_plain(stored(row[place], unit)) for row in known.rows])
    return data


def _plain(value: Any) -> float | int | None:
    """Days are counted as spreadsheets count them."""
    from zhike.core.charts.chart import number

    if value is None or isinstance(value, (int, float)):
        return value
    counted = number(value)
    return counted - 693_594 if counted is not None and hasattr(value, "toordinal") else counted


def _figures(known: Grid) -> bytes:
    """The workbook behind the chart, by our own writer: the library's makes a formula of a name that begins with =."""
    rows = [
        [stored(value, unit) for value, (_name, unit) in zip(row, known.columns, strict=True)] for row in known.rows
    ]
    with write_xlsx(rows, headers=["", *(name for name, _unit in known.columns[1:])], title="Sheet1") as file:
        return file.read()


def _letters(picture: Any) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    picture.font.size, picture.font.color.rgb = Pt(WORDS), RGBColor.from_string(INK)
    properties = picture.font._rPr
    for tag, face in (("a:latin", LATIN), ("a:ea", CHINESE)):
        properties.append(element(tag, typeface=face))


def _bottom() -> Any:
    from pptx.enum.chart import XL_LEGEND_POSITION

    return XL_LEGEND_POSITION.BOTTOM


def _style(series: Any, drawn: Drawn, chart: Chart) -> None:
    if chart.kind in (AREAS, BARS):
        _fill(series.format.fill, drawn)
        _line(series.format.line, drawn.colour, 0.75, "solid")
        return
    _line(series.format.line, drawn.colour, 2.25 if drawn.is_thin else 3, drawn.dash)
    series.smooth = False
    _point(series.marker, drawn)


def _line(line: Any, colour: str, weight: float, dash: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    line.color.rgb, line.width = RGBColor.from_string(colour), Pt(weight)
    if dash != "solid":
        line._ln.find(qn("a:solidFill")).addnext(element("a:prstDash", val=dash))


def _fill(fill: Any, drawn: Drawn) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_PATTERN

    colour = RGBColor.from_string(drawn.colour)
    if not drawn.pattern:
        fill.solid()
        fill.fore_color.rgb = colour
        return
    fill.patterned()
    fill.pattern = next(one for one in MSO_PATTERN if one.xml_value == drawn.pattern)
    fill.fore_color.rgb, fill.back_color.rgb = colour, RGBColor(255, 255, 255)


def _point(marker: Any, drawn: Drawn) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_MARKER_STYLE

    marker.style = next(one for one in XL_MARKER_STYLE if one.xml_value == drawn.point)
    if drawn.point == "none":
        return
    marker.size = 7
    marker.format.fill.solid()
    is_open = drawn.look.point == "ring"
    marker.format.fill.fore_color.rgb = RGBColor(255, 255, 255) if is_open else RGBColor.from_string(drawn.colour)
    marker.format.line.color.rgb = RGBColor.from_string(drawn.colour)


def _axes(picture: Any, chart: Chart) -> None:
    from pptx.dml.color import RGBColor

    across, up = picture.category_axis, picture.value_axis
    for axis in (across, up):
        axis.format.line.color.rgb = RGBColor.from_string("868B8B")
        axis.has_major_gridlines = axis is up
    up.major_gridlines.format.line.color.rgb = RGBColor.from_string("DDE2E4")
    up.tick_labels.number_format_is_linked = False
    up.tick_labels.number_format = axis_format(chart)
    if chart.kind == BARS:
        _lying(picture, chart)
        return
    across.tick_labels.number_format_is_linked = False
    _over_days(across, chart)
    if (top := top_of(chart)) is not None:
        up.maximum_scale = top
    if chart.kind == SLIP:
        known = [_plain(value) for one in chart.series for value in one.values if value is not None]
        up.minimum_scale = min(*known, _plain(chart.days[0])) - 7  # type: ignore[type-var, operator]
        up.maximum_scale = max(known) + 7  # type: ignore[type-var, operator]
        up.major_unit = max(7, round((up.maximum_scale - up.minimum_scale) / 42) * 7)


def _over_days(axis: Any, chart: Chart) -> None:
    """Labels on firsts of months or every so many days, not on as many days as there is room for."""
    from pptx.oxml.ns import qn

    unit, step, form = day_steps(chart)
    axis.tick_labels.number_format = form
    days = axis._element
    base = days.find(qn("c:baseTimeUnit"))
    if base is None:
        return
    for tag, value in (("c:majorTimeUnit", unit), ("c:majorUnit", str(step))):
        for old in days.findall(qn(tag)):
            days.remove(old)
        base.addnext(element(tag, val=value))


def _lying(picture: Any, chart: Chart) -> None:
    """The first group on top, each bar with its figure, so that nobody has to measure."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    picture.category_axis.reverse_order = True
    picture.value_axis.visible = picture.value_axis.has_major_gridlines = False
    plot = picture.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 55, -5, True
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.number_format = "General" if chart.unit.kind in ("hours", "number") else axis_format(chart)
    plot.data_labels.position, plot.data_labels.font.size = XL_LABEL_POSITION.OUTSIDE_END, Pt(WORDS)


def _blanks(picture: Any, chart: Chart) -> None:
    """A day without a figure is a gap, but for milestones, about which nothing new was said."""
    from pptx.oxml.ns import qn

    shown_as = picture._chartSpace.chart.find(qn("c:dispBlanksAs"))
    if shown_as is not None:
        shown_as.set("val", "span" if chart.kind == SLIP else "gap")
