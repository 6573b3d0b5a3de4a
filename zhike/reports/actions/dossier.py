"""The dispute file: what did the client see at this moment, and who of them confirmed it?"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.queries import home, logo_of
from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.projects.models import Project
from zhike.reports.access import MAKE_DOSSIER
from zhike.reports.events import DOSSIER_MADE
from zhike.reports.queries import dossier_of, plan_lines_then


@transaction.atomic
def make_dossier(actor: Actor, project: Project, moment: datetime) -> bytes:
    """One PDF of what the client had in front of them at a moment, who looked, and who confirmed. That it was made is
    kept, too."""
    must(actor, MAKE_DOSSIER)
    now = timezone.now()
    if moment > now:
        raise Invalid(moment=_("Choose a moment that has passed."))
    if moment < project.created_at:
        raise Invalid(moment=_("The project did not exist yet at that moment."))
    from zhike.reports.printing.dossier import dossier_pdf
    from zhike.reports.printing.paper import Letterhead

    firm = home(actor)
    pdf = dossier_pdf(
        dossier_of(actor, project, moment), plan_lines_then(actor, project, moment),
        Letterhead(firm.colour, logo_of(firm)), firm=firm.name, project=f"{project.code} {project.name}",
        client=str(project.client), made_at=now, made_by=actor.name,
    )  # fmt: skip
    record(actor, DOSSIER_MADE, project, moment=timezone.localtime(moment).strftime("%Y-%m-%d %H:%M"))
    return pdf
