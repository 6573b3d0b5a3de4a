"""Closing checks: what a room finds still open when a project is to be closed.

    @closing_check("promises")
    def kept_promises(actor, project) -> list[OpenPoint]: ...

Rooms above `projects` register theirs when they start; `projects` asks all of them and knows none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from zhike.core.actors import Actor


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something to settle before the project can close: in words, with the address where one settles it."""

    words: str
    url: str = ""


Check = Callable[[Actor, Any], Iterable[OpenPoint]]
_checks: dict[str, Check] = {}


def closing_check(name: str) -> Callable[[Check], Check]:
    """Declare a check. Names are unique, so that a check is found when somebody asks why a project will not close."""

    def register(check: Check) -> Check:
        if name in _checks:
            raise LookupError(f"There is already a closing check called {name}.")
        _checks[name] = check
        return check

    return register


def open_points(actor: Actor, project: Any) -> list[OpenPoint]:
    """Everything that speaks against closing this project now, in the order the rooms registered."""
    return [point for check in _checks.values() for point in check(actor, project)]


def closing_checks() -> list[str]:
    return list(_checks)
