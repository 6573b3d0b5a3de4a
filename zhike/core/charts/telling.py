"""What a chart says in words, for who does not see it, and its figures as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.charts.chart import BARS, SLIP, Chart, Series, Value
from zhike.core.charts.units import DAY, Unit, shown

MOST_SERIES, MOST_GROUPS = 8, 12
MOST_DAYS = 6  # reporting days of a table of milestones


@dataclass(frozen=True, slots=True)
class Figures:
    """Values as they are: a column's name and unit, and the rows."""

    columns: tuple[tuple[str, Unit], ...]
    rows: tuple[tuple[Value | str, ...], ...]


def in_words(chart: Chart) -> str:
    """What the caller says of it, then the first and last figure of each series."""
    if chart.is_empty:
        return _("There are no figures for this yet.")
    found = list(_sentences(chart))
    most = MOST_GROUPS if chart.kind == BARS else MOST_SERIES
    told, left = found[:most], len(found) - most
    if left > 0:
        told.append(
            ngettext("%(count)d more is in the table.", "%(count)d more are in the table.", left) % {"count": left}
        )
    return " ".join(filter(None, [chart.alt, *told]))


def figures(chart: Chart) -> Figures:
    """All of it: a row for each day or group, a column for each series."""
    head = ("", Unit("text")) if chart.kind == BARS else (_("Day"), DAY)
    columns = (head, *((one.name, chart.unit) for one in chart.series))
    return Figures(columns, tuple(zip(chart.across, *(one.values for one in chart.series), strict=True)))


def table(chart: Chart, most: int = 60) -> tuple[list[str], list[list[str]], bool]:
    """Heads and rows in words, for a page; whether days were left out so that it can be read."""
    if chart.kind == SLIP:
        return _milestones(chart)
    known = figures(chart)
    heads = [name for name, _unit in known.columns]
    rows = known.rows if chart.kind == BARS else [known.rows[at] for at in _chosen(chart, most)]
    units = [unit for _name, unit in known.columns]
    told = [[shown(cell, unit) for cell, unit in zip(row, units, strict=True)] for row in rows]
    return heads, told, len(rows) < len(known.rows)


# --- below -----------------------------------------------------------------------------------------------


def _sentences(chart: Chart) -> Iterator[str]:
    if chart.kind == BARS:
        for place, group in enumerate(chart.across):
            told = _(", ").join(f"{one.name} {shown(one.values[place], chart.unit)}" for one in chart.series)
            yield _("{group}: {figures}.").format(group=group, figures=told)
        return
    for one in chart.series:
        known = [(day, value) for day, value in zip(chart.days, one.values, strict=True) if value is not None]
        if known:
            yield _moved(one, known) if chart.kind == SLIP else _grown(chart, one, known)


def _grown(chart: Chart, one: Series, known: Sequence[tuple[date, Value]]) -> str:
    (first, start), (last, end) = known[0], known[-1]
    told = {
        "name": one.name, "first": shown(first, DAY), "start": shown(start, chart.unit),
        "last": shown(last, DAY), "end": shown(end, chart.unit),
    }  # fmt: skip
    if first == last:
        return _("{name}: {end} on {last}.").format(**told)
    return _("{name}: {start} on {first}, {end} on {last}.").format(**told)


def _moved(one: Series, known: Sequence[tuple[date, Value]]) -> str:
    start, end = known[0][1], known[-1][1]
    days = by_days(start, end)
    told = {"name": one.name, "start": shown(start, DAY), "end": shown(end, DAY), "days": abs(days)}
    if not days:
        return _("{name}: {end}, not moved.").format(**told)
    if days > 0:
        words = ngettext(
            "{name}: from {start} to {end}, {days} day later.",
            "{name}: from {start} to {end}, {days} days later.", days,
        )  # fmt: skip
    else:
        words = ngettext(
            "{name}: from {start} to {end}, {days} day earlier.",
            "{name}: from {start} to {end}, {days} days earlier.", -days,
        )  # fmt: skip
    return words.format(**told)


def by_days(start: Value, end: Value) -> int:
    return (end - start).days if isinstance(start, date) and isinstance(end, date) else 0


def _chosen(chart: Chart, most: int) -> list[int]:
    """The last day of each week or month, as fine as the table may be long; the first and the last in any case."""
    days = chart.days
    for way in ("%Y-%m-%d", "%G-%V", "%Y-%m", "%Y"):
        last = {f"{day:{way}}": place for place, day in enumerate(days)}
        chosen = sorted({0, *last.values()})
        if len(chosen) <= most:
            break
    return chosen


def _milestones(chart: Chart) -> tuple[list[str], list[list[str]], bool]:
    """One row for each: what was forecast on some of the reporting days, and by how much it moved."""
    count = len(chart.days)
    places = sorted({round(step * (count - 1) / (MOST_DAYS - 1)) for step in range(MOST_DAYS)})
    heads = [_("Forecast on"), *(shown(chart.days[place], DAY) for place in places), _("Moved, in days")]
    rows = []
    for one in chart.series:
        known = [value for value in one.values if value is not None]
        days = by_days(known[0], known[-1]) if known else 0
        rows.append([one.name, *(shown(one.values[place], DAY) for place in places), f"{days:+d}" if days else "0"])
    return heads, rows, len(places) < count
