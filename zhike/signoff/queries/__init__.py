"""Questions about papers and signatures. What a paper says (`content`) is re-exported for the rooms that build one."""

from zhike.signoff.changes import Fate, PaperDifference, difference
from zhike.signoff.content import Fact, Item, PaperContent, Part, Section, Text, checked, said, untranslated
from zhike.signoff.queries.papers import (
    content_of,
    latest_paper,
    latest_signed_paper,
    papers,
    papers_of,
    signed_before,
    statement,
)
from zhike.signoff.queries.signers import my_place, my_places, why_not_now
from zhike.signoff.queries.standing import SIGNER_TONE, TONE, ended_words

__all__ = [
    "SIGNER_TONE",
    "TONE",
    "Fact",
    "Fate",
    "Item",
    "PaperContent",
    "PaperDifference",
    "Part",
    "Section",
    "Text",
    "checked",
    "content_of",
    "difference",
    "ended_words",
    "latest_paper",
    "latest_signed_paper",
    "my_place",
    "my_places",
    "papers",
    "papers_of",
    "said",
    "signed_before",
    "statement",
    "untranslated",
    "why_not_now",
]
