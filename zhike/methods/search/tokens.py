"""Search tokens with one meaning on SQLite FTS5 (`unicode61`) and PostgreSQL (`tsvector`,
`array_to_tsvector`).

Both engines only ever see tokens made here, so neither's own tokeniser decides anything:

* Chinese, Japanese and Korean have no spaces to go by. A run of them is indexed as its single characters
  and its bigrams, and asked for by its bigrams (Nie, Gao, Zhang, Zhou: "On the use of words and n-grams
  for Chinese information retrieval", IRAL 2000). A line break or space inside a run does not break it.
* Everything else is words: half width, lower case, without accents. A word is indexed from each of its
  starts, also inside (REQ-12 → `req12`, `12`; iPhoneCase → `iphonecase`, `case`; a.b@c.cn → `abccn`,
  `bccn`, `ccn`, `cn`), and asked for by its beginning.
* A query is the AND of its terms. Bigrams that all occur need not occur together: `confirm` drops such
  hits from the page shown.

Tokens hold letters and digits only. A character newer than Unicode 3.2, which an old SQLite takes for a
separator, is written as `u` and its hexadecimal code point.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from zhike.methods.identity import pinyin

LONGEST_TOKEN = 64
"""Longer words are cut, in the index and in the query alike; PostgreSQL allows 2,046 bytes."""

_CJK = "\u3005\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CJK}]+(?:\s+[{_CJK}]+)*|[^\W_{_CJK}]+(?:[-._@/+&'’:#]{{1,3}}[^\W_{_CJK}]+)*")
_CJK_RUN = re.compile(f"[{_CJK}]")
_CONNECTOR = re.compile(r"[\W_]+")
_PART = re.compile(r"\d+|[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Term(NamedTuple):
    """One condition of a query: a token equal to `text`, or beginning with it."""

    text: str
    is_prefix: bool


def index_tokens(text: str) -> list[str]:
    """The distinct tokens of a text, in order of first appearance; [] for a text without letters and
    digits.
    """
    return list(dict.fromkeys(_index(_plain(text))))


def pinyin_tokens(name: str, *, person: bool = False) -> list[str]:
    """Pinyin and initials of a name from each of its characters on: 华为 → `huawei`, `wei`, `hw`.

    To be indexed beside `index_tokens(name)` in the same document: they need no marker, because a word
    typed in a query is a prefix search anyway. `person` adds the reading as a surname (单 shan) to the
    dictionary's (dan).
    """
    readings = [[reading.rstrip("12345") for _, reading in pinyin.syllables(name, person=p)] for p in {False, person}]
    tokens: dict[str, None] = {}
    for syllables in readings:
        for at in range(len(syllables)):
            tokens["".join(syllables[at:])[:LONGEST_TOKEN]] = None
            first = "".join(syllable[:1] for syllable in syllables[at:])[:LONGEST_TOKEN]
            if len(first) > 1 or len(syllables) == 1:
                tokens[first] = None
    tokens.pop("", None)
    return list(tokens)


def query_terms(text: str) -> list[Term]:
    """What a document must hold to be found by `text`: all of these terms. [] when there is nothing to
    look for.

    A run of CJK characters asks for its bigrams (for itself when it is one character), a word for its
    beginning.
    """
    terms: dict[Term, None] = {}
    for word in _query_words(text):
        if _CJK_RUN.match(word):
            pieces = [word[at : at + 2] for at in range(len(word) - 1)] or [word]
            terms.update((Term(_safe(piece), False), None) for piece in pieces)
        else:
            terms[Term(_token(word), True)] = None
    return list(terms)


def fts5_query(terms: Iterable[Term]) -> str:
    """The terms as the right side of an FTS5 MATCH; "" for no terms, which MATCH refuses: ask before you
    query.
    """
    return " AND ".join(f'"{term.text}"*' if term.is_prefix else f'"{term.text}"' for term in terms)


def tsquery(terms: Iterable[Term]) -> str:
    """The terms as a text to be cast `::tsquery` (not through to_tsquery, which would parse them again)."""
    return " & ".join(f"'{term.text}':*" if term.is_prefix else f"'{term.text}'" for term in terms)


def confirm(text: str, query: str, *, name: str = "", person: bool = False) -> bool:
    """Whether `text` really holds every word of `query`: each CJK run in one piece, each word from its
    beginning.

    `name` is the name indexed with `pinyin_tokens`, by whose pinyin a word may also be found. True for an
    empty query.
    """
    words = list(_query_words(text=query))
    found = f"{text}\n{name}" if name and name not in text else text
    runs = "\n".join(_joined(run) for run in _RUN.findall(_plain(found)) if _CJK_RUN.match(run))
    starts: list[str] | None = None
    for word in words:
        if _CJK_RUN.match(word):
            if word not in runs:
                return False
            continue
        if starts is None:
            starts = index_tokens(found) + (pinyin_tokens(name, person=person) if name else [])
        if not any(start.startswith(_token(word)) for start in starts):
            return False
    return True


def highlight(text: str, query: str) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it is a hit of `query`; joined they are `text` again.

    A word of the query that stands nowhere in the text is tried as pinyin or initials of its Chinese
    characters.
    """
    plain, origin = _plain_with_origin(text)
    marked = [False] * len(text)
    for word in _query_words(query):
        spans = list(_cjk_spans(plain, word) if _CJK_RUN.match(word) else _word_spans(plain, word))
        for start, end in spans or _pinyin_spans(plain, word):
            first, last = origin[start], origin[end - 1]
            marked[first : last + 1] = [True] * (last + 1 - first)
    return _pieces(text, marked)


