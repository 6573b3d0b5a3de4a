"""What this room hangs into the rooms below: a tab and a panel of projects, and what is about to disappoint."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.agenda import DISAPPOINTS, MOST, Line, agenda
from zhike.core.panels import panel
from zhike.core.prepared import prepared
from zhike.monitoring.access import VIEW_MONITORING
from zhike.monitoring.models import Deviation
from zhike.monitoring.showing import TONE
from zhike.projects.models import Project
from zhike.projects.queries import my_running_projects

panel(
    on=Project,
    title=gettext_lazy("Monitoring"),
    url_name="monitoring",
    capability=VIEW_MONITORING,
    icon="gauge",
    order=7,
    arguments=lambda row: [row.number],
    tab=True,
)
panel(
    on=Project,
    title=gettext_lazy("How it stands"),
    url_name="monitoring-glance",
    capability=VIEW_MONITORING,
    icon="gauge",
    order=4,
    arguments=lambda row: [row.number],
    aside=True,
)


@agenda(DISAPPOINTS)
def what_deviates(actor: Actor) -> Iterable[Line]:
    """Deviations nobody answered yet, in projects I manage or take part in; those that must be answered first."""
    for row in _unanswered(actor):
        yield Line(
            text=f"{row.project.name} – {row}{_('. ')}{row.cause_words}",
            url=row.get_absolute_url(),
            tone=TONE[Deviation.Level(row.level)],
            since=row.found_at,
            step=_("Answer it") if row.project.manager_id == actor.user_id else "",
            step_url=row.get_absolute_url(),
        )


@prepared
def _unanswered(actor: Actor) -> QuerySet[Deviation]:
    mine = my_running_projects(actor).values("pk")
    found = visible(actor, Deviation).filter(state=Deviation.State.FOUND, project__in=mine)
    return found.select_related("project").order_by("level", "-found_at")[:MOST]
