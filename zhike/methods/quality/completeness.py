"""How complete and how fresh a record is, as one number that can be explained field by field.

    score = Σ wᵢ · presentᵢ · freshnessᵢ / Σ wᵢ,   freshnessᵢ = 2^(−ageᵢ / half-lifeᵢ)

Completeness and currentness are two of the data quality characteristics of ISO/IEC 25012:2008. The
exponential decay of currency is that of B. Heinrich and M. Klier, "Metric-based data quality assessment:
developing and evaluating a probability-based currency metric", Decision Support Systems 72 (2015), with
the decline rate ln 2 / half-life: after one half-life (a telephone number: say two years) a value still
counts one half.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of one field of a record.

    weight: ≥ 0, how much the field matters against the others (no unit). present: whether it is filled in.
    age: days since it was entered or last confirmed; None when nobody knows, which counts as one
    half-life. half_life: days > 0 after which it counts one half; None for what does not age (a credit
    code).
    """

    name: str
    weight: float
    present: bool
    age: float | None = None
    half_life: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one field gives (`gained`) and could still give (`lost`), in shares of the whole score."""

    name: str
    present: bool
    freshness: float
    gained: float
    lost: float


@dataclass(frozen=True, slots=True)
class Quality:
    """`score` from 0 (empty) to 1 (all there and fresh); `parts` in the order the fields were given."""

    score: float
    parts: tuple[Part, ...]

    def worst(self) -> list[Part]:
        """The fields that would raise the score, the most rewarding first."""
        return sorted((part for part in self.parts if part.lost > 0), key=lambda part: -part.lost)

    def stale(self, below: float = 0.5) -> list[Part]:
        """Fields filled in but older than their half-life (freshness under `below`), the oldest first."""
        return sorted((p for p in self.parts if p.present and p.freshness < below), key=lambda part: part.freshness)


def freshness(age: float | None, half_life: float | None) -> float:
    """2^(−age / half_life), both in days: 1 for new or ageless, ½ after a half-life or at unknown age.

    An age below zero (a clock set wrong) counts as new. Raises ValueError for a half-life that is not
    positive.
    """
    if half_life is None:
        return 1.0
    if half_life <= 0:
        raise ValueError("a half-life must be positive")
    return 0.5 if age is None else float(2.0 ** (-max(age, 0.0) / half_life))


def quality(fields: Iterable[Field]) -> Quality:
    """The weighted score of a record and what each field does to it.

    Without any weight there is nothing to ask for, and the score is 1. Raises ValueError for a negative
    weight.
    """
    fields = list(fields)
    if any(field.weight < 0 for field in fields):
        raise ValueError("a weight must not be negative")
    total = sum(field.weight for field in fields)
    parts = tuple(_part(field, field.weight / total if total else 0.0) for field in fields)
    return Quality(min(sum(part.gained for part in parts), 1.0) if total else 1.0, parts)


def _part(field: Field, share: float) -> Part:
    fresh = freshness(field.age, field.half_life) if field.present else 0.0
    return Part(field.name, field.present, fresh, share * fresh, share * (1.0 - fresh))
