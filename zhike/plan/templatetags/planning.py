"""What the pages of a plan say the same way everywhere: days, durations, what changed and by how much."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from zhike.core.markup import format_html
from zhike.core.templatetags.kit import status
from zhike.core.words import in_my_language as in_mine
from zhike.methods.schedule.durations import Duration, format_duration
from zhike.plan.models import Plan, QualityGate
from zhike.plan.queries.history import LineChange, LineThen
from zhike.plan.showing import day, gate_shown
from zhike.plan.showing_then import name_then, owner_then, state_then, told_changes
from zhike.plan.wording import duration_words

register = template.Library()


@register.simple_tag
def plan_day(moment: datetime | date | None) -> SafeString | str:
    """A day of the plan's wall clock."""
    if moment is None:
        return "–"
    return format_html('<time class="nowrap" datetime="{}">{}</time>', moment.isoformat(), day(moment))


@register.simple_tag
def plan_change(before: datetime | None, after: datetime | None) -> SafeString | str:
    """The old day, struck through, beside the new one."""
    if before is None or after is None:
        gone = format_html("<del>{}</del>", plan_day(before)) if before else ""
        return gone or plan_day(after)
    if before.date() == after.date():
        return plan_day(after)
    return format_html("<del>{}</del> {}", plan_day(before), plan_day(after))


@register.simple_tag
def plan_duration(ticks: int, unit: str, plan: Plan) -> str:
    return str(duration_words(ticks, unit, plan))


@register.simple_tag
def plan_written(found: Duration) -> str:
    """A duration as it was read out of a cell."""
    return format_duration(found.ticks, found.unit, get_language() or "en", is_estimated=found.is_estimated)


@register.simple_tag
def status_slip(days: int) -> SafeString:
    """By how much later or earlier, in days."""
    if days > 0:
        return status(ngettext("%(days)d day later", "%(days)d days later", days) % {"days": days}, "bad")
    return status(ngettext("%(days)d day earlier", "%(days)d days earlier", -days) % {"days": -days}, "good")


@register.simple_tag
def status_progress(done: float, should_be: float) -> SafeString:
    """Whether more or less is done than was planned by now, in points of percent."""
    apart = round(done) - round(should_be)
    if not apart:
        return status(_("on plan"), "good")
    if apart > 0:
        return status(ngettext("%(count)d point ahead", "%(count)d points ahead", apart) % {"count": apart}, "good")
    return status(ngettext("%(count)d point behind", "%(count)d points behind", -apart) % {"count": -apart}, "bad")


@register.simple_tag
def status_gate(row: QualityGate) -> SafeString:
    return gate_shown(row)


@register.simple_tag
def status_words(kind: str) -> SafeString:
    """A word with its shape: what became of a task, what a check found, which link holds."""
    words, tone = {
        "added": (pgettext("baseline", "new"), "info"),
        "removed": (pgettext("baseline", "removed"), "warn"),
        "moved": (pgettext("baseline", "moved"), "accent"),
        "changed": (pgettext("baseline", "changed"), "accent"),
        "holds": (_("this holds its start"), "accent"),
        "met": (_("met"), "good"),
        "not_met": (_("not met"), "bad"),
        "not_applicable": (_("does not apply"), ""),
    }.get(kind, (_("not checked"), ""))
    return status(words, tone)


@register.simple_tag
def hours_shown(ticks: int) -> str:
    return f"{ticks / 600:.2f}".rstrip("0").rstrip(".")


@register.simple_tag
def hours_day(days: list[date], at: int) -> str:
    """The day of a cell, for those who hear the grid."""
    return formats.date_format(days[at], "l")


@register.simple_tag
def shift_label(direction: str) -> str:
    return {
        "up": _("One place up"), "down": _("One place down"), "in": _("One level down, below the one before"),
        "out": _("One level up"),
    }[direction]  # fmt: skip


@register.simple_tag
def in_my_language(said: dict[str, Any]) -> str:
    return in_mine(said)


@register.simple_tag
def line_name(line: LineThen) -> SafeString:
    return name_then(line)


@register.simple_tag
def line_state(line: LineThen) -> SafeString:
    return state_then(line)


@register.simple_tag
def line_owner(line: LineThen) -> str:
    return owner_then(line)


@register.simple_tag
def line_changes(change: LineChange) -> SafeString | str:
    return told_changes(change)
