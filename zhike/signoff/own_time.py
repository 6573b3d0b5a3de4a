"""The calendar of the organisation: due dates are days where it works, wherever the server stands."""

from datetime import date, datetime

from django.utils import timezone

from zhike.accounts.queries import firm_zone as zone

__all__ = ["today", "zone"]


def today(now: datetime | None = None) -> date:
    return (now or timezone.now()).astimezone(zone()).date()
