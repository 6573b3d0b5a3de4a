"""After what changes a project it is read again, at once and not only in the evening: bad news does not wait.

Listens to what the rooms below record; a burst of edits is one job (its key), so that dragging is not slowed down.
"""

from datetime import timedelta

from django.utils import timezone

from zhike.activity.events import Event, listen
from zhike.activity.models import Activity
from zhike.core.jobs.declared import named

SOON = timedelta(seconds=2)
KINDS = frozenset({"plan", "hours", "project"})  # of events that change what is read
NOTHING_READ = frozenset(
    {"plan.exported", "plan.forecast_asked", "plan.levelling_asked", "hours.written", "hours.submitted"}
)


def follow(activity: Activity, event: Event) -> None:
    """Read the project soon. A job that waits already is enough."""
    if activity.project_id is None or event.kind not in KINDS or event.verb in NOTHING_READ:
        return
    job = named("zhike.monitoring.jobs.read_project")
    job.later(at=timezone.now() + SOON, key=f"reading:{activity.project_id.hex}", project_id=activity.project_id)


listen("monitoring", follow)
