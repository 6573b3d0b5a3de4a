"""What changed between two texts, in the units a reader sees: Chinese by the character, other writing by the word.

The shortest edit script is Myers' (E. W. Myers: "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1,
1986). Two things keep it quick on long texts: sentences that occur once in either text are aligned first (the idea of
Cohen's "patience diff", 2003), and where two passages share too little, the search is given up and the passage shown
as replaced. Afterwards what a person would find confusing is tidied: a word or two left standing between bigger
changes is drawn into them (after Fraser's "semantic cleanup", diff-match-patch, 2006), and a whole sentence that was
put in is shown from its beginning to its end.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

PATIENCE = 400
"""Edits within one passage after which the passage counts as replaced; keeps the time linear in the text."""
_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"  # noqa: E501
_TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:(?:['’.\-]|,(?=\d))[^\W_{_CJK}]+)*|[^\S\n]+|\n|.", re.S)
_SENTENCE_END = re.compile(r"[。！？!?；;\n]|\.(?=\s)")


class Kind(StrEnum):
    """What became of a run of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Run(NamedTuple):
    """A stretch of text with one fate."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> tuple[Run, ...]:
    """The way from `old` to `new` as runs in reading order.

    Joined, the texts of the same and removed runs give `old`, those of the same and added runs give `new`, to the
    character. No run is empty, no two neighbours are of one kind, and of a replacement the removed run comes first.
    Two empty texts have no runs. Time grows with the length of the texts times PATIENCE at worst, memory with
    PATIENCE squared.
    """
    before, after = _sentences(old), _sentences(new)
    pieces: list[Run] = []
    for gone, come in _aligned(before, after):
        if gone == come:
            pieces.append(Run(Kind.SAME, "".join(gone)))
        else:
            pieces += _passage(_tokens("".join(gone)), _tokens("".join(come)))
    return tuple(_whole_sentences(_joined(_without_islands(_joined(pieces)))))


def is_changed(runs: Sequence[Run]) -> bool:
    """Whether runs of `difference` tell of any change."""
    return any(run.kind is not Kind.SAME for run in runs)


# --- cutting ---------------------------------------------------------------------------------------------


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _sentences(text: str) -> list[str]:
    cuts = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


# --- aligning --------------------------------------------------------------------------------------------


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Pairs of passages in order: equal ones, and what lies between them."""
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    yield old[:head], new[:head]
    at, there = head, head
    for here, over in _anchors(old[head : len(old) - tail], new[head : len(new) - tail]):
        here, over = here + head, over + head
        yield old[at:here], new[there:over]
        yield [old[here]], [new[over]]
        at, there = here + 1, over + 1
    yield old[at : len(old) - tail], new[there : len(new) - tail]
    yield old[len(old) - tail :], new[len(new) - tail :]


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Places of what occurs exactly once in either: the longest series in the same order in both."""
    places = _once(new)
    pairs = [(here, places[part]) for part, here in sorted(_once(old).items(), key=_place) if part in places]
    ends: list[int] = []  # smallest last place of a series of each length
    last: list[int] = []  # its pair
    before: list[int] = [-1] * len(pairs)
    for number, (_here, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before[number] = last[length - 1] if length else -1
        ends[length : length + 1], last[length : length + 1] = [there], [number]
    series: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]


def _once(parts: list[str]) -> dict[str, int]:
    """Where what occurs once is; what says nothing (spaces, a lone full stop) cannot hold two texts together."""
    seen: dict[str, int] = {}
    for place, part in enumerate(parts):
        seen[part] = -1 if part in seen else place
    return {part: place for part, place in seen.items() if place >= 0 and len(part.strip()) > 1}


def _place(item: tuple[str, int]) -> int:
    return item[1]


def _common_head(old: Sequence[str], new: Sequence[str]) -> int:
    length = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        length += 1
    return length


def _passage(old: list[str], new: list[str], *, cut: bool = False) -> list[Run]:
    """The runs between two passages. Too different as they stand, they are cut once more at words they share."""
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    middle = _shortest(before, after)
    if middle is None:
        middle = _replaced(before, after) if cut else _cut_again(before, after)
    return [Run(Kind.SAME, "".join(old[:head])), *middle, Run(Kind.SAME, "".join(old[len(old) - tail :]))]


def _cut_again(old: list[str], new: list[str]) -> list[Run]:
    return [run for gone, come in _aligned(old, new) for run in _passage(gone, come, cut=True)]


def _replaced(old: list[str], new: list[str]) -> list[Run]:
    return [Run(Kind.REMOVED, "".join(old)), Run(Kind.ADDED, "".join(new))]


# --- Myers -----------------------------------------------------------------------------------------------


def _shortest(old: list[str], new: list[str]) -> list[Run] | None:
    """The shortest edit script, or None if it takes more than PATIENCE edits."""
    if not old or not new:
        return _replaced(old, new)
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), PATIENCE) + 1):
        trail.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
            )
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            x = _slide(old, new, x, x - diagonal)
            furthest[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _walked_back(old, new, trail)
    return None


def _slide(old: list[str], new: list[str], x: int, y: int) -> int:
    while x < len(old) and y < len(new) and old[x] == new[y]:
        x, y = x + 1, y + 1
    return x


def _walked_back(old: list[str], new: list[str], trail: list[dict[int, int]]) -> list[Run]:
    runs: list[Run] = []
    x, y = len(old), len(new)
    for edits in range(len(trail) - 1, -1, -1):
        furthest, diagonal = trail[edits], x - y
        down = diagonal == -edits or (
            diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
        )
        start = furthest[diagonal + 1] if down else furthest[diagonal - 1]
        back = start - (diagonal + 1 if down else diagonal - 1)
        while x > start + (0 if down else 1) and y > back + (1 if down else 0):
            x, y = x - 1, y - 1
            runs.append(Run(Kind.SAME, old[x]))
        if edits == 0:
            break
        runs.append(Run(Kind.ADDED, new[back]) if down else Run(Kind.REMOVED, old[start]))
        x, y = start, back
    return runs[::-1]


# --- tidying ---------------------------------------------------------------------------------------------


def _joined(pieces: Sequence[Run]) -> list[Run]:
    """Neighbours of one kind as one run; of a change first what went, then what came."""
    runs: list[Run] = []
    for same, group in groupby((piece for piece in pieces if piece.text), key=lambda run: run.kind is Kind.SAME):
        parts = list(group)
        kinds = (Kind.SAME,) if same else (Kind.REMOVED, Kind.ADDED)
        for kind in kinds:
            text = "".join(part.text for part in parts if part.kind is kind)
            if text:
                runs.append(Run(kind, text))
    return runs


def _without_islands(runs: list[Run]) -> list[Run]:
    """What stands unchanged between two changes and is no longer than either becomes part of them."""
    stretches = _stretches(runs)
    tidy: list[list[Run]] = []
    for place, stretch in enumerate(stretches):
        between = 0 < place < len(stretches) - 1 and stretch[0].kind is Kind.SAME
        if between and _is_island(stretch[0].text, tidy[-1], stretches[place + 1]):
            tidy[-1] = [*tidy[-1], Run(Kind.REMOVED, stretch[0].text), Run(Kind.ADDED, stretch[0].text)]
        elif tidy and stretch[0].kind is not Kind.SAME and tidy[-1][0].kind is not Kind.SAME:
            tidy[-1] = [*tidy[-1], *stretch]
        else:
            tidy.append(stretch)
    return [run for stretch in tidy for run in stretch]


def _stretches(runs: list[Run]) -> list[list[Run]]:
    return [list(group) for _same, group in groupby(runs, key=lambda run: run.kind is Kind.SAME)]


def _is_island(text: str, before: list[Run], after: list[Run]) -> bool:
    said = sum(character.isalnum() for character in text)
    if "\n" in text:
        return False
    return said <= min(_weight(before), _weight(after)) and (said > 0 or _is_replacement(before, after))


def _weight(change: list[Run]) -> int:
    return max(
        sum(len(run.text) for run in change if run.kind is Kind.REMOVED),
        sum(len(run.text) for run in change if run.kind is Kind.ADDED),
    )


def _is_replacement(before: list[Run], after: list[Run]) -> bool:
    """A space between two replaced words belongs to the replacement; one between two words left out may stay."""
    kinds = {run.kind for run in [*before, *after]}
    return len(kinds) > 1


def _whole_sentences(runs: list[Run]) -> list[Run]:
    """A change between two unchanged runs may often lie a little earlier or later and mean the same: of `A。B。` to
    `A。AC。B。` the reader wants to see `AC。` put in, not `。AC`.
    """
    for place in range(1, len(runs) - 1):
        before, change, after = runs[place - 1 : place + 2]
        if before.kind is Kind.SAME and after.kind is Kind.SAME and change.kind is not Kind.SAME:
            runs[place - 1 : place + 2] = _slid(before, change, after)
    return [run for run in _joined(runs) if run.text]


def _slid(before: Run, change: Run, after: Run) -> list[Run]:
    back = 0
    while back < min(len(before.text), len(change.text)) and before.text[-1 - back] == change.text[-1 - back]:
        back += 1
    if not back:
        return [before, change, after]
    whole = before.text + change.text
    starts = range(len(before.text), len(before.text) - back - 1, -1)
    best = max(starts, key=lambda start: _fits(whole, start, len(change.text)))
    end = best + len(change.text)
    return [
        Run(Kind.SAME, whole[:best]),
        Run(change.kind, whole[best:end]),
        Run(Kind.SAME, whole[end:] + after.text),
    ]


def _fits(text: str, start: int, length: int) -> int:
    """How naturally a change begins and ends here."""
    first, last = text[start - 1 : start], text[start + length - 1]
    if (not first or first in "。！？!?；;\n") and last in "。！？!?；;\n":
        return 3
    if not first or first in "，、,:：。；;\n" or (first.isspace() and not last.isalnum()):
        return 2
    return 1 if first.isspace() or last.isspace() else 0
