"""Company and personal names brought to a form in which duplicates meet.

A company name is cut into tokens by kind: the core that makes it this company (华为), its seat (北京), its
trade (技术), its place in a group (集团, 控股), its branch (分公司) and its legal form (有限公司). Two
names are compared core with core; the other kinds move the score a little when one name leaves them out,
and far when the names contradict each other.

The structure 行政区划 + 字号 + 行业 + 组织形式 is that of the 企业名称登记管理规定 (State Council Order
734, 2020, Art. 6). The weights are ours, set on the table of pairs in tests/test_names.py.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from zhike.methods.identity import name_words, pinyin, places
from zhike.methods.identity.simplified import simplified

LIKELY = 0.85
"""Score from which two names should be shown as the same company."""
POSSIBLE = 0.7
"""Score from which a person should be asked."""


class Kind(StrEnum):
    """What a token of a company name says."""

    CORE = "core"
    PLACE = "place"
    TRADE = "trade"
    GROUP = "group"
    BRANCH = "branch"
    FORM = "form"


class Reason(StrEnum):
    """Why two names are alike, or are not; the caller puts it into words."""

    SAME_NAME = "same_name"
    SAME_CORE = "same_core"
    SAME_PINYIN = "same_pinyin"
    ONE_CONTAINS_OTHER = "one_contains_other"
    SPELLED_ALIKE = "spelled_alike"
    OTHER_CORE = "other_core"
    OTHER_NUMBER = "other_number"
    OTHER_PLACE = "other_place"
    OTHER_TRADE = "other_trade"
    OTHER_GROUP_LEVEL = "other_group_level"
    BRANCH_OF = "branch_of"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a normalised company name. Places are in their short Chinese form whatever the name's
    language.
    """

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Similarity:
    """`score` from 0 (nothing in common) to 1 (the same name), and what it rests on, most weighty first."""

    score: float
    reasons: tuple[Reason, ...]


