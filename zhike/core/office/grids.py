"""A chart as what office programs draw charts from: a grid of figures, and how each of its columns looks."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from zhike.core.charts.chart import EXPECTED, REFERENCE, SECOND, SLIP, STEPS, Chart, Series, Value, number
from zhike.core.charts.inks import Look, colour, looks
from zhike.core.charts.telling import figures
from zhike.core.charts.units import Unit, in_words

FEW = 40  # rows: points are drawn where each can be told from the next
DASHES = {
    "": "solid", "7 3": "dash", "7 3.5": "dash", "2 2.4": "sysDot", "2.5 3": "sysDash", "9 3 2 3": "dashDot",
    "4 2": "sysDash", "12 3": "lgDash",
}  # fmt: skip
POINTS = {
    "disc": "circle", "ring": "circle", "square": "square", "triangle": "triangle", "diamond": "diamond", "cross": "x",
}  # fmt: skip
FORMATS = {"percent": "0.0%", "hours": "#,##0.0", "number": "0.00", "day": "yyyy-mm-dd", "text": "@"}
PATTERNS = {"slant": "wdUpDiag", "dots": "pct30", "back": "wdDnDiag", "level": "ltHorz", "grid": "smGrid"}
LEVEL = Look(0, "9 3 2 3", "", "")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column of the grid: its line's dash, point and pattern in the words of Office Open XML; RGB without #."""

    name: str
    look: Look
    colour: str
    dash: str
    point: str
    pattern: str
    is_thin: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The first column are the days or groups, each further one is a series. `left_out` are series without a column."""

    columns: tuple[tuple[str, Unit], ...]
    rows: tuple[tuple[Value | str, ...], ...]
    series: tuple[Drawn, ...]
    left_out: int = 0

    @property
    def has_points(self) -> bool:
        return len(self.rows) <= FEW


def grid(chart: Chart, most: int = 0) -> Grid:
    """All series, or so many: of milestones those that moved most, of others the first."""
    chosen = _chosen(chart, most)
    known = figures(replace(chart, series=tuple(chosen)))
    rows = _filled(known.rows) if chart.kind == STEPS else known.rows
    levels = tuple((level.name, chart.unit) for level in chart.levels)
    rows = tuple((*row, *(level.value for level in chart.levels)) for row in rows)
    few = len(rows) <= FEW
    drawn = [_drawn(one, look, few=few) for one, look in zip(chosen, looks(chosen), strict=True)]
    drawn += [_drawn(Series(level.name, ()), LEVEL, few=few) for level in chart.levels]
    return Grid((*known.columns, *levels), rows, tuple(drawn), len(chart.series) - len(chosen))


def number_format(unit: Unit) -> str:
    """How cells of this unit are written, in the words of Excel."""
    if unit.kind == "money":
        return f"[${in_words(unit)}]#,##0.00;-[${in_words(unit)}]#,##0.00"
    return FORMATS.get(unit.kind, "#,##0")


def axis_format(chart: Chart) -> str:
    """How an axis is written: no cents, and the currency with each figure, since no title says it."""
    if chart.unit.kind == "money":
        symbol = in_words(chart.unit)
        return f"[${symbol}]#,##0;-[${symbol}]#,##0"
    return {"hours": "#,##0", "percent": "0%"}.get(chart.unit.kind, number_format(chart.unit))


def top_of(chart: Chart) -> float | None:
    """Where an axis must end: at the whole of what is told in percent of it. Left to itself it goes on to 120 %."""
    known = [value for one in chart.series for value in one.values if value is not None]
    return 1.0 if chart.unit.kind == "percent" and known and max(known) <= 100 else None  # type: ignore[type-var, operator]


def day_steps(chart: Chart) -> tuple[str, int, str]:
    """The unit and length of the steps of an axis of days, so that some twelve are labelled, and how these look."""
    days = (chart.days[-1] - chart.days[0]).days
    if days > 120:
        return "months", max(1, round(days / 30.4 / 12)), "yyyy-mm"
    return "days", next(step for step in (1, 2, 7, 14) if days / step <= 14 or step == 14), "yyyy-mm-dd"


def stored(value: Value | str, unit: Unit) -> Value | str:
    """As a cell holds it: 62.5 per cent is 0.625 shown as a percentage."""
    if unit.kind == "percent" and value is not None and not isinstance(value, (str, date)):
        return round(float(value) / 100, 6)
    return value


# --- below -----------------------------------------------------------------------------------------------


def _chosen(chart: Chart, most: int) -> list[Series]:
    if not most or len(chart.series) <= most:
        return list(chart.series)
    if chart.kind != SLIP:
        return list(chart.series[:most])
    by_move = sorted(chart.series, key=lambda one: -_move(one))[:most]
    return [one for one in chart.series if one in by_move]


def _move(one: Series) -> float:
    known = [value for value in map(number, one.values) if value is not None]
    return abs(known[-1] - known[0]) if known else 0.0


def _filled(rows: tuple[tuple[Value | str, ...], ...]) -> tuple[tuple[Value | str, ...], ...]:
    """Every day, each value as long as it holds: office programs know no steps."""
    found: list[tuple[Value | str, ...]] = []
    for row in rows:
        held = found[-1][1:] if found else row[1:]
        if found:
            found += [(day, *held) for day in _between(found[-1][0], row[0])]
        found.append((row[0], *(old if new is None else new for new, old in zip(row[1:], held, strict=True))))
    return tuple(found)


def _between(before: Value | str, after: Value | str) -> list[date]:
    if not isinstance(before, date) or not isinstance(after, date):
        return []
    return [before + timedelta(days=count) for count in range(1, (after - before).days)]


def _drawn(one: Series, look: Look, *, few: bool) -> Drawn:
    dash = DASHES[look.dash]
    if one.look == SECOND and not few:
        dash = "sysDash"  # without points it would be told by its colour alone
    if one.look == EXPECTED:
        dash = "sysDot"
    is_thin = not look.is_strong
    point = POINTS.get(look.point, "none") if few and one.look != REFERENCE else "none"
    return Drawn(one.name, look, colour(look.hue).lstrip("#"), dash, point, PATTERNS.get(look.pattern, ""), is_thin)
