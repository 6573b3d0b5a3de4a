"""What a new project starts with: stages, openness, roles to fill; the usual ones or those of a template."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from zhike.projects.models import PROFILES, SWITCHES, Project, Stage, Transparency


class Pattern(Protocol):
    stages: Any
    duties: Any
    roles: Any
    profile: Any
    shown: Any
    days: Any


@dataclass
class UsualPattern:
    """Initiation to care; the client sees the usual things."""

    stages: list[dict[str, Any]] = field(
        default_factory=lambda: [{"kind": kind, "name": "", "day": None} for kind in Stage.Kind.values]
    )
    duties: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    profile: str = Transparency.Profile.USUAL
    shown: list[str] = field(default_factory=lambda: sorted(PROFILES[Transparency.Profile.USUAL]))
    days: int | None = None


def usual_pattern() -> UsualPattern:
    return UsualPattern()


def lay_out(project: Project, pattern: Pattern) -> None:
    """Give a new project the stages and openness of its pattern, dates counted from its planned start."""
    Stage.objects.bulk_create([
        Stage(project=project, position=position, kind=one["kind"], name=one["name"], due_on=_due(project, one["day"]))
        for position, one in enumerate(pattern.stages)
    ])  # fmt: skip
    shown = {switch: switch in pattern.shown for switch in SWITCHES}
    Transparency.objects.create(project=project, profile=pattern.profile, **shown)
    project.wanted_duties, project.wanted_roles = pattern.duties, pattern.roles
    project.save(update_fields=["wanted_duties", "wanted_roles"])


def pattern_of(project: Project) -> dict[str, Any]:
    """The parts of a project that another one can start with."""
    start, finish = project.planned_start, project.planned_finish
    seen = project.transparency
    people = project.participants.filter(until=None).values_list("duty", flat=True)
    return {
        "goal": project.goal,
        "stages": [
            {
                "kind": one.kind,
                "name": one.name,
                "day": (one.due_on - start).days if one.due_on and start else None,
            }
            for one in project.stages.all()
        ],
        "duties": sorted({*people, *project.wanted_duties}),
        "roles": sorted({*project.parties.values_list("role", flat=True), *project.wanted_roles}),
        "profile": seen.profile,
        "shown": [switch for switch in SWITCHES if getattr(seen, switch)],
        "days": (finish - start).days if start and finish else None,
    }


def _due(project: Project, day: int | None) -> Any:
    if day is None or project.planned_start is None:
        return None
    return project.planned_start + timedelta(days=day)
