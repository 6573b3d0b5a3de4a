"""Charts as a report keeps them: plain JSON and back, so that what was published is drawn the same for ever."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhike.core.charts import Chart, Level, Marker, Series, Unit


def kept_chart(chart: Chart) -> dict[str, Any]:
    """As JSON: days as ISO text, money as text."""
    return {
        "key": chart.key, "kind": chart.kind, "title": chart.title, "across": [_kept(one) for one in chart.across],
        "days": bool(chart.days), "unit": [chart.unit.kind, chart.unit.currency], "alt": chart.alt, "note": chart.note,
        "series": [{"name": one.name, "look": one.look, "values": [_kept(value) for value in one.values]}
                   for one in chart.series],
        "markers": [{"day": one.day.isoformat(), "name": one.name, "kind": one.kind} for one in chart.markers],
        "levels": [{"value": _kept(one.value), "name": one.name} for one in chart.levels],
    }  # fmt: skip


def chart_again(kept: Mapping[str, Any]) -> Chart:
    """What was kept, as a chart that can be drawn."""
    values_are_days = kept["unit"][0] == "day"
    across: Any = tuple(date.fromisoformat(one) for one in kept["across"]) if kept["days"] else tuple(kept["across"])
    return Chart(
        key=kept["key"], kind=kept["kind"], title=kept["title"], across=across, unit=Unit(*kept["unit"]),
        alt=kept["alt"], note=kept["note"],
        series=tuple(
            Series(one["name"], tuple(_again(value, values_are_days) for value in one["values"]), one["look"])
            for one in kept["series"]
        ),
        markers=tuple(Marker(date.fromisoformat(one["day"]), one["name"], one["kind"]) for one in kept["markers"]),
        levels=tuple(Level(_again(one["value"], False), one["name"]) for one in kept["levels"]),
    )  # fmt: skip


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _again(value: Any, is_day: bool) -> Any:
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value[:10]) if is_day else Decimal(value)
