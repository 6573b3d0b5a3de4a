"""The mails of this room: to whom, in which language, with the one link that leads to the document."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from zhike.accounts.actions import Letter, link_in_letter
from zhike.accounts.models import Organisation
from zhike.core.mail import send
from zhike.signoff.addresses import portal_path
from zhike.signoff.models import SignatureRequest, Signer

DIGITS = "signoff/mail/code.txt"


def ask(request: SignatureRequest, signer: Signer) -> None:
    """You are asked to sign: for somebody who has an account."""
    _to(request, signer, "signoff/mail/ask.txt")


def letter(request: SignatureRequest, signer: Signer) -> Letter:
    """The same for somebody new: an invitation whose button leads to the document."""
    firm = _firm(request)
    says = _says(request, signer, firm, language_of(signer, firm))
    says.pop("link", None)
    return Letter("signoff/mail/ask.txt", says, portal_path(request.paper, organisation=firm))


def remind(request: SignatureRequest, signer: Signer, note: str = "") -> None:
    overdue = request.due_on is not None and request.due_on < timezone.localdate()
    _to(request, signer, "signoff/mail/remind.txt", note=note, overdue=overdue)


def send_code(request: SignatureRequest, signer: Signer, digits: str) -> None:
    firm = _firm(request)
    language = language_of(signer, firm)
    context = _says(request, signer, firm, language) | {"code": digits}
    context.pop("link", None)
    send(_address(signer), DIGITS, context, language)


def tell_ended(request: SignatureRequest, signers: Iterable[Signer]) -> None:
    """To those who were asked: it is over, and why."""
    for signer in signers:
        _to(request, signer, "signoff/mail/ended.txt", state=request.state, reason=request.reason)


def tell_completed(request: SignatureRequest, signers: Iterable[Signer]) -> None:
    """To those who signed: everybody has, and where the signed copy is."""
    for signer in signers:
        _to(request, signer, "signoff/mail/completed.txt")


def language_of(signer: Signer, firm: Organisation) -> str:
    contact = signer.contact
    known = contact.user.language if contact.user else ""
    return contact.language or known or firm.language or settings.LANGUAGE_CODE


def _to(request: SignatureRequest, signer: Signer, template: str, **more: Any) -> None:
    firm = _firm(request)
    language, to = language_of(signer, firm), _address(signer)
    if to and not signer.contact.has_left:
        send(to, template, _says(request, signer, firm, language) | more, language)


def _address(signer: Signer) -> str:
    return signer.contact.user.email if signer.contact.user else signer.contact.email


def _says(request: SignatureRequest, signer: Signer, firm: Organisation, language: str) -> dict[str, Any]:
    with translation.override(language):
        said: dict[str, Any] = {
            "name": signer.name, "firm": firm.name, "colour": firm.colour, "asker": request.asked_by_name,
            "paper": request.paper.title_here, "code_of_paper": request.paper.code, "project": request.project.name,
            "message": request.message, "due": date_format(request.due_on, "DATE_FORMAT") if request.due_on else "",
        }  # fmt: skip
    if signer.contact.user is not None:
        said["link"] = link_in_letter(signer.contact.user, portal_path(request.paper, organisation=firm))
    else:
        said["link"] = f"{settings.SITE_ADDRESS}{portal_path(request.paper, organisation=firm)}"
    return said


def _firm(request: SignatureRequest) -> Organisation:
    return Organisation.objects.get(pk=request.organisation_id)
