"""Taking requirements out of the house: who did, and in which form."""

from django.db import transaction

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.projects.models import Project
from zhike.requirements.access import EXPORT_REQUIREMENT
from zhike.requirements.events import REQUIREMENTS_EXPORTED

FORMS = ("xlsx", "docx", "csv", "pdf")


@transaction.atomic
def note_export(actor: Actor, project: Project, *, form: str) -> None:
    """Keep who took the requirements of a project out as a file, and when."""
    must(actor, EXPORT_REQUIREMENT)
    record(actor, REQUIREMENTS_EXPORTED, project, form=form)
