"""Small pictures drawn on the server as SVG: they need no script, print sharp and say what they show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from zhike.core.markup import format_html, format_html_join

Number = int | float

SPARK_WIDTH, SPARK_HEIGHT = 96, 24
BAR_WIDTH, BAR_LABEL, BAR_STEP = 480, 120, 26


def sparkline(values: Sequence[Number | None], description: str) -> SafeString:
    """A line of the last few values; a value of None leaves a gap instead of inventing a point."""
    known = [value for value in values if value is not None]
    if not known:
        return format_html('<span class="muted">{}</span>', description)
    low, spread = min(known), (max(known) - min(known)) or 1
    across = SPARK_WIDTH / max(len(values) - 1, 1)
    height = SPARK_HEIGHT - 4
    points = [
        None if value is None else (round(i * across, 1), round(2 + height * (1 - (value - low) / spread), 1))
        for i, value in enumerate(values)
    ]
    lines = format_html_join("", '<polyline points="{}"/>', ((_joined(run),) for run in _runs(points)))
    last = next(point for point in reversed(points) if point)
    return format_html(
        '<svg class="spark" viewBox="-3 0 {} {}" role="img" aria-label="{}">{}'
        '<circle cx="{}" cy="{}" r="2.5"/></svg>',
        SPARK_WIDTH + 6, SPARK_HEIGHT, description, lines, *last,
    )  # fmt: skip


@dataclass(frozen=True)
class Bar:
    label: str
    value: Number
    shown: str = ""


def bar_chart(bars: Sequence[Bar]) -> SafeString:
    """Horizontal bars, longest value full width; hidden from screen readers, which get the table."""
    top = max((bar.value for bar in bars), default=0) or 1
    room = BAR_WIDTH - BAR_LABEL - 70
    drawn = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="track" x="{}" y="{}" width="{}" height="14" rx="3"/>'
        '<rect x="{}" y="{}" width="{}" height="14" rx="3"/><text class="value" x="{}" y="{}">{}</text>',
        (
            (
                BAR_LABEL - 10, i * BAR_STEP + 16, bar.label,
                BAR_LABEL, i * BAR_STEP + 5, room,
                BAR_LABEL, i * BAR_STEP + 5, round(max(bar.value, 0) / top * room, 1),
                BAR_LABEL + room + 10, i * BAR_STEP + 16, bar.shown or bar.value,
            )
            for i, bar in enumerate(bars)
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        BAR_WIDTH,
        len(bars) * BAR_STEP + 4,
        drawn,
    )


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _joined(run: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in run)
