"""What changed from one version of a paper to the next, item by item and word by word."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhike.methods.text.difference import Kind, Run
from zhike.methods.text.difference import difference as word_difference
from zhike.signoff.content import Item, PaperContent, Part, Section, Text, said

Runs = Mapping[str, Sequence[Run]]  # by language


class Fate(StrEnum):
    """What became of a thing."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One labelled text; also used for facts."""

    label: Text
    fate: Fate
    runs: Runs


@dataclass(frozen=True, slots=True)
class TagDifference:
    label: Text
    fate: Fate


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """One item. `moved`: it stands in another place than before, whatever else became of it; `came_from` names the
    section it stood in, if that is another one. `code_before` is "" unless its number changed.
    """

    key: str
    code: str
    fate: Fate
    moved: bool
    title: Runs
    parts: Sequence[PartDifference] = ()
    tags: Sequence[TagDifference] = ()
    code_before: str = ""
    came_from: Text | None = None

    @property
    def is_same(self) -> bool:
        return self.fate is Fate.SAME and not self.moved


@dataclass(frozen=True, slots=True)
class SectionDifference:
    key: str
    fate: Fate  # of title and body, not of the items
    title: Runs
    body: Runs
    items: Sequence[ItemDifference] = ()

    @property
    def is_same(self) -> bool:
        return self.fate is Fate.SAME and all(item.is_same for item in self.items)


@dataclass(frozen=True, slots=True)
class PaperDifference:
    """Two versions laid over each other, in the order of the new one; what was removed stands where it was."""

    languages: Sequence[str]
    title: Runs
    facts: Sequence[PartDifference]
    sections: Sequence[SectionDifference]
    languages_before: Sequence[str] = ()

    @property
    def items(self) -> list[ItemDifference]:
        return [item for section in self.sections for item in section.items]

    def count(self, fate: Fate) -> int:
        return sum(item.fate is fate for item in self.items)

    @property
    def added(self) -> int:
        return self.count(Fate.ADDED)

    @property
    def removed(self) -> int:
        return self.count(Fate.REMOVED)

    @property
    def changed(self) -> int:
        return self.count(Fate.CHANGED)

    @property
    def moved(self) -> int:
        return sum(item.moved for item in self.items)

    @property
    def is_same(self) -> bool:
        if sorted(self.languages) != sorted(self.languages_before):
            return False
        words = fate_of(self.title) is Fate.SAME and all(fact.fate is Fate.SAME for fact in self.facts)
        return words and all(section.is_same for section in self.sections)


def difference(old: PaperContent | None, new: PaperContent) -> PaperDifference:
    """What `new` says other than `old`; without an old one everything is added."""
    return _Comparison(old or PaperContent({}, new.languages), new).whole()


def fate_of(runs: Runs) -> Fate:
    """What became of a text."""
    kinds = {run.kind for one in runs.values() for run in one}
    if kinds == {Kind.ADDED}:
        return Fate.ADDED
    if kinds == {Kind.REMOVED}:
        return Fate.REMOVED
    return Fate.CHANGED if kinds - {Kind.SAME} else Fate.SAME


# --- comparing -------------------------------------------------------------------------------------------


