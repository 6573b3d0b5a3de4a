"""The bars of one page as a picture: SVG of numbers alone. Shapes say what colours say, so that a copy in black and
white is as good: what is critical is hatched in a thick frame, progress is a dark line within the bar.

All shapes of a look are one path: a page of 50 lines is two dozen elements, and set three times as fast.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from zhike.plan.printing.sheet import Line, Week
from zhike.plan.printing.timescale import Cell, TimeScale

ROW = 13.0  # points a line is high
BAR_TOP, BAR_HIGH = 2.4, 6.0
MIDDLE = BAR_TOP + BAR_HIGH / 2
HALF = 4.4  # of a diamond
INK, GRID, SHADE, BASE, RED = "#1c2427", "#d5dcde", "#eceff0", "#7f898d", "#8c1d14"
TODAY, STATUS = "#1a6b3c", "#6b3fa0"
SHADED = ("day", "week")  # scales at which free days are wide enough to be seen
LOOKS = {  # from the bottom to the top
    "free": f'fill="{SHADE}"',
    "fine": f'stroke="{GRID}" stroke-width=".3"',
    "coarse": 'stroke="#b4bfc3" stroke-width=".6"',
    "baseline": f'fill="{BASE}"',
    "baseline point": f'fill="#ffffff" stroke="{BASE}" stroke-width=".7"',
    "arrow": 'fill="none" stroke="#55626a" stroke-width=".55"',
    "bar": 'fill="#bcd2e8" stroke="#3a6794" stroke-width=".5"',
    "critical": f'fill="#fbe3df" stroke="{RED}" stroke-width="1"',
    "hatch": f'stroke="{RED}" stroke-width=".45"',
    "done": 'fill="#1f4e79"',
    "critical done": f'fill="{INK}"',
    "summary": f'fill="{INK}"',
    "critical summary": f'fill="{RED}"',
    "summary done": 'fill="#ffffff"',
    "milestone": f'fill="#ffffff" stroke="{INK}" stroke-width=".8"',
    "critical milestone": f'fill="#ffffff" stroke="{RED}" stroke-width="1.1"',
    "critical point": f'fill="{RED}"',
    "reached": f'fill="{INK}"',
    "deadline": f'fill="#ffffff" stroke="{INK}" stroke-width=".7"',
    "missed": f'fill="{INK}" stroke="{INK}" stroke-width=".7"',
    "status": f'stroke="{STATUS}" stroke-width="1" stroke-dasharray="5 1.4 .8 1.4"',
    "today": f'stroke="{TODAY}" stroke-width="1" stroke-dasharray="3 1.6"',
}
Shape = tuple[str, str]  # its look, its path


def picture(
    lines: Sequence[Line], scale: TimeScale, ticks: tuple[list[Cell], list[Cell]], week: Week, *, rows: int,
    arrows: Sequence[str], today: datetime, status_at: datetime | None, top: int = 0,
) -> str:  # fmt: skip
    """The picture of a page of `rows` lines, the first `top` of which are left free."""
    high = rows * ROW
    shapes = [
        *_free_days(scale, week, high), *_grid(scale, ticks, rows), *(("arrow", one) for one in arrows),
        *_upright("today", scale, today, high), *_upright("status", scale, status_at, high),
    ]  # fmt: skip
    for place, line in enumerate(lines):
        shapes += _line(line, (place + top) * ROW, scale)
    return drawn(shapes, scale.width, high)


def drawn(shapes: Iterable[Shape], width: float, high: float) -> str:
    """The shapes as SVG."""
    paths: dict[str, list[str]] = {}
    for look, path in shapes:
        paths.setdefault(look, []).append(path)
    body = "".join(f'<path d="{"".join(paths[look])}" {style}/>' for look, style in LOOKS.items() if look in paths)
    size = f'width="{width:g}" height="{high:g}" viewBox="0 0 {width:g} {high:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'


def bar(x: float, end: float, top: float, *, progress: int, is_critical: bool) -> list[Shape]:
    """A task."""
    y, width = top + BAR_TOP, max(end - x, 1.6)
    found = [("critical" if is_critical else "bar", _box(x, y, width, BAR_HIGH))]
    if is_critical:
        found.append(("hatch", _hatch(x, y, width, BAR_HIGH)))
    if progress:
        done = _box(x, y + 1.7, width * min(progress, 100) / 100, BAR_HIGH - 3.4)
        found.append(("critical done" if is_critical else "done", done))
    return found


def summary(x: float, end: float, top: float, *, progress: int, is_critical: bool) -> list[Shape]:
    """A bracket over what is in it."""
    y, width = top + BAR_TOP, max(end - x, 2.4)
    tip, right = min(3.2, width / 2), x + width
    body = (
        f"M{x:.2f} {y:.2f}H{right:.2f}V{y + 6.4:.2f}L{right - tip:.2f} {y + 3.2:.2f}H{x + tip:.2f}"
        f"L{x:.2f} {y + 6.4:.2f}Z"
    )
    done = max(width - 2, 0) * min(progress, 100) / 100
    inside = [("summary done", _box(x + 1, y + 1.05, done, 1.1))] if done > 0.5 else []
    return [("critical summary" if is_critical else "summary", body), *inside]


def milestone(x: float, top: float, *, is_done: bool, is_critical: bool) -> list[Shape]:
    """A diamond: full once it is reached, with a point in it while it is critical."""
    y = top + MIDDLE
    if is_done:
        return [("reached", _diamond(x, y, HALF + 0.4))]
    if is_critical:
        return [("critical milestone", _diamond(x, y, HALF)), ("critical point", _diamond(x, y, 1.9))]
    return [("milestone", _diamond(x, y, HALF))]


def baseline(x: float, end: float, top: float, *, is_point: bool) -> list[Shape]:
    """Under the bar, as it was promised."""
    y = top + BAR_TOP + BAR_HIGH + 0.9
    if is_point:
        return [("baseline point", _diamond(end, y + 0.6, 2.3))]
    return [("baseline", _box(x, y, max(end - x, 1), 1.8))]


def deadline(x: float, top: float, *, is_missed: bool) -> list[Shape]:
    """An arrow down to the day; full if it is missed."""
    y = top + BAR_TOP + BAR_HIGH + 0.8
    return [("missed" if is_missed else "deadline", f"M{x:.2f} {y:.2f}l-2.8 -3.6h1.7v-4.6h2.2v4.6h1.7z")]


def day_off(width: float, high: float) -> list[Shape]:
    return [("free", _box(4, 0, width - 8, high)), ("fine", f"M4 0V{high:g}M{width - 4:g} 0V{high:g}")]


# --- below -----------------------------------------------------------------------------------------------


def _line(line: Line, top: float, scale: TimeScale) -> list[Shape]:
    found: list[Shape] = []
    start, finish, is_point = line.baseline_start, line.baseline_finish, line.kind == "milestone"
    if start is not None and finish is not None and _is_in_sight(start, finish, scale):
        found += baseline(scale.x(start), scale.x(finish), top, is_point=is_point)
    if line.start is not None and line.finish is not None and _is_in_sight(line.start, line.finish, scale):
        x, end = scale.x(line.start), scale.x(line.finish)
        if is_point:
            found += milestone(end, top, is_done=line.is_done, is_critical=line.is_critical)
        else:
            shape = summary if line.kind == "summary" else bar
            found += shape(x, end, top, progress=line.progress, is_critical=line.is_critical)
    if line.deadline is not None and scale.holds(line.deadline):
        found += deadline(scale.x(line.deadline), top, is_missed=line.is_missed)
    return found


def _is_in_sight(start: datetime, finish: datetime, scale: TimeScale) -> bool:
    return finish.date() >= scale.first and start.date() <= scale.last


def _free_days(scale: TimeScale, week: Week, high: float) -> list[Shape]:
    if scale.zoom not in SHADED:
        return []
    free = [day for day in scale.days() if week.is_free(day)]
    return [("free", _box(scale.x(_midnight(day)), 0, scale.day, high)) for day in free]


def _grid(scale: TimeScale, ticks: tuple[list[Cell], list[Cell]], rows: int) -> list[Shape]:
    upper, lower = ticks
    high = rows * ROW
    level = "".join(f"M0 {place * ROW:g}H{scale.width:g}" for place in range(rows + 1))
    fine = "".join(f"M{cell.x:g} 0V{high:g}" for cell in lower)
    return [("fine", fine + level), ("coarse", "".join(f"M{cell.x:g} 0V{high:g}" for cell in upper))]


def _upright(look: str, scale: TimeScale, moment: datetime | None, high: float) -> list[Shape]:
    if moment is None or not scale.holds(moment):
        return []
    return [(look, f"M{scale.x(moment)} 0V{high:g}")]


def _box(x: float, y: float, width: float, high: float) -> str:
    return f"M{x:.2f} {y:.2f}h{width:.2f}v{high:.2f}h-{width:.2f}z"


def _hatch(x: float, y: float, width: float, high: float, step: float = 3.0) -> str:
    """Slanting lines within a box."""
    found, at = [], -high
    while at < width:
        low, top = max(0.0, -at), min(high, width - at)
        if top > low:
            found.append(f"M{x + at + low:.2f} {y + high - low:.2f}L{x + at + top:.2f} {y + high - top:.2f}")
        at += step
    return "".join(found)


def _diamond(x: float, y: float, half: float) -> str:
    return f"M{x:.2f} {y - half:.2f}l{half:g} {half:g} -{half:g} {half:g} -{half:g} -{half:g}z"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
