"""What a paper says, in one form that every kind of paper is brought into: page, PDF and fingerprint come from it.

Texts are `{language: text}`, of the languages the paper is in and no other: what is signed is what is shown. A kind
of paper (the requirements, later minutes or a plan) builds a `PaperContent` and calls `checked`, which cleans it and
refuses with words what cannot be frozen. The digest is SHA-256 over JSON with sorted names and no white space, which
for texts alone is the canonical form of RFC 8785; `docs/signatures.md` tells others how to compute it.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.errors import Invalid

Text = Mapping[str, str]
LANGUAGES = ("zh-hans", "en")
FORM = 1  # of the JSON; papers of an older form stay readable
MOST_ITEMS, LONGEST_TEXT, LARGEST = 2_000, 20_000, 4_000_000
_INVISIBLE = re.compile(r"[^\S\n\t ]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the table on the first page: 项目经理: 王磊."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled text of an item: why, acceptance criteria."""

    label: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One thing agreed on, that can be decided on by itself. `key` stays the same from version to version."""

    key: str
    code: str
    title: Text
    parts: Sequence[Part] = ()
    tags: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: a text, items, or both. `key` stays the same from version to version."""

    key: str
    title: Text
    body: Text
    items: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class PaperContent:
    """Everything a paper says. Equal contents have equal digests."""

    title: Text
    languages: Sequence[str]
    facts: Sequence[Fact] = ()
    sections: Sequence[Section] = ()

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]

    def to_json(self) -> dict[str, Any]:
        return {"form": FORM, **_plain(asdict(self))}

    @classmethod
    def from_json(cls, data: Any) -> "PaperContent":
        """The content of `to_json`, checked. Raises `Invalid` naming the place that is wrong."""
        paper = _Reading("paper", data)
        paper.names("form", "title", "languages", "facts", "sections")
        if paper.data["form"] != FORM:
            raise Invalid(content=_("This is a paper of a form this version of Zhike does not know."))
        facts = [_fact(one) for one in paper.each("facts")]
        sections = [_section(one) for one in paper.each("sections")]
        return checked(cls(paper.text("title"), paper.words("languages"), facts, sections))

    def canonical(self) -> bytes:
        """The bytes the digest is taken of."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def sha256(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()


def said(text: Text, language: str) -> str:
    """The text in this language, else in the one there is."""
    return text.get(language) or next((one for one in text.values() if one), "")


def untranslated(content: PaperContent) -> list[str]:
    """Where a paper in several languages lacks one of them, in words for whoever is about to send it."""
    return [
        f"{where} ({language})"
        for where, text in _texts(content)
        for language in content.languages
        if any(text.values()) and not text.get(language)
    ]


def checked(content: PaperContent) -> PaperContent:
    """The content cleaned: line ends alike, no invisible characters, no space at either end. Raises `Invalid` if it
    is empty, too large, in a language it does not name, or has two things with one key.
    """
    problem = _problem_of_shape(content)
    if problem:
        raise Invalid(content=problem)
    clean = _cleaned(content)
    for where, text in _texts(clean):
        problem = _problem_of_text(text, clean.languages)
        if problem:
            raise Invalid(content=f"{where}: {problem}")
    for where, text in _titles(clean):
        if not any(text.values()):
            raise Invalid(content=_("%(where)s: it has no title.") % {"where": where})
    if len(clean.canonical()) > LARGEST:
        raise Invalid(content=_("This is more than one paper can hold. Make several papers of it."))
    return clean


# --- checking --------------------------------------------------------------------------------------------


def _problem_of_shape(content: PaperContent) -> str:
    languages = list(content.languages)
    if not languages or len(set(languages)) != len(languages) or not set(languages) <= set(LANGUAGES):
        return _("A paper is in Chinese, in English or in both: zh-hans, en.")
    if len(content.items) > MOST_ITEMS:
        return _("A paper holds at most %(most)s items. Make several papers of it.") % {"most": f"{MOST_ITEMS:,}"}
    for keys in ([one.key for one in content.sections], [one.key for one in content.items]):
        if not all(keys) or len(set(keys)) != len(keys):
            return _("Two parts of the paper have the same key, or one has none.")
    if not content.sections:
        return _("There is nothing in this paper yet.")
    return ""


def _problem_of_text(text: Text, languages: Sequence[str]) -> str:
    foreign = set(text) - set(languages)
    if foreign:
        return _("there is a text in %(language)s, in which this paper is not shown.") % {"language": min(foreign)}
    if any(len(one) > LONGEST_TEXT for one in text.values()):
        return _("the text has more than %(most)s characters.") % {"most": f"{LONGEST_TEXT:,}"}
    return ""


def _titles(content: PaperContent) -> Iterator[tuple[str, Text]]:
    yield str(_TITLE), content.title
    for number, section in enumerate(content.sections, 1):
        yield _("section %(number)s") % {"number": number}, section.title
        for item in section.items:
            yield item.code or item.key, item.title


_TITLE = gettext_lazy("title")


def _texts(content: PaperContent) -> Iterator[tuple[str, Text]]:
    """Every text with a word for where it stands."""
    yield from _titles(content)
    for fact in content.facts:
        yield _("facts"), fact.label
        yield said(fact.label, content.languages[0]) or _("facts"), fact.value
    for number, section in enumerate(content.sections, 1):
        yield _("section %(number)s") % {"number": number}, section.body
        for item in section.items:
            for text in [*item.tags, *(text for part in item.parts for text in (part.label, part.text))]:
                yield item.code or item.key, text


# --- cleaning --------------------------------------------------------------------------------------------


def _cleaned(content: PaperContent) -> PaperContent:
    facts = tuple(Fact(_one_line(one.label), _clean(one.value)) for one in content.facts)
    sections = tuple(_clean_section(section) for section in content.sections)
    return PaperContent(_one_line(content.title), tuple(content.languages), facts, sections)


def _clean_section(section: Section) -> Section:
    items = tuple(
        replace(
            item,
            code=_clean_text(item.code).replace("\n", " "),
            title=_one_line(item.title),
            parts=tuple(Part(_one_line(part.label), _clean(part.text)) for part in item.parts),
            tags=tuple(_one_line(tag) for tag in item.tags),
        )
        for item in section.items
    )
    return replace(section, title=_one_line(section.title), body=_clean(section.body), items=items)


def _clean(text: Text) -> dict[str, str]:
    return {language: _clean_text(text[language]) for language in sorted(text) if _clean_text(text[language])}


def _one_line(text: Text) -> dict[str, str]:
    return {language: " ".join(one.split("\n")) for language, one in _clean(text).items()}


def _clean_text(text: str) -> str:
    """Nobody signs what nobody can see: control characters, marks that turn the direction of writing, byte order marks
    are left out. Joiners stay, emoji need them.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    seen = "".join(
        one for one in text
        if one == "\n" or one in "\u200c\u200d" or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in _INVISIBLE.sub(_space, seen).split("\n")).strip()


