"""Why tasks lie where they lie, as queries/reasons.py says it of one, but for thousands at once: each sentence is
translated once, then only filled in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.core.words import day_words
from zhike.methods.schedule.durations import Lag, format_lag
from zhike.methods.schedule.plan import LagUnit
from zhike.plan.models import Link, Plan, Task
from zhike.plan.wording import units_of


@dataclass(frozen=True, slots=True)
class Driver:
    """The link that holds a date, and the task at its other end."""

    number: int
    name: str
    kind: int
    lag: int
    lag_unit: int
    lag_shown: str


class Reasons:
    """The reader's words: what stands after "because of" on the card of a task."""

    def __init__(self, plan: Plan, drivers: dict[str, Driver]) -> None:
        self.drivers = drivers
        self.units = units_of(plan)
        self.language = get_language() or "en"
        self.constraints = {one.value: str(one.label) for one in Task.Constraint}
        self.constraint = _("its constraint: %(constraint)s %(day)s")
        self.lags: dict[tuple[int, int, str], Any] = {}
        self.links: dict[int, str] = {
            Link.Kind.FINISH_TO_START: _("the finish of %(task)s"),
            Link.Kind.START_TO_START: _("the start of %(task)s"),
            Link.Kind.FINISH_TO_FINISH: _("the finish of %(task)s, with which it finishes"),
            Link.Kind.START_TO_FINISH: _("the start of %(task)s, with which it finishes"),
        }
        self.others = {
            "project": _("the start of the plan"),
            "actual": _("what was reported: it has begun"),
            "by_hand": _("dates that were set by hand"),
            "levelling": _("levelling: until then somebody is at work elsewhere"),
            "summary": _("the phase it is part of"),
        }

    def of(self, reason: str, driver: str | None, constraint: int, constraint_at: datetime | None) -> str:
        """ "" where nothing is known: a summary follows from what is in it."""
        if reason == "constraint":
            day = day_words(constraint_at) if constraint_at else ""
            return self.constraint % {"constraint": self.constraints[constraint], "day": day}
        found = self.drivers.get(driver) if driver else None
        if found is None:
            return self.others.get(reason, "")
        words = self.links[found.kind] % {"task": f"T-{found.number} {found.name}"}
        return f"{words} {self._lag(found)}" if found.lag else words

    def _lag(self, found: Driver) -> Any:
        how = found.lag, found.lag_unit, found.lag_shown
        if how not in self.lags:
            self.lags[how] = format_lag(Lag(how[0], LagUnit(how[1]), how[2]), self.language, self.units)
        return self.lags[how]
