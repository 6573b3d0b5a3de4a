"""Native charts of a spreadsheet, drawn from the cells beside them."""

from typing import Any

from zhike.core.charts.chart import AREAS, BARS, SLIP, Chart
from zhike.core.charts.units import in_words
from zhike.core.office.grids import Drawn, Grid, axis_format, day_steps, top_of

EMU = 12_700  # a point


def native(chart: Chart, known: Grid, sheet: Any) -> Any:
    """The chart over the rows of this sheet: heads in the first row, days or groups in the first column."""
    from openpyxl.chart import Reference, Series

    picture = _of_kind(chart)
    last = len(known.rows) + 1
    picture.title = chart.title
    for place, drawn in enumerate(known.series, 2):
        series = Series(Reference(sheet, min_col=place, min_row=2, max_row=last), title=None)
        series.tx = _head(sheet, place)
        _style(series, drawn, chart)
        picture.series.append(series)
    picture.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    picture.legend.position = "b"
    picture.display_blanks = "span" if chart.kind == SLIP else "gap"
    return picture


# --- below -----------------------------------------------------------------------------------------------


def _of_kind(chart: Chart) -> Any:
    from openpyxl.chart import AreaChart, BarChart, LineChart
    from openpyxl.chart.axis import DateAxis
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    if chart.kind == BARS:
        picture = BarChart()
        picture.type, picture.grouping, picture.gapWidth = "bar", "clustered", 60
        picture.x_axis.scaling.orientation = "maxMin"  # the first group on top
        picture.y_axis.crosses = "max"
    else:
        picture = AreaChart() if chart.kind == AREAS else LineChart()
        picture.grouping = "stacked" if chart.kind == AREAS else "standard"
        picture.x_axis = DateAxis(crossAx=100)
        _over_days(picture.x_axis, chart)
        picture.y_axis.crossAx = 500
        picture.y_axis.scaling.max = top_of(chart)
        if chart.kind == SLIP:
            _forecasts(picture.y_axis, chart)
    picture.x_axis.delete = picture.y_axis.delete = False
    picture.y_axis.number_format = axis_format(chart)
    picture.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="DDE2E4"))
    if chart.unit.kind in ("hours", "days"):
        picture.y_axis.title = in_words(chart.unit)
    return picture


def _over_days(axis: Any, chart: Chart) -> None:
    unit, step, form = day_steps(chart)
    axis.number_format, axis.baseTimeUnit = form, "days"
    axis.majorTimeUnit, axis.majorUnit = unit, step


def _forecasts(axis: Any, chart: Chart) -> None:
    """Days upwards do not begin with the year 1900."""
    from openpyxl.utils.datetime import to_excel

    known = [value for one in chart.series for value in one.values if value is not None]
    axis.scaling.min = int(to_excel(min(*known, chart.days[0]))) - 7  # type: ignore[type-var]
    axis.scaling.max = int(to_excel(max(known))) + 7  # type: ignore[type-var]


def _head(sheet: Any, place: int) -> Any:
    from openpyxl.chart.series import SeriesLabel
    from openpyxl.utils import get_column_letter, quote_sheetname

    from openpyxl.chart.data_source import StrRef  # isort: skip

    return SeriesLabel(strRef=StrRef(f"{quote_sheetname(sheet.title)}!${get_column_letter(place)}$1"))


def _style(series: Any, drawn: Drawn, chart: Chart) -> None:
    from openpyxl.chart.marker import Marker
    from openpyxl.drawing.line import LineProperties

    properties = series.graphicalProperties
    if chart.kind in (AREAS, BARS):
        _filled(properties, drawn)
        properties.line = LineProperties(solidFill=drawn.colour, w=int(0.75 * EMU))
        return
    weight = 2 if drawn.is_thin else 2.75
    properties.line = LineProperties(solidFill=drawn.colour, prstDash=drawn.dash, w=int(weight * EMU))
    series.smooth = False
    series.marker = Marker(symbol=drawn.point, size=7)
    if drawn.point != "none":
        series.marker.graphicalProperties.solidFill = "FFFFFF" if drawn.look.point == "ring" else drawn.colour
        series.marker.graphicalProperties.line.solidFill = drawn.colour


def _filled(properties: Any, drawn: Drawn) -> None:
    from openpyxl.drawing.fill import ColorChoice, PatternFillProperties

    if not drawn.pattern:
        properties.solidFill = drawn.colour
        return
    pattern = PatternFillProperties(prst=drawn.pattern)
    pattern.foreground, pattern.background = ColorChoice(srgbClr=drawn.colour), ColorChoice(srgbClr="FFFFFF")
    properties.pattFill = pattern
