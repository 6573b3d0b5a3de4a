"""Where a value lies on an axis, and the round values an axis is labelled with."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from zhike.core.charts.units import Unit, compact

FAR = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high`, laid from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        return self.low - FAR <= value <= self.high + FAR


def round_ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Round values (1, 2, 2.5, 5 times ten), about `most` of them, from at or below `low` to at or above `high`."""
    low, high = (0.0 if abs(one) < FAR else one for one in (low, high))
    if high - low < FAR * max(abs(low), abs(high), 1):
        low, high = (low, low + 1) if low >= 0 else (low, 0.0)
    step = _round_step((high - low) / max(most - 1, 1), whole=whole)
    first, last = math.floor(low / step + FAR), math.ceil(high / step - FAR)
    return [round(one * step, 10) for one in range(first, last + 1)]


def tick_words(ticks: Sequence[float], unit: Unit) -> list[str]:
    """Short, all in the same way: 0, 20万, 40万; the unit stands over the axis."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1
    highest = max(abs(one) for one in ticks)
    return [compact(one, step, highest) + ("%" if unit.kind == "percent" else "") for one in ticks]


# --- below -----------------------------------------------------------------------------------------------


def _round_step(least: float, *, whole: bool) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    steps = (1, 2, 5, 10) if whole and power < 10 else (1, 2, 2.5, 5, 10)
    step = next(one * power for one in steps if one * power >= least * (1 - FAR))
    return max(step, 1.0) if whole else step
