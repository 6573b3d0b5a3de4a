"""Arrows between the bars of one page, where they can still be followed: short ones first, and only so many."""

from collections.abc import Hashable, Iterable, Sequence

from zhike.plan.printing.drawing import BAR_HIGH, HALF, MIDDLE, ROW
from zhike.plan.printing.sheet import Line
from zhike.plan.printing.timescale import TimeScale

A_LINE = 1.6  # arrows for each line of a page
OUT, TIP, WIDE = 3.0, 2.6, 1.5

Link = tuple[Hashable, Hashable, str]


def arrows(lines: Sequence[Line], links: Iterable[Link], scale: TimeScale, top: int = 0) -> list[str]:
    """Paths for this page. `links` are those with both ends on it."""
    places = {line.key: (place + top, line) for place, line in enumerate(lines) if line.is_drawn}
    found = []
    for before, after, kind in links:
        if before in places and after in places:
            found.append((abs(places[before][0] - places[after][0]), places[before], places[after], kind))
    found.sort(key=lambda one: one[0])
    return [_path(start, end, kind, scale) for _away, start, end, kind in found[: round(len(lines) * A_LINE)]]


# --- below -----------------------------------------------------------------------------------------------


def _path(before: tuple[int, Line], after: tuple[int, Line], kind: str, scale: TimeScale) -> str:
    (row, one), (other_row, other) = before, after
    y, other_y = row * ROW + MIDDLE, other_row * ROW + MIDDLE
    x, to = _end(one, kind[0], scale), _end(other, kind[1], scale)
    leaves = 1 if kind[0] == "F" else -1
    middle = to + (HALF if other.kind == "milestone" else 1.2)
    if kind == "FS" and middle >= x + 1.4:
        high = HALF if other.kind == "milestone" else BAR_HIGH / 2
        down = other_row > row
        return _from_above(x, y, middle, other_y + (-high if down else high), down=down)
    arrives = -1 if kind[1] == "S" else 1
    out, back = x + leaves * OUT, to + arrives * (OUT + TIP)
    between = other_y - (MIDDLE + 0.4 if other_y > y else MIDDLE - ROW - 0.4)
    if leaves == arrives:  # both on the same side: one bow around both
        far = max(out, back) if leaves > 0 else min(out, back)
        return f"M{x:.2f} {y:.2f}H{far:.2f}V{other_y:.2f}H{to:.2f}{_tip(to, other_y, -arrives)}"
    return f"M{x:.2f} {y:.2f}H{out:.2f}V{between:.2f}H{back:.2f}V{other_y:.2f}H{to:.2f}{_tip(to, other_y, -arrives)}"


def _from_above(x: float, y: float, to: float, edge: float, *, down: bool) -> str:
    """To the right and then down, or up, onto the beginning of the bar."""
    back = -TIP if down else TIP
    return (
        f"M{x:.2f} {y:.2f}H{to:.2f}V{edge:.2f}"
        f"M{to - WIDE:.2f} {edge + back:.2f}L{to:.2f} {edge:.2f}L{to + WIDE:.2f} {edge + back:.2f}"
    )


def _tip(x: float, y: float, way: int) -> str:
    return f"M{x - way * TIP:.2f} {y - WIDE:.2f}L{x:.2f} {y:.2f}L{x - way * TIP:.2f} {y + WIDE:.2f}"


def _end(line: Line, which: str, scale: TimeScale) -> float:
    moment = line.finish if which == "F" or line.kind == "milestone" else line.start
    assert moment is not None
    x = scale.x(moment)
    half = HALF if line.kind == "milestone" else 0
    return x + half if which == "F" else x - half
