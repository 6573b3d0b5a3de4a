"""Work of this room that comes by itself: drafts when they are due, and when a milestone is reached."""

from datetime import timedelta

from django.utils import timezone

from zhike.core.actors import Actor
from zhike.core.jobs import every, job
from zhike.core.scope import current_organisation_id
from zhike.projects.models import Project
from zhike.reports import actions
from zhike.reports.models import ReportPlan
from zhike.reports.queries import milestone_reached

OFTEN = timedelta(minutes=15)


@job()
def draft_what_is_due() -> None:
    """Every plan whose moment has come gets its draft, once; a project that rests or has ended gets none."""
    now, house = timezone.now(), Actor.system(current_organisation_id())
    running = ReportPlan.objects.filter(is_active=True, project__status=Project.Status.ACTIVE).select_related("project")
    for plan in running.filter(next_at__lte=now).order_by("next_at"):
        actions.draft_report(house, plan.project, plan)
    for plan in running.filter(cadence=ReportPlan.Cadence.MILESTONE):
        if milestone_reached(plan):
            actions.draft_report(house, plan.project, plan)


every(OFTEN, draft_what_is_due)
