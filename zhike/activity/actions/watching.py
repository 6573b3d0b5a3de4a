"""What somebody wants to hear of. Personal and harmless to others, so nothing of it goes into the history."""

from datetime import time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.access import SET_NOTIFICATION
from zhike.activity.declared import kinds
from zhike.activity.events import record
from zhike.activity.models import Channel, Preference, QuietHours, Watch
from zhike.activity.own_events import SETTINGS_CHANGED
from zhike.activity.queries.notifications import MENTION
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Denied, Invalid
from zhike.core.models import Place, Scoped


@transaction.atomic
def watch(actor: Actor, subject: Scoped) -> Watch:
    """Hear of everything that happens to this row from now on; also ends muting it."""
    must(actor, SET_NOTIFICATION)
    return _watch(actor, subject._meta.label, subject.pk, is_muted=False)


@transaction.atomic
def mute(actor: Actor, subject: Scoped) -> Watch:
    """Hear nothing of this row any more, except where one is mentioned."""
    must(actor, SET_NOTIFICATION)
    return _watch(actor, subject._meta.label, subject.pk, is_muted=True)


@transaction.atomic
def stop_watching(actor: Actor, subject: Scoped) -> None:
    """Go back to hearing of this row only what concerns oneself."""
    must(actor, SET_NOTIFICATION)
    Watch.objects.filter(user_id=_self(actor), subject_id=subject.pk).delete()


def start_watching(actor: Actor, subject_type: str, subject_id: UUID) -> None:
    """For actions by which somebody takes an interest (creates, owns, comments): watch, unless they muted it."""
    if actor.user_id is not None:
        Watch.objects.get_or_create(
            user_id=_self(actor), subject_id=subject_id, defaults={"subject_type": subject_type}
        )


@transaction.atomic
def set_preferences(actor: Actor, channels: dict[str, str]) -> None:
    """Choose, per kind of event, how to hear of it."""
    must(actor, SET_NOTIFICATION)
    known = {*kinds(), MENTION}
    for kind, channel in channels.items():
        if kind not in known or channel not in Channel.values:
            raise Invalid({kind: _("Choose one of the ways offered.")})
        Preference.objects.update_or_create(user_id=_self(actor), kind=kind, defaults={"channel": channel})
    _tell(actor)


@transaction.atomic
def set_quiet_hours(actor: Actor, *, begins: time | None, ends: time | None) -> None:
    """Say when no mail should come; without times, mail may come at any hour."""
    must(actor, SET_NOTIFICATION)
    if (begins is None) != (ends is None):
        raise Invalid(ends=_("Give both times, or none."))
    if begins is not None and begins == ends:
        raise Invalid(ends=_("The quiet hours would end the moment they begin."))
    if begins is None or ends is None:
        QuietHours.objects.filter(user_id=_self(actor)).delete()
    else:
        QuietHours.objects.update_or_create(user_id=_self(actor), defaults={"begins": begins, "ends": ends})
    _tell(actor)


def _watch(actor: Actor, subject_type: str, subject_id: UUID, *, is_muted: bool) -> Watch:
    row, _made = Watch.objects.update_or_create(
        user_id=_self(actor),
        subject_id=subject_id,
        defaults={"subject_type": subject_type, "is_muted": is_muted},
    )
    return row


def _self(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Denied(_("Only people are notified."))
    return actor.user_id


def _tell(actor: Actor) -> None:
    record(actor, SETTINGS_CHANGED, User.objects.get(pk=_self(actor)), place=Place())
