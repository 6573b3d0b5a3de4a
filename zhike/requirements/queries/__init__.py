"""Questions about requirements."""

from zhike.requirements.queries.document import content_of, item_of
from zhike.requirements.queries.hints import Hint, hints
from zhike.requirements.queries.items import (
    for_list,
    priorities,
    requirement,
    requirements_of,
    sections_of,
    sections_with_items,
    specification_of,
    topics_of,
)
from zhike.requirements.queries.papers import (
    Standing,
    comparable,
    people_of_client,
    signatories,
    standing,
    version,
    versions,
)

__all__ = [
    "Hint",
    "Standing",
    "comparable",
    "content_of",
    "for_list",
    "hints",
    "item_of",
    "people_of_client",
    "priorities",
    "requirement",
    "requirements_of",
    "sections_of",
    "sections_with_items",
    "signatories",
    "specification_of",
    "standing",
    "topics_of",
    "version",
    "versions",
]
