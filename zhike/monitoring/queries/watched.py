"""What is watched in a project, and what was found."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.utils import timezone

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.monitoring.models import DEFAULTS, RISES, Deviation, Kind, Threshold
from zhike.projects.models import Project


@dataclass(frozen=True, slots=True)
class Limit:
    """From `warn` on it is worth a look, from `alarm` on it must be answered."""

    kind: Kind
    warn: float
    alarm: float
    is_watched: bool = True
    is_own: bool = False  # of this project, not the default
    version: int = 0

    def level_of(self, value: float | None) -> str:
        """ "" while it is within its limits."""
        if value is None or not self.is_watched:
            return ""
        rises = self.kind in RISES
        if value >= self.alarm if rises else value <= self.alarm:
            return str(Deviation.Level.ALARM)
        if value >= self.warn if rises else value <= self.warn:
            return str(Deviation.Level.WARN)
        return ""

    def passed(self, level: str) -> float:
        return self.alarm if level == Deviation.Level.ALARM else self.warn


def limits_of(project: Project) -> list[Limit]:
    """What holds for a project: its own limits, else the defaults."""
    own = {row.kind: row for row in Threshold.objects.filter(project=project)}
    found = []
    for kind in Kind:
        row, (warn, alarm) = own.get(kind), DEFAULTS[kind]
        found.append(
            Limit(kind, row.warn, row.alarm, row.is_watched, is_own=True, version=row.version)
            if row
            else Limit(kind, warn, alarm)
        )
    return found


def deviations(actor: Actor) -> QuerySet[Deviation]:
    """What must be answered first, then what is worth a look, then what is over; the latest first in each."""
    urgency = Case(
        When(state=Deviation.State.OVER, then=3),
        When(state=Deviation.State.ANSWERED, then=2),
        When(level=Deviation.Level.WARN, then=1),
        default=0,
        output_field=IntegerField(),
    )
    found = visible(actor, Deviation).select_related("project", "answered_by")
    return found.annotate(urgency=urgency).order_by("urgency", "-found_at")


def deviations_of(actor: Actor, project: Project) -> QuerySet[Deviation]:
    return deviations(actor).filter(project=project)


def deviations_on(actor: Actor, project: Project, day: date) -> QuerySet[Deviation]:
    """Those that were known and not over at the end of a day."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    lasted = Q(over_at=None) | Q(over_at__gte=end)
    return deviations_of(actor, project).filter(lasted, found_at__lt=end)


def open_deviations(actor: Actor, project: Project) -> QuerySet[Deviation]:
    return deviations_of(actor, project).exclude(state=Deviation.State.OVER)


def deviation(actor: Actor, project: Project, **lookup: Any) -> Deviation:
    """One of them, or Missing."""
    found = visible(actor, Deviation).filter(project=project).select_related("project", "answered_by")
    return find_in(found, **lookup)
