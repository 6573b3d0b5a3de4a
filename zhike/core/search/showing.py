"""How a hit is shown: the words one asked for marked, and the place in the text where they stand."""

import re

from django.utils.safestring import SafeString

from zhike.core.markup import format_html, format_html_join
from zhike.core.search.ranking import plain
from zhike.methods.search.tokens import confirm, highlight

_BEFORE, _LENGTH = 30, 140
_THREE_TOGETHER = re.compile(r"[^\x00-\x7f]{3}")
_ASCII = re.compile(r"[\x00-\x7f]+")
_WORD = re.compile(r"[^\W_]+")


def may_be_false(query: str) -> bool:
    """Three Chinese characters are looked for as two pairs, which may stand apart; all else is exact."""
    return bool(_THREE_TOGETHER.search(query))


def holds(query: str, *texts: str) -> bool:
    """Whether a hit is a true one: its pairs of characters stand together as they were typed."""
    return not may_be_false(query) or confirm("\n。\n".join(texts), _ASCII.sub(" ", query))


def marked(text: str, query: str) -> SafeString:
    """`text` escaped, with what was asked for in <mark>."""
    pieces = [
        format_html("<mark>{}</mark>", piece) if hit else format_html("{}", piece)
        for piece, hit in highlight(text, query)
    ]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def snippet(text: str, query: str) -> SafeString:
    """The part of a text around the first word asked for; its beginning when none stands in it as typed."""
    text = " ".join(text.split())
    lower = text.lower()
    places = [lower.find(word) for word in _WORD.findall(plain(query))]
    found = [place for place in places if place >= 0]
    start = max(0, min(found) - _BEFORE) if found else 0
    end = start + _LENGTH
    part = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return marked(part, query) if found else format_html("{}", part)
