"""The public holidays of a country in a year, and the days worked instead (调休), as tables.

China's State Council publishes a year's arrangement in the autumn before (国务院办公厅关于部分节假日安排的通知).
`chinesecalendar` carries those notices, 2004 to the last one published; for a later year it raises, and the statutory
days (《全国年节及纪念日放假办法》) are taken from `holidays` instead: the table then says it is provisional, because
neither the bridging days nor the make-up workdays are known yet. All other countries come from `holidays`.

Both libraries are imported when a table is first asked for: they hold the days of two hundred countries.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

CHINA = "CN"


class UnknownCountry(ValueError):
    """No table of holidays is kept for this country."""


@dataclass(frozen=True, slots=True)
class YearTable:
    """One country's year: days off, days worked although at a weekend, and whether the year was published yet."""

    days_off: frozenset[date]
    workdays: frozenset[date]
    is_provisional: bool = False


@lru_cache(maxsize=64)
def table_of(country: str, year: int) -> YearTable:
    """The table of a country (ISO 3166-1 alpha-2, upper case) in a year from 1970 to 2100.

    "" means a country without holidays: an empty table. UnknownCountry: there is no table. ValueError: no such year.
    """
    if not 1970 <= year <= 2100:
        raise ValueError(f"The year {year} lies outside 1970 to 2100.")
    if not country:
        return YearTable(frozenset(), frozenset())
    return (
        _published_china(year) or _from_holidays(country, year) if country == CHINA else _from_holidays(country, year)
    )


def countries() -> list[str]:
    """The codes of all countries a table can be made for."""
    import holidays

    return sorted(holidays.list_supported_countries(include_aliases=False))


def _published_china(year: int) -> YearTable | None:
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return None
    tables = chinese_calendar.constants
    return YearTable(
        frozenset(day for day in tables.holidays if day.year == year),
        frozenset(day for day in tables.workdays if day.year == year),
    )


def _from_holidays(country: str, year: int) -> YearTable:
    import holidays

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError as error:
        raise UnknownCountry(f"No holidays are known for {country}.") from error
    worked = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year)
    return YearTable(
        frozenset(day for day in found if day.year == year),
        worked,
        is_provisional=country == CHINA and not worked,
    )
