"""A paper as the client's page shows it: in which languages, folded or not, with a way to talk about each item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from zhike.core.addresses import reverse
from zhike.core.markup import format_html
from zhike.signoff.models import SignatureRequest
from zhike.signoff.portal import SharedPaper, WholePaper
from zhike.signoff.queries import Item, PaperContent, PaperDifference, said

BOTH = "both"
UNFOLDED_UP_TO = 12  # items: a short document is read without a tap


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """What the page needs: `choices` are (value, name, is chosen), for a paper in more than one language."""

    content: PaperContent
    languages: Sequence[str]
    choices: Sequence[tuple[str, str, bool]]
    folded: bool
    extras: Mapping[str, SafeString]


def shown(content: PaperContent, wanted: str = "", extras: Mapping[str, SafeString] | None = None) -> ShownPaper:
    """The content in the language wanted, else in the reader's, else in the one there is."""
    languages = _languages(content.languages, wanted)
    choices = _choices(content.languages, languages)
    return ShownPaper(content, languages, choices, len(content.items) > UNFOLDED_UP_TO, extras or {})


def in_force(papers: Iterable[SharedPaper]) -> list[SharedPaper]:
    """Of each document the newest version that everybody signed: it holds until a newer one is signed, too."""
    newest: dict[int, SharedPaper] = {}
    for paper in papers:
        if paper.state == SignatureRequest.State.COMPLETED and paper.version >= newest.get(paper.number, paper).version:
            newest[paper.number] = paper
    return list(newest.values())


def only(content: PaperContent, key: str) -> Item | None:
    """One item of a paper."""
    return next((one for one in content.items if one.key == key), None)


def title_of(item: Item) -> str:
    return said(item.title, get_language() or "zh-hans")


def changes_of(changes: PaperDifference | None, key: str) -> PaperDifference | None:
    """What became of one item, if anything did."""
    for section in changes.sections if changes else ():
        for item in section.items:
            if changes and item.key == key and not item.is_same:
                return replace(changes, facts=(), sections=[replace(section, title={}, body={}, items=[item])])
    return None


def ways_to_talk(paper: WholePaper, notes: Mapping[str, int]) -> dict[str, SafeString]:
    """Below each item the way to ask or remark, with how much was said there already."""
    base = reverse("portal-paper", args=[paper.about.number, paper.about.version]) + "items/"
    opens = format_html('<p class="item-talk"><a href="{}', base)
    closes = format_html('/">{}</a></p>', _("Ask or comment"))
    return {
        one.key: opens + escape(one.key) + (_with_notes(notes[one.key]) if notes.get(one.key) else closes)
        for one in paper.content.items
    }


def _with_notes(notes: int) -> SafeString:
    return format_html('/">{}</a></p>', ngettext("%(count)d note", "%(count)d notes", notes) % {"count": notes})


def _languages(there: Sequence[str], wanted: str) -> list[str]:
    if wanted == BOTH and len(there) > 1:
        return list(there)
    for one in (wanted, get_language() or ""):
        if one in there:
            return [one]
    return list(there)[:1]


def _choices(there: Sequence[str], chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    if len(there) < 2:
        return []
    single = [(one, str(get_language_info(one)["name_local"]), list(chosen) == [one]) for one in there]
    return [*single, (BOTH, _("Both"), len(chosen) > 1)]
