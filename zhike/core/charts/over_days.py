"""Charts over days: lines, steps, areas, and how forecasts moved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from django.utils.translation import gettext as _

from zhike.core.charts import ends as names
from zhike.core.charts.axes import Plot, across_days, along_values
from zhike.core.charts.chart import AREAS, EXPECTED, REFERENCE, SLIP, STEPS, Chart, number
from zhike.core.charts.ends import End
from zhike.core.charts.inks import OPEN, Look, looks
from zhike.core.charts.marking import head_rows, levels, markers, uprights
from zhike.core.charts.picture import Label, Picture, Point, path, simple, stepped
from zhike.core.charts.points import point
from zhike.core.charts.units import short

APART = 3.6  # sizes between the points of a line that only tell it from others
NEAR = 0.9  # sizes between points each of which was measured


@dataclass(slots=True)
class Drawn:
    """One series as it lies on the plot: its runs without gaps."""

    place: int
    look: Look
    runs: list[list[Point]] = field(default_factory=list)
    last: int = -1  # the place of its last known value


Heights = Sequence[Sequence[float | None]]


def over_days(chart: Chart, width: float, height: float, size: float) -> Picture:
    """The picture. Names that find no free place beside their line get room in the margin, and it is laid out anew."""
    outside = {place for place, one in enumerate(chart.series) if _ends_last(chart, one.values)}
    for _try in range(len(chart.series) + 1):
        picture, homeless = _laid_out(chart, width, height, size, outside)
        if not homeless:
            break
        outside |= homeless
    return picture


# --- below -----------------------------------------------------------------------------------------------


def _laid_out(chart: Chart, width: float, height: float, size: float, outside: set[int]) -> tuple[Picture, set[int]]:
    picture = Picture(width, height)
    known = [[number(value) for value in one.values] for one in chart.series]
    heights = _stacked(known) if chart.kind == AREAS else known
    plot = _plot(picture, chart, heights, size, outside)
    drawn = _lines(chart, heights, plot)
    _past(picture, chart, plot, size)
    across_days(picture, plot, size)
    if chart.kind == AREAS:
        _areas(picture, chart, drawn, plot)
    markers(picture, chart, plot, size)
    levels(picture, chart, plot, size, [run for one in drawn for run in one.runs])
    for one in drawn:
        _line(picture, chart, one, plot, size)
    return picture, _named(picture, chart, drawn, plot, size, outside)


def _plot(picture: Picture, chart: Chart, heights: Heights, size: float, outside: set[int]) -> Plot:
    first, last = chart.days[0].toordinal(), chart.days[-1].toordinal()
    if first == last:
        first, last = first - 1, last + 1
    waiting = [End(0, 0, chart.series[place].name, _figure(chart, place), 0) for place in sorted(outside)]
    right = picture.width - max(names.margin(waiting, size, picture.width), size)
    return along_values(picture, chart, heights, size, (first, last), right, head_rows)


def _ends_last(chart: Chart, values: Sequence[object]) -> bool:
    """Whether the series goes on to where the plot ends, or close to it."""
    if chart.kind == AREAS:
        return True
    known = [place for place, value in enumerate(values) if value is not None]
    if not known:
        return False
    days = chart.days
    return (days[-1] - days[known[-1]]).days <= 0.06 * (days[-1] - days[0]).days


def _stacked(known: Heights) -> list[list[float | None]]:
    """Each on top of those before it; a day of which not all is known has none."""
    columns = zip(*known, strict=True)
    return [list(row) for row in zip(*map(_sums, columns), strict=True)]


def _sums(column: Sequence[float | None]) -> list[float | None]:
    known = [value for value in column if value is not None]
    return [*accumulate(known)] if len(known) == len(column) else [None] * len(column)


def _lines(chart: Chart, heights: Heights, plot: Plot) -> list[Drawn]:
    joins = chart.kind in (SLIP, STEPS)
    found = []
    for place, (look, values) in enumerate(zip(looks(chart.series), heights, strict=True)):
        one, run = Drawn(place, look), []
        for at, (day, value) in enumerate(zip(chart.days, values, strict=True)):
            if value is not None:
                run.append((plot.x.at(day.toordinal()), plot.y.at(value)))
                one.last = at
            elif run and not joins:
                one.runs.append(run)
                run = []
        one.runs += [run] if run else []
        if chart.kind == STEPS:
            one.runs = [stepped(line) for line in one.runs]
        found.append(one)
    return found


def _areas(picture: Picture, chart: Chart, drawn: Sequence[Drawn], plot: Plot) -> None:
    for place, one in enumerate(drawn):
        ink = f"area-{one.look.hue}{one.look.pattern}"
        for at, run in enumerate(one.runs):
            floor = drawn[place - 1].runs[at] if place else [(x, plot.y.at(0)) for x, _y in run]
            outline = simple(run) + simple(floor)[::-1]
            picture.draw(ink, path(outline, closed=True), about=chart.series[place].name)


def _line(picture: Picture, chart: Chart, one: Drawn, plot: Plot, size: float) -> None:
    kind, look = chart.series[one.place], one.look
    if chart.kind == AREAS:
        lines = [simple(run) for run in one.runs]
        picture.draw(f"edge-{look.hue}", "".join(path(line) for line in lines), about=kind.name)
        return
    lines = [simple(run) if chart.kind != STEPS else run for run in one.runs]
    if chart.kind == STEPS and look.is_strong:
        floor = plot.y.at(max(plot.y.low, 0))
        filled = "".join(path([(run[0][0], floor), *run, (run[-1][0], floor)], closed=True) for run in lines)
        picture.draw(f"soft-{look.hue}", filled)
    weight = "bold" if look.is_strong else "line"
    picture.draw(f"{weight}-{look.hue}", "".join(path(run) for run in lines), look.dash, kind.name)
    _points(picture, chart, one, size)


def _points(picture: Picture, chart: Chart, one: Drawn, size: float) -> None:
    """Where it was measured if there is room; else so many that lines are told apart. The end has one in any case."""
    look, kind = one.look, chart.series[one.place].look
    if not one.runs or chart.kind == STEPS:
        return
    known = [point for run in one.runs for point in run]
    across = (known[-1][0] - known[0][0]) / max(len(known) - 1, 1)
    apart = (NEAR if across >= NEAR * size else APART) * size
    alone = [run[0] for run in one.runs if len(run) == 1]
    shown = alone if kind in (REFERENCE, EXPECTED) else _spaced(known, apart)
    mark = look.point or ("ring" if alone else "")
    if kind != REFERENCE:
        shown = [*(one for one in shown if known[-1][0] - one[0] >= apart / 2), known[-1]]
    if not mark:
        return
    radius = size * (0.32 if look.is_strong else 0.27)
    picture.draw(
        f"{'open' if mark in OPEN else 'point'}-{look.hue}",
        "".join(point(mark, x, y, radius) for x, y in shown), about=chart.series[one.place].name,
    )  # fmt: skip


def _spaced(points: Sequence[Point], apart: float) -> list[Point]:
    found: list[Point] = []
    for one in points:
        if not found or one[0] - found[-1][0] >= apart:
            found.append(one)
    return found


def _diagonal(chart: Chart, plot: Plot) -> list[Point]:
    """Where the forecast day is the reporting day."""
    low, high = max(plot.x.low, plot.y.low), min(plot.x.high, plot.y.high)
    if chart.kind != SLIP or low >= high:
        return []
    return [(plot.x.at(low), plot.y.at(low)), (plot.x.at(high), plot.y.at(high))]


def _past(picture: Picture, chart: Chart, plot: Plot, size: float) -> None:
    """Below the diagonal lie days that were over on the reporting day: no forecast can be there."""
    diagonal = _diagonal(chart, plot)
    if not diagonal:
        return
    (left, _low), (right, high) = diagonal
    floor, end = plot.box[3], plot.box[2]
    picture.draw("past", path([*diagonal, (end, high), (end, floor), (left, floor)], closed=True))
    picture.draw("event", path(diagonal), "1 2.5", "diagonal")
    x, y = round(end - 0.6 * size, 1), round(floor - 0.7 * size, 1)
    words = Label(x, y, _("already past"), size, "end", "quiet")
    if right - left > 2 * (words.box[2] - words.box[0]) and floor - high > 4 * size:
        picture.labels.append(words)


def _named(
    picture: Picture, chart: Chart, drawn: Sequence[Drawn], plot: Plot, size: float, outside: set[int]
) -> set[int]:
    """Name every series. Those that found no place are returned."""
    lines = [simple(run) for one in drawn for run in one.runs] + [_diagonal(chart, plot)]
    ends = {one.place: _end(chart, drawn, one, plot) for one in drawn if one.last >= 0}
    names.in_margin(picture, [end for place, end in ends.items() if place in outside], plot.box, size)
    marked = uprights(chart, plot)
    return {
        place for place, end in ends.items()
        if place not in outside and not names.beside(picture, end, lines, marked, plot.box, size)
    }  # fmt: skip


def _end(chart: Chart, drawn: Sequence[Drawn], one: Drawn, plot: Plot) -> End:
    x, y = one.runs[-1][-1]
    if chart.kind == AREAS:
        floor = drawn[one.place - 1].runs[-1][-1][1] if one.place else plot.y.at(0)
        y = (y + floor) / 2
    weight = float(-one.place)
    if chart.kind == SLIP:
        known = [value for value in map(number, chart.series[one.place].values) if value is not None]
        weight = abs(known[-1] - known[0])
    return End(x, y, chart.series[one.place].name, _figure(chart, one.place), one.look.hue, weight)


def _figure(chart: Chart, place: int) -> str:
    known = [value for value in chart.series[place].values if value is not None]
    return short(known[-1], chart.unit) if known else ""