class _Comparison:
    """Two papers side by side. Things are known by their keys, texts of one thing by their labels."""

    def __init__(self, old: PaperContent, new: PaperContent) -> None:
        self.old, self.new = old, new
        shared = [language for language in new.languages if language in old.languages]
        self.labels_in = (shared or list(new.languages))[0]
        self.was = {item.key: item for item in old.items}
        self.stays = {item.key for item in new.items}
        self.home = {item.key: section for section in old.sections for item in section.items}
        self.moved = _moved(old, new)

    def whole(self) -> PaperDifference:
        was, now = ({section.key: section for section in paper.sections} for paper in (self.old, self.new))
        sections = tuple(self.section(was.get(key), now.get(key)) for key in _merged([*was], [*now]))
        before, after = ([Part(fact.label, fact.value) for fact in paper.facts] for paper in (self.old, self.new))
        title = self.runs(self.old.title, self.new.title)
        languages = tuple(self.new.languages), tuple(self.old.languages)
        return PaperDifference(languages[0], title, self.parts(before, after), sections, languages[1])

    def section(self, was: Section | None, now: Section | None) -> SectionDifference:
        shown = now or was
        assert shown is not None
        here = {item.key: item for item in (now.items if now else ())}
        stood = [item.key for item in (was.items if was else ()) if item.key in here or item.key not in self.stays]
        items = tuple(self.item(self.was.get(key), here.get(key), shown) for key in _merged(stood, [*here]))
        title = self.runs(was.title if was else {}, now.title if now else {})
        body = self.runs(was.body if was else {}, now.body if now else {})
        return SectionDifference(shown.key, _fate(was, now, fate_of(title), fate_of(body)), title, body, items)

    def item(self, was: Item | None, now: Item | None, section: Section) -> ItemDifference:
        shown = now or was
        assert shown is not None
        title = self.runs(was.title if was else {}, now.title if now else {})
        parts = self.parts(was.parts if was else (), now.parts if now else ())
        tags = self.tags(was.tags if was else (), now.tags if now else ())
        code_before = was.code if was and now and was.code != now.code else ""
        fates = [fate_of(title), *(one.fate for one in parts), *(one.fate for one in tags)]
        fate = _fate(was, now, *fates, Fate.CHANGED if code_before else Fate.SAME)
        home = self.home.get(shown.key)
        came_from = home.title if now and home and home.key != section.key else None
        return ItemDifference(
            shown.key, shown.code, fate, shown.key in self.moved, title, parts, tags, code_before, came_from
        )

    def parts(self, old: Sequence[Part], new: Sequence[Part]) -> tuple[PartDifference, ...]:
        was, now = (self.labelled((part.label, part) for part in parts) for parts in (old, new))
        found = []
        for key in _merged([*was], [*now]):
            before, after = was.get(key), now.get(key)
            runs = self.runs(before.text if before else {}, after.text if after else {})
            found.append(PartDifference((now.get(key) or was[key]).label, _fate(before, after, fate_of(runs)), runs))
        return tuple(found)

    def tags(self, old: Sequence[Text], new: Sequence[Text]) -> tuple[TagDifference, ...]:
        was, now = (self.labelled((tag, tag) for tag in tags) for tags in (old, new))
        return tuple(
            TagDifference(now.get(key) or was[key], _fate(was.get(key), now.get(key)))
            for key in _merged([*was], [*now])
        )

    def labelled(self, pairs: Iterable[tuple[Text, Any]]) -> dict[str, Any]:
        """By the label in a language both versions have; a second one of the same label is another thing."""
        found: dict[str, Any] = {}
        for label, value in pairs:
            key = said(label, self.labels_in)
            while key in found:
                key += " "
            found[key] = value
        return found

    def runs(self, old: Text, new: Text) -> Runs:
        """Each language by itself; one the paper has newly been translated into is added."""
        pairs = {language: (old.get(language, ""), new.get(language, "")) for language in self.new.languages}
        return {language: word_difference(*pair) for language, pair in pairs.items() if any(pair)}


def _fate(was: object, now: object, *fates: Fate) -> Fate:
    if was is None:
        return Fate.ADDED
    if now is None:
        return Fate.REMOVED
    return Fate.CHANGED if set(fates) - {Fate.SAME} else Fate.SAME


def _moved(old: PaperContent, new: PaperContent) -> set[str]:
    """Items that changed place: the fewest that must be lifted out so that the rest stands in the order it stood in."""
    place = {item.key: number for number, item in enumerate(old.items)}
    home = {item.key: section.key for section in old.sections for item in section.items}
    both = [(item.key, section.key) for section in new.sections for item in section.items if item.key in place]
    at_home = [key for key, section in both if home[key] == section]
    in_order = {at_home[position] for position in _rising([place[key] for key in at_home])}
    return {key for key, _section in both if key not in in_order}


def _rising(numbers: Sequence[int]) -> list[int]:
    """Positions of a longest rising series."""
    ends: list[int] = []  # the smallest number a series of each length can end with
    last: list[int] = []  # where that number is
    before = [-1] * len(numbers)
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before[position] = last[length - 1] if length else -1
        ends[length : length + 1], last[length : length + 1] = [number], [position]
    series, position = [], last[-1] if last else -1
    while position >= 0:
        series.append(position)
        position = before[position]
    return series[::-1]


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """All keys in the new order; one that is gone stands after the one it stood after."""
    stays = set(new)
    follows: dict[str | None, list[str]] = {}
    anchor = None
    for key in old:
        if key in stays:
            anchor = key
        else:
            follows.setdefault(anchor, []).append(key)
    return [*follows.get(None, []), *(one for key in new for one in [key, *follows.get(key, [])])]
