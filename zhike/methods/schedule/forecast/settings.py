"""What a forecast is asked for: how durations vary and hang together, which risks there are, how many samples."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

Three = tuple[float, float, float]  # optimistic, likely, pessimistic

PERT, TRIANGULAR, LOGNORMAL, HISTORY = "pert", "triangular", "lognormal", "history"
METHODS = (PERT, TRIANGULAR, LOGNORMAL, HISTORY)
EXTREMES, P10_P90 = "extremes", "p10_p90"

# How far a duration that was given as one number may miss, as shares of it: conventions to start from, until a firm
# has a history of its own. They lean to the late side, as work does.
RANGES: Mapping[str, Three] = {
    "fixed": (1.0, 1.0, 1.0),
    "low": (0.95, 1.0, 1.1),
    "medium": (0.9, 1.0, 1.25),
    "high": (0.8, 1.0, 1.5),
    "very_high": (0.75, 1.0, 2.0),
}


class BadSettings(ValueError):
    """Settings that mean nothing; the message says which and what would do."""


@dataclass(frozen=True)
class Risk:
    """Something that may happen. When it does, the durations of `tasks` are multiplied by a factor, or get `delay`
    added, or the lags of `links` (predecessor, successor) do; each of the two is a least, a likeliest and a most.

    With `probability` 1 and a factor it is a *risk driver* (Hulett 2011): what its tasks have in common.
    """

    name: str
    probability: float
    tasks: Sequence[int] = ()
    links: Sequence[tuple[int, int]] = ()
    factor: Three | None = None
    delay: Three | None = None  # ticks

    def checked(self) -> "Risk":
        impact = self.factor or self.delay
        if not 0 <= self.probability <= 1:
            raise BadSettings(f"Risk “{self.name}”: the probability must lie between 0 and 1.")
        if impact is None or (self.factor is not None and self.delay is not None):
            raise BadSettings(f"Risk “{self.name}” needs either a factor or a delay.")
        if self.links and self.factor is not None:
            raise BadSettings(f"Risk “{self.name}”: a link can be delayed, not multiplied.")
        if not impact[0] <= impact[1] <= impact[2] or (self.factor is not None and impact[0] <= 0):
            raise BadSettings(f"Risk “{self.name}”: the impact must rise from the least to the most, a factor above 0.")
        return self


@dataclass(frozen=True)
class Settings:
    """How to forecast. Tasks are named by their ids; times are working ticks.

    `range_is`: whether optimistic and pessimistic are the least and the most, or P10 and P90 (people's ranges are
    narrower than they think). A lognormal has no extremes: they are always its P10 and P90, and with `keeps_likely` its
    mode is the likely value and its P90 the pessimistic one. `history` holds ratios of actual to estimated duration by
    class of task ("" for all others). Tasks without an estimate vary by the range of their class.

    `correlation` is that of any two tasks; `within` of two tasks of one group (by default no other). Groups are those
    of `groups`, or the branches of the plan (the uppermost summaries). See AACE 57R-09 and Hulett (2009): taking tasks
    as independent makes every date look safer than it is, so the default is not 0.
    """

    samples: int = 10_000
    seed: int = 1
    method: str = PERT
    range_is: str = EXTREMES
    keeps_likely: bool = False
    pert_weight: float = 4.0
    correlation: float = 0.3
    within: float | None = None
    groups: Mapping[int, Hashable] | None = None
    classes: Mapping[int, str] = field(default_factory=dict)
    default_class: str = "medium"
    ranges: Mapping[str, Three] = field(default_factory=lambda: RANGES)
    history: Mapping[str, Sequence[float]] = field(default_factory=dict)
    risks: Sequence[Risk] = ()
    risk_correlation: float = 0.0
    targets: Sequence[datetime] = ()
    watched: frozenset[int] = frozenset()
    candidates: int = 100  # tasks whose cruciality is computed
    tornado: int = 20  # tasks that are fixed in turn
    tornado_samples: int = 2_000
    threads: int = 2
    memory: int = 128 << 20  # bytes for samples that are kept

    def checked(self) -> "Settings":
        """Itself. BadSettings."""
        if not 1 <= self.samples <= 10_000_000:
            raise BadSettings("There must be between 1 and 10,000,000 samples.")
        if self.method not in METHODS:
            raise BadSettings(f"The method must be one of {', '.join(METHODS)}.")
        if self.range_is not in (EXTREMES, P10_P90):
            raise BadSettings(f"The range is either {EXTREMES} or {P10_P90}.")
        within = self.correlation if self.within is None else self.within
        if not 0 <= self.correlation <= within <= 1 or not 0 <= self.risk_correlation <= 1:
            raise BadSettings("Correlations lie between 0 and 1, and within a group they are no lower than across.")
        if self.pert_weight <= 0:
            raise BadSettings("The weight of the likely value must be above 0.")
        for name, three in self.ranges.items():
            if not 0 < three[0] <= three[1] <= three[2]:
                raise BadSettings(f"The range of class “{name}” must rise from above 0.")
        for risk in self.risks:
            risk.checked()
        return self
