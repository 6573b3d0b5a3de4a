"""Bars by group, lying, so that names of any length are read without turning one's head."""

from zhike.core.charts.chart import Chart, number
from zhike.core.charts.inks import Look, looks
from zhike.core.charts.letters import LINE, breadth, cut, wrapped
from zhike.core.charts.picture import Label, Picture, box_path, path
from zhike.core.charts.scales import Scale
from zhike.core.charts.units import bare, in_words

NAMES = 0.28  # of the width, at most, for the names of the groups
NARROW = 34.0  # sizes: below this the names stand over their bars


def bars(chart: Chart, width: float, height: float, size: float) -> Picture:
    picture = Picture(width, height)
    series_looks = looks(chart.series)
    top = _legend(picture, chart, series_looks, size)
    over = width < NARROW * size
    left = 0.0 if over else _names_room(chart, width, size)
    x = _scale(chart, left, width, size)
    step = (height - top) / max(len(chart.across), 1)
    picture.draw("axis", path([(x.at(0), top), (x.at(0), height)]))
    for place, name in enumerate(chart.across):
        _group(picture, chart, series_looks, place, str(name), (top + place * step, step), x, size, over=over)
    return picture


# --- below -----------------------------------------------------------------------------------------------


def _legend(picture: Picture, chart: Chart, series_looks: list[Look], size: float) -> float:
    """Which bar is which, on as many lines as that takes. Returns where the bars begin."""
    x, line = 0.0, 0
    unit = "" if chart.unit.kind == "money" else in_words(chart.unit)
    if unit:  # it is read before the first bar
        picture.labels.append(Label(0, round(1.1 * size, 1), unit, size, "start", "quiet"))
        x = (breadth(unit) + 1.2) * size
    for one, look in zip(chart.series, series_looks, strict=True):
        words = cut(one.name, picture.width / size - 2.2)
        wide = (1.9 + breadth(words)) * size
        if x and x + wide > picture.width:
            x, line = 0.0, line + 1
        y = (0.35 + line * LINE * 1.1) * size
        _bar(picture, look, (x, y), 1.4 * size, 0.8 * size, one.name)
        picture.labels.append(Label(round(x + 1.9 * size, 1), round(y + 0.75 * size, 1), words, size))
        x += wide + 1.2 * size
    return (line + 1) * LINE * 1.1 * size + 0.9 * size


def _names_room(chart: Chart, width: float, size: float) -> float:
    most = max((breadth(str(name)) for name in chart.across), default=0) * size
    return min(most, NAMES * width) + 0.8 * size


def _scale(chart: Chart, left: float, width: float, size: float) -> Scale:
    """From the lowest to the highest value, nothing included, with room for the figures at both ends."""
    values = [(number(value) or 0.0, bare(value, chart.unit)) for one in chart.series for value in one.values]
    low, high = min([0.0, *(value for value, _words in values)]), max([0.0, *(value for value, _words in values)])
    if low == high:
        high = 1.0
    room = max((breadth(words) for _value, words in values), default=0) * size + 0.8 * size
    before = left + (room if low < 0 else 0)
    return Scale(low, high, before, width - room)


def _group(
    picture: Picture, chart: Chart, series_looks: list[Look], place: int, name: str,
    lies: tuple[float, float], x: Scale, size: float, *, over: bool,
) -> None:  # fmt: skip
    at, step = lies
    head = LINE * size if over else 0.0
    room = max(step * 0.86 - head, size * 0.2)
    thick = min(room / max(len(chart.series), 1), 1.7 * size)
    begin = at + head + (step - head - thick * len(chart.series)) / 2
    _write_name(picture, name, (at, step), x, size, over=over, begin=begin)
    for row, (one, look) in enumerate(zip(chart.series, series_looks, strict=True)):
        value = number(one.values[place])
        y = begin + row * thick
        if value is not None:
            ends = sorted((x.at(0), x.at(value)))
            _bar(picture, look, (ends[0], y + thick * 0.06), ends[1] - ends[0], thick * 0.88, f"{one.name}: {name}")
        _write_value(picture, bare(one.values[place], chart.unit), value or 0.0, y + thick / 2, x, size)


def _bar(picture: Picture, look: Look, corner: tuple[float, float], wide: float, high: float, about: str) -> None:
    path_of_it = box_path(*corner, max(wide, 0.0), high)
    picture.draw(f"area-{look.hue}{look.pattern}", path_of_it, about=about)
    picture.draw(f"edge-{look.hue}", path_of_it)


def _write_name(
    picture: Picture, name: str, lies: tuple[float, float], x: Scale, size: float, *, over: bool, begin: float
) -> None:
    at, step = lies
    if over:
        label = Label(0, round(begin - 0.35 * size, 1), cut(name, picture.width / size), size)
        if picture.is_free(label.box, 0):
            picture.labels.append(label)
        return
    room = min(NAMES * picture.width, x.start) / size
    lines = wrapped(name, room, 2 if step >= 2 * LINE * size else 1)
    first = at + step / 2 - (len(lines) - 1) * LINE * size / 2 + 0.34 * size
    found = [
        Label(0, round(first + row * LINE * size, 1), words, size) for row, words in enumerate(lines)
    ]  # fmt: skip
    if all(picture.is_free(label.box, 0) for label in found):
        picture.labels += found


def _write_value(picture: Picture, words: str, value: float, middle: float, x: Scale, size: float) -> None:
    at, anchor = (x.at(value) + 0.4 * size, "start") if value >= 0 else (x.at(value) - 0.4 * size, "end")
    label = Label(round(at, 1), round(middle + 0.34 * size, 1), words, size, anchor, "strong")
    if picture.is_free(label.box, -0.15 * size):
        picture.labels.append(label)
