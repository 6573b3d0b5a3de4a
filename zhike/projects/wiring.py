"""What this room hangs into the rooms below: search sources, tabs, panels, redeemed invitations."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from zhike.clients.models import Client
from zhike.core.panels import panel
from zhike.core.search import source
from zhike.projects.access import VIEW_PROJECT
from zhike.projects.models import Project

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
