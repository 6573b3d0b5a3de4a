"""The plot: where values and days lie, the lines behind them and the words along them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zhike.core.charts.calendar_ticks import DayTick, day_ticks
from zhike.core.charts.chart import SLIP, Chart
from zhike.core.charts.letters import LINE, breadth
from zhike.core.charts.picture import Box, Label, Picture, overlap, path
from zhike.core.charts.scales import Scale, round_ticks, tick_words
from zhike.core.charts.units import in_words

BETWEEN = 2.7  # sizes from one value on the axis to the next
UNDER = 1.5  # sizes from the plot down to the words under it

Heights = Sequence[Sequence[float | None]]
Heads = Callable[[Chart, Scale, float], int]


@dataclass(frozen=True, slots=True)
class Plot:
    x: Scale
    y: Scale
    box: Box


def along_values(
    picture: Picture, chart: Chart, heights: Heights, size: float,
    days: tuple[int, int], right: float, heads: Heads,
) -> Plot:  # fmt: skip
    """Choose the values the axis is labelled with, write them, and say where everything lies."""
    bottom = picture.height - size * (UNDER + LINE + 0.3)
    most = max(2, min(8, int((bottom - 2.5 * size) / (BETWEEN * size)) + 1))
    ticks = _day_values(chart, heights, days, bottom, size) if chart.kind == SLIP else _values(chart, heights, most)
    left = max(breadth(words) for _at, words in ticks) * size * 1.04 + 0.8 * size
    x = Scale(days[0], days[1], left, right)
    rows = heads(chart, x, size)
    unit = in_words(chart.unit)
    top = size * (0.6 + LINE * (rows + (1 if unit else 0)) + (0.3 if rows else 0))
    low, high = _ends(chart, ticks, heights, days)
    y = Scale(low, high, bottom, top)
    if unit:
        picture.labels.append(Label(0, round(size * 1.0, 1), unit, size, "start", "quiet"))
    for at, words in ticks:
        if y.holds(at):
            level = y.at(at)
            is_ground = at == 0 or (at == low and low >= 0)
            picture.draw("axis" if is_ground else "grid", path([(left, level), (right, level)]))
            beside, middle = round(left - 0.5 * size, 1), round(level + 0.34 * size, 1)
            picture.labels.append(Label(beside, middle, words, size, "end", "quiet"))
    return Plot(x, y, (left, top, right, bottom))


def across_days(picture: Picture, plot: Plot, size: float) -> None:
    """The days under the plot, as fine as there is room for."""
    first, last = (date.fromordinal(round(one)) for one in (plot.x.low, plot.x.high))
    ticks = day_ticks(first, last, lambda some: _fit(_under(picture, plot, some, size)))
    floor = plot.box[3]
    places = [plot.x.at(one.day.toordinal()) for one in ticks]
    picture.draw("axis", "".join(path([(x, floor), (x, floor + 0.35 * size)]) for x in places))
    picture.labels += _under(picture, plot, ticks, size)


# --- below -----------------------------------------------------------------------------------------------


def _values(chart: Chart, heights: Heights, most: int) -> list[tuple[float, str]]:
    known = [value for values in heights for value in values if value is not None]
    known += [float(level.value) for level in chart.levels]
    if chart.unit.kind != "number" or not known:
        known.append(0.0)  # an amount is seen against nothing; an index such as 0.87 against 1
    ticks = round_ticks(min(known), max(known), most, whole=chart.unit.kind in ("count", "days"))
    return list(zip(ticks, tick_words(ticks, chart.unit), strict=True))


def _day_values(
    chart: Chart, heights: Heights, days: tuple[int, int], bottom: float, size: float
) -> list[tuple[float, str]]:
    low, high = _span(heights, days)

    def fit(ticks: list[DayTick]) -> bool:
        return len(ticks) * 2.2 * size <= bottom - 2 * size

    ticks = day_ticks(date.fromordinal(int(low)), date.fromordinal(int(high) + 1), fit)
    return [(float(one.day.toordinal()), one.whole) for one in ticks]


def _span(heights: Heights, days: tuple[int, int]) -> tuple[float, float]:
    """Of forecasts: from the first reporting day, so that the diagonal is in sight; with air above and below."""
    known = [value for values in heights for value in values if value is not None] or [days[1]]
    low, high = min(*known, days[0]), max(known)
    air = max((high - low) * 0.05, 1)
    return low, high + air


def _ends(
    chart: Chart, ticks: Sequence[tuple[float, str]], heights: Heights, days: tuple[int, int]
) -> tuple[float, float]:
    return _span(heights, days) if chart.kind == SLIP else (ticks[0][0], ticks[-1][0])


def _under(picture: Picture, plot: Plot, ticks: Sequence[DayTick], size: float) -> list[Label]:
    y = plot.box[3] + UNDER * size
    found = []
    for tick in ticks:
        for row, words in enumerate((tick.words, tick.year)):
            if words:
                x = _within(plot.x.at(tick.day.toordinal()), breadth(words) * size, picture.width)
                found.append(Label(round(x, 1), round(y + row * LINE * size, 1), words, size, "middle", "quiet"))
    return found


def _within(x: float, wide: float, width: float) -> float:
    return min(max(x, wide / 2), width - wide / 2)


def _fit(labels: Sequence[Label]) -> bool:
    """Labels of one row are in order, so each is compared with the next one of its row alone."""
    rows: dict[float, list[Label]] = {}
    for label in labels:
        rows.setdefault(label.y, []).append(label)
    return not any(overlap(one.box, after.box, one.size * 0.5) for row in rows.values() for one, after in pairwise(row))
