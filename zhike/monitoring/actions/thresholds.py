"""Saying from when on a project is told to deviate."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.core.models import lock
from zhike.core.words import in_every_language
from zhike.monitoring.access import CHANGE_THRESHOLD
from zhike.monitoring.events import THRESHOLD_SET
from zhike.monitoring.models import RISES, Kind, Threshold
from zhike.monitoring.queries import limits_of
from zhike.projects.models import Project

MOST = 10_000.0


@transaction.atomic
def set_thresholds(actor: Actor, project: Project, limits: Mapping[str, Mapping[str, Any]]) -> list[Threshold]:
    """Say for a project from when on each figure is worth a look, and from when on it must be answered.

    `limits`: by kind `warn`, `alarm`, `is_watched`. What is as it was stays; what is not named too.
    """
    must(actor, CHANGE_THRESHOLD, project)
    project = lock(project)
    _check(limits)
    there = {limit.kind: limit for limit in limits_of(project)}
    rows = []
    for name, told in limits.items():
        kind = Kind(name)
        before = there[kind]
        values = {"warn": before.warn, "alarm": before.alarm, "is_watched": before.is_watched, **told}
        if values == {"warn": before.warn, "alarm": before.alarm, "is_watched": before.is_watched}:
            continue
        row = Threshold.objects.filter(project=project, kind=kind).first() or Threshold(project=project, kind=kind)
        row.warn, row.alarm, row.is_watched = values["warn"], values["alarm"], values["is_watched"]
        row.save()
        rows.append(row)
    if rows:
        kinds = [in_every_language(Kind(row.kind).label) for row in rows]
        record(actor, THRESHOLD_SET, rows[0], project=str(project), kinds=kinds)
    return rows


def _check(limits: Mapping[str, Mapping[str, Any]]) -> None:
    errors: dict[str, Any] = {}
    for name, told in limits.items():
        if name not in Kind.values:
            errors[name] = _("There is nothing of this name to watch.")
            continue
        warn, alarm = told.get("warn", 0), told.get("alarm", told.get("warn", 0))
        if not all(isinstance(one, int | float) and 0 <= one <= MOST for one in (warn, alarm)):
            errors[name] = _("A number from 0 to %(most)d.") % {"most": MOST}
        elif {"warn", "alarm"} <= set(told) and (alarm < warn if Kind(name) in RISES else alarm > warn):
            errors[name] = _("The alarm comes after the warning: give it the limit that is worse.")
    if errors:
        raise Invalid(errors)
