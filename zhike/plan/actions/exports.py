"""Taking a plan out of the house: who did, and in which form."""

from django.db import transaction

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.plan.access import EXPORT_PLAN
from zhike.plan.events import PLAN_EXPORTED
from zhike.projects.models import Project


@transaction.atomic
def note_export(actor: Actor, project: Project, *, form: str) -> None:
    """Keep who took the plan of a project out as a file, and when."""
    must(actor, EXPORT_PLAN)
    record(actor, PLAN_EXPORTED, project, form=form)
