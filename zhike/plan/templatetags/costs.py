"""How costs are said."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhike.core.markup import format_html
from zhike.core.templatetags.kit import money, status
from zhike.plan.queries.costs import Period
from zhike.plan.wording import now_here

register = template.Library()
HOUR = 600


@register.simple_tag
def figure(amount: Decimal | None) -> SafeString:
    """An amount of a column: whole units, the exact one on asking. The currency stands above the table."""
    if amount is None:
        return format_html('<span class="muted">{}</span>', "–")
    shown, exact = _written(amount, (get_language() or "").startswith("zh"))
    if not amount:
        return format_html('<span class="muted">{}</span>', shown)
    return format_html('<span class="nowrap" title="{}">{}</span>', exact, shown)


@lru_cache(maxsize=4096)
def _written(amount: Decimal, in_chinese: bool) -> tuple[str, str]:
    from babel.numbers import format_decimal

    locale = "zh_Hans" if in_chinese else "en"
    return format_decimal(round(amount), "#,##0", locale=locale), format_decimal(amount, "#,##0.00", locale=locale)


@register.simple_tag
def over_or_under(amount: Decimal | None, against: str = "", currency: str = "") -> SafeString:
    """By how much too much, or how much is left; a word with its shape, not a colour alone."""
    if amount is None:
        return format_html('<span class="muted">{}</span>', "–")
    over, under, same = {
        "budget": (_("{} over the budget"), _("{} left of the budget"), _("exactly the budget")),
        "baseline": (_("{} over the baseline"), _("{} under the baseline"), _("as in the baseline")),
    }.get(against, (_("{} over"), _("{} under"), _("as planned")))
    if not round(amount):
        return status(same, "")
    told = money(round(abs(amount)), currency) if currency else figure(abs(amount))
    words = format_html("<span>{}</span>", format_html(over if amount > 0 else under, told))
    return status(words, "bad" if amount > 0 else "good")


@register.simple_tag
def hours_words(ticks: int) -> str:
    """12 h."""
    hours = Decimal(ticks) / HOUR
    shown = formats.number_format(hours.quantize(Decimal("0.1")).normalize() + 0, use_l10n=True, force_grouping=True)
    return _("%(hours)s h") % {"hours": shown}


@register.simple_tag
def period_name(period: Period, months: int) -> str:
    """March 2027, 2027 Q1, 2027."""
    if months >= 12:
        return str(period.start.year)
    if months == 3:
        return _("Q%(quarter)d %(year)d") % {"quarter": (period.start.month + 2) // 3, "year": period.start.year}
    return str(formats.date_format(period.start, "YEAR_MONTH_FORMAT"))


@register.filter
def months_each(periods: list[Period]) -> int:
    """How long one is."""
    if len(periods) < 2:
        return 1
    first, second = periods[0].start, periods[1].start
    return (second.year - first.year) * 12 + second.month - first.month


@register.filter
def is_now(period: Period, months: int) -> bool:
    today: date = now_here().date()
    at = (today.year - period.start.year) * 12 + today.month - period.start.month
    return 0 <= at < months


@register.filter
def as_whole(amount: Decimal | None) -> int:
    """For the length of a bar."""
    return max(0, round(amount)) if amount is not None else 0


@register.simple_tag
def tasks_silent(count: int) -> str:
    return ngettext(
        "%(count)d task is under way or done without approved hours: its whole work still counts as to come.",
        "%(count)d tasks are under way or done without approved hours: their whole work still counts as to come.",
        count,
    ) % {"count": count}  # fmt: skip
