"""What people do to themselves, outside any organisation.

There is no actor here, so nobody to ask for permission and no organisation's history to record in: a person
may always change their own name and language. Everything inside an organisation is in `actions/`.
"""

from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.core.errors import Invalid


@transaction.atomic
def person(email: str, name: str, *, language: str = "", password: str = "") -> User:
    """The person with this address, made now if there is none. Somebody already here keeps name and password.

    Two invitations accepted at once for the same new address make one person.
    """
    email = clean_email(email)
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    new = User(email=email, name=clean_name(name), language=clean_language(language or settings.LANGUAGE_CODE))
    if password:
        check_password(password, new)
    new.set_password(password or None)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            EmailAddress.objects.create(user=new, email=email, primary=True, verified=True)
    except IntegrityError:
        return User.objects.get(email=email)
    return new


@transaction.atomic
def change_profile(user: User, *, name: str, language: str, time_zone: str) -> User:
    """Change one's own name, language and time zone."""
    if time_zone and time_zone not in available_timezones():
        raise Invalid(time_zone=_("There is no such time zone."))
    user.name, user.language, user.time_zone = clean_name(name), clean_language(language), time_zone
    user.save(update_fields=["name", "language", "time_zone"])
    return user


def clean_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(email=_("This is not an e-mail address.")) from error
    if len(email) > 254:
        raise Invalid(email=_("This is not an e-mail address."))
    return email


def clean_name(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise Invalid(name=_("Say the name."))
    if len(name) > 100:
        raise Invalid(name=_("A name has at most 100 characters."))
    return name


def clean_language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Invalid(language=_("Choose one of the languages offered."))
    return language


def check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(password=" ".join(error.messages)) from error
