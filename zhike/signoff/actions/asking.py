"""Sending a paper for signature."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import gathered, record
from zhike.clients.models import Contact
from zhike.core.access import find, must
from zhike.core.actors import Actor, Role
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before, next_number
from zhike.projects.actions import invite_participant
from zhike.projects.models import Participant, Project
from zhike.signoff import mails
from zhike.signoff.access import REQUEST_SIGNATURES
from zhike.signoff.actions.ending import supersede
from zhike.signoff.events import REQUEST_SENT
from zhike.signoff.models import Paper, SignatureRequest, Signer
from zhike.signoff.own_time import today

MOST_SIGNERS = 20
LONGEST_MESSAGE = 4000


@transaction.atomic
@gathered()
def request_signatures(
    actor: Actor, paper: Paper, *, signers: Sequence[Contact], in_order: bool = False, itemised: bool = False,
    due_on: date | None = None, message: str = "", id: UUID | None = None,
) -> SignatureRequest:  # fmt: skip
    """Send a frozen paper to people of the client for their signature: one after the other, or all at once.

    Each is mailed one link that leads to the document; who has no account yet gets one by it. A request for an older
    version of the same document that is still open is replaced by this one.
    """
    must(actor, REQUEST_SIGNATURES, paper)
    again = made_before(actor.organisation_id, SignatureRequest, id)
    if again is not None:
        return find(actor, SignatureRequest, pk=again.pk)
    project = _running(paper.project)
    series = lock(paper.series)
    _refuse_old(paper)
    people = _checked_people(project, signers)
    _check_words(due_on, message, itemised, paper)
    older = SignatureRequest.objects.filter(series=series, state=SignatureRequest.State.OPEN).first()
    if older is not None:
        supersede(actor, older, paper)
    request = SignatureRequest(
        number=next_number("signature_request"), paper=paper, series=series, project=project, in_order=in_order,
        itemised=itemised, due_on=due_on, message=message.strip(), asked_by_id=actor.user_id,
        asked_by_name=actor.name[:100], sent_at=timezone.now(), **({"id": id} if id else {}),
    )  # fmt: skip
    request.save(force_insert=True)
    for position, participant in enumerate(people, 1):
        _enter(request, participant, position)
    ask_whose_turn_it_is(request, actor)
    names = [str(one.contact) for one in people]
    record(actor, REQUEST_SENT, paper, shown_to_client=True, people=names, request=request.code)
    return request


def ask_whose_turn_it_is(request: SignatureRequest, actor: Actor) -> list[Signer]:
    """Mail those who may sign now and were not asked before, inside the transaction of whatever made it their turn. A
    colleague somebody named waits until our side has confirmed them."""
    waiting = Signer.objects.filter(request=request, state=Signer.State.WAITING).order_by("position", "id")
    turn = list(waiting.select_related("contact"))
    if request.in_order:
        there = Signer.objects.filter(request=request, state=Signer.State.ASKED)
        turn = [] if there.exists() else turn[:1]
    turn = [one for one in turn if not why_not(participation(request.project, one.contact), one.contact)]
    for signer in turn:
        signer.state, signer.asked_at = Signer.State.ASKED, timezone.now()
        signer.save(update_fields=["state", "asked_at"])
        _call(actor, request, signer)
    return turn


def _call(actor: Actor, request: SignatureRequest, signer: Signer) -> None:
    """One mail, with one link: an invitation for somebody new, a way in for everybody else."""
    contact = signer.contact
    if contact.user_id is not None:
        mails.ask(request, signer)
        return
    there = participation(request.project, contact)
    if there is not None:
        invite_participant(_inviting(actor, request), there, letter=mails.letter(request, signer))


def _inviting(actor: Actor, request: SignatureRequest) -> Actor:
    """Somebody's turn comes by another's signature; the invitation is then the one that was decided on when sending."""
    return actor if actor.is_staff else Actor.system(request.organisation_id, via=actor.via)


def participation(project: Project, contact: Contact) -> Participant | None:
    return Participant.objects.filter(project=project, contact=contact, until=None).select_related("contact").first()


def why_not(participant: Participant | None, contact: Contact) -> str:
    """Why this person cannot be asked to sign here, in words; empty if they can."""
    if contact.has_left:
        return _("%(name)s no longer works there.") % {"name": contact.name}
    if participant is None:
        return _("%(name)s does not take part in this project. Add them first.") % {"name": contact.name}
    if participant.portal_role != Role.SIGNATORY:
        return _("%(name)s is not a signatory of this project. Change their role in the portal first.") % {
            "name": contact.name
        }
    if not contact.email and contact.user_id is None:
        return _("%(name)s has no e-mail address. Add one first.") % {"name": contact.name}
    return ""


# --- below -----------------------------------------------------------------------------------------------


def _running(project: Project) -> Project:
    project = lock(project)
    if project.is_ended:
        raise Conflict(_("This project has ended. Reopen it first."))
    return project


def _refuse_old(paper: Paper) -> None:
    if Paper.objects.filter(series=paper.series_id, version__gt=paper.version).exists():
        raise Conflict(_("There is a newer version of this document. Send that one."))
    done = SignatureRequest.objects.filter(paper=paper, state__in=["open", "completed"]).first()
    if done is not None and done.is_open:
        raise Conflict(_("This version is waiting for signatures already. Withdraw that request first."))
    if done is not None:
        raise Conflict(_("Everybody has signed this version already. Freeze a new one to have it signed again."))


def _checked_people(project: Project, contacts: Sequence[Contact]) -> list[Participant]:
    if not contacts:
        raise Invalid(signers=_("Choose at least one person who signs."))
    if len(contacts) > MOST_SIGNERS:
        raise Invalid(signers=_("At most %(most)s people can be asked at once.") % {"most": MOST_SIGNERS})
    if len({one.pk for one in contacts}) != len(contacts):
        raise Invalid(signers=_("Somebody is named twice."))
    found = Participant.objects.filter(project=project, contact__in=contacts, until=None)
    there = {one.contact_id: one for one in found.select_related("contact__client")}
    refusals = [why_not(there.get(one.pk), one) for one in Contact.objects.filter(pk__in=[c.pk for c in contacts])]
    if any(refusals):
        raise Invalid(signers=" ".join(words for words in refusals if words))
    return [there[one.pk] for one in contacts]


def _check_words(due_on: date | None, message: str, itemised: bool, paper: Paper) -> None:
    if due_on is not None and due_on < today():
        raise Invalid(due_on=_("This day has passed."))
    if len(message) > LONGEST_MESSAGE:
        raise Invalid(message=_("At most %(most)s characters.") % {"most": LONGEST_MESSAGE})
    if itemised and not any(section["items"] for section in paper.content["sections"]):
        raise Invalid(itemised=_("This document has no items to decide on one by one."))


def _enter(request: SignatureRequest, participant: Participant, position: int) -> Signer:
    contact = participant.contact
    assert contact is not None
    signer = Signer(
        request=request, contact=contact, position=position, name=contact.name, company=contact.client.name,
        role_words=contact.position or participant.role_words,
    )  # fmt: skip
    signer.save(force_insert=True)
    return signer
