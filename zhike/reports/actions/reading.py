"""What readers do with a published report, and what we say to it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.actions import excerpt
from zhike.activity.events import record
from zhike.clients.access import my_contacts
from zhike.communications.actions import ask_question
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.core.words import in_every_language
from zhike.reports.access import PUBLISH_REPORT, REACT_TO_REPORT, READ_REPORT, REPLY_TO_REACTION
from zhike.reports.content import from_json
from zhike.reports.events import REACTED, REPLIED, REPORT_ACKNOWLEDGED, REPORT_HANDED_OVER, REPORT_READ
from zhike.reports.models import Delivery, Opening, Publication, Reaction

Kind = Reaction.Kind
WHOLE = ""
SAME_VISIT = timedelta(minutes=2)


@transaction.atomic
def open_publication(actor: Actor, publication: Publication, *, what: str = Opening.What.PAGE) -> Opening | None:
    """Keep that somebody had this report in front of them. The first time, the timeline tells it.

    Nothing is kept of somebody who looks through another's eyes, nor twice for a page loaded again at once.
    """
    if actor.only_looks:
        return None
    must(actor, READ_REPORT, publication)
    now = timezone.now()
    before = Opening.objects.filter(publication=publication, user=actor.user_id, user__isnull=False, what=what)
    if before.filter(opened_at__gte=now - SAME_VISIT).exists():
        return None
    delivery = _my_delivery(actor, publication)
    if delivery is not None:
        delivery = lock(delivery)
        is_first = delivery.first_read_at is None
        delivery.first_read_at, delivery.last_read_at = delivery.first_read_at or now, now
        delivery.times_read += 1
        delivery.save()
        if is_first:
            record(actor, REPORT_READ, publication.report, shown_to_client=actor.is_client)
    row = Opening(
        publication=publication, delivery=delivery, name=actor.name[:100], user_id=actor.user_id, what=what,
        opened_at=now,
    )  # fmt: skip
    row.save()
    return row


@transaction.atomic
def acknowledge(actor: Actor, publication: Publication) -> Delivery:
    """One tap: I have taken note of this report."""
    must(actor, READ_REPORT, publication)
    delivery = _my_delivery(actor, publication)
    if delivery is None:
        raise Conflict(_("This report was not sent to you, so nobody waits for your word."))
    delivery = lock(delivery)
    if delivery.acknowledged_at is not None:
        return delivery
    now = timezone.now()
    delivery.acknowledged_at = now
    delivery.first_read_at, delivery.last_read_at = delivery.first_read_at or now, now
    delivery.save()
    record(actor, REPORT_ACKNOWLEDGED, publication.report, shown_to_client=actor.is_client)
    return delivery


@transaction.atomic
def react(
    actor: Actor, publication: Publication, *, kind: str, text: str = "", paragraph: str = WHOLE, id: UUID | None = None
) -> Reaction:
    """Agree, see it differently, guide or ask, about one paragraph or about the whole. A question gets a clock."""
    must(actor, REACT_TO_REPORT, publication)
    again = made_before(actor.organisation_id, Reaction, id)
    if again is not None:
        return find(actor, Reaction, pk=again.pk)
    if kind not in Kind.values:
        raise Invalid(kind=_("Choose one of the kinds offered."))
    text = text.strip()[:5_000]
    if kind != Kind.AGREE and not text:
        raise Invalid(text=_("Say it in a sentence."))
    report = publication.report
    row = Reaction(
        publication=publication, report=report, kind=kind, text=text, paragraph=paragraph, user_id=actor.user_id,
        paragraph_words=_words(publication, paragraph), name=actor.name[:100], said_at=timezone.now(),
        contact=_my_contact(actor, publication), **({"id": id} if id else {}),
    )  # fmt: skip
    if kind == Kind.QUESTION:
        row.question = ask_question(
            actor, report.project, text=text, subject_type=Publication._meta.label, subject_id=publication.pk,
            subject_words=f"{report.code}: {row.paragraph_words or publication.content['title']}"[:200],
        )  # fmt: skip
    row.save()
    if kind != Kind.QUESTION:  # a question tells of itself
        words: Any = excerpt(text) or in_every_language(Kind.AGREE.label)
        record(actor, REACTED, row, shown_to_client=True, report=report.code, excerpt=words)
    return row


@transaction.atomic
def reply_to(actor: Actor, reaction: Reaction, *, reply: str, version: int | None = None) -> Reaction:
    """Say something to a doubt or to guidance: what came of it. Who said it reads the reply beside their words."""
    must(actor, REPLY_TO_REACTION, reaction)
    reaction = lock(reaction)
    reaction.expect(version)
    if reaction.question_id is not None:
        raise Conflict(_("This is a question: answer it there, so that its clock stops."))
    reply = reply.strip()[:5_000]
    if not reply:
        raise Invalid(reply=_("Say what comes of it."))
    reaction.reply, reaction.replied_by_name, reaction.replied_at = reply, actor.name[:100], timezone.now()
    reaction.save()
    code = reaction.report.code
    record(actor, REPLIED, reaction, shown_to_client=True, person=reaction.name, report=code, excerpt=excerpt(reply))
    return reaction


@transaction.atomic
def hand_over(actor: Actor, delivery: Delivery, *, how: str) -> Delivery:
    """Note that somebody got the report in a meeting or by another channel than mail."""
    must(actor, PUBLISH_REPORT, delivery.report)
    delivery = lock(delivery)
    if not how.strip():
        raise Invalid(how=_("Say how they got it: in which meeting, by which channel."))
    if delivery.sent_at is not None:
        raise Conflict(_("They have got it already."))
    delivery.sent_at, delivery.handed_over_by_name = timezone.now(), actor.name[:100]
    delivery.save(update_fields=["sent_at", "handed_over_by_name"])
    record(actor, REPORT_HANDED_OVER, delivery.report, person=delivery.name, how=how.strip()[:200])
    return delivery


# --- below -----------------------------------------------------------------------------------------------


def _my_delivery(actor: Actor, publication: Publication) -> Delivery | None:
    """The receipt of whoever acts; a manager of the client who reads what others got has none."""
    found = Delivery.objects.filter(publication=publication).select_related("contact")
    if actor.is_client:
        return found.filter(contact__in=my_contacts(actor).values("pk")).first()
    return found.filter(user=actor.user_id, user__isnull=False).first()


def _my_contact(actor: Actor, publication: Publication):  # type: ignore[no-untyped-def]  # a contact or None
    delivery = _my_delivery(actor, publication)
    if delivery is not None:
        return delivery.contact
    return my_contacts(actor).filter(client=publication.report.project.client_id).first()


def _words(publication: Publication, key: str) -> str:
    """The paragraph as it was read; refused if the report has none of that key."""
    if key == WHOLE:
        return ""
    content = from_json(publication.content)
    for section in content.sections:
        for said in section.paragraphs:
            if said.key == key:
                return said.text[:300]
    raise Invalid(paragraph=_("This report has no such paragraph."))
