"""The mails of this room: which template, in which language, with which link."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone, translation
from django.utils.formats import date_format
from sesame.utils import get_token

from zhike.accounts.domains import firm_at, site_of
from zhike.accounts.invitations import Letter
from zhike.accounts.models import Invitation, Organisation, User
from zhike.core.actors import CLIENT, NOBODY, Role
from zhike.core.mail import send
from zhike.core.scope import organisation_or_none

SIGN_IN = "sign-in"  # what a magic link is good for
IN_A_LETTER = "letter"  # the same in a mail the person did not ask for just now, and may read days later
ADDRESSED = "zhike.accounts.addressed"
USUAL = "accounts/mail/invitation.txt"
TEMPLATES = {  # what allauth calls its mails, and ours
    "account/email/login_code": "accounts/mail/sign_in.txt",
    "account/email/unknown_account": "accounts/mail/unknown.txt",
    "account/email/password_reset_key": "accounts/mail/reset_password.txt",
}
NOTICES = {  # something about the way in was changed; the owner of the account hears of it
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
    "mfa/email/totp_activated": "totp_on",
    "mfa/email/totp_deactivated": "totp_off",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "new_codes",
}


def from_allauth(request: HttpRequest, prefix: str, email: str, context: dict[str, Any]) -> None:
    """Send what allauth wants sent, as one of our mails. What is not in the lists above is not sent."""
    user = User.objects.filter(email=email.lower()).first()
    language = user.language if user else translation.get_language()
    if prefix in NOTICES:
        _notice(request, NOTICES[prefix], email, language)
    elif prefix in TEMPLATES:
        said = {"name": user.name if user else "", "email": email, "code": context.get("code", "")}
        if user and "code" in context:
            said["link"] = sign_in_link(user, request.POST.get("next", ""), site=_asked_on(request))
        if "key" in context:
            said["link"] = address("account_reset_password_from_key", uidb36=context["uid"], key=context["key"])
        send(email, TEMPLATES[prefix], said, language)


def invite(
    invitation: Invitation, token: str, organisation: Organisation, inviter: str, letter: Letter | None = None
) -> None:
    """Mail an invitation in the language of the invited person."""
    with translation.override(invitation.language):
        context = {
            "name": invitation.name,
            "inviter": inviter,
            "firm": organisation.name,
            "grants": invitation.words_of_grants,
            "until": date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT"),
            "link": address("invitation-accept", site=_site_for(organisation, invitation.role), token=token)
            + (f"?{urlencode({'next': letter.following})}" if letter and letter.following else ""),
            **(letter.says if letter else {}),
        }
    send(invitation.email, letter.template if letter else USUAL, context, invitation.language)


def sign_in_link(user: User, following: str = "", *, site: str = "") -> str:
    """An address that signs this person in once, and leads on to where they wanted to go."""
    return _letting_in(user, SIGN_IN, following, site)


def link_in_letter(user: User, following: str) -> str:
    """As `sign_in_link`, for a mail that asks somebody of a client to come: good for a week, once, until they sign in
    anyhow. It leads over the own domain of the organisation at hand, where it has one."""
    firm = Organisation.objects.filter(pk=organisation_or_none() or NOBODY).first()
    return _letting_in(user, IN_A_LETTER, following, site_of(firm) if firm else "")


def _letting_in(user: User, scope: str, following: str, site: str) -> str:
    """With it goes, signed, to whom the mail was written: when the link is used up, a fresh one is one tap away."""
    asked = {"to": signing.dumps(user.pk.hex, salt=ADDRESSED), **({"next": following} if following else {})}
    return f"{address('sign-in-link', site=site, token=get_token(user, scope))}?{urlencode(asked)}"


def address(name: str, *, site: str = "", **places: Any) -> str:
    """A full address for a mail, outside any organisation; on the installation's own host, or on `site`."""
    prefix = get_script_prefix()
    set_script_prefix("/")
    try:
        path = reverse(name, kwargs=places)
    finally:
        set_script_prefix(prefix)
    return f"{site or settings.SITE_ADDRESS}{path}"


def _asked_on(request: HttpRequest) -> str:
    """A link signs in where it was asked for: cookies are kept per host."""
    firm = firm_at(request)
    return site_of(firm) if firm else ""


def _site_for(organisation: Organisation, role: str) -> str:
    return site_of(organisation) if Role(role) in CLIENT else ""


def _notice(request: HttpRequest, what: str, email: str, language: str) -> None:
    now = timezone.localtime()
    context = {
        "what": what,
        "email": email,
        "moment": now.strftime("%Y-%m-%d %H:%M %Z"),
        "ip": request.META.get("REMOTE_ADDR", ""),
        "link": address("profile"),
    }
    send(email, "accounts/mail/notice.txt", context, language)
