"""What a client could see of a project at a past moment, as the timeline tells it: it is kept whole and in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhike.activity.models import Activity
from zhike.core.words import in_every_language
from zhike.projects.events import PORTAL_CLOSED, PORTAL_OPENED, TRANSPARENCY_CHANGED
from zhike.projects.models import SWITCHES, Project, Transparency


@dataclass(frozen=True, slots=True)
class SeenThen:
    """Whether the portal was open, and the switches of the transparency profile that were on."""

    is_open: bool
    on: frozenset[str]

    @property
    def planned_dates(self) -> bool:
        return "planned_dates" in self.on

    @property
    def people(self) -> bool:
        return "people" in self.on


def seen_then(project: Project, moment: datetime) -> SeenThen:
    """From what holds now, back through every change since. For a project one has found."""
    now = Project.objects.select_related("transparency").get(pk=project.pk)
    is_open, on = now.portal_open, {switch for switch in SWITCHES if getattr(now.transparency, switch)}
    verbs = [PORTAL_OPENED.verb, PORTAL_CLOSED.verb, TRANSPARENCY_CHANGED.verb]
    since = Activity.objects.filter(project_id=project.pk, verb__in=verbs, happened_at__gt=moment)
    for verb, details in since.order_by("-sequence").values_list("verb", "details"):
        if verb == TRANSPARENCY_CHANGED.verb:
            on = _before(on, details)
        else:
            is_open = verb == PORTAL_CLOSED.verb
    return SeenThen(is_open, frozenset(on))


# --- below -----------------------------------------------------------------------------------------------


def _before(on: set[str], details: dict[str, Any]) -> set[str]:
    """What was on before this change. Older changes say it in words only."""
    if "was" in details:
        return {*details["was"]}
    return (on - _named(details.get("shown"))) | _named(details.get("hidden"))


def _named(told: Any) -> set[str]:
    words = told if isinstance(told, list) else []
    labels = {switch: in_every_language(Transparency._meta.get_field(switch).verbose_name) for switch in SWITCHES}  # type: ignore[union-attr]
    return {switch for switch, label in labels.items() if label in words}
