"""Words for somebody of ours to send by another way than mail: in the reader's language, ready to be copied."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.clients.models import Contact
from zhike.signoff import queries
from zhike.signoff.addresses import portal_path
from zhike.signoff.mails import language_of
from zhike.signoff.models import SignatureRequest, Signer

Channel = Contact.Channel


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whom to remind, by which channel, where they are reached by it, and the words."""

    signer: Signer
    channel: Any
    reached_at: str
    text: str


def to_reach(request: SignatureRequest) -> list[Reminder]:
    """Who of this request is still to be reminded by the channel they prefer."""
    if not request.is_open:
        return []
    return [_reminder(request, one) for one in queries.to_reach(request)]


def _reminder(request: SignatureRequest, signer: Signer) -> Reminder:
    contact = signer.contact
    phone = contact.mobile or contact.phone
    reached_at = {Channel.WECHAT: contact.wechat or phone, Channel.MEETING: ""}.get(Channel(contact.channel), phone)
    return Reminder(signer, Channel(contact.channel).label, reached_at, reminder_to_copy(request, signer))


def reminder_to_copy(request: SignatureRequest, signer: Signer) -> str:
    """Without a way in that signs anybody in: what is passed on in a chat may be read by others."""
    firm = Organisation.objects.get(pk=request.organisation_id)
    with translation.override(language_of(signer, firm)):
        words = {
            "name": signer.name, "paper": request.paper.title_here, "code": request.paper.code,
            "due": date_format(request.due_on, "DATE_FORMAT") if request.due_on else "",
            "link": f"{settings.SITE_ADDRESS}{portal_path(request.paper, organisation=firm)}",
        }  # fmt: skip
        said = [_("Hello %(name)s, “%(paper)s” (%(code)s) still waits for your signature.") % words]
        if request.due_on:
            said.append(_("Please sign by %(due)s.") % words)
        said.append(_("Here it is: %(link)s") % words)
        return "\n".join(said)
