"""The working time of a project: where its plan lies on it, and when it was on hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from zhike.activity.models import Activity
from zhike.methods.schedule.moments import day_number
from zhike.projects.events import (
    PROJECT_CANCELLED,
    PROJECT_CLOSED,
    PROJECT_PAUSED,
    PROJECT_REOPENED,
    PROJECT_RESUMED,
)
from zhike.projects.models import Project

BEYOND = 400  # days after everything known, for estimates
ENDS_A_HOLD = frozenset(one.verb for one in (PROJECT_RESUMED, PROJECT_CANCELLED, PROJECT_CLOSED, PROJECT_REOPENED))


def holds_of(project: Project, since: datetime | None = None) -> list[tuple[date, date]]:
    """First and last whole days on which the project was on hold, after the day it was put so and before the day it
    was taken up again. After `since` (a baseline was taken, which plans around what was before) only."""
    verbs = [PROJECT_PAUSED.verb, *ENDS_A_HOLD]
    rows = Activity.objects.filter(project_id=project.pk, verb__in=verbs).order_by("sequence")
    found: list[tuple[date, date]] = []
    begun: date | None = None
    for verb, at in rows.values_list("verb", "happened_at"):
        day = timezone.localtime(at).date()
        if verb == PROJECT_PAUSED.verb:
            begun = begun or day
        elif begun is not None:
            found.append((begun + timedelta(days=1), day - timedelta(days=1)))
            begun = None
    if begun is not None and project.status == Project.Status.ON_HOLD:
        found.append((begun + timedelta(days=1), date.max))
    after = timezone.localtime(since).date() if since else date.min
    later = [(max(first, after + timedelta(days=1)) if since else first, last) for first, last in found]
    return [(first, last) for first, last in later if first <= last]


@dataclass
class Axis:
    """The plan's calendar as a line of working time, once as planned and once without the days on hold."""

    calendar: Any
    first: date
    last: date
    holds: Sequence[tuple[date, date]]

    @cached_property
    def planned(self) -> Any:
        return self._days([])

    @cached_property
    def worked(self) -> Any:
        """The same without the days on hold; the very same line where there were none."""
        return self._days(self.holds) if self.holds else self.planned

    def _days(self, holds: Sequence[tuple[date, date]]) -> Any:
        from zhike.methods.earned_value.working_days import WorkingDays

        last = day_number(self.last)
        held = [(day_number(begins), last if ends == date.max else day_number(ends)) for begins, ends in holds]
        return WorkingDays(self.calendar, day_number(self.first), last, held)

    def spans(self, starts: Any, finishes: Any) -> Any:
        """Working time between moments, ticks; 0 where one is unknown."""
        import numpy as np

        begins, ends = np.asarray(starts, np.int64), np.asarray(finishes, np.int64)
        worked = self.planned.positions(ends) - self.planned.positions(begins)
        return np.where((begins >= 0) & (ends >= 0), np.maximum(worked, 0), 0)

    def at(self, start: int, now: int) -> int:
        """Working time passed from a moment to another, days on hold left out; below zero before the start."""
        if now < start:
            return -int(self.spans([now], [start])[0])
        return int(self.worked.position(now) - self.worked.position(start))

    def between(self, first: int, last: int) -> int:
        """Ticks worked from one moment to another by the calendar, negative backwards."""
        return int(self.planned.position(last) - self.planned.position(first))