def _space(found: re.Match[str]) -> str:
    return "\n" if found[0] in "\u2028\u2029\u0085\v\f" else "\u3000" if found[0] == "\u3000" else " "


def _plain(value: Any) -> Any:
    """Lists for tuples and dictionaries for mappings, as JSON gives them back."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


# --- reading JSON ----------------------------------------------------------------------------------------


class _Reading:
    """A piece of JSON that knows where it stands, so that a mistake can be named."""

    def __init__(self, place: str, data: Any) -> None:
        self.place, self.data = place, data
        if not isinstance(data, dict):
            raise self.wrong(_("an object is expected"))

    def wrong(self, words: str) -> Invalid:
        return Invalid(content=f"{self.place}: {words}.")

    def names(self, *expected: str) -> None:
        missing, unknown = set(expected) - set(self.data), set(self.data) - set(expected)
        if missing:
            raise self.wrong(_("%(name)s is missing") % {"name": min(missing)})
        if unknown:
            raise self.wrong(_("%(name)s is not part of a paper") % {"name": min(map(str, unknown))})

    def each(self, name: str) -> list["_Reading"]:
        return [_Reading(f"{self.place}.{name}[{place}]", one) for place, one in enumerate(self._list(name))]

    def word(self, name: str) -> str:
        if not isinstance(self.data[name], str):
            raise self.wrong(_("%(name)s is not a text") % {"name": name})
        return str(self.data[name])

    def words(self, name: str) -> list[str]:
        if not all(isinstance(one, str) for one in self._list(name)):
            raise self.wrong(_("%(name)s is not a list of words") % {"name": name})
        return list(self.data[name])

    def text(self, name: str) -> dict[str, str]:
        return _text(f"{self.place}.{name}", self.data[name])

    def texts(self, name: str) -> list[dict[str, str]]:
        return [_text(f"{self.place}.{name}[{place}]", one) for place, one in enumerate(self._list(name))]

    def _list(self, name: str) -> list[Any]:
        if not isinstance(self.data[name], list):
            raise self.wrong(_("%(name)s is not a list") % {"name": name})
        return list(self.data[name])


def _text(place: str, data: Any) -> dict[str, str]:
    reading = _Reading(place, data)
    return {language: reading.word(language) for language in reading.data}


def _fact(one: _Reading) -> Fact:
    one.names("label", "value")
    return Fact(one.text("label"), one.text("value"))


def _section(one: _Reading) -> Section:
    one.names("key", "title", "body", "items")
    return Section(one.word("key"), one.text("title"), one.text("body"), [_item(item) for item in one.each("items")])


def _item(one: _Reading) -> Item:
    one.names("key", "code", "title", "parts", "tags")
    parts = [_part(part) for part in one.each("parts")]
    return Item(one.word("key"), one.word("code"), one.text("title"), parts, one.texts("tags"))


def _part(one: _Reading) -> Part:
    one.names("label", "text")
    return Part(one.text("label"), one.text("text"))
