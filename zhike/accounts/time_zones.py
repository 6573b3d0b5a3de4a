"""Time zones to choose from: those people live in, the ones of Chinese readers first."""

from functools import lru_cache
from zoneinfo import available_timezones

from django.utils.functional import lazy

FIRST = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "UTC",
)
CONTINENTS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@lru_cache(maxsize=1)
def _choices() -> list[tuple[str, str]]:
    rest = sorted(zone for zone in available_timezones() if zone.startswith(CONTINENTS) and zone not in FIRST)
    return [(zone, zone.replace("_", " ")) for zone in (*FIRST, *rest)]


TIME_ZONES = lazy(_choices, list)()
