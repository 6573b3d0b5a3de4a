"""Plans over REST: the nouns and verbs the pages have."""

from zhike.core.api import Router
from zhike.plan.api.hours import router as hours
from zhike.plan.api.tasks import router as tasks

router = Router()
router.add_router("", tasks)
router.add_router("", hours)

__all__ = ["router"]
