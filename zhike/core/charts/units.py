"""What a figure is counted in, and how a reader of either language writes it: whole, or short for an axis."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Unit:
    """`kind` is one of the names below. Per cent are told as such: 62.5 is 62.5 %."""

    kind: str
    currency: str = ""


TEXT, DAY, COUNT, NUMBER = Unit("text"), Unit("day"), Unit("count"), Unit("number")
PERCENT, HOURS, DAYS = Unit("percent"), Unit("hours"), Unit("days")


def money(currency: str) -> Unit:
    return Unit("money", currency)


def shown(value: Any, unit: Unit) -> str:
    """The figure in full: ¥1,280,000 · 62.5% · 12.5 hours · 9 March 2026 (in Chinese 2026年3月9日)."""
    if value is None or value == "":
        return "—"
    if unit.kind == "text":
        return str(value)
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    figure = _figure(value, _places(value, unit))
    if unit.kind == "money":
        return _priced(figure, unit.currency)
    if unit.kind == "percent":
        return _("{figure}%").format(figure=figure)
    if unit.kind == "hours":
        return ngettext("{figure} hour", "{figure} hours", 1 if value == 1 else 2).format(figure=figure)
    if unit.kind == "days":
        return ngettext("{figure} day", "{figure} days", 1 if value == 1 else 2).format(figure=figure)
    return figure


def short(value: Any, unit: Unit) -> str:
    """The figure where there is little room: ¥1.28M (in Chinese ¥128万), 62.5%, 9 Mar."""
    if isinstance(value, date):
        return short_day(value)
    if value is None or unit.kind == "text" or abs(value) < 10_000:
        return shown(value, unit)
    from babel.numbers import format_compact_decimal

    figure = format_compact_decimal(Decimal(f"{value:.3g}"), locale=_locale(), fraction_digits=2)
    if unit.kind == "money":
        return _priced(figure, unit.currency)
    return _("{figure}%").format(figure=figure) if unit.kind == "percent" else figure


def bare(value: Any, unit: Unit) -> str:
    """The same without a unit that stands beside the picture once."""
    return short(value, COUNT if unit in (HOURS, DAYS) else unit)


def short_day(day: date, *, year: bool = False) -> str:
    """9 Mar, 3月9日; with its year where it is not obvious."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMd" if year else "MMMd", day, locale=_locale()))


def month_name(day: date, *, year: bool = False) -> str:
    """Mar, 3月; Mar 2026, 2026年3月."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMM" if year else "MMM", day, locale=_locale()))


def year_name(day: date) -> str:
    """2026, 2026年."""
    return _("{year}").format(year=day.year)


def compact(value: float, step: float, highest: float) -> str:
    """A label of an axis whose values go up by `step` to `highest`: 0, 250K, 0.25."""
    from babel.numbers import format_compact_decimal, format_decimal

    if highest >= 10_000:
        return str(format_compact_decimal(Decimal(str(value)), locale=_locale(), fraction_digits=2))
    places = max(0, -Decimal(str(step)).normalize().as_tuple().exponent)  # type: ignore[operator]
    return str(format_decimal(Decimal(str(value)), "#,##0" + ("." + "0" * places if places else ""), locale=_locale()))


def in_words(unit: Unit) -> str:
    """What stands over an axis."""
    if unit.kind == "money":
        return _priced("", unit.currency).strip()
    return {"hours": pgettext("unit", "hours"), "days": pgettext("unit", "days")}.get(unit.kind, "")


# --- below -----------------------------------------------------------------------------------------------


def _locale() -> str:
    return "zh_Hans" if (get_language() or "").startswith("zh") else "en"


def _figure(value: Any, places: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(Decimal(str(value)), "#,##0" + ("." + "0" * places if places else ""), locale=_locale())


def _places(value: Any, unit: Unit) -> int:
    """Decimals are shown where there are any; an index such as 0.87 always has two."""
    if unit.kind == "number":
        return 2
    exact = Decimal(str(value))
    most = 2 if unit.kind == "money" else 1
    if round(exact, most) == exact.to_integral_value():
        return 0
    return most


def _priced(figure: str, currency: str) -> str:
    from babel.numbers import get_currency_symbol

    symbol = get_currency_symbol(currency, locale=_locale()) if currency else ""
    between = " " if symbol.isalpha() else ""  # CHF 1,200
    return f"-{symbol}{between}{figure[1:]}" if figure.startswith("-") else f"{symbol}{between}{figure}"
