from zhike.core.models.bulk_runs import BulkRun
from zhike.core.models.counters import Counter, next_number
from zhike.core.models.jobs import Job, Schedule, Worker
from zhike.core.models.kept import Kept
from zhike.core.models.saved_views import SavedView
from zhike.core.models.scoped import (
    CurrentOrganisation,
    Place,
    Scoped,
    ScopedManager,
    Versioned,
    lock,
    made_before,
)
from zhike.core.models.sealing_keys import SealingKey
from zhike.core.models.search import SearchEntry
from zhike.core.models.sort_keys import SortKeyField

__all__ = [
    "BulkRun",
    "Counter",
    "CurrentOrganisation",
    "Job",
    "Kept",
    "Place",
    "SavedView",
    "Schedule",
    "Scoped",
    "ScopedManager",
    "SealingKey",
    "SearchEntry",
    "SortKeyField",
    "Versioned",
    "Worker",
    "lock",
    "made_before",
    "next_number",
]
