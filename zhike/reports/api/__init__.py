"""Reports over REST: the nouns and verbs the pages have, for staff."""

from zhike.core.api import Router
from zhike.reports.api.drafts import router as drafts
from zhike.reports.api.plans import router as plans
from zhike.reports.api.published import router as published

router = Router()
for _part in (plans, drafts, published):
    router.add_router("", _part)

__all__ = ["router"]
