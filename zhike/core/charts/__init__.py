"""Charts drawn on the server: for pages, for paper, for spreadsheets and slides. See README.md."""

from zhike.core.charts.chart import (
    AREAS,
    BARS,
    EVENT,
    EXPECTED,
    LINES,
    MEASURED,
    PLAIN,
    REFERENCE,
    SECOND,
    SLIP,
    STATUS,
    STEPS,
    TODAY,
    Chart,
    Level,
    Marker,
    Series,
    Value,
    lined_up,
)  # fmt: skip
from zhike.core.charts.drawing import svg
from zhike.core.charts.telling import in_words
from zhike.core.charts.units import COUNT, DAY, DAYS, HOURS, NUMBER, PERCENT, TEXT, Unit, money, short, shown

__all__ = [
    "AREAS", "BARS", "COUNT", "DAY", "DAYS", "EVENT", "EXPECTED", "HOURS", "LINES", "MEASURED", "NUMBER", "PERCENT",
    "PLAIN", "REFERENCE", "SECOND", "SLIP", "STATUS", "STEPS", "TEXT", "TODAY", "Chart", "Level", "Marker", "Series",
    "Unit", "Value", "in_words", "lined_up", "money", "short", "shown", "svg",
]  # fmt: skip
