"""Questions about imports of plans."""

from django.db.models import OuterRef, QuerySet, Subquery

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.plan.models import PlanImport, PlanImportRow, Task
from zhike.projects.models import Project


def imports_of(actor: Actor, project: Project) -> QuerySet[PlanImport]:
    return visible(actor, PlanImport).filter(project=project).select_related("by", "project")


def rows_of(actor: Actor, run: PlanImport) -> QuerySet[PlanImportRow]:
    """The lines of the file, each with the number of the task it became, if that is still there."""
    numbers = visible(actor, Task).filter(pk=OuterRef("task_key")).values("number")[:1]
    rows = visible(actor, PlanImportRow).filter(run=run).select_related("run__project")
    return rows.annotate(opens=Subquery(numbers))
