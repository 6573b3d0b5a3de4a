"""The shape of what people type here. allauth's forms keep their rules and get our words."""

from datetime import datetime, time
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.accounts.models import Organisation
from zhike.accounts.models.organisations import COLOURS
from zhike.accounts.time_zones import TIME_ZONES
from zhike.core.actors import CLIENT, LABELS, STAFF, Actor, Role
from zhike.core.capabilities import by_noun

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
PASSWORD_HELP = _("At least 10 characters. A sentence is easier to remember than a riddle.")


class OurWords(forms.Form):
    """A form of allauth with our labels and no placeholders."""

    words: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    attributes: dict[str, dict[str, Any]] = {}
    left_out: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            self.fields.pop(name, None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.update(self.attributes.get(name, {}))


class SignInForm(OurWords, account.LoginForm):
    words = {"login": _("E-mail"), "password": _("Password")}
    attributes = {"login": {"autocomplete": "username webauthn", "autofocus": True}}


class LinkForm(OurWords, account.RequestLoginCodeForm):
    words = {"email": _("E-mail")}
    attributes = {"email": {"autofocus": True}}


class LinkCodeForm(OurWords, account.ConfirmLoginCodeForm):
    words = {"code": _("Six-digit code")}
    attributes = {"code": {**CODE, "maxlength": 9}}


class ForgottenForm(OurWords, account.ResetPasswordForm):
    words = {"email": _("E-mail")}
    attributes = {"email": {"autofocus": True}}


class NewPasswordForm(OurWords, account.ResetPasswordKeyForm):
    words = {"password1": _("New password")}
    helps = {"password1": PASSWORD_HELP}
    left_out = ("password2",)


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    words = {"oldpassword": _("Password now"), "password1": _("New password")}
    helps = {"password1": PASSWORD_HELP}
    left_out = ("password2",)


class FirstPasswordForm(OurWords, account.SetPasswordForm):
    words = {"password1": _("New password")}
    helps = {"password1": PASSWORD_HELP}
    left_out = ("password2",)


class ConfirmForm(OurWords, account.ReauthenticateForm):
    words = {"password": _("Password")}


class SecondStepForm(OurWords, AuthenticateForm):
    words = {"code": _("Code from your app, or a recovery code")}
    attributes = {"code": CODE | {"inputmode": "text"}}


class ConfirmCodeForm(OurWords, ReauthenticateForm):
    words = {"code": _("Code from your app, or a recovery code")}
    attributes = {"code": CODE | {"inputmode": "text"}}


class AppForm(OurWords, ActivateTOTPForm):
    words = {"code": _("Code the app shows now")}
    attributes = {"code": CODE}


class PasskeyForm(OurWords, AddWebAuthnForm):
    words = {"name": _("Name")}
    helps = {"name": _("So that you know later which device this is: “Work laptop”.")}
    left_out = ("passwordless",)


class PasskeyNameForm(OurWords, EditWebAuthnForm):
    words = {"name": _("Name")}


class RecoveryForm(OurWords, GenerateRecoveryCodesForm):
    pass


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=TIME_ZONES, required=False)


class JoinForm(forms.Form):
    """For somebody new. Known people only press the button."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("Leave it empty and have a link mailed to you whenever you sign in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SetUpForm(forms.Form):
    """The first run."""

    name = forms.CharField(label=_("Your firm"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True}))
    slug = forms.SlugField(
        label=pgettext_lazy("of an organisation", "Address"),
        max_length=40,
        help_text=_("Short, a–z and 0–9; it becomes part of every link: /acme/"),
    )
    owner_name = forms.CharField(label=_("Your name"), max_length=100)
    owner_email = forms.EmailField(label=_("Your e-mail"))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class InviteForm(forms.Form):
    """A colleague. (Contacts of clients are invited from their client or project.)"""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autofocus": True}))
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=100)
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = staff_roles(actor)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, choices: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Organisation
        fields = (
            "name", "colour", "portal_name", "portal_greeting", "portal_domain",
            "language", "time_zone", "currency", "require_second_factor",
        )  # fmt: skip
        labels = {"require_second_factor": _("Staff need a second factor")}
        help_texts = {
            "colour": _("What your clients' portal and your mails wear."),
            "portal_name": _("What stands above your clients' portal. Empty: the name of the firm."),
            "portal_greeting": _("One sentence your clients read first when they come in."),
            "portal_domain": _("A host name that leads here, like portal.acme.com. See the guide, “Administration”."),
            "currency": _("Three letters, like CNY."),
            "require_second_factor": _("Whoever has none is asked to set one up before anything else."),
        }

    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=TIME_ZONES)


class LogoForm(forms.Form):
    logo = forms.FileField(label=_("Picture"))


class UnderHeadings(forms.CheckboxSelectMultiple):
    """Check boxes in groups, each with its heading."""

    template_name = "accounts/_choices_under_headings.html"

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        return render_to_string(template_name, context)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What will use it: “Reporting script”."))
    capabilities = forms.MultipleChoiceField(label=_("What it may do"), widget=UnderHeadings)
    expires_on = forms.DateField(
        label=_("Works until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, grantable: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capabilities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = by_noun(grantable)

    @property
    def expires_at(self) -> datetime | None:
        """The end of the day chosen, where the person is."""
        day = self.cleaned_data["expires_on"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


def staff_roles(actor: Actor) -> list[tuple[str, Any]]:
    """The roles this actor may give to colleagues."""
    roles = [role for role in LABELS if role in STAFF]
    return [(role.value, LABELS[role]) for role in roles if role is not Role.OWNER or actor.role is Role.OWNER]


def roles_beside(actor: Actor, role: Role) -> list[tuple[str, Any]]:
    """The roles this actor may give to somebody who has `role`: those of the same side."""
    if role in STAFF:
        return staff_roles(actor)
    return [(one.value, words) for one, words in LABELS.items() if one in CLIENT]
