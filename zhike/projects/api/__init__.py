"""Projects over REST: the nouns and verbs the pages have."""

from zhike.core.api import Router
from zhike.projects.api.people import router as people
from zhike.projects.api.projects import router as projects

router = Router()
router.add_router("", projects)
router.add_router("", people)

__all__ = ["router"]
