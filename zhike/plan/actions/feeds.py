"""Calendar addresses: made, read, taken back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import Membership
from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor, Role
from zhike.core.errors import Conflict, Missing
from zhike.core.models import lock
from zhike.plan.access import USE_CALENDAR_FEED, VIEW_PLAN
from zhike.plan.events import FEED_MADE, FEED_REVOKED
from zhike.plan.models import CalendarFeed
from zhike.projects.models import Project

MOST = 50  # live addresses of one person
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A new address, with the secret that is shown once."""

    feed: CalendarFeed
    address: str


@transaction.atomic
def make_feed(actor: Actor, project: Project | None = None) -> Made:
    """An address to subscribe to: of one's own tasks, or of a project's milestones and tasks. Shown once."""
    must(actor, USE_CALENDAR_FEED)
    must(actor, VIEW_PLAN)  # a token that may not, may not by the rights of whoever made it either
    if project is not None:
        project = find(actor, Project, pk=project.pk)
    if CalendarFeed.objects.filter(user=actor.person_id, revoked_at=None).count() >= MOST:
        raise Conflict(_("You have %(most)d calendar addresses. Take back those you no longer need.") % {"most": MOST})
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed(user_id=actor.person_id, project=project, digest=digest_of(secret))
    feed.save(force_insert=True)
    record(actor, FEED_MADE, feed)
    return Made(feed, f"{settings.SITE_ADDRESS}/-/calendars/{secret}.ics")


@transaction.atomic
def revoke_feed(actor: Actor, feed: CalendarFeed) -> CalendarFeed:
    """Close an address: calendars that read it find nothing there any more."""
    must(actor, USE_CALENDAR_FEED, feed)
    feed = lock(feed)
    if feed.revoked_at is not None:
        raise Conflict(_("This address was taken back already."))
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    record(actor, FEED_REVOKED, feed)
    return feed


def find_feed(secret: str) -> CalendarFeed:
    """The calendar behind an address, if it is still open; else Missing in words that tell a stranger nothing."""
    found = CalendarFeed.everywhere.select_related("organisation", "user").filter(digest=digest_of(secret)).first()
    if found is None or not found.is_live:
        raise Missing(_("This calendar is no longer there."))
    return found


def reader_of(feed: CalendarFeed) -> Actor:
    """Whoever made it, with the rights they have now."""
    member = Membership.objects.filter(user=feed.user_id, ended_at=None).select_related("user").first()
    if member is None:
        raise Missing(_("This calendar is no longer there."))
    return Actor(feed.organisation_id, Role(member.role), member.user_id, str(member.user), "calendar")


def note_reading(feed: CalendarFeed) -> None:
    """When it was last read, to the hour: whether somebody still uses it."""
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at > NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)


def digest_of(secret: str) -> str:
    """256 random bits: one round is enough, there is nothing to guess."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
