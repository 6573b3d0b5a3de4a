"""The mails of this room: which template, in which language, with which link."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone, translation
from django.utils.formats import date_format
from sesame.utils import get_token

from zhike.accounts.invitations import Letter
from zhike.accounts.models import Invitation, Organisation, User
from zhike.core.mail import send

SIGN_IN = "sign-in"  # what a magic link is good for
IN_A_LETTER = "letter"  # the same in a mail the person did not ask for just now, and may read days later
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
            said["link"] = sign_in_link(user, request.POST.get("next", ""))
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
            "colour": organisation.colour,
            "grants": invitation.words_of_grants,
            "until": date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT"),
            "link": address("invitation-accept", token=token, following=letter.following if letter else ""),
            **(letter.says if letter else {}),
        }
    send(invitation.email, letter.template if letter else USUAL, context, invitation.language)


def sign_in_link(user: User, following: str = "") -> str:
    """An address that signs this person in once."""
    return address("sign-in-link", token=get_token(user, SIGN_IN), following=following)


def link_in_letter(user: User, following: str) -> str:
    """As `sign_in_link`, for a mail that asks somebody to come: good for a week, once, until they sign in anyhow."""
    return address("sign-in-link", token=get_token(user, IN_A_LETTER), following=following)


def address(name: str, *, following: str = "", **places: Any) -> str:
    """A full address for a mail, outside any organisation."""
    prefix = get_script_prefix()
    set_script_prefix("/")
    try:
        path = reverse(name, kwargs=places)
    finally:
        set_script_prefix(prefix)
    query = f"?{urlencode({'next': following})}" if following else ""
    return f"{settings.SITE_ADDRESS}{path}{query}"


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
