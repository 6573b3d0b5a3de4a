"""A chart laid out: shapes and words at their places, before anybody decides on colours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zhike.core.charts.letters import ASCENT, DESCENT, breadth

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
CLOSE = 0.25  # a line may pass a point by so much


@dataclass(frozen=True, slots=True)
class Shape:
    """A path in an ink (see inks.py), such as `line-1`; `about` names what it shows, for tests and for nobody else."""

    ink: str
    path: str
    dash: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words; `y` is where it stands on, `anchor` as in SVG."""

    x: float
    y: float
    text: str
    size: float
    anchor: str = "start"
    ink: str = "words"

    @property
    def box(self) -> Box:
        width = breadth(self.text) * self.size * (1.06 if self.ink == "strong" else 1)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - ASCENT * self.size, left + width, self.y + DESCENT * self.size


@dataclass(slots=True)
class Picture:
    """`unnamed` is how many series found no room for their name: the table names them."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    unnamed: int = 0

    def draw(self, ink: str, path: str, dash: str = "", about: str = "") -> None:
        if path:
            self.shapes.append(Shape(ink, path, dash, about))

    def is_free(self, box: Box, pad: float = 1.0) -> bool:
        return not any(overlap(box, label.box, pad) for label in self.labels)


def overlap(one: Box, other: Box, pad: float = 0.0) -> bool:
    return (
        one[0] < other[2] + pad and other[0] < one[2] + pad and one[1] < other[3] + pad and other[1] < one[3] + pad
    )  # fmt: skip


def crosses(line: Sequence[Point], box: Box) -> bool:
    """Whether a line of points, from left to right, passes through the box."""
    left, top, right, bottom = box
    for (x, y), (next_x, next_y) in pairwise(line):
        if next_x < left or x > right:
            continue
        slope = (next_y - y) / (next_x - x) if next_x > x else 0.0
        heights = [y + slope * (max(x, left) - x), y + slope * (min(next_x, right) - x)] if next_x > x else [y, next_y]
        if max(heights) >= top and min(heights) <= bottom:
            return True
    return any(left <= x <= right and top <= y <= bottom for x, y in line)


def simple(line: Sequence[Point], close: float = CLOSE) -> list[Point]:
    """The line without points nobody would miss (Ramer, Douglas, Peucker; measured upright)."""
    if len(line) < 3:
        return list(line)
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        (x, y), (end_x, end_y) = line[first], line[last]
        slope = (end_y - y) / (end_x - x) if end_x > x else 0.0
        worst, at = close, 0
        for place in range(first + 1, last):
            away = abs(line[place][1] - y - slope * (line[place][0] - x))
            if away > worst:
                worst, at = away, place
        if at:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [line[place] for place in sorted(kept)]


def stepped(line: Sequence[Point]) -> list[Point]:
    """Each value holds until the next one."""
    found: list[Point] = list(line[:1])
    for x, y in line[1:]:
        if y != found[-1][1]:
            found += [(x, found[-1][1]), (x, y)]
    if line and found[-1][0] < line[-1][0]:
        found.append((line[-1][0], found[-1][1]))
    return found


def path(line: Iterable[Point], *, closed: bool = False) -> str:
    points = [f"{_plain(x)} {_plain(y)}" for x, y in line]
    return ("M" + "L".join(points) + ("Z" if closed else "")) if points else ""


def box_path(left: float, top: float, width: float, height: float) -> str:
    return f"M{_plain(left)} {_plain(top)}h{_plain(width)}v{_plain(height)}h{_plain(-width)}Z"


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
