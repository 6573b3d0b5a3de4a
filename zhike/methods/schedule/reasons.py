"""Why does a task start when it does? The link, date or setting that decided it, for people to read.

`reason_of` gives the facts; `in_words` says them in English, for the command line. Pages say them in the reader's
language from the same facts.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhike.methods.schedule.critical_path import Schedule
from zhike.methods.schedule.kernels.passes import BY_ACTUAL, BY_CONSTRAINT, BY_HAND, BY_LEVELLING, BY_PROJECT
from zhike.methods.schedule.plan import DAY, HOUR, Constraint, LagUnit, LinkKind


class Ground(StrEnum):
    LINK = "link"  # another task
    PROJECT = "project"  # the start of the project
    CONSTRAINT = "constraint"
    ACTUAL = "actual"  # it did start then
    HAND = "hand"  # planned by hand
    LEVELLING = "levelling"  # moved because somebody is busy
    SUMMARY = "summary"  # something above or inside it


GROUNDS = {
    BY_PROJECT: Ground.PROJECT, BY_CONSTRAINT: Ground.CONSTRAINT, BY_ACTUAL: Ground.ACTUAL, BY_HAND: Ground.HAND,
    BY_LEVELLING: Ground.LEVELLING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """`link` is the index of the deciding link, `predecessor` the id of its task; `at` the moment of a constraint."""

    ground: Ground
    link: int | None = None
    predecessor: Any = None
    kind: LinkKind | None = None
    lag: int = 0
    lag_unit: LagUnit = LagUnit.WORKING
    constraint: Constraint | None = None
    at: int | None = None


def reason_of(schedule: Schedule, task: int) -> Reason:
    """Why the task with this index starts when it does; of a summary, that something in it does."""
    columns, driver = schedule.network.columns, int(schedule.driver[task])
    if schedule.network.place[task] < 0:
        return Reason(Ground.SUMMARY)
    if driver >= 0:
        return Reason(
            Ground.LINK, driver, columns.ids[columns.link_from[driver]].item(),
            LinkKind(int(columns.link_kind[driver])), int(columns.link_lag[driver]),
            LagUnit(int(columns.link_unit[driver])),
        )  # fmt: skip
    ground = GROUNDS.get(driver, Ground.SUMMARY)
    if ground == Ground.CONSTRAINT:
        return Reason(
            ground, constraint=Constraint(int(columns.constraint[task])), at=int(columns.constraint_at[task])
        )  # fmt: skip
    return Reason(ground)


def in_words(reason: Reason, name: str = "", ticks_per_day: int = 8 * HOUR) -> str:
    """One English clause: "because of *Acceptance of design* + 2 d lag". `name` is that of the predecessor."""
    if reason.ground == Ground.LINK:
        return f"because of {name}{_lag(reason, ticks_per_day)}"
    if reason.ground == Ground.CONSTRAINT and reason.constraint is not None:
        return f"because it is set to {reason.constraint.name.lower().replace('_', ' ')}"
    return {
        Ground.PROJECT: "because the project starts then",
        Ground.ACTUAL: "because it did start then",
        Ground.HAND: "because it was planned by hand",
        Ground.LEVELLING: "because whoever does it is busy before",
    }.get(reason.ground, "because of what it belongs to")


def _lag(reason: Reason, ticks_per_day: int) -> str:
    if not reason.lag:
        return ""
    sign = "+" if reason.lag > 0 else "−"
    if reason.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return f" {sign} {abs(reason.lag) / 10:g} % of it"
    per_day, unit = (DAY, "elapsed d") if reason.lag_unit == LagUnit.ELAPSED else (ticks_per_day, "d")
    return f" {sign} {abs(reason.lag) / per_day:g} {unit} lag"
