"""Tags and filters of the component kit; built in everywhere, so no template loads them.

Values reach HTML through `format_html` or `conditional_escape` only. In particular `{{ attrs|more }}`
replaces cotton's `{{ attrs }}`, which does not escape values bound with a colon.
"""

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhike.core import pictures
from zhike.core.charts import Chart
from zhike.core.charts.figure import figure
from zhike.core.fragments import kept
from zhike.core.markup import conditional_escape, format_html, format_html_join
from zhike.core.pictures import Bar

register = template.Library()
register.tag("kept", kept)

SHAPES = {
    "circle": '<circle cx="6" cy="6" r="6"/>',
    "triangle": '<path d="M6 0 12 11.5H0Z"/>',
    "square": '<path d="M.5.5h11v11H.5Z"/>',
    "hollow": '<circle cx="6" cy="6" r="4.8" fill="none" stroke-width="2.2"/>',
}
SHAPE_OF_TONE = {"good": "circle", "warn": "triangle", "bad": "square"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon from the sprite (add its name to frontend/icons.txt); silent unless labelled."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, _sprite(), name
        )
    return _silent_icon("" + name)  # plain text, so that nothing marked safe is kept under its key


@lru_cache(maxsize=512)
def _silent_icon(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("build/icons.svg")


@register.simple_tag
def entry(name: str) -> SafeString:
    """The stylesheet and script of an entry: `main`, `portal`, or a room's island as `room/file`."""
    from django_vite.core.asset_loader import DjangoViteAssetLoader
    from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

    room, _slash, file = name.partition("/")
    source = f"zhike/{room}/islands/{file}.ts" if file else f"frontend/{name}.ts"
    try:
        return mark_safe(DjangoViteAssetLoader.instance().generate_vite_asset(source))
    except (DjangoViteManifestError, DjangoViteAssetNotFoundError):
        if settings.TESTING:  # Page tests are about pages; they should not need Node.
            return mark_safe("")
        raise


@register.filter
def more(attrs: Mapping[str, Any]) -> SafeString:
    """A component's remaining attributes, each value escaped; False and None leave the attribute out."""
    passed = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs
    parts = []
    for key, value in passed.items():
        if value is True:
            parts.append(format_html(" {}", key))
        elif value is not False and value is not None:
            parts.append(format_html(' {}="{}"', key, conditional_escape(value)))
    return mark_safe("".join(parts))


# ── Fields ──


@register.simple_tag
def control(field: BoundField, **attrs: Any) -> SafeString:
    """The field's widget, wired to its help and errors; hyphens are written as underscores (`hx_get`)."""
    described = [f"{field.auto_id}_{part}" for part in ("help", "error") if _has(field, part)]
    wired: dict[str, Any] = {key.replace("_", "-"): value for key, value in attrs.items() if value not in ("", None)}
    if not field.use_fieldset:
        wired["aria-describedby"] = " ".join(described) or None
    if field.errors and not field.use_fieldset:
        wired["aria-invalid"] = "true"
    return field.as_widget(attrs={key: value for key, value in wired.items() if value is not None})


def _has(field: BoundField, part: str) -> bool:
    return bool(field.help_text if part == "help" else field.errors)


# ── Words and figures ──


@register.simple_tag
def status(text: str, tone: str = "", *, chip: bool = False, shape: str = "") -> SafeString:
    """A state in words, with a shape and then a colour, so that it reads without seeing colours."""
    shape = shape or SHAPE_OF_TONE.get(tone, "hollow")
    return format_html(
        '<span class="status {}{}"><svg class="shape{}" viewBox="0 0 12 12" aria-hidden="true">{}</svg>{}</span>',
        tone,
        " chip" if chip else "",
        " hollow" if shape == "hollow" else "",
        mark_safe(SHAPES[shape]),
        text,
    )


@register.simple_tag
def visibility(kind: str, audience: str = "") -> SafeString:
    """Who sees it, in words: `<c-visibility />` for loops."""
    shared = kind == "shared"
    if audience:
        words = _("Visible to: %(audience)s") if shared else _("Internal: only %(audience)s")
        words = mark_safe(conditional_escape(words) % {"audience": conditional_escape(audience)})
    else:
        words = _("Visible to the client") if shared else _("Internal: the client never sees this")
    sign = icon("eye" if shared else "lock")
    return format_html('<span class="visibility {}">{}<span>{}</span></span>', kind, sign, words)


@register.simple_tag
def moment(value: date | datetime | None, *, due: bool = False, exact: bool = False) -> SafeString:
    """A date as people say it, the exact one on hover; `due` marks a past one as overdue."""
    if not value:
        return format_html('<span class="muted">{}</span>', _("not set"))
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    full = _dated(local, "DATETIME_FORMAT" if isinstance(local, datetime) else "DATE_FORMAT")
    day = local.date() if isinstance(local, datetime) else local
    days = (day - timezone.localdate()).days
    words = full if exact else _relative(local, days)
    if due and days < 0:
        late = ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
        return format_html('<time class="overdue" datetime="{}" title="{}">{}</time>', local.isoformat(), full, late)
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, words)


