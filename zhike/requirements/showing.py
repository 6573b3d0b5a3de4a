"""How requirements look in lists and on their page."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.markup import format_html, format_html_join
from zhike.core.templatetags.kit import moment, status
from zhike.requirements.models import Requirement
from zhike.requirements.queries.items import PRIORITY_TONE, STATUS_TONE


def status_shown(row: Requirement) -> SafeString:
    """Its state, and whether it says something else than what was signed."""
    word = status(row.get_status_display(), STATUS_TONE[row.status])
    if row.is_changed_since_signed and not row.is_dropped:
        return format_html('{} <span class="sub">{}</span>', word, status(_("changed since it was signed"), "warn"))
    return word


def chips(row: Requirement) -> SafeString:
    found = [status(row.get_status_display(), STATUS_TONE[row.status], chip=True)]
    if row.is_changed_since_signed and not row.is_dropped:
        found.append(status(_("must be signed again"), "warn", chip=True))
    return format_html_join(" ", "{}", ((one,) for one in found))


def priority_shown(row: Requirement) -> SafeString:
    return status(
        row.get_priority_display(), PRIORITY_TONE[row.priority], shape="square" if row.priority == "must" else ""
    )


def shared_shown(row: Requirement) -> Any:
    return moment(row.shared_at) if row.shared_at else _("not shared")


def title_shown(row: Requirement) -> SafeString:
    why = format_html('<span class="sub">{}</span>', row.why[:120]) if row.why else ""
    return format_html('<span class="number">{}</span> {}{}', row.code, row.title, why)


def lines_shown(lines: list[str]) -> SafeString:
    """Criteria as a numbered list."""
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))


def text_shown(text: str) -> SafeString:
    """Paragraphs and line breaks as they were written."""
    lines = text.splitlines()
    return format_html_join("", "{}<br>", ((line,) for line in lines[:-1])) + format_html(
        "{}", lines[-1] if lines else ""
    )


def asked_shown(row: Requirement) -> SafeString:
    day = moment(row.asked_on) if row.asked_on else ""
    parts = [part for part in (row.asked_by, row.occasion, day) if part]
    return format_html_join(" · ", "{}", ((part,) for part in parts))
