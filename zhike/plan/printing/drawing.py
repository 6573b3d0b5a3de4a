"""The bars of one page as a picture: SVG of numbers alone. Shapes say what colours say, so that a copy in black and
white is as good: what is critical is hatched in a thick frame, progress is a dark line within the bar.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from zhike.plan.printing.sheet import Line, Week
from zhike.plan.printing.timescale import Cell, TimeScale

ROW = 13.0  # points a line is high
BAR_TOP, BAR_HIGH = 2.4, 6.0
MIDDLE = BAR_TOP + BAR_HIGH / 2
HALF = 4.4  # of a diamond
INK, GRID, SHADE, BASE = "#1c2427", "#d5dcde", "#eceff0", "#7f898d"
PLAIN, PLAIN_EDGE, PLAIN_DONE = "#bcd2e8", "#3a6794", "#1f4e79"
CRITICAL, CRITICAL_EDGE = "#fbe3df", "#8c1d14"
TODAY, STATUS, DEADLINE = "#1a6b3c", "#6b3fa0", "#1c2427"
SHADED = ("day", "week")  # scales at which free days are wide enough to be seen


def picture(
    lines: Sequence[Line], scale: TimeScale, ticks: tuple[list[Cell], list[Cell]], week: Week, *, rows: int,
    arrows: Sequence[str], today: datetime, status_at: datetime | None, top: int = 0,
) -> str:  # fmt: skip
    """The picture of a page of `rows` lines, the first `top` of which are left free."""
    high = rows * ROW
    parts = [
        _shading(scale, week, high), _grid(scale, ticks, rows),
        *(_line(line, (place + top) * ROW, scale) for place, line in enumerate(lines)),
        *(f'<path d="{one}" fill="none" stroke="#55626a" stroke-width=".55"/>' for one in arrows),
        _upright(scale, today, high, TODAY, "3 1.6"), _upright(scale, status_at, high, STATUS, "5 1.4 .8 1.4"),
    ]  # fmt: skip
    return wrapped("".join(parts), scale.width, high)


def wrapped(body: str, width: float, high: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{high:g}" '
        f'viewBox="0 0 {width:g} {high:g}">{body}</svg>'
    )


def bar(x: float, end: float, top: float, *, progress: int, is_critical: bool) -> str:
    """A task."""
    y, width = top + BAR_TOP, max(end - x, 1.6)
    fill, edge, thick = (CRITICAL, CRITICAL_EDGE, 1.0) if is_critical else (PLAIN, PLAIN_EDGE, 0.5)
    drawn = _box(x, y, width, BAR_HIGH, f'fill="{fill}"')
    if is_critical:
        drawn += f'<path d="{_hatch(x, y, width, BAR_HIGH)}" stroke="{CRITICAL_EDGE}" stroke-width=".45"/>'
    if progress:
        done = width * min(progress, 100) / 100
        drawn += _box(x, y + 1.7, done, BAR_HIGH - 3.4, f'fill="{INK if is_critical else PLAIN_DONE}"')
    return drawn + _box(x, y, width, BAR_HIGH, f'fill="none" stroke="{edge}" stroke-width="{thick}"')


def summary(x: float, end: float, top: float, *, progress: int, is_critical: bool) -> str:
    """A bracket over what is in it."""
    y, width = top + BAR_TOP, max(end - x, 2.4)
    tip = min(3.2, width / 2)
    right = x + width
    colour = CRITICAL_EDGE if is_critical else INK
    body = (
        f'<path d="M{x:.2f} {y:.2f}H{right:.2f}V{y + 6.4:.2f}L{right - tip:.2f} {y + 3.2:.2f}H{x + tip:.2f}'
        f'L{x:.2f} {y + 6.4:.2f}Z" fill="{colour}"/>'
    )
    done = max(width - 2, 0) * min(progress, 100) / 100
    return body + (_box(x + 1, y + 1.05, done, 1.1, 'fill="#ffffff"') if done > 0.5 else "")


def milestone(x: float, top: float, *, is_done: bool, is_critical: bool) -> str:
    """A diamond: full once it is reached, with a point in it while it is critical."""
    y = top + MIDDLE
    edge = CRITICAL_EDGE if is_critical else INK
    fill = edge if is_done else "#ffffff"
    drawn = f'<path d="{_diamond(x, y, HALF)}" fill="{fill}" stroke="{edge}" stroke-width="{1.1 if is_critical else 0.8}"/>'
    inner = is_critical and not is_done
    return drawn + (f'<path d="{_diamond(x, y, 1.9)}" fill="{edge}"/>' if inner else "")


def baseline(x: float, end: float, top: float, *, is_point: bool) -> str:
    """Under the bar, as it was promised."""
    y = top + BAR_TOP + BAR_HIGH + 0.9
    if is_point:
        return f'<path d="{_diamond(end, y + 0.6, 2.3)}" fill="#ffffff" stroke="{BASE}" stroke-width=".7"/>'
    return _box(x, y, max(end - x, 1), 1.8, f'fill="{BASE}"')


def deadline(x: float, top: float, *, is_missed: bool) -> str:
    """An arrow down to the day; full if it is missed."""
    y = top + BAR_TOP + BAR_HIGH + 0.8
    return (
        f'<path d="M{x:.2f} {y:.2f}l-2.8 -3.6h1.7v-4.6h2.2v4.6h1.7z" fill="{DEADLINE if is_missed else "#ffffff"}" '
        f'stroke="{DEADLINE}" stroke-width=".7"/>'
    )


# --- below -----------------------------------------------------------------------------------------------


def _line(line: Line, top: float, scale: TimeScale) -> str:
    drawn = _under(line, top, scale)
    if line.start is not None and line.finish is not None and _is_in_sight(line, scale):
        x, end = scale.x(line.start), scale.x(line.finish)
        if line.kind == "milestone":
            drawn += milestone(end, top, is_done=line.is_done, is_critical=line.is_critical)
        else:
            shape = summary if line.kind == "summary" else bar
            drawn += shape(x, end, top, progress=line.progress, is_critical=line.is_critical)
    if line.deadline is not None and scale.holds(line.deadline):
        drawn += deadline(scale.x(line.deadline), top, is_missed=line.is_missed)
    return drawn


def _under(line: Line, top: float, scale: TimeScale) -> str:
    start, finish = line.baseline_start, line.baseline_finish
    if finish is None or start is None or finish.date() < scale.first or start.date() > scale.last:
        return ""
    return baseline(scale.x(start), scale.x(finish), top, is_point=line.kind == "milestone")


def _is_in_sight(line: Line, scale: TimeScale) -> bool:
    assert line.start is not None and line.finish is not None
    return line.finish.date() >= scale.first and line.start.date() <= scale.last


def _shading(scale: TimeScale, week: Week, high: float) -> str:
    if scale.zoom not in SHADED:
        return ""
    free = [day for day in scale.days() if week.is_free(day)]
    return "".join(_box(scale.x(_midnight(day)), 0, scale.day, high, f'fill="{SHADE}"') for day in free)


def _grid(scale: TimeScale, ticks: tuple[list[Cell], list[Cell]], rows: int) -> str:
    upper, lower = ticks
    high = rows * ROW
    fine = "".join(f"M{cell.x:g} 0V{high:g}" for cell in lower)
    coarse = "".join(f"M{cell.x:g} 0V{high:g}" for cell in upper)
    level = "".join(f"M0 {place * ROW:g}H{scale.width:g}" for place in range(rows + 1))
    return (
        f'<path d="{fine}{level}" stroke="{GRID}" stroke-width=".3"/>'
        f'<path d="{coarse}" stroke="#b4bfc3" stroke-width=".6"/>'
    )


def _upright(scale: TimeScale, moment: datetime | None, high: float, colour: str, dashes: str) -> str:
    if moment is None or not scale.holds(moment):
        return ""
    return (
        f'<path d="M{scale.x(moment)} 0V{high:g}" stroke="{colour}" stroke-width="1" stroke-dasharray="{dashes}"/>'
    )


def _box(x: float, y: float, width: float, high: float, look: str) -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{high:.2f}" {look}/>'


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
    return f"M{x:.2f} {y - half:.2f}l{half} {half} -{half} {half} -{half} -{half}z"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
