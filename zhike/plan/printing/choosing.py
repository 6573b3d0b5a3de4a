"""What of a plan is printed: which time, how deep, critical tasks only. And how much of it at most."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.errors import Invalid
from zhike.plan.printing.sheet import Line

MOST = 2_500  # lines; more than that is no document any more


@dataclass(frozen=True, slots=True)
class Choices:
    """As the form or the chart says it."""

    first: date | None = None
    last: date | None = None
    depth: int | None = None  # levels of the outline; None: as many as can be printed
    only_critical: bool = False
    with_baseline: bool = True
    with_links: bool = True
    with_owners: bool = True
    paper: str = ""
    language: str = ""


def chosen(lines: Sequence[Line], choices: Choices) -> tuple[list[Line], list[str]]:
    """The lines that are printed, and what to say about those that are not."""
    wanted = [line for line in lines if _is_wanted(line, choices)]
    kept = _with_what_they_are_part_of(lines, wanted) if len(wanted) < len(lines) else list(lines)
    if choices.depth is not None:
        kept = [line for line in kept if line.level <= choices.depth]
        _refuse_too_many(kept)
        return _not_empty(kept), []
    depth = _deepest(kept)
    shown = [line for line in kept if line.level <= depth]
    _refuse_too_many(shown)
    if len(shown) == len(kept):
        return _not_empty(kept), []
    words = ngettext(
        "Only %(count)d level of the outline is printed: %(lines)d lines in all would be too many.",
        "Only %(count)d levels of the outline are printed: %(lines)d lines in all would be too many.",
        depth,
    )
    return _not_empty(shown), [words % {"count": depth, "lines": len(kept)}]


# --- below -----------------------------------------------------------------------------------------------


def _is_wanted(line: Line, choices: Choices) -> bool:
    if choices.only_critical and (not line.is_critical or line.kind == "summary"):
        return False
    if choices.first is not None and (line.finish is None or line.finish.date() < choices.first):
        return False
    return choices.last is None or (line.start is not None and line.start.date() <= choices.last)


def _with_what_they_are_part_of(lines: Sequence[Line], wanted: Sequence[Line]) -> list[Line]:
    above = {line.key: line.above for line in lines}
    kept: set[Hashable] = set()
    for line in wanted:
        key: Hashable | None = line.key
        while key is not None and key not in kept:
            kept.add(key)
            key = above.get(key)
    return [line for line in lines if line.key in kept]


def _deepest(lines: Sequence[Line]) -> int:
    """So many levels that the lines fit, and one at least."""
    deepest = max((line.level for line in lines), default=1)
    while deepest > 1 and sum(line.level <= deepest for line in lines) > MOST:
        deepest -= 1
    return deepest


def _refuse_too_many(lines: Sequence[Line]) -> None:
    if len(lines) > MOST:
        words = _("These are %(lines)d lines; at most %(most)d are printed. Choose fewer levels or a shorter time.")
        raise Invalid(depth=words % {"lines": len(lines), "most": MOST})


def _not_empty(lines: list[Line]) -> list[Line]:
    if not lines:
        raise Invalid(_=_("Nothing of the plan is left by these choices. Choose a longer time, or all tasks."))
    return lines
