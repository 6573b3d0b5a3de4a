"""Pages that belong to no organisation: `/-/sign-in/`, `/-/me/`.

Of allauth only these are reachable, with our templates and words; they keep allauth's URL names, by which it
links to itself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_POST

from zhike.accounts import forms
from zhike.accounts.views import branding, entry, joining, profile
from zhike.core.doors import public, signed_in

View = Callable[..., HttpResponse]


def open_to_all(view: Any, template: str = "", **options: Any) -> View:
    return public(_page(view, template, **options))


def own(view: Any, template: str = "", **options: Any) -> View:
    return signed_in(_page(view, template, **options))


def _page(view: Any, template: str, **options: Any) -> View:
    """A view of allauth with our template.

    A POST it had put aside while asking for the password is dropped, so that nothing is done which the person
    did not press again.
    """
    page: View = view.as_view(**({"template_name": f"accounts/{template}.html"} if template else {}), **options)

    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "request" in (request.session.get(STATE_SESSION_KEY) or {}):
            del request.session[STATE_SESSION_KEY]
        return page(request, *args, **kwargs)

    return shown


urlpatterns = [
    path("", entry.home, name="home"),
    path("set-up/", entry.first_run, name="set-up"),
    # --- getting in ---
    path(
        "sign-in/",
        open_to_all(account.LoginView, "sign_in", form_class=forms.SignInForm),
        name="account_login",
    ),
    path(
        "sign-in/mail/",
        open_to_all(account.RequestLoginCodeView, "sign_in_mail", form_class=forms.LinkForm),
        name="account_request_login_code",
    ),
    path(
        "sign-in/code/",
        open_to_all(account.ConfirmLoginCodeView, "sign_in_code", form_class=forms.LinkCodeForm),
        name="account_confirm_login_code",
    ),
    path("sign-in/link/<str:token>/", entry.sign_in_link, name="sign-in-link"),
    path("sign-in/again/", entry.fresh_link, name="fresh-link"),
    path(
        "sign-in/second-step/",
        open_to_all(mfa.AuthenticateView, "second_step", form_class=forms.SecondStepForm),
        name="mfa_authenticate",
    ),
    path("sign-in/passkey/", open_to_all(webauthn.LoginWebAuthnView), name="mfa_login_webauthn"),
    path("sign-out/", public(require_POST(account.LogoutView.as_view())), name="account_logout"),
    path("sign-up/", entry.no_sign_up, name="account_signup"),
    path("invitation/<str:token>/", joining.accept, name="invitation-accept"),
    path(
        "password/",
        open_to_all(account.PasswordResetView, "forgotten", form_class=forms.ForgottenForm),
        name="account_reset_password",
    ),
    path(
        "password/sent/",
        open_to_all(account.PasswordResetDoneView, "forgotten_sent"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all(account.PasswordResetFromKeyView, "new_password", form_class=forms.NewPasswordForm),
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        open_to_all(account.PasswordResetFromKeyDoneView, "new_password_set"),
        name="account_reset_password_from_key_done",
    ),
    path("language/", profile.set_language, name="set_language"),
    path("view-as/stop/", profile.stop_viewing, name="stop-viewing"),
    path("logo/<slug:slug>/<slug:digest>/<slug:form>.png", branding.picture, name="logo-picture"),
    path("logo/<slug:colour>/icon-<int:side>.png", branding.generated, name="logo-generated"),
    # --- oneself ---
    path("me/", profile.profile, name="profile"),
    path("me/second-factor/", profile.second_factor_wanted, name="second-factor-wanted"),
    path(
        "me/password/",
        own(account.PasswordChangeView, "password_change", form_class=forms.ChangePasswordForm),
        name="account_change_password",
    ),
    path(
        "me/password/first/",
        own(account.PasswordSetView, "password_change", form_class=forms.FirstPasswordForm),
        name="account_set_password",
    ),
    path(
        "me/confirm/",
        own(account.ReauthenticateView, "confirm", form_class=forms.ConfirmForm),
        name="account_reauthenticate",
    ),
    path(
        "me/confirm/code/",
        own(mfa.ReauthenticateView, "confirm", form_class=forms.ConfirmCodeForm),
        name="mfa_reauthenticate",
    ),
    path(
        "me/confirm/passkey/",
        own(webauthn.ReauthenticateWebAuthnView, "confirm_passkey"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("me/app/", own(totp.ActivateTOTPView, "app_on", form_class=forms.AppForm), name="mfa_activate_totp"),
    path("me/app/off/", own(totp.DeactivateTOTPView, "app_off"), name="mfa_deactivate_totp"),
    path("me/codes/", own(codes.ViewRecoveryCodesView, "codes"), name="mfa_view_recovery_codes"),
    path(
        "me/codes/new/",
        own(codes.GenerateRecoveryCodesView, "codes_new", form_class=forms.RecoveryForm),
        name="mfa_generate_recovery_codes",
    ),
    path("me/passkeys/", own(webauthn.ListWebAuthnView, "passkeys"), name="mfa_list_webauthn"),
    path(
        "me/passkeys/new/",
        own(webauthn.AddWebAuthnView, "passkey_new", form_class=forms.PasskeyForm),
        name="mfa_add_webauthn",
    ),
    path(
        "me/passkeys/<int:pk>/",
        own(webauthn.EditWebAuthnView, "passkey_name", form_class=forms.PasskeyNameForm),
        name="mfa_edit_webauthn",
    ),
    path(
        "me/passkeys/<int:pk>/removal/",
        own(webauthn.RemoveWebAuthnView, "passkey_off"),
        name="mfa_remove_webauthn",
    ),
    path("me/sessions/", own(usersessions.ListUserSessionsView, "sessions"), name="usersessions_list"),
    path("me/security/", profile.security, name="mfa_index"),
]
