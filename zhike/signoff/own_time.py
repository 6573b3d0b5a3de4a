"""The calendar of the organisation: due dates are days where it works, wherever the server stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from zhike.accounts.models import Organisation
from zhike.core.scope import current_organisation_id


def zone() -> ZoneInfo:
    name = Organisation.objects.filter(pk=current_organisation_id()).values_list("time_zone", flat=True).first()
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError):
        return ZoneInfo("UTC")


def today(now: datetime | None = None) -> date:
    return (now or timezone.now()).astimezone(zone()).date()
