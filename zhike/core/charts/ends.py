"""Names at the ends of lines: beside the end where nothing is in the way, else in the margin; never one over the
other."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhike.core.charts.letters import ASCENT, LINE, breadth, cut, wrapped
from zhike.core.charts.picture import Box, Label, Picture, Point, crosses, overlap, path

AWAY = 0.6  # of the size: between the end of a line and its name
GUTTER = 15.0  # ems a name in the margin may take
BEYOND = 5.0  # sizes a name may stand off, behind lines of days
UNDER = 0.5  # sizes a name may go below the plot: the days come next
GAP = 0.2  # sizes between the names of two
NARROW = 0.3  # of the width, where that is less


@dataclass(frozen=True, slots=True)
class End:
    """Where a series ends, what it is called and its last figure. What weighs more is named first."""

    x: float
    y: float
    name: str
    figure: str
    hue: int
    weight: float = 0.0


Lines = list[tuple[str, str]]  # words and their ink


def margin(ends: Sequence[End], size: float, width: float) -> float:
    """What the names need at the right of the picture."""
    if not ends:
        return size
    room = _room(size, width)
    most = max(breadth(text) for end in ends for text, _ink in _block(end, room))
    return (most * 1.06 + AWAY * 2) * size


def beside(
    picture: Picture, end: End, lines: Sequence[Sequence[Point]], uprights: Sequence[float], plot: Box, size: float
) -> bool:
    """Put the name next to the end of its line, if there is a free place. False if there is none."""
    block = _block(end, _room(size, picture.width))
    wide = max(breadth(text) for text, _ink in block) * 1.06 * size
    high = len(block) * LINE * size
    for left, top in _places(end, uprights, wide, high, size):
        box = (left, top, left + wide, top + high)
        is_inside = left >= plot[0] and box[2] <= picture.width - 2 and top >= plot[1] and box[3] <= plot[3]
        is_clear = not any(left - 2 <= x <= box[2] + 2 for x in uprights)
        if is_inside and is_clear and picture.is_free(box, 2) and not any(crosses(line, box) for line in lines):
            _write(picture, block, left, top, size)
            if left - end.x > size:
                picture.draw("leader", path([(end.x + 0.4 * size, end.y), (left - 0.25 * size, end.y)]))
            return True
    return False


def in_margin(picture: Picture, ends: Sequence[End], plot: Box, size: float) -> None:
    """Put the names one below the other in the margin, each as near to the height of its end as the others allow."""
    room = _room(size, picture.width)
    high = plot[3] + UNDER * size - max(plot[1] - size, 0.0)
    ends = sorted(ends, key=lambda end: -end.weight)
    blocks = [_block(end, room) for end in ends]
    if sum(len(block) * LINE + GAP for block in blocks) * size > high:
        blocks = [_block(end, room, short=True) for end in ends]
    fitting = max(int(high / ((LINE + GAP) * size)), 1)
    if sum(map(len, blocks)) > fitting:
        picture.unnamed = len(ends) - fitting
        ends, blocks = ends[:fitting], blocks[:fitting]
    chosen = sorted(zip(ends, blocks, strict=True), key=lambda one: one[0].y)
    tops = _apart(
        [(end.y - len(block) * LINE * size / 2, (len(block) * LINE + GAP) * size) for end, block in chosen],
        max(plot[1] - size, 0.0), plot[3] + UNDER * size,
    )  # fmt: skip
    for (end, block), top in zip(chosen, tops, strict=True):
        middle = top + len(block) * LINE * size / 2
        left = plot[2] + AWAY * size
        if abs(middle - end.y) > size * 0.7 or plot[2] - end.x > size:
            picture.draw("leader", path([(end.x + size * 0.3, end.y), (plot[2], end.y), (left - 1, middle)]))
        _write(picture, block, left, top, size)


# --- below -----------------------------------------------------------------------------------------------


def _places(end: End, uprights: Sequence[float], wide: float, high: float, size: float) -> list[Point]:
    """Left and top edges, the best first: beside the end, above and below it, beyond the days that are marked."""
    away = AWAY * size
    near = [
        (end.x + away, end.y - high / 2), (end.x + away, end.y + away / 2), (end.x + away, end.y - high - away / 2),
        (end.x - wide - away, end.y - high - away / 2), (end.x - wide - away, end.y + away / 2),
        (end.x - wide / 2, end.y + away), (end.x - wide / 2, end.y - high - away),
    ]  # fmt: skip
    beyond = [x for x in uprights if -1 <= x - end.x <= BEYOND * size]
    if beyond:
        near.append((max(beyond) + away, end.y - high / 2))
        near.append((max(beyond) + away, end.y - 0.6 * size))
    return near


def _room(size: float, width: float) -> float:
    return min(GUTTER, NARROW * width / size)


def _block(end: End, room: float, *, short: bool = False) -> Lines:
    """Name and figure below each other, or on one line."""
    one_line = f"{end.name} {end.figure}".strip()
    if short:
        if breadth(one_line) <= room or not end.figure:
            return [(cut(one_line, room), f"name-{end.hue}")]
        left = max(room - breadth(f" {end.figure}"), 2.0)
        return [(f"{cut(end.name, left)} {end.figure}", f"name-{end.hue}")]
    found = [(text, f"name-{end.hue}") for text in wrapped(end.name, room)]
    return [*found, (cut(end.figure, room), "strong")] if end.figure else found


def _write(picture: Picture, block: Lines, left: float, top: float, size: float) -> None:
    for place, (text, ink) in enumerate(block):
        y = top + (place * LINE + (LINE - 1) / 2 + ASCENT - 0.06) * size
        picture.labels.append(Label(round(left, 1), round(y, 1), text, size, "start", ink))


def _apart(wanted: list[tuple[float, float]], top: float, bottom: float) -> list[float]:
    """Tops of blocks (wanted top, height) moved as little as can be, so that none covers another: blocks that touch
    become one group, which lies where its members want it on average."""
    groups: list[list[float]] = []  # wanted top of the group, height, members
    for at, high in wanted:
        groups.append([min(max(at, top), bottom - high), high, 1])
        while len(groups) > 1 and groups[-2][0] + groups[-2][1] > groups[-1][0]:
            later = groups.pop()
            before = groups[-1]
            members = before[2] + later[2]
            start = (before[0] * before[2] + (later[0] - before[1]) * later[2]) / members
            groups[-1] = [min(max(start, top), bottom - before[1] - later[1]), before[1] + later[1], members]
    found: list[float] = []
    heights = iter(high for _at, high in wanted)
    for start, _high, members in groups:
        for _one in range(int(members)):
            found.append(start)
            start += next(heights)
    return found


def covers(boxes: Sequence[Box]) -> bool:
    """Whether any two of them lie over each other."""
    return any(overlap(one, other, -0.2) for place, one in enumerate(boxes) for other in boxes[place + 1 :])
