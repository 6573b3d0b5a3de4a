"""Days and values everybody asks about: today, the status day, a budget."""

from collections.abc import Sequence

from zhike.core.charts.axes import Plot
from zhike.core.charts.chart import Chart, Marker
from zhike.core.charts.letters import LINE, breadth, cut
from zhike.core.charts.picture import Label, Picture, Point, crosses, path
from zhike.core.charts.scales import Scale
from zhike.core.charts.units import short

MOST_ROWS = 3
LONGEST = 12.0  # ems a name at the head of the plot may take
DASHES = {"today": "", "status": "6 2 1 2", "event": "1.5 2"}


def head_rows(chart: Chart, x: Scale, size: float) -> int:
    """How many rows the names of the days need over the plot."""
    return max((row + 1 for _label, row in _heads(chart, x, size).values()), default=0)


def markers(picture: Picture, chart: Chart, plot: Plot, size: float) -> None:
    """A line for each day in sight, its name at its head; a name for which there is no room is left out."""
    heads = _heads(chart, plot.x, size)
    for marker in chart.markers:
        if not plot.x.holds(marker.day.toordinal()):
            continue
        x, top = plot.x.at(marker.day.toordinal()), plot.box[1]
        if marker in heads:
            label, row = heads[marker]
            y = top - (0.45 + row * LINE) * size
            picture.labels.append(Label(label.x, round(y, 1), label.text, size, label.anchor))
            top = y + 0.2 * size if label.anchor == "middle" else y - 0.8 * size
        picture.draw(marker.kind, path([(x, top), (x, plot.box[3])]), DASHES[marker.kind], marker.name)


def uprights(chart: Chart, plot: Plot) -> list[float]:
    """Where days are marked: names of series keep clear of those lines."""
    return [plot.x.at(one.day.toordinal()) for one in chart.markers if plot.x.holds(one.day.toordinal())]


def levels(picture: Picture, chart: Chart, plot: Plot, size: float, lines: Sequence[Sequence[Point]]) -> None:
    """A line for each value, its name where no series passes, as far as that can be had."""
    left, _top, right, _bottom = plot.box
    for level in chart.levels:
        y = plot.y.at(float(level.value))
        picture.draw("level", path([(left, y), (right, y)]), "8 2 1 2", level.name)
        text = cut(f"{level.name} {short(level.value, chart.unit)}", (right - left) / size)
        wide = breadth(text) * size
        places = [(x, up) for up in (-0.4, 1.1) for x in (left + 0.4 * size, right - wide - 0.4 * size)]
        options = [Label(round(x, 1), round(y + up * size, 1), text, size) for x, up in places]
        free = [one for one in options if one.box[1] >= 0 and picture.is_free(one.box)]
        marked = uprights(chart, plot)
        clear = [
            one for one in free
            if not any(crosses(line, one.box) for line in lines)
            and not any(one.box[0] <= x <= one.box[2] for x in marked)
        ]  # fmt: skip
        picture.labels += (clear or free)[:1]


# --- below -----------------------------------------------------------------------------------------------


def _heads(chart: Chart, x: Scale, size: float) -> dict[Marker, tuple[Label, int]]:
    """Where each name stands, and in which row up from the plot: over its line or beside it, in nobody's way."""
    found: dict[Marker, tuple[Label, int]] = {}
    shown = sorted((one for one in chart.markers if x.holds(one.day.toordinal())), key=lambda one: one.day)
    lines = [x.at(one.day.toordinal()) for one in shown]
    for marker, at in zip(shown, lines, strict=True):
        others = [line for line in lines if line != at]
        options = ((row, anchor) for row in range(MOST_ROWS) for anchor in ("middle", "end", "start"))
        for row, anchor in options if marker.name else ():
            aside = {"middle": 0.0, "end": -0.35, "start": 0.35}[anchor] * size
            label = Label(round(at + aside, 1), 0, cut(marker.name, LONGEST), size, anchor)
            left, _top, right, _bottom = label.box
            taken = [other.box for other, its_row in found.values() if its_row == row]
            is_crossed = any(left - 2 < line < right + 2 for line in others)
            is_covered = any(left - size / 2 < box[2] and box[0] < right + size / 2 for box in taken)
            if left >= 0 and right <= x.end + 0.4 * size and not is_crossed and not is_covered:
                found[marker] = label, row
                break
    return found
