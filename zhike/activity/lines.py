"""A line of the timeline as HTML, written in Python: a page has forty of them, and forty times `<c-timeline-item>`
takes longer than everything else on it. It looks the same, so whoever changes one changes both.
"""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import ngettext

from zhike.activity.telling import Change, Line
from zhike.core.markup import format_html, format_html_join
from zhike.core.templatetags.kit import icon, moment, visibility

_LONGEST = 300


def written(line: Line) -> SafeString:
    """What happened, when, who sees it; below it what changed, and the others of a burst to be unfolded."""
    body = _changes(line.changes) + _others(line.others)
    return format_html(
        '<li class="{}"><span class="timeline-mark">{}</span><div class="timeline-line">{}{} {}</div>{}</li>\n',
        line.visibility,
        icon(line.icon),
        line.sentence,
        moment(line.at),
        visibility(line.visibility),
        format_html('<div class="timeline-body">{}</div>', body) if body else "",
    )


def _changes(changes: Sequence[Change]) -> SafeString:
    if not changes:
        return mark_safe("")
    row = '<div><dt>{}</dt><dd><del>{}</del> <span aria-hidden="true">→</span> <ins>{}</ins></dd></div>'
    rows = ((one.label, _shortened(one.before), _shortened(one.after)) for one in changes)
    return format_html('<dl class="changes">{}</dl>', format_html_join("", row, rows))


def _others(others: Sequence[Line]) -> SafeString:
    if not others:
        return mark_safe("")
    more = ngettext("%(count)s more like it", "%(count)s more like it", len(others)) % {"count": len(others)}
    lines = ((one.sentence, moment(one.at), _changes(one.changes)) for one in others)
    return format_html(
        '<details><summary>{}</summary><ul class="plain">{}</ul></details>',
        more,
        format_html_join("", "<li>{} {}{}</li>", lines),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else Truncator(text).chars(_LONGEST)
