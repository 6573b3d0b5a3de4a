from zhike.core.models.counters import Counter, next_number
from zhike.core.models.jobs import Job, Schedule, Worker
from zhike.core.models.scoped import (
    CurrentOrganisation,
    Place,
    Scoped,
    ScopedManager,
    Versioned,
    lock,
    made_before,
)
from zhike.core.models.saved_views import SavedView

__all__ = [
    "Counter",
    "CurrentOrganisation",
    "Job",
    "Place",
    "SavedView",
    "Schedule",
    "Scoped",
    "ScopedManager",
    "Versioned",
    "Worker",
    "lock",
    "made_before",
    "next_number",
]
