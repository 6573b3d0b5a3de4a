"""What moved between two forecasts of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhike.methods.schedule.forecast.results import Forecast


@dataclass(frozen=True)
class Change:
    """A moment before and after; `by` is the time between, on the wall clock."""

    before: datetime
    after: datetime
    by: timedelta


@dataclass(frozen=True)
class Moved:
    """The project's P50 and P80; milestones whose P80 moved, and tasks that became or ceased to be likely critical
    (share before and after), by id; the largest first."""

    p50: Change
    p80: Change
    milestones: Mapping[int, Change]
    criticality: Mapping[int, tuple[float, float]]
    chances: Mapping[int, tuple[float, float]]  # of deadlines of tasks that both forecasts know


def what_moved(before: Forecast, after: Forecast, noticeable: float = 0.1) -> Moved:
    """`noticeable`: how far a criticality or a chance has to go to be told. With equal seeds, tasks keep their draws,
    so what is told follows from the change of the plan and hardly from chance."""
    milestones = {}
    for task in after.milestones:
        if task in before.tasks:
            change = _change(before.tasks[task].at(80), after.tasks[task].at(80))
            if change.by:
                milestones[task] = change
    return Moved(
        _change(before.project.at(50), after.project.at(50)),
        _change(before.project.at(80), after.project.at(80)),
        dict(sorted(milestones.items(), key=lambda item: -abs(item[1].by))),
        _shifted(before.criticality, after.criticality, noticeable),
        _shifted(_deadlines(before), _deadlines(after), noticeable),
    )


def _change(before: datetime, after: datetime) -> Change:
    return Change(before, after, after - before)


def _deadlines(forecast: Forecast) -> dict[int, float]:
    return {chance.task: chance.probability for chance in forecast.chances if chance.task is not None}


def _shifted(
    before: Mapping[int, float], after: Mapping[int, float], noticeable: float
) -> dict[int, tuple[float, float]]:
    both = {task: (before[task], share) for task, share in after.items() if task in before}
    told = {task: pair for task, pair in both.items() if abs(pair[1] - pair[0]) >= noticeable}
    return dict(sorted(told.items(), key=lambda item: -abs(item[1][1] - item[1][0])))
