"""Questions about imports of requirements."""

from django.db.models import OuterRef, QuerySet, Subquery

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.projects.models import Project
from zhike.requirements.models import Requirement, RequirementImport, RequirementImportRow


def imports_of(actor: Actor, project: Project) -> QuerySet[RequirementImport]:
    return visible(actor, RequirementImport).filter(project=project).select_related("by", "project")


def rows_of(actor: Actor, run: RequirementImport) -> QuerySet[RequirementImportRow]:
    """The rows of the file, each with the number of the requirement it became, if that is still there."""
    numbers = visible(actor, Requirement).filter(pk=OuterRef("requirement_id")).values("number")[:1]
    rows = visible(actor, RequirementImportRow).filter(run=run).select_related("run__project")
    return rows.annotate(opens=Subquery(numbers))
