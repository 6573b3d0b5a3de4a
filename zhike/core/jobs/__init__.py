"""Background work: `@job` declares it, `.later(...)` enqueues it, `every_*` schedules it, `manage.py work` does it."""

from zhike.core.jobs.declared import JobFunction, job
from zhike.core.jobs.schedule import daily, every

__all__ = ["JobFunction", "daily", "every", "job"]
