"""Clients over REST: the nouns and verbs the pages have."""

from zhike.clients.api.companies import router as companies
from zhike.clients.api.contacts import router as contacts
from zhike.clients.api.grouping import router as grouping
from zhike.core.api import Router

router = Router()
for part in (companies, contacts, grouping):
    router.add_router("", part)

__all__ = ["router"]
