"""Reminding people who have not signed yet: by hand, and by themselves."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import gathered, record
from zhike.clients.models import Contact
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.words import in_every_language
from zhike.projects.actions import invite_participant
from zhike.signoff import mails
from zhike.signoff.access import REMIND
from zhike.signoff.actions.asking import participation
from zhike.signoff.actions.ending import refuse_ended
from zhike.signoff.actions.locking import locked
from zhike.signoff.events import REMIND_BY_CHANNEL, SIGNER_REMINDED
from zhike.signoff.models import SignatureRequest, Signer
from zhike.signoff.own_time import today, zone

BEFORE_DUE = timedelta(days=2)
EVERY = timedelta(days=3)  # without a due date, and after it
BY_MAIL = {"", Contact.Channel.MAIL, Contact.Channel.PORTAL}
MOST = 10  # mails of ours to one person about one document; then somebody picks up the telephone


@transaction.atomic
@gathered()
def remind(actor: Actor, request: SignatureRequest, *, signer: Signer | None = None, note: str = "") -> list[Signer]:
    """Remind those whose turn it is (or one of them) by mail, with a word of one's own. Once a day at most."""
    must(actor, REMIND, request)
    request = locked(request)
    refuse_ended(request)
    if len(note) > 1000:
        raise Invalid(note=_("At most %(most)s characters.") % {"most": 1000})
    asked = Signer.objects.filter(request=request, state=Signer.State.ASKED).select_related("contact__user")
    if signer is not None:
        asked = asked.filter(pk=signer.pk)
    people = list(asked)
    if not people:
        raise Conflict(_("Nobody is left to remind: it is not their turn, or they have decided."))
    due = [one for one in people if not reminded_today(one)]
    if not due:
        raise Conflict(_("A reminder went out today already. One a day is enough."))
    for one in due:
        _remind(actor, request, one, note.strip())
    return due


@transaction.atomic
@gathered()
def remind_by_itself(actor: Actor, request: SignatureRequest) -> list[Signer]:
    """What the schedule does every morning: before the due date, on it, and every few days where that makes sense."""
    must(actor, REMIND, request)
    request = locked(request)
    if not request.is_open:
        return []
    asked = Signer.objects.filter(request=request, state=Signer.State.ASKED).select_related("contact__user")
    due = [one for one in asked if is_due(one, request, today()) and not reminded_today(one)]
    for one in due:
        _remind(actor, request, one, "")
    return due


def is_due(signer: Signer, request: SignatureRequest, day: date) -> bool:
    """Whether this signer is to be reminded on this day."""
    if signer.asked_at is None or signer.reminders >= MOST:
        return False
    last = max(_day(signer.asked_at), _day(signer.reminded_at) if signer.reminded_at else date.min)
    if day <= last:
        return False
    if request.due_on is not None and day in {request.due_on - BEFORE_DUE, request.due_on}:
        return True
    waits_long = day - last >= EVERY
    return waits_long and (request.due_on is None or day > request.due_on or request.due_on - day > BEFORE_DUE)


def reminded_today(signer: Signer) -> bool:
    return signer.reminded_at is not None and _day(signer.reminded_at) == today()


def _day(moment: datetime) -> date:
    return moment.astimezone(zone()).date()


def _remind(actor: Actor, request: SignatureRequest, signer: Signer, note: str) -> None:
    there = participation(request.project, signer.contact) if signer.contact.user_id is None else None
    if signer.contact.user_id is not None:
        mails.remind(request, signer, note)
    elif there is not None:
        house = Actor.system(request.organisation_id, via=actor.via)  # inviting them was decided when it was sent
        invite_participant(house, there, letter=mails.reminding_letter(request, signer, note))
    signer.reminded_at, signer.reminders = timezone.now(), signer.reminders + 1
    signer.save(update_fields=["reminded_at", "reminders"])
    record(actor, SIGNER_REMINDED, request.paper, person=signer.name, request=request.code)
    _reach_out(actor, request, signer)


def _reach_out(actor: Actor, request: SignatureRequest, signer: Signer) -> None:
    """Who prefers another way than mail is reminded that way, too, by whoever sent it: told once until done."""
    if signer.contact.channel in BY_MAIL or signer.reach_out_since is not None:
        return
    signer.reach_out_since = timezone.now()
    signer.save(update_fields=["reach_out_since"])
    record(actor, REMIND_BY_CHANNEL, request, person=signer.name, channel=in_every_language(channel_of(signer)))


def channel_of(signer: Signer) -> Any:
    return Contact.Channel(signer.contact.channel).label