def _relative(value: date | datetime, days: int) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value) and days == 0:
        minutes = int((timezone.now() - value).total_seconds() // 60)
        if minutes == 0:
            return _("just now")
        if 0 < minutes < 60:
            return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
        return _("today %(time)s") % {"time": _dated(value, "TIME_FORMAT")}
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if 1 < days < 7:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    if -7 < days < -1:
        return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}
    this_year = value.year == timezone.localdate().year
    day = value.date() if isinstance(value, datetime) else value
    return _dated(day, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def _dated(value: date | datetime, form: str) -> str:
    zone = str(value.tzinfo) if isinstance(value, datetime) else ""
    return _kept_date(value, form, get_language(), zone)


@lru_cache(maxsize=4096)
def _kept_date(value: date | datetime, form: str, _language: str | None, _zone: str) -> str:
    """Django reads the format anew for every date, and lists show the same dates again and again. One moment
    in two time zones is equal, so the zone is part of what is asked, as the language is."""
    return formats.date_format(value, form)


@register.simple_tag
def money(amount: Decimal | int | float | None, currency: str = "CNY") -> SafeString:
    """An amount in the reader's notation; whole amounts lose their empty decimals."""
    if amount is None:
        return format_html('<span class="muted">{}</span>', _("not set"))
    from babel.numbers import format_currency, format_decimal, get_currency_symbol

    locale = "zh_Hans" if (get_language() or "").startswith("zh") else "en"
    whole = Decimal(str(amount)) == int(amount)
    figure = format_decimal(amount, "#,##0" if whole else "#,##0.00", locale=locale)
    return format_html(
        '<span class="money" title="{}"><span class="currency">{}</span>{}</span>',
        format_currency(amount, currency, locale=locale),
        get_currency_symbol(currency, locale=locale),
        figure,
    )


@register.filter
def initials(name: str) -> str:
    """What stands in an avatar: the last two characters of a Chinese name, else first letters."""
    words = str(name).split()
    if not words:
        return "?"
    if not words[0].isascii() and any("一" <= sign <= "鿿" for sign in words[0]):
        return next(word for word in reversed(words) if not word.isascii())[-2:]  # 王芳 Fiona is 王芳
    return "".join(word[0] for word in (words if len(words) < 2 else [words[0], words[-1]])).upper()


@register.filter
def hue(name: str) -> int:
    """One of six avatar colours, the same for a name on every page."""
    return zlib.crc32(str(name).encode()) % 6 + 1


# ── Pictures ──


@register.simple_tag
def sparkline(values: Sequence[int | float | None], description: str) -> SafeString:
    return pictures.sparkline(values, description)


@register.simple_tag
def bar_chart(pairs: Sequence[tuple[str, int | float]]) -> SafeString:
    """Bars from (label, value) pairs; wrap it in <c-chart>, which gives the caption and the table."""
    return pictures.bar_chart([Bar(str(label), value) for label, value in pairs])


@register.simple_tag
def chart(chart: Chart) -> SafeString:
    """A chart with its caption, its text alternative and its figures as a table; see core/charts."""
    return figure(chart)


@register.filter
def attributes(pairs: Mapping[str, str]) -> SafeString:
    """`{"data-x": "1"}` as HTML attributes."""
    return format_html_join("", ' {}="{}"', pairs.items())
