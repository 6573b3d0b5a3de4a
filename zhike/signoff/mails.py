"""The mails of this room: to whom, in which language, with the one link that leads to the document."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from zhike.accounts.actions import Letter, link_in_letter
from zhike.accounts.models import Organisation
from zhike.core.mail import send
from zhike.signoff.addresses import portal_path
from zhike.signoff.models import SignatureRequest, Signer
from zhike.signoff.own_time import today

DIGITS = "signoff/mail/code.txt"


def ask(request: SignatureRequest, signer: Signer) -> None:
    """You are asked to sign: for somebody who has an account."""
    _to(request, signer, "signoff/mail/ask.txt")


def letter(request: SignatureRequest, signer: Signer) -> Letter:
    """The same for somebody new: an invitation whose button leads to the document."""
    return _letter(request, signer, "signoff/mail/ask.txt")


def remind(request: SignatureRequest, signer: Signer, note: str = "") -> None:
    """Your signature is still missing: for somebody who has an account."""
    _to(request, signer, "signoff/mail/remind.txt", note=note, overdue=_is_overdue(request))


def reminding_letter(request: SignatureRequest, signer: Signer, note: str = "") -> Letter:
    """The same for somebody who has not come yet: their invitation again, with a fresh link."""
    return _letter(request, signer, "signoff/mail/remind.txt", note=note, overdue=_is_overdue(request))


def send_code(request: SignatureRequest, signer: Signer, digits: str) -> None:
    firm = _firm(request)
    language = language_of(signer, firm)
    context = _says(request, signer, firm, language) | {"code": digits}
    context.pop("link", None)
    send(_address(signer), DIGITS, context, language)


def tell_ended(request: SignatureRequest, signers: Iterable[Signer], newer: SignatureRequest | None = None) -> None:
    """To those who were asked: it is over, why, and what that means for them; the link leads to what holds now."""
    later = set(newer.signers.values_list("contact_id", flat=True)) if newer else set()
    for signer in signers:
        _to(
            request, signer, "signoff/mail/ended.txt", shown=newer, state=request.state,
            reason="" if newer else request.reason, had_signed=signer.signed_at is not None,
            newer=newer.paper.code if newer else "", asked_later=signer.contact_id in later,
        )  # fmt: skip


def tell_completed(request: SignatureRequest, signers: Iterable[Signer]) -> None:
    """To those who signed: everybody has, and where the signed copy is."""
    for signer in signers:
        _to(request, signer, "signoff/mail/completed.txt")


def language_of(signer: Signer, firm: Organisation) -> str:
    contact = signer.contact
    known = contact.user.language if contact.user else ""
    return contact.language or known or firm.language or settings.LANGUAGE_CODE


def _to(
    request: SignatureRequest, signer: Signer, template: str, *, shown: SignatureRequest | None = None, **more: Any
) -> None:
    """`shown` is where the link leads, if not to the paper of this request."""
    firm = _firm(request)
    language, to = language_of(signer, firm), _address(signer)
    if not to or signer.contact.has_left:
        return
    says = _says(request, signer, firm, language) | more
    if shown is not None and says["link"]:
        says["link"] = _link(shown, signer, firm)
    send(to, template, says, language)


def _letter(request: SignatureRequest, signer: Signer, template: str, **more: Any) -> Letter:
    firm = _firm(request)
    says = _says(request, signer, firm, language_of(signer, firm)) | more
    says.pop("link")  # the invitation brings its own
    return Letter(template, says, portal_path(request.paper, organisation=firm))


def _is_overdue(request: SignatureRequest) -> bool:
    return request.due_on is not None and request.due_on < today()


def _address(signer: Signer) -> str:
    return signer.contact.user.email if signer.contact.user else signer.contact.email


def _says(request: SignatureRequest, signer: Signer, firm: Organisation, language: str) -> dict[str, Any]:
    with translation.override(language):
        said: dict[str, Any] = {
            "name": signer.name, "firm": firm.name, "colour": firm.colour,
            "asker": request.asked_by_name if request.project.transparency.people else "",
            "paper": request.paper.title_here, "code_of_paper": request.paper.code, "project": request.project.name,
            "message": request.message, "due": date_format(request.due_on, "DATE_FORMAT") if request.due_on else "",
        }  # fmt: skip
    said["link"] = _link(request, signer, firm)
    said["replaced"] = _replaced(request, signer)
    return said


def _link(request: SignatureRequest, signer: Signer, firm: Organisation) -> str:
    """Somebody who never came in has no way to it but their invitation."""
    user = signer.contact.user
    return link_in_letter(user, portal_path(request.paper, organisation=firm)) if user is not None else ""


def _replaced(request: SignatureRequest, signer: Signer) -> str:
    """The earlier version this person was asked about, which this one has replaced before everybody had signed."""
    before = Signer.objects.filter(contact=signer.contact_id, asked_at__isnull=False, request__series=request.series_id)
    found = before.filter(request__state=SignatureRequest.State.SUPERSEDED).exclude(request=request.pk)
    last = found.select_related("request__paper").order_by("-request__sent_at").first()
    return last.request.paper.code if last else ""


def _firm(request: SignatureRequest) -> Organisation:
    return Organisation.objects.get(pk=request.organisation_id)
