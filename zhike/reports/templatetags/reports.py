"""What templates of this room say of a report."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from zhike.core import words
from zhike.reports.composing import claim_of, title_of
from zhike.reports.models import Report
from zhike.reports.queries import Contradiction
from zhike.reports.showing import health_shown, period_shown, state_shown

register = template.Library()


@register.filter
def title_of_report(row: Report) -> str:
    return title_of(row)


@register.filter
def health_of_report(row: Report) -> SafeString:
    return health_shown(row.health)


@register.filter
def state_of_report(row: Report) -> SafeString:
    return state_shown(row)


@register.filter
def period_of_report(row: Report) -> SafeString:
    return period_shown(row)


@register.filter
def in_my_language(said: Mapping[str, str]) -> str:
    return words.in_my_language(dict(said))


@register.filter
def address_of_claim(one: Contradiction, report: Report) -> str:
    """Where the sentence stands that this contradicts."""
    claim = claim_of(one.key)
    there = report.get_absolute_url()
    return f"{there}?variant={one.variant}#s-{claim[0]}" if claim else there
