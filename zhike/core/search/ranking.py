"""Which of the found comes first. In Python, so that it is the same on both databases."""

import unicodedata
from typing import NamedTuple
from uuid import UUID

EXACT, BEGINS, SPELLED, HOLDS, ELSEWHERE = range(5)


class Candidate(NamedTuple):
    """What ranking needs of an entry; its text is read only for those that are shown."""

    number: int
    subject_type: str
    subject_id: UUID
    title: str
    code: str
    spelling: str
    weight: int
    changed: int


class Ranking:
    """The order of hits for one query: how well the title fits, then weight, then the newest."""

    def __init__(self, query: str) -> None:
        self._wanted = plain(query)
        self._letters = "".join(self._wanted.split())
        self._words = self._wanted.split()

    def key(self, candidate: Candidate) -> tuple[int, int, int, int]:
        return self._fit(candidate), -candidate.weight, -candidate.changed, -candidate.number

    def _fit(self, candidate: Candidate) -> int:
        title = plain(candidate.title)
        if self._wanted in (title, candidate.code.casefold()):
            return EXACT
        if title.startswith(self._wanted):
            return BEGINS
        if self._letters.isascii() and f" {candidate.spelling}".find(f" {self._letters}") >= 0:
            return SPELLED
        if self._wanted in title or all(word in title for word in self._words):
            return HOLDS
        return ELSEWHERE


def plain(text: str) -> str:
    """Half width, lower case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
