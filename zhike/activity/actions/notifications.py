"""Telling people what happened, once each, and never what they may not see."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhike.activity.access import SET_NOTIFICATION
from zhike.activity.audience import actors_of
from zhike.activity.declared import Event
from zhike.activity.models import Activity, Channel, Notification, Watch
from zhike.activity.queries.notifications import MENTION, channels_of
from zhike.core.access import must, visible
from zhike.core.actors import Actor

Reason = Notification.Reason


@transaction.atomic
def notify(activity: Activity, event: Event) -> list[Notification]:
    """Write a notification for everybody this concerns. Safe to repeat; returns those that also want mail at once."""
    reasons = _reasons(activity, event)
    people = actors_of(reasons)
    rows = []
    for user_id, actor in people.items():
        kind = MENTION if reasons[user_id] == Reason.MENTION else event.kind
        if channels_of(user_id)[kind] == Channel.OFF:
            continue
        if visible(actor, Activity).filter(pk=activity.pk).exists():
            rows.append(Notification(user_id=user_id, activity=activity, kind=kind, reason=reasons[user_id]))
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    told = Notification.objects.filter(activity=activity, user_id__in=people, mailed_at=None, read_at=None)
    return [one for one in told if channels_of(one.user_id)[one.kind] == Channel.MAIL]


@transaction.atomic
def mark_read(actor: Actor, notifications: Iterable[UUID]) -> int:
    """Put these notifications behind oneself."""
    must(actor, SET_NOTIFICATION)
    unread = visible(actor, Notification).filter(pk__in=list(notifications), read_at=None)
    return unread.update(read_at=timezone.now(), updated_at=timezone.now())


@transaction.atomic
def mark_all_read(actor: Actor) -> int:
    """Put all notifications behind oneself."""
    must(actor, SET_NOTIFICATION)
    unread = visible(actor, Notification).filter(read_at=None)
    return unread.update(read_at=timezone.now(), updated_at=timezone.now())


def _reasons(activity: Activity, event: Event) -> dict[UUID, str]:
    """Who hears of it and why: watchers first, so that a stronger reason replaces a weaker one. Never who did it."""
    keys = [key for key in (activity.subject_id, activity.client_id, activity.project_id) if key]
    watches = list(Watch.objects.filter(subject_id__in=keys).values_list("user_id", "is_muted"))
    muted = {user for user, is_muted in watches if is_muted}
    reasons: dict[UUID, str] = {user: Reason.WATCH for user, _is_muted in watches if user not in muted}
    called = {UUID(key) for key in activity.details.get("mentioned", [])}
    for user in event.recipients(activity):
        if user in called:
            reasons[user] = Reason.MENTION
        elif user not in muted:
            reasons[user] = Reason.RECIPIENT
    if activity.actor_user_id:
        reasons.pop(activity.actor_user_id, None)
    return reasons
