"""Where allauth asks us: our words, our mail, our idea of who can sign in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.accounts import mails, sessions
from zhike.core.addresses import reverse
from zhike.core.sealing import seal, unseal

MISMATCH = gettext_lazy("This e-mail and password do not belong together. Check both, or have a link mailed to you.")
TOO_MANY = gettext_lazy("Too many tries. Wait five minutes, then try again, or have a link mailed to you.")
SAID = {  # what allauth wants to say after something was done, in our words; anything else it keeps to itself
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "account/messages/password_set.txt": gettext_lazy("You have a password now."),
    "account/messages/logged_out.txt": gettext_lazy("You are signed out."),
    "mfa/messages/totp_activated.txt": gettext_lazy("From now on signing in asks for a code from your app."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Signing in no longer asks for a code from your app."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Here are new recovery codes. The old ones no longer work."
    ),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "usersessions/messages/sessions_logged_out.txt": gettext_lazy("You are signed out everywhere else."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "account_inactive": MISMATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": gettext_lazy("This code is not right. Look at the newest mail."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your password."),
        "invalid_password_reset": gettext_lazy("This link is used up or too old. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if kwargs.get("message"):
            messages.add_message(request, level, kwargs["message"])
        elif message_template in SAID:
            messages.add_message(request, level, str(SAID[message_template]))

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        sessions.remember(request, user)
        sessions.keep_for(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mails.from_allauth(self.request, template_prefix, email, context)

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """As if the password were wrong: whether an account is closed is nobody's business."""
        messages.error(request, str(MISMATCH))
        return HttpResponseRedirect(reverse("account_login"))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not match. Try the newest code, or another way."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}

    def encrypt(self, text: str) -> str:
        return seal(text, "second factor")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, "second factor")
