"""Which column of an uploaded table is which field: a proposal for a person to check."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhike.methods.identity import pinyin
from zhike.methods.identity.simplified import simplified

SURE = 0.9
"""Confidence from which a match need not be pointed out to the person."""

_REMARK = re.compile(r"[(\[【〔<][^)\]】〕>]*[)\]】〕>]")
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field a column can be mapped to. `name` is its name in code; aliases are other words people use
    for it.
    """

    name: str
    label_zh: str
    label_en: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The proposed field of a column, and how sure it is: 0.5 a guess, 1 the very word."""

    field: str
    confidence: float


def recognise(headers: Sequence[str], fields: Iterable[FieldSpec]) -> dict[int, Match]:
    """Index of header → field. Each field at most once, each header at most once; unknown headers are left
    out.

    The best pair is taken first, then the best of the rest; among equals the header further left and the
    field earlier in the list. So `电话` goes to the telephone, and `联系人电话` to the contact's where
    both are fields.
    """
    fields = list(fields)
    names = [_names(field) for field in fields]
    pairs = [
        (score, column, at)
        for column, header in enumerate(headers)
        for at, known in enumerate(names)
        if (score := _score(header, known)) >= 0.5
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    proposal: dict[int, Match] = {}
    used: set[int] = set()
    for score, column, at in pairs:
        if column not in proposal and at not in used:
            used.add(at)
            proposal[column] = Match(fields[at].name, round(score, 2))
    return dict(sorted(proposal.items()))


def normalise(header: str) -> str:
    """A header without remarks in brackets, marks of duty (*), spaces and punctuation; half width,
    simplified.
    """
    text = simplified(unicodedata.normalize("NFKC", header)).casefold()
    bare = _NOISE.sub("", _REMARK.sub("", text))
    return bare or _NOISE.sub("", text)


def _names(field: FieldSpec) -> list[tuple[str, float]]:
    """Every normalised word for a field, with how much an exact match with it is worth."""
    own = [(field.label_zh, 1.0), (field.label_en, 1.0), (field.name, 1.0)]
    words = [(normalise(word), worth) for word, worth in own + [(alias, 0.97) for alias in field.aliases]]
    return [(word, worth) for word, worth in words if word]


def _score(header: str, names: list[tuple[str, float]]) -> float:
    wanted = normalise(header)
    if not wanted:
        return 0.0
    return max((_score_one(wanted, word, worth) for word, worth in names), default=0.0)


def _score_one(wanted: str, word: str, worth: float) -> float:
    if wanted == word:
        return worth
    if wanted.isascii() and not word.isascii():
        if wanted == pinyin.full(word):
            return 0.85
        return 0.7 if len(wanted) > 2 and wanted == pinyin.initials(word) else 0.0
    return _containment(wanted, word)


def _containment(wanted: str, word: str) -> float:
    """One within the other: the longer the shared part the better, and best at the end, where Chinese and
    English both put what a thing is (客户名称, company name)."""
    short, long = sorted((wanted, word), key=len)
    if len(short) < (3 if short.isascii() else 2) or short not in long:
        return 0.0
    return 0.45 + 0.35 * len(short) / len(long) + (0.1 if long.endswith(short) else 0.0)
