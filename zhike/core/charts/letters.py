"""How much room words take, without asking a browser: as wide as common fonts draw them, or slightly wider."""

import unicodedata
from functools import lru_cache

NARROW, SLIM, BROAD = frozenset("iljI.,:;'|!()[] "), frozenset('ftr-/"·'), frozenset("mwMW%@—…")
LINE = 1.32  # of the size: from one line to the next
ASCENT, DESCENT = 0.88, 0.24


@lru_cache(maxsize=4096)
def breadth(text: str) -> float:
    """In ems."""
    return sum(map(_breadth, text))


def wrapped(text: str, room: float, lines: int = 2) -> list[str]:
    """In at most so many lines of so many ems; what is too long ends in …"""
    found: list[str] = []
    rest = " ".join(text.split())
    while rest and len(found) < lines:
        if len(found) == lines - 1:
            return [*found, cut(rest, room)]
        line = _first_line(rest, room)
        found.append(line.strip())
        rest = rest[len(line) :].strip()
    return found or [""]


def cut(text: str, room: float) -> str:
    if breadth(text) <= room:
        return text
    kept = text
    while kept and breadth(kept + "…") > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


# --- below -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def _breadth(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if unicodedata.combining(sign):
        return 0.0
    if sign in NARROW:
        return 0.3
    if sign in SLIM:
        return 0.42
    if sign in BROAD:
        return 0.93
    if sign.isdigit() or sign in "¥$€+":
        return 0.63
    return 0.7 if sign.isupper() else 0.6


def _first_line(text: str, room: float) -> str:
    """As much as fits: up to a blank in words with blanks, up to any sign in Chinese."""
    taken, width, stop = 0, 0.0, 0
    for sign in text:
        width += _breadth(sign)
        if width > room:
            break
        taken += 1
        if sign == " " or unicodedata.east_asian_width(sign) in "WF":
            stop = taken
    if taken == len(text):
        return text
    return text[: stop or max(taken, 1)]
