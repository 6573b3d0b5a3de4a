"""Work of this room that happens after the fact: telling people, by mail now or once a day."""

import html
from collections.abc import Callable
from datetime import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from zhike.accounts.actions import link_in_letter
from zhike.accounts.models import Organisation, User
from zhike.activity import actions
from zhike.activity.audience import actors_of
from zhike.activity.declared import Event, kind_name
from zhike.activity.events import sentence
from zhike.activity.models import Activity, Channel, Notification
from zhike.activity.queries.notifications import after_quiet_hours, channels_of
from zhike.activity.subjects import addresses
from zhike.activity.unsubscribing import one_click_address
from zhike.core import mail
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import addresses_of
from zhike.core.jobs import daily, job
from zhike.core.scope import current_organisation_id

IN_ONE_MAIL = 40


def tell_people(activity: Activity, event: Event) -> None:
    """The listener: notifications for whom it concerns, and a mail later for those who want one at once."""
    with transaction.atomic():
        for one in actions.notify(activity, event):
            at = after_quiet_hours(one.user_id, one.user.time_zone, timezone.now())
            mail_one.later(at=at, key=f"notify:{one.pk.hex}", notification=one.pk)


@job()
def mail_one(notification: UUID | str) -> None:
    """Mail one notification, unless it was read meanwhile or may no longer be seen."""
    with transaction.atomic():
        row = Notification.objects.select_for_update().filter(pk=notification).select_related("user").first()
        if row is not None and row.mailed_at is None and row.read_at is None:
            _mail(row.user, [row], "activity/mail/now.txt", kind=row.kind)


@job()
def send_digests() -> None:
    """Once a day: everybody who has something new and wants it by mail gets one mail, outside their quiet hours."""
    waiting = Notification.objects.filter(read_at=None, mailed_at=None).values_list("user_id", flat=True)
    for user in User.objects.filter(pk__in=waiting.distinct(), is_active=True):
        at = after_quiet_hours(user.pk, user.time_zone, timezone.now())
        mail_digest.later(at=at, key=f"digest:{current_organisation_id().hex}:{user.pk.hex}", user=user.pk)


@job()
def mail_digest(user: UUID | str) -> None:
    """One mail with everything new that this person has not read."""
    with transaction.atomic():
        person = User.objects.get(pk=user)
        wants = {kind for kind, channel in channels_of(person.pk).items() if channel == Channel.DIGEST}
        rows = Notification.objects.select_for_update(of=("self",)).filter(
            user=person, read_at=None, mailed_at=None, kind__in=wants
        )
        _mail(person, list(rows.order_by("-id")[:200]), "activity/mail/digest.txt", kind="")


daily(time(7, 30), send_digests)


def _mail(person: User, rows: list[Notification], template: str, *, kind: str) -> None:
    """Enqueue the mail and note that it was sent, in one transaction: once, whatever the worker does."""
    actor = actors_of([person.pk]).get(person.pk)
    if actor is None:
        return
    keys = [row.activity_id for row in rows]
    told = {one.pk: one for one in visible(actor, Activity).filter(pk__in=keys)}
    happened = [told[key] for key in keys if key in told]
    if happened:
        firm = Organisation.objects.get(pk=current_organisation_id())
        with translation.override(person.language), addresses_of(firm.slug):
            context = _context(actor, happened, _way_in(actor, person))
            context |= {"kind": kind_name(kind) if kind else "", "name": person.name}
        unsubscribe = one_click_address(firm.pk, person.pk, kind)
        mail.send(person.email, template, context, person.language, unsubscribe=unsubscribe)
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())


def _way_in(actor: Actor, person: User) -> Callable[[str], str]:
    """How the mail leads to a page: a client is let in by the link, staff sign in."""
    if actor.is_client:
        return lambda path: link_in_letter(person, path)
    return lambda path: f"{settings.SITE_ADDRESS}{path}"


def _context(actor: Actor, happened: list[Activity], whole: Callable[[str], str]) -> dict[str, Any]:
    links = addresses(actor, {(one.subject_type, one.subject_id) for one in happened})
    page = reverse("portal") if actor.is_client else reverse("notifications")
    lines = [
        {"words": _plain(sentence(one)), "url": whole(links[one.subject_id]) if one.subject_id in links else ""}
        for one in happened[:IN_ONE_MAIL]
    ]
    return {
        "lines": lines,
        "more": max(0, len(happened) - IN_ONE_MAIL),
        "count": len(happened),
        "page": whole(page),
    }


def _plain(words: SafeString) -> str:
    return html.unescape(str(words))
