"""A paper and its changes as HTML, the same on our pages and the client's.

Written in Python because a paper may hold hundreds of items: a template would take ten times as long. Everything said
is escaped here; nothing in a paper is markup.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhike.core.markup import conditional_escape, format_html, format_html_join
from zhike.signoff.changes import Fate, ItemDifference, PaperDifference, PartDifference, Runs, SectionDifference
from zhike.signoff.content import Item, PaperContent, Section, Text

HTML_LANGUAGE = {"zh-hans": "zh-Hans", "en": "en"}
NOTHING = format_html("{}", "")
MARKED = {"removed", "added"}
Extras = Mapping[str, SafeString]


def paper_html(
    content: PaperContent, languages: Sequence[str] = (), extras: Extras | None = None, *, folded: bool = False
) -> SafeString:  # fmt: skip
    """The whole paper: facts, then its sections with their items. `extras` puts something below an item, by its key.
    `folded` shows of each item its title, the rest at a tap: for long papers on small screens."""
    shown = [one for one in (languages or content.languages) if one in content.languages] or list(content.languages)
    facts = "".join(
        f"<div><dt>{_said(fact.label, shown)}</dt><dd>{_said(fact.value, shown)}</dd></div>" for fact in content.facts
    )
    sections = "".join(
        _section(one, number, shown, extras or {}, folded) for number, one in enumerate(content.sections, 1)
    )
    paired = " paired" if len(shown) > 1 else ""
    head = f'<dl class="facts">{facts}</dl>' if facts else ""
    return mark_safe(f'<article class="document{paired}">{head}{sections}</article>')


def changes_html(changes: PaperDifference) -> SafeString:
    """What became of the paper since the version it is compared with, item by item; what is unchanged is left out."""
    if changes.is_same:
        return format_html('<p class="muted">{}</p>', _("Nothing has changed."))
    facts = [_changed_part(one) for one in changes.facts if one.fate is not Fate.SAME]
    sections = _joined(_changed_section(one) for one in changes.sections if not one.is_same)
    head = format_html('<dl class="facts">{}</dl>', _joined(facts)) if facts else NOTHING
    return format_html('<article class="document changes">{}{}</article>', head, sections)


# --- the paper -------------------------------------------------------------------------------------------
# Plain strings joined to frames, `paper_html` alone marks the whole as safe: whatever a paper says passes `escape`, and
# an extra `conditional_escape`.


def _section(section: Section, number: int, languages: Sequence[str], extras: Extras, folded: bool) -> str:
    title = _said(section.title, languages) or escape(_("Section without a title"))
    items = "".join(_item(item, languages, extras.get(item.key, NOTHING), folded) for item in section.items)
    listed = f'<ol class="document-items">{items}</ol>' if items else ""
    return (
        f'<section id="section-{escape(section.key)}"><h2><span class="number">{number}</span> {title}</h2>'
        f"{_paragraphs(section.body, languages)}{listed}</section>"
    )


def _item(item: Item, languages: Sequence[str], extra: str, folded: bool) -> str:
    tags = "".join(f'<span class="tag">{_plain(one, languages)}</span>' for one in item.tags)
    parts = "".join(
        f"<div><dt>{_plain(part.label, languages)}</dt><dd>{_paragraphs(part.text, languages)}</dd></div>"
        for part in item.parts
        if any(part.text.values())
    )
    title = f'<h3><span class="number">{escape(item.code)}</span> {_said(item.title, languages)}</h3>'
    told = f'<p class="tags">{tags}</p>' if tags else ""
    body = f"{told}<dl>{parts}</dl>" if parts else told
    body += conditional_escape(extra)
    if folded:
        return f'<li id="item-{escape(item.key)}"><details><summary>{title}</summary>{body}</details></li>'
    return f'<li id="item-{escape(item.key)}">{title}{body}</li>'


def _there(text: Text, languages: Sequence[str]) -> list[str]:
    """In which of the languages shown it is said; where in none of them, in those it is said in. Nothing of a paper is
    left out because it was not translated."""
    return [one for one in languages if text.get(one)] or [one for one in text if text[one]]


def _said(text: Text, languages: Sequence[str]) -> str:
    """The text in each language shown, marked as such so that it is read aloud and broken into lines rightly."""
    return " ".join(f'<span lang="{HTML_LANGUAGE[one]}">{escape(text[one])}</span>' for one in _there(text, languages))


def _paragraphs(text: Text, languages: Sequence[str]) -> str:
    return "".join(f'<p lang="{HTML_LANGUAGE[one]}">{escape(text[one])}</p>' for one in _there(text, languages))


def _plain(text: Text, languages: Sequence[str]) -> str:
    return escape(" / ".join(dict.fromkeys(text[language] for language in _there(text, languages))))


# --- what changed ----------------------------------------------------------------------------------------


def _changed_section(section: SectionDifference) -> SafeString:
    items = _joined(_changed_item(item) for item in section.items if not item.is_same)
    body = _runs(section.body) if section.fate is not Fate.SAME else NOTHING
    title = _runs(section.title)
    return format_html(
        "<section>{}{}{}</section>", format_html("<h2>{} {}</h2>", title, _fate(section.fate)) if title else NOTHING,
        format_html("<p>{}</p>", body) if body else NOTHING,
        format_html('<ol class="document-items">{}</ol>', items) if items else NOTHING,
    )  # fmt: skip


def _changed_item(item: ItemDifference) -> SafeString:
    notes = [_fate(item.fate)]
    if item.moved and item.fate not in {Fate.ADDED, Fate.REMOVED}:
        notes.append(format_html('<span class="tag">{}</span>', _("moved")))
    parts = _joined(_changed_part(part) for part in item.parts if part.fate is not Fate.SAME)
    tags = [one for one in item.tags if one.fate is not Fate.SAME]
    told = _joined(_marked(one.fate.value, _any(one.label)) for one in tags) if tags else NOTHING
    code = format_html("{} ", _marked("removed", item.code_before)) if item.code_before else NOTHING
    return format_html(
        '<li class="{}"><h3><span class="number">{}{}</span> {} {}</h3>{}{}</li>', item.fate.value, code, item.code,
        _runs(item.title), _joined(notes), format_html('<p class="tags">{}</p>', told) if told else NOTHING,
        format_html("<dl>{}</dl>", parts) if parts else NOTHING,
    )  # fmt: skip


def _changed_part(part: PartDifference) -> SafeString:
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", _any(part.label), _runs(part.runs))


def _runs(runs: Runs) -> SafeString:
    """Old words struck through, new ones underlined; each language in a line of its own."""
    lines = [
        format_html('<span class="line" lang="{}">{}</span>', HTML_LANGUAGE[language], _joined(
            _marked(run.kind.value, run.text) for run in said
        ))
        for language, said in runs.items() if said
    ]  # fmt: skip
    return _joined(lines)


def _marked(fate: str, text: str) -> SafeString:
    """A run of text as what became of it; who hears the page hears that, too."""
    if fate not in MARKED:
        return format_html("{}", text)
    said = _("removed:") if fate == "removed" else _("new:")
    form = '<del><span class="visually-hidden">{} </span>{}</del>'
    return format_html(form if fate == "removed" else form.replace("del>", "ins>"), said, text)


def _fate(fate: Fate) -> SafeString:
    words = {Fate.ADDED: (_("new"), "good"), Fate.REMOVED: (_("dropped"), "bad"), Fate.CHANGED: (_("changed"), "warn")}
    if fate not in words:
        return NOTHING
    return format_html('<span class="tag {}">{}</span>', words[fate][1], words[fate][0])


def _any(text: Text) -> str:
    return " / ".join(dict.fromkeys(text[one] for one in HTML_LANGUAGE if text.get(one)))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
