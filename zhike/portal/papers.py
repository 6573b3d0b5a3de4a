"""A paper as the page shows it: in the languages asked for, its changes marked with words as well as with colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from zhike.methods.text.difference import Kind, Run
from zhike.signoff.portal import WholePaper
from zhike.signoff.queries import Fate, Item, PaperContent, Section, Text, said

BOTH = "both"
OPEN_UP_TO = 12  # items: a short document is read without a tap
Words = Sequence[tuple[str, str]]  # (language, text)


@dataclass(frozen=True, slots=True)
class ShownItem:
    key: str
    code: str
    title: Words
    parts: Sequence[tuple[Words, Words]]
    tags: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownSection:
    key: str
    title: Words
    body: Words
    items: Sequence[ShownItem]


@dataclass(frozen=True, slots=True)
class ShownContent:
    """A paper's content in the chosen languages. `choices`: (value, name, is chosen), for more than one language."""

    title: Words
    facts: Sequence[tuple[Words, Words]]
    sections: Sequence[ShownSection]
    choices: Sequence[tuple[str, str, bool]]
    opens_items: bool


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One place that changed: what became of it, in words and as a tone, and its text with old and new marked."""

    key: str
    code: str
    fate: str
    tone: str
    title: SafeString
    parts: Sequence[tuple[str, SafeString]]


def shown(content: PaperContent, wanted: str = "") -> ShownContent:
    """The content in the language wanted, else in the reader's, else in the one there is."""
    languages = _languages(content.languages, wanted)
    return ShownContent(
        title=_in(content.title, languages),
        facts=[(_in(one.label, languages), _in(one.value, languages)) for one in content.facts],
        sections=[_section(one, languages) for one in content.sections],
        choices=_choices(content.languages, languages),
        opens_items=len(content.items) <= OPEN_UP_TO,
    )


def shown_item(item: Item, languages: Sequence[str]) -> ShownItem:
    parts = [(_in(part.label, languages), _in(part.text, languages)) for part in item.parts]
    return ShownItem(
        item.key, item.code, _in(item.title, languages), [one for one in parts if one[1]],
        [said(tag, languages[0]) for tag in item.tags],
    )  # fmt: skip


def item_of(paper: WholePaper, key: str) -> ShownItem | None:
    """One item of the paper, in the reader's language."""
    found = next((one for one in paper.content.items if one.key == key), None)
    return shown_item(found, _languages(paper.content.languages, "")) if found else None


def shown_changes(paper: WholePaper) -> list[ShownChange]:
    """Every place that says other than the version signed last, in reading order."""
    if paper.changes is None:
        return []
    language = _languages(paper.content.languages, "")[0]
    return list(_changes(paper.changes, language))


def marked(runs: Sequence[Run]) -> SafeString:
    """Text with what was taken out struck through and what was put in underlined; a screen reader says which is which."""
    return format_html_join("", "{}", ((_run(run),) for run in runs))


def _run(run: Run) -> SafeString | str:
    if run.kind is Kind.SAME:
        return run.text
    tag, words = ("del", _("removed:")) if run.kind is Kind.REMOVED else ("ins", _("new:"))
    pattern = f'<{tag}><span class="visually-hidden">{{}} </span>{{}}</{tag}>'
    return format_html(pattern, words, run.text)


def _changes(changes: Any, language: str) -> Iterator[ShownChange]:
    for fact in changes.facts:
        if fact.fate is not Fate.SAME:
            yield _change("", said(fact.label, language), fact.fate, fact.runs, (), language)
    for section in changes.sections:
        if section.fate is not Fate.SAME:
            parts = [(_("Text"), section.body)]
            yield _change(section.key, "", section.fate, section.title, parts, language)
        for item in section.items:
            if not item.is_same:
                parts = [(said(one.label, language), one.runs) for one in item.parts if one.fate is not Fate.SAME]
                yield _change(item.key, item.code, item.fate, item.title, parts, language, moved=item.moved)


def _change(
    key: str, code: str, fate: Fate, title: Mapping[str, Sequence[Run]], parts: Sequence[tuple[str, Any]],
    language: str, *, moved: bool = False,
) -> ShownChange:  # fmt: skip
    words, tone = _fate(fate, moved)
    texts = [(label, marked(_runs(runs, language))) for label, runs in parts]
    return ShownChange(
        key, code, words, tone, marked(_runs(title, language)), [(label, text) for label, text in texts if text]
    )


def _runs(runs: Mapping[str, Sequence[Run]], language: str) -> Sequence[Run]:
    return runs.get(language) or next(iter(runs.values()), ())


def _fate(fate: Fate, moved: bool) -> tuple[str, str]:
    told = {
        Fate.ADDED: (_("New"), "good"),
        Fate.REMOVED: (_("Removed"), "bad"),
        Fate.CHANGED: (_("Changed"), "warn"),
        Fate.SAME: (_("Moved") if moved else _("Unchanged"), "info"),
    }
    return told[fate]


def _section(section: Section, languages: Sequence[str]) -> ShownSection:
    items = [shown_item(one, languages) for one in section.items]
    return ShownSection(section.key, _in(section.title, languages), _in(section.body, languages), items)


def _languages(there: Sequence[str], wanted: str) -> list[str]:
    if wanted == BOTH and len(there) > 1:
        return list(there)
    for one in (wanted, get_language() or ""):
        if one in there:
            return [one]
    return list(there)[:1]


def _in(text: Text, languages: Sequence[str]) -> Words:
    if len(languages) == 1:
        words = said(text, languages[0])
        return [(languages[0], words)] if words else []
    return [(one, text[one]) for one in languages if text.get(one)]


def _choices(there: Sequence[str], chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    if len(there) < 2:
        return []
    single = [(one, str(get_language_info(one)["name_local"]), list(chosen) == [one]) for one in there]
    return [*single, (BOTH, _("Both"), len(chosen) > 1)]
