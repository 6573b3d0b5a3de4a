"""What a forecast says. Everything is frozen and turns into JSON; moments are naive datetimes on the plan's wall clock,
spans of time are working ticks (tenths of a minute), shares are 0 to 1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from typing import Any

import numpy as np

from zhike.methods.schedule.moments import from_ticks
from zhike.methods.schedule.network import Array

PERCENTS = tuple(range(10, 95, 5))


@dataclass(frozen=True)
class Spread:
    """When something finishes: percentiles (PERCENTS of the samples finish by then), mean and standard deviation in
    working ticks of its calendar, and the finish that was planned."""

    planned: datetime
    mean: datetime
    sd: float
    percentiles: tuple[datetime, ...]

    def at(self, percent: int) -> datetime:
        """P10 to P90, every five. ValueError: another."""
        return self.percentiles[PERCENTS.index(percent)]


class Spreads(Mapping[int, Spread]):
    """The spread of each task by its id, kept as arrays of ticks: a hundred thousand tasks stay small."""

    def __init__(self, ids: Array, planned: Array, mean: Array, sd: Array, percentiles: Array) -> None:
        self._row = {task: row for row, task in enumerate(ids.tolist())}
        self.planned, self.mean, self.sd, self.percentiles = planned, mean, sd, percentiles

    def __getitem__(self, task: int) -> Spread:
        row = self._row[task]
        moments = tuple(from_ticks(ticks) for ticks in self.percentiles[row].tolist())
        return Spread(from_ticks(self.planned[row]), from_ticks(self.mean[row]), float(self.sd[row]), moments)

    def __iter__(self) -> Iterator[int]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)

    def __eq__(self, other: object) -> bool:
        names = ("planned", "mean", "sd", "percentiles")
        return (
            isinstance(other, Spreads)
            and self._row == other._row
            and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in names)
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Chance:
    """How likely a task (None: the project) finishes by a date."""

    task: int | None
    by: datetime
    probability: float


@dataclass(frozen=True)
class Sway:
    """What P80 of the project does when a task takes its likeliest time for sure, or a risk does not happen; negative
    is earlier. `task` and `risk` (its name): one of them is None."""

    task: int | None
    risk: str | None
    p80: datetime
    change: int


@dataclass(frozen=True)
class Bar:
    """How many samples of the project finish after `since` and by `until`."""

    since: datetime
    until: datetime
    count: int


@dataclass(frozen=True)
class RiskShare:
    """In what share of the samples a risk happened."""

    risk: str
    share: float


@dataclass(frozen=True)
class Forecast:
    """The answer. `tasks` holds every task at work: milestones and summaries too.

    `criticality` is the share of samples in which a task has no float. `cruciality` is Spearman's rank correlation of
    its duration with the project's finish, for those that matter most (`Settings.candidates`); with correlated
    durations part of it is what all tasks have in common, so `tornado` says what a task itself does. `p80_error` is
    the standard error of the project's P80, in working ticks. `counted_in_bins` tasks were remembered in bins, not
    whole: their percentiles are good to a hundredth of their range.
    """

    seed: int
    samples: int
    method: str
    correlation: float
    project: Spread
    tasks: Mapping[int, Spread]
    milestones: tuple[int, ...]
    criticality: Mapping[int, float]
    cruciality: Mapping[int, float]
    tornado: tuple[Sway, ...]
    chances: tuple[Chance, ...]
    chance_of_plan: float
    risks: tuple[RiskShare, ...]
    histogram: tuple[Bar, ...]
    curve: tuple[tuple[datetime, float], ...]  # moments, and the share of samples that finish by then
    p80_error: int
    counted_in_bins: int

    def chance(self, by: datetime) -> float:
        """The share of samples in which the project finishes by a moment, read off the curve."""
        moments = [(moment - self.curve[0][0]).total_seconds() for moment, _ in self.curve]
        shares = [share for _, share in self.curve]
        asked = (by - self.curve[0][0]).total_seconds()
        return float(np.interp(asked, moments, shares, left=0.0, right=1.0))


def as_json(value: Any) -> Any:
    """A result as dicts, lists, numbers and ISO 8601 texts, ready for `json.dumps`."""
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: as_json(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(part) for part in value]
    return value
