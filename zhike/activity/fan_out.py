"""After commit, in the worker: tell every listener what happened."""

import logging

from zhike.activity.declared import event, listeners
from zhike.activity.models import Activity
from zhike.core.jobs import job

logger = logging.getLogger("zhike.activity")


class ListenersFailed(RuntimeError):
    """At least one listener could not take it; the job is tried again, and the others must bear hearing twice."""


@job()
def fan_out(first: int, last: int) -> None:
    """Tell all listeners of the activities in this range. One that fails does not keep the others from hearing."""
    failed: set[str] = set()
    for activity in Activity.objects.filter(sequence__gte=first, sequence__lte=last).order_by("sequence"):
        for name, listener in listeners().items():
            try:
                listener(activity, event(activity.verb))
            except Exception:
                logger.exception("Listener %s failed on activity %s", name, activity.pk)
                failed.add(name)
    if failed:
        raise ListenersFailed(", ".join(sorted(failed)))
