"""The words both sides put their name to: what they are, their fingerprint, and how an import recognises them."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable

from zhike.requirements.models import Requirement

_NOISE = re.compile(r"[\W_]+")
MOST_CRITERIA, LONGEST_CRITERION = 50, 1_000


def fingerprint(row: Requirement) -> None:
    """Keep with the row what its words come to, in both languages."""
    main = [row.title, row.description, row.why, row.criteria, row.kind, row.priority]
    second = [row.translated_title, row.translated_description, row.translated_why, row.translated_criteria]
    row.digest, row.translated_digest = _digest(main), _digest(second)
    row.title_key = key_of(row.title)


def key_of(title: str) -> str:
    """A title without punctuation, case and width: two that differ in nothing else are the same requirement."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return (_NOISE.sub("", text) or text)[:300]


def lines_of(criteria: str | Iterable[str]) -> list[str]:
    """Acceptance criteria as a list: from lines of text, without the numbers people write before them."""
    lines = criteria.splitlines() if isinstance(criteria, str) else list(criteria)
    bare = [re.sub(r"^\s*(?:[-*•·]|[(（]?\d{1,2}[.、)）])\s*", "", str(line)).strip() for line in lines]
    return [line for line in bare if line]


def _digest(words: list[object]) -> str:
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