def normalise(name: str) -> str:
    """`name` in half width, lower case, simplified characters, without accents, invisible characters and
    stray spaces.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    text = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in ("Cf", "Cc", "Co"))
    text = re.sub(r"\b[a-z](?:[./][a-z])+\b\.?", lambda match: re.sub("[./]", "", match[0]), simplified(text))
    return " ".join(re.sub(r"['’`]", "", text).split())


@lru_cache(maxsize=8192)
def company_tokens(name: str) -> tuple[Token, ...]:
    """The tokens of a company name in their order in it; () for a name without a letter or digit.

    Legal forms are recognised at the end of a Latin name and anywhere in a Chinese one. Where everything
    is place and trade (北京银行, 中国石油化工), these words are what makes the name and come back as CORE.
    """
    tokens = _forms_only_at_the_end(_tokens(_bracketed_places_first(normalise(name))))
    if any(token.kind is Kind.CORE for token in tokens):
        return tuple(tokens)
    generic = (Kind.PLACE, Kind.TRADE)
    return tuple(Token(t.text, Kind.CORE if t.kind in generic else t.kind) for t in tokens)


def company_key(name: str) -> str:
    """The core of a company name as one string for an index: equal for most spellings of one company.

    Without legal form, group words, trade and the seat at the front, with a seat in the middle
    (中国移动通信集团广东有限公司 → `移动广东`). Equal keys make candidates, not duplicates: ask
    `similarity`. "" for a name without a letter or digit.
    """
    tokens = company_tokens(name)
    core = next((at for at, token in enumerate(tokens) if token.kind is Kind.CORE), 0)
    inner = [t.text for at, t in enumerate(tokens) if t.kind is Kind.CORE or _is_inner_place(t, at, core)]
    return "".join(inner or [token.text for token in tokens])


def similarity(first: str, second: str) -> Similarity:
    """How likely two company names mean one company: symmetric, 1.0 for names equal after normalisation.

    Compare the score with LIKELY and POSSIBLE. The core decides: equal, equal in pinyin, one within the
    other, or few edits apart (Levenshtein, 1966, relative to the longer). Contradicting seats, trades,
    numbers or group levels cap it.
    """
    one, other = company_tokens(first), company_tokens(second)
    if not one or not other:
        return Similarity(0.0, (Reason.OTHER_CORE,))
    if [t.text for t in one] == [t.text for t in other]:
        return Similarity(1.0, (Reason.SAME_NAME,))
    score, reason = _compare_cores(_core(one), _core(other))
    reasons = [reason]
    for factor, cap, found in _compare_surroundings(one, other):
        score = min(score * factor, cap)
        if found:
            reasons.append(found)
    return Similarity(round(score, 3), tuple(reasons))


def person_key(name: str) -> str:
    """A personal name for comparing: without title, spaces and dots; words of a Latin name in alphabetical
    order.

    `张 三 先生` → `张三`, `San ZHANG` and `Zhang, San` → `san zhang`.
    """
    text = re.sub(r"[·•・‧.,，、;]", " ", normalise(name))
    words = [word for word in text.split() if word not in name_words.LATIN_TITLES]
    if re.search(f"[{name_words.HAN}]", text):
        joined = re.sub(rf"(?<=[{name_words.HAN}]) (?=[{name_words.HAN}])", "", " ".join(words))
        untitled = name_words.TITLE.sub("", joined)
        return untitled or joined
    return " ".join(sorted(words))


def _bracketed_places_first(text: str) -> str:
    """腾讯科技(深圳)有限公司 as 深圳 腾讯科技有限公司, which is where others write the seat."""
    for bracket in re.findall(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]", text):
        inside = _tokens(bracket)
        if inside and all(token.kind is Kind.PLACE for token in inside):
            text = bracket[1:-1] + " " + text.replace(bracket, " ", 1)
    return text


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    for run in re.findall(rf"[{name_words.HAN}]+|[^\W_{name_words.HAN}]+", text):
        if re.match(f"[{name_words.HAN}]", run):
            tokens += _cut(run, first=not tokens)
        else:
            tokens.append(_latin(run))
    return tokens


def _cut(run: str, *, first: bool) -> list[Token]:
    """Cut a run of Chinese characters: at each place the longest known word, the characters between are
    core.
    """
    tokens: list[Token] = []
    core, position = "", 0
    county = name_words.COUNTY.match(run) if first else None
    if county:
        tokens, position = [Token(county[1], Kind.PLACE)], county.end()
    while position < len(run):
        found = name_words.WORD.match(run, position)
        if found is None:
            core, position = core + run[position], position + 1
            continue
        if core:
            tokens.append(Token(core, Kind.CORE))
            core = ""
        word = found[0]
        position = found.end()
        if word in places.CHINESE:
            after = name_words.AFTER_PLACE.match(run, position)
            position = after.end() if after and after.end() < len(run) else position
            tokens.append(Token(word, Kind.PLACE))
        else:
            tokens.append(Token(word, Kind(name_words.CHINESE[word])))
    return [*tokens, Token(core, Kind.CORE)] if core else tokens


def _latin(word: str) -> Token:
    if word in places.LATIN:
        return Token(places.LATIN[word], Kind.PLACE)
    if word in name_words.LATIN:
        kind, text = name_words.LATIN[word]
        return Token(text, Kind(kind))
    return Token(word, Kind.CORE)


def _forms_only_at_the_end(tokens: list[Token]) -> list[Token]:
    """A Latin legal form before the core is part of the name (AG Insurance, Co Design); "the" never is."""
    seen, kept = False, []
    for token in tokens:
        if token.kind is Kind.CORE:
            seen = True
        if token.kind is Kind.FORM and token.text == "the":
            continue
        early = token.kind is Kind.FORM and token.text.isascii() and not seen and len(tokens) > 1
        kept.append(Token(token.text, Kind.CORE) if early else token)
        seen = seen or early
    return kept


def _is_inner_place(token: Token, at: int, core: int) -> bool:
    return token.kind is Kind.PLACE and at > core and token.text != places.HOME


def _texts(tokens: Iterable[Token], kind: Kind) -> set[str]:
    return {token.text for token in tokens if token.kind is kind}


def _seats(tokens: Iterable[Token]) -> set[str]:
    """The places of a name, also where they make the name (北京银行)."""
    return {t.text for t in tokens if t.kind in (Kind.PLACE, Kind.CORE) and t.text in places.CHINESE}


def _core(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens if token.kind is Kind.CORE)


def _compare_cores(first: str, second: str) -> tuple[float, Reason]:
    if first == second:
        return (1.0, Reason.SAME_CORE) if first else (0.5, Reason.OTHER_CORE)
    if _numbers(first) != _numbers(second) and _without_numbers(first) == _without_numbers(second):
        return 0.4, Reason.OTHER_NUMBER
    short, long = sorted((first, second), key=len)
    mixed = first.isascii() != second.isascii()
    if (mixed or len(short) == len(long)) and min(len(first), len(second)) > 1 and _sound(first) == _sound(second):
        return (0.9 if mixed else 0.86 if len(first) > 2 else 0.75), Reason.SAME_PINYIN
    enough = 4 if short.isascii() else 2
    if len(short) >= enough and short in long:
        return 0.6 + 0.2 * len(short) / len(long), Reason.ONE_CONTAINS_OTHER
    ratio = 1 - _edits(first, second) / len(long)
    return (ratio, Reason.SPELLED_ALIKE) if ratio >= 0.6 else (ratio * 0.8, Reason.OTHER_CORE)


def _compare_surroundings(one: tuple[Token, ...], other: tuple[Token, ...]) -> list[tuple[float, float, Reason | None]]:
    """(factor, cap, reason) for each kind around the core: a factor for what one leaves out, a cap for
    contradiction.
    """
    found: list[tuple[float, float, Reason | None]] = []
    seats, other_seats = _seats(one), _seats(other)
    agree = places.agree(seats, other_seats)
    if agree is False:
        found.append((0.7, 0.6, Reason.OTHER_PLACE))
    elif not agree and seats != other_seats:
        found.append((0.97, 1.0, None))
    trades, other_trades = _texts(one, Kind.TRADE), _texts(other, Kind.TRADE)
    if trades and other_trades and not trades & other_trades:
        related = trades & name_words.DIGITAL_TRADES and other_trades & name_words.DIGITAL_TRADES
        found.append((0.84, 0.84, Reason.OTHER_TRADE) if related else (0.65, 0.65, Reason.OTHER_TRADE))
    elif trades != other_trades:
        found.append((0.95, 1.0, None))
    groups, other_groups = _texts(one, Kind.GROUP), _texts(other, Kind.GROUP)
    if groups and other_groups and not groups & other_groups:
        found.append((0.85, 0.8, Reason.OTHER_GROUP_LEVEL))
    elif groups != other_groups:
        found.append((0.97, 1.0, None))
    if _texts(one, Kind.BRANCH) != _texts(other, Kind.BRANCH):
        found.append((0.85, 0.8, Reason.BRANCH_OF))
    return found


def _numbers(text: str) -> list[str]:
    return re.findall(name_words.NUMBER, text)


def _without_numbers(text: str) -> str:
    return re.sub(name_words.NUMBER, "#", text)


def _sound(text: str) -> str:
    return text if text.isascii() else pinyin.full(text)


def _edits(first: str, second: str) -> int:
    """Levenshtein distance: the fewest insertions, deletions and substitutions of one character."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
