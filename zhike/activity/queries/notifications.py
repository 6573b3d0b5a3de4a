"""What somebody was told, what they have not read, and how they want to hear."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from zhike.activity.declared import kinds
from zhike.activity.models import Activity, Channel, Notification, Preference, QuietHours, Watch
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.prepared import prepared

MENTION = "mention"
DEFAULTS = {MENTION: Channel.MAIL, "team": Channel.MAIL, "job": Channel.MAIL, "settings": Channel.OFF}
MOST_COUNTED = 100


def unread_count(actor: Actor) -> int:
    """How many notifications wait, for the bell; counts no further than a hundred."""
    if actor.user_id is None or actor.only_looks:
        return 0
    return len(_unread(actor))


@prepared
def _unread(actor: Actor) -> QuerySet[Notification, Any]:
    """Told apart by nothing but being there: a hundred of them are read sooner than a sum is worked out."""
    return Notification.objects.filter(user_id=actor.person_id, read_at=None).values_list("pk")[:MOST_COUNTED]


def notifications(actor: Actor, *, kind: str = "", unread: bool = False) -> QuerySet[Notification]:
    """What one was told and may still see, newest first."""
    told = visible(actor, Notification).filter(activity__in=visible(actor, Activity))
    if kind:
        told = told.filter(kind=kind)
    if unread:
        told = told.filter(read_at=None)
    return told.select_related("activity").order_by("-id")


def channels_of(user_id: UUID) -> dict[str, str]:
    """How this person wants to hear of each kind of event."""
    chosen = dict(Preference.objects.filter(user_id=user_id).values_list("kind", "channel"))
    channels: dict[str, str] = defaultdict(lambda: Channel.DIGEST)
    channels.update({kind: DEFAULTS.get(kind, Channel.DIGEST) for kind in [*kinds(), MENTION]})
    channels.update(chosen)
    return channels


def quiet_hours(actor: Actor) -> QuietHours | None:
    return visible(actor, QuietHours).first()


def is_watching(actor: Actor, subject_id: UUID) -> bool | None:
    """True: watches it. False: muted it. None: neither."""
    row = visible(actor, Watch).filter(subject_id=subject_id).first()
    return None if row is None else not row.is_muted


def after_quiet_hours(user_id: UUID, zone: str, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into, by the person's own clock."""
    hours = QuietHours.objects.filter(user_id=user_id).first()
    if hours is None:
        return moment
    local = timezone.localtime(moment, ZoneInfo(zone or settings.TIME_ZONE))
    clock = local.time()
    over_midnight = hours.begins > hours.ends
    inside = clock >= hours.begins or clock < hours.ends if over_midnight else hours.begins <= clock < hours.ends
    if not inside:
        return moment
    day = local.date() + timedelta(days=1 if over_midnight and clock >= hours.begins else 0)
    return datetime.combine(day, hours.ends, tzinfo=local.tzinfo)
