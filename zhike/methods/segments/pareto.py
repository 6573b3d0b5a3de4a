"""ABC classes by Pareto: which few clients make most of a figure.

Sources: J. M. Juran, "Universals in management planning and controlling", The Management Review, 1954 (the
vital few); H. F. Dickie, "ABC inventory analysis shoots for dollars, not pennies", Factory Management and
Maintenance 109(7), 1951. They sort by value and cut the cumulative share, but leave the boundary open. The
rule here:

1. An item is A while the cumulative share *including it* is at most the limit of A, else B while it is at
   most the limit of B, else C. So 500, 200, 120, … of 1,000 with limits 80 and 95 is A, A, B: 82 % is more
   than 80 %.
2. The largest item is A in any case: a client with 85 % of the turnover is no B.
3. Equal values are in equal classes, that of the first of them: nobody is put back for standing later in
   the list.
4. Zero and negative values are C, and count as nothing in the total, so that no share exceeds 100 %.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Figure = int | float | Decimal | Fraction


class Grade(StrEnum):
    """The class of an item."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Key]):
    """One item with its class. `share` and `cumulative` are of the total of positive values, 0 to 1."""

    key: Key
    value: Figure
    share: float
    cumulative: float
    grade: Grade


def abc(
    values: Mapping[Key, Figure] | Iterable[tuple[Key, Figure]], *, a: Figure = 80, b: Figure = 95
) -> list[Ranked[Key]]:
    """The items by falling value (equal ones in the order given), each with share, cumulative share and
    class.

    `values` maps n keys to figures of one unit; `a` and `b` are the limits in per cent. Computed in exact
    fractions, a float being taken for the decimal number it prints as, so that 80 % is 80 %. Raises
    ValueError for limits not 0 < a ≤ b ≤ 100 and for values that are not finite.
    """
    limit_a, limit_b = _exact(a) / 100, _exact(b) / 100
    if not 0 < limit_a <= limit_b <= 1:
        raise ValueError("limits must satisfy 0 < a <= b <= 100")
    pairs = values.items() if isinstance(values, Mapping) else values
    items = sorted(((key, value, _exact(value)) for key, value in pairs), key=lambda item: -item[2])
    total = sum((exact for _, _, exact in items if exact > 0), Fraction(0))

    ranked: list[Ranked[Key]] = []
    cumulative, grade, before = Fraction(0), Grade.A, None
    for key, value, exact in items:
        share = exact / total if exact > 0 else Fraction(0)
        cumulative += share
        if exact <= 0:
            grade = Grade.C
        elif before is not None and exact != before:
            grade = _grade(cumulative, limit_a, limit_b)
        before = exact
        ranked.append(Ranked(key, value, float(share), float(cumulative), grade))
    return ranked


def _grade(cumulative: Fraction, limit_a: Fraction, limit_b: Fraction) -> Grade:
    if cumulative <= limit_a:
        return Grade.A
    return Grade.B if cumulative <= limit_b else Grade.C


def _exact(value: Figure) -> Fraction:
    try:
        return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"not a finite figure: {value!r}") from error
