"""What this room hangs into the rooms below: search sources, panels, what waits on *Today*, who reads shared notes."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import people_of_places
from zhike.clients.models import Client, Contact
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.agenda import DISAPPOINTS, MOST, WAITS_FOR_ME, Line, agenda
from zhike.core.models import Place
from zhike.core.panels import panel
from zhike.core.prepared import prepared
from zhike.core.search import source
from zhike.projects.access import VIEW_PROJECT
from zhike.projects.models import Participant, Project
from zhike.projects.queries import HEALTH_TONE, my_running_projects
from zhike.projects.queries.standing import STALE

source(
    Project,
    title=lambda row: row.name,
    text=lambda row: f"{row.goal} {row.health_reason}",
    names=lambda row: (row.name,),
    code=lambda row: row.code,
    detail=lambda row: str(row.client),
    icon="folder-kanban",
    related=("client",),
    weight=6,
    order=20,
)
source(
    Project,
    for_clients=True,
    title=lambda row: row.name,
    text=lambda row: row.goal,
    names=lambda row: (row.name,),
    url=lambda row: reverse("portal-project", args=[row.number]),
    icon="folder-kanban",
    weight=6,
    order=20,
)

panel(
    on=Client,
    title=gettext_lazy("Projects of this client"),
    url_name="client-projects",
    capability=VIEW_PROJECT,
    icon="folder-kanban",
    order=20,
)


def people_of_project(place: Place) -> Iterable[UUID]:
    """Who of the clients may read a shared note here: those who take part, and the company's other contacts."""
    if place.project_id is None:
        return []
    project = Project.objects.filter(pk=place.project_id).first()
    there = Participant.objects.filter(project_id=place.project_id, until=None, contact__user__isnull=False)
    named = set(there.values_list("contact__user_id", flat=True))
    if project is not None:
        own = Contact.objects.filter(client=project.client_id, user__isnull=False, left_at=None)
        named |= set(own.values_list("user_id", flat=True))
    return named


people_of_places(people_of_project)


TROUBLED = [Project.Health.AT_RISK, Project.Health.OFF_TRACK]


@agenda(DISAPPOINTS)
def projects_in_trouble(actor: Actor) -> Iterable[Line]:
    """Projects I manage or take part in that are not on track, or whose promised finish has passed."""
    for row in _in_trouble(actor, timezone.localdate()):
        if row.health in TROUBLED:
            words = _("%(project)s is %(health)s: %(reason)s") % {
                "project": row.name, "health": row.get_health_display(), "reason": row.health_reason,
            }  # fmt: skip
            tone = HEALTH_TONE[Project.Health(row.health)]
            yield Line(text=words, url=row.get_absolute_url(), tone=tone, since=row.health_at)
        else:
            words = _("The promised finish of %(project)s has passed.") % {"project": row.name}
            yield Line(text=words, url=row.get_absolute_url(), tone="warn")


@agenda(WAITS_FOR_ME)
def health_to_judge(actor: Actor) -> Iterable[Line]:
    """Projects I manage whose health nobody has judged for two weeks."""
    for row in _unjudged(actor, timezone.now() - STALE):
        yield Line(
            text=_("How does %(project)s go?") % {"project": row.name},
            url=row.get_absolute_url(),
            since=row.health_at,
            step=_("Assess health"),
            step_url=reverse("project-health", args=[row.number]),
        )


@prepared
def _in_trouble(actor: Actor, today: date) -> QuerySet[Project]:
    late = Q(health__in=TROUBLED) | Q(planned_finish__lt=today)
    return my_running_projects(actor).filter(late).select_related(None)[:MOST]


@prepared
def _unjudged(actor: Actor, before: datetime) -> QuerySet[Project]:
    unjudged = Q(health_at=None) | Q(health_at__lt=before)
    waiting = my_running_projects(actor).filter(unjudged, manager=actor.user_id, status=Project.Status.ACTIVE)
    return waiting.select_related(None)[:MOST]
