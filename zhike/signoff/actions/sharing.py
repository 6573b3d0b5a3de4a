"""Links for people without any identity: one paper, read-only, for a while."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.models import lock, made_before
from zhike.core.scope import organisation as inside
from zhike.signoff.access import OPEN_LINK, REVOKE_LINK, SHARE_PAPER
from zhike.signoff.addresses import link_path
from zhike.signoff.events import LINK_MADE, LINK_OPENED, LINK_REVOKED
from zhike.signoff.models import Opening, Paper, ShareLink
from zhike.signoff.origin import NOWHERE, Origin
from zhike.signoff.own_time import today, zone

LONGEST = timedelta(days=365)
USUAL = timedelta(days=14)
SHORTEST_PASSWORD = 6
MOST_WRONG = 30
SAME_VISIT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Shared:
    """A link just made: `path` holds the secret, which nobody can look up later."""

    link: ShareLink
    path: str

    @property
    def address(self) -> str:
        return f"{settings.SITE_ADDRESS}{self.path}"


@transaction.atomic
def share_paper(
    actor: Actor, paper: Paper, *, audience: str, until: date | None = None, password: str = "", id: UUID | None = None
) -> Shared:  # fmt: skip
    """Make a link that opens this paper, read-only, for whoever has it: until the end of a day, with a password if
    wished. The address is shown once; every opening is kept."""
    must(actor, SHARE_PAPER, paper)
    if made_before(actor.organisation_id, ShareLink, id) is not None:
        raise Conflict(_("This link was made already, and its address is shown only once. Make a new one."))
    until = until or today() + USUAL
    errors = _faults(audience, until, password)
    if errors:
        raise Invalid(errors)
    secret = secrets.token_urlsafe(32)
    link = ShareLink(
        paper=paper, project=paper.project, audience=audience.strip(), digest=digest_of(secret),
        password=make_password(password) if password else "", made_by_id=actor.user_id, made_by_name=actor.name[:100],
        expires_at=datetime.combine(until, time.max, tzinfo=zone()), **({"id": id} if id else {}),
    )  # fmt: skip
    link.save(force_insert=True)
    record(actor, LINK_MADE, paper, audience=link.audience)
    return Shared(link, link_path(secret))


@transaction.atomic
def revoke_share_link(actor: Actor, link: ShareLink) -> ShareLink:
    """Close a link: whoever has it finds out that it is closed, and nothing more."""
    must(actor, REVOKE_LINK, link)
    link = lock(link)
    if link.revoked_at is not None:
        raise Conflict(_("This link was taken back already."))
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    record(actor, LINK_REVOKED, link.paper, audience=link.audience)
    return link


def find_link(secret: str) -> ShareLink:
    """The link of this address, if it still opens; else `Missing` in words that tell a stranger nothing."""
    link = ShareLink.everywhere.select_related("organisation", "paper").filter(digest=digest_of(secret)).first()
    if link is None or not link.is_live or link.wrong_passwords >= MOST_WRONG:
        raise Missing(_("This link is no longer valid. Ask whoever gave it to you for a new one."))
    return link


def open_link(
    secret: str, *, password: str = "", knows_password: bool = False, what: str = Opening.What.PAGE,
    origin: Origin = NOWHERE,
) -> ShareLink:  # fmt: skip
    """Open a paper by its link. Asks for the password if there is one (`knows_password`: this browser gave it before),
    counts wrong ones, and keeps that it was opened."""
    link = find_link(secret)
    with inside(link.organisation_id):
        if link.has_password and not knows_password and not check_password(password, link.password):
            if password:
                ShareLink.objects.filter(pk=link.pk).update(wrong_passwords=F("wrong_passwords") + 1)
            raise Denied(_("This is not the password of the link.") if password else _("This link has a password."))
        _note_opening(Actor.system(link.organisation_id, via="link"), link, what, origin)
    return link


@transaction.atomic
def _note_opening(actor: Actor, link: ShareLink, what: str, origin: Origin) -> None:
    must(actor, OPEN_LINK, link)
    link = lock(link)
    now = timezone.now()
    before = Opening.objects.filter(link=link)
    if before.filter(what=what, opened_at__gte=now - SAME_VISIT, ip=origin.ip, user_agent=origin.user_agent).exists():
        return
    is_first = not before.exists()
    Opening(
        paper=link.paper, link=link, name=link.audience, what=what, opened_at=now, ip=origin.ip,
        user_agent=origin.user_agent,
    ).save()  # fmt: skip
    if is_first:
        record(actor, LINK_OPENED, link.paper, audience=link.audience)


def digest_of(secret: str) -> str:
    """256 random bits: one round is enough, there is nothing to guess."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _faults(audience: str, until: date, password: str) -> dict[str, str]:
    errors = {}
    if not audience.strip():
        errors["audience"] = _("Say for whom the link is, so that you know later who opened it.")
    elif len(audience.strip()) > 120:
        errors["audience"] = _("At most %(most)s characters.") % {"most": 120}
    if until < today():
        errors["until"] = _("This day has passed.")
    elif until > today() + LONGEST:
        errors["until"] = _("A link is good for a year at most.")
    if password and len(password) < SHORTEST_PASSWORD:
        errors["password"] = _("Use at least %(least)s characters.") % {"least": SHORTEST_PASSWORD}
    return errors