def _plain(text: str) -> str:
    """Half width, no accents, no combining marks that a tokeniser would cut at; case is kept for the
    humps.
    """
    text = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    composed = unicodedata.normalize("NFC", text)
    return composed if composed.isascii() else "".join(c for c in composed if unicodedata.category(c)[0] != "M")


@lru_cache(maxsize=8192)
def _plain_character(character: str) -> str:
    return _plain(character)


def _joined(run: str) -> str:
    return "".join(run.split())


def _index(plain: str) -> Iterator[str]:
    for run in _RUN.findall(plain):
        if _CJK_RUN.match(run):
            run = _joined(run)
            for at, character in enumerate(run):
                yield _safe(character)
                if at + 1 < len(run):
                    yield _safe(run[at : at + 2])
        else:
            letters = _CONNECTOR.sub("", run)
            for start in _starts(run):
                yield _token(letters[start : start + LONGEST_TOKEN])


def _starts(run: str) -> list[int]:
    """Where a word can be begun to be typed, as offsets into it without its connectors."""
    starts, offset = [], 0
    for word in _CONNECTOR.split(run):
        humps = {0}
        if len(word) <= LONGEST_TOKEN:  # a longer one is no word but a code, and would give hundreds of starts
            for part in _PART.finditer(word):
                humps |= {part.start(), *(part.start() + hump.start() for hump in _HUMP.finditer(part[0]))}
        starts += sorted(offset + hump for hump in humps)
        offset += len(word)
    return starts


def _token(word: str) -> str:
    return _safe(word.casefold())[:LONGEST_TOKEN]


@lru_cache(maxsize=16384)  # the same bigrams come again and again
def _safe(token: str) -> str:
    if token.isascii():
        return token
    return "".join(c if unicodedata.ucd_3_2_0.category(c) != "Cn" else f"u{ord(c):x}" for c in token)


def _query_words(text: str) -> Iterator[str]:
    """CJK runs and words of a query; a space between CJK characters means two words here."""
    for run in _RUN.findall(_plain(text)):
        if _CJK_RUN.match(run):
            yield from run.split()
        else:
            yield _CONNECTOR.sub("", run)[:LONGEST_TOKEN]


def _plain_with_origin(text: str) -> tuple[str, list[int]]:
    """The plain text, and for each of its characters the index in `text` it comes from."""
    plain, origin = [], []
    for at, character in enumerate(text):
        for piece in _plain_character(character):
            plain.append(piece)
            origin.append(at)
    return "".join(plain), origin


def _cjk_spans(plain: str, word: str) -> Iterator[tuple[int, int]]:
    pattern = r"\s*".join(map(re.escape, word))
    return ((found.start(), found.end()) for found in re.finditer(pattern, plain))


def _word_spans(plain: str, word: str) -> Iterator[tuple[int, int]]:
    """Each start from which the letters of `word` follow, connectors between them not counted."""
    wanted = word.casefold()
    for found in _RUN.finditer(plain):
        run = found[0]
        if _CJK_RUN.match(run):
            continue
        places = [at for at, character in enumerate(run) if not _CONNECTOR.match(character)]
        for start in _starts(run):
            length = _length_of(wanted, [run[at] for at in places[start:]])
            if length:
                yield found.start() + places[start], found.start() + places[start + length - 1] + 1


def _length_of(wanted: str, letters: list[str]) -> int:
    """How many letters, case folded (ß is two), it takes to begin with `wanted`; 0 when they do not."""
    got = ""
    for count, letter in enumerate(letters, 1):
        got += letter.casefold()
        if len(got) >= len(wanted):
            return count if got.startswith(wanted) else 0
    return 0


def _pinyin_spans(plain: str, word: str) -> Iterator[tuple[int, int]]:
    """The characters whose pinyin, or whose initials, `word` spells the beginning of."""
    wanted = word.casefold()
    if not wanted.isascii() or not wanted.isalpha():
        return
    syllables = pinyin.syllables(plain)
    chinese = {character for character, _ in syllables}
    places = [at for at, character in enumerate(plain) if character in chinese]
    readings = [reading.rstrip("12345") for _, reading in syllables]
    if len(places) != len(readings):
        return
    for start in range(len(readings)):
        for spelled in (readings[start:], [reading[:1] for reading in readings[start:]]):
            length = _length_of(wanted, spelled)
            if length and (len(wanted) > 1 or len(readings) == 1):
                yield places[start], places[start + length - 1] + 1


def _pieces(text: str, marked: list[bool]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    for character, hit in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + character, hit)
        else:
            pieces.append((character, hit))
    return pieces
