"""Requirements over REST: the nouns and verbs the pages have."""

from zhike.core.api import Router
from zhike.requirements.api.document import router as document
from zhike.requirements.api.imports import router as imports
from zhike.requirements.api.items import router as items

router = Router()
router.add_router("", items)
router.add_router("", document)
router.add_router("", imports)

__all__ = ["router"]
