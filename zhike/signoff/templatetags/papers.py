"""A paper on a page: `{% load papers %}{% paper content %}`, `{% paper_changes changes %}`."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.safestring import SafeString

from zhike.signoff.changes import PaperDifference
from zhike.signoff.content import PaperContent
from zhike.signoff.showing import changes_html, paper_html

register = template.Library()


@register.simple_tag
def paper(
    content: PaperContent, languages: Sequence[str] = (), extras: Mapping[str, SafeString] | None = None,
    *, folded: bool = False,
) -> SafeString:  # fmt: skip
    """The paper, in all its languages or in those named; `extras` (item key: HTML) stand below their items."""
    return paper_html(content, languages, extras, folded=folded)


@register.simple_tag
def paper_changes(changes: PaperDifference) -> SafeString:
    """What changed, old words struck through."""
    return changes_html(changes)
