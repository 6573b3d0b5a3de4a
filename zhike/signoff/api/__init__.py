"""Papers and signatures over REST: the nouns and verbs the pages have."""

from zhike.core.api import Router
from zhike.signoff.api.papers import router as papers
from zhike.signoff.api.requests import router as requests

router = Router()
router.add_router("", papers)
router.add_router("", requests)

__all__ = ["router"]
