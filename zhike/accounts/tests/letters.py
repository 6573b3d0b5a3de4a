"""Reading the mail that was sent in a test; other rooms send mails too."""

import re
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMultiAlternatives

SIGN_IN = r"http\S+/-/sign-in/link/\S+"
INVITATION = r"http\S+/-/invitation/\S+"
PASSWORD = r"http\S+/-/password/\S+"


def letters(to: str, about: str = "") -> list[EmailMultiAlternatives]:
    return [one for one in mail.outbox if one.to == [to] and re.search(about, one.body)]


def newest(about: str) -> EmailMultiAlternatives:
    return [one for one in mail.outbox if re.search(about, one.body)][-1]


def path_in(about: str) -> str:
    """Where the newest such mail leads to."""
    parts = urlsplit(re.search(about, newest(about).body).group())
    return parts.path + (f"?{parts.query}" if parts.query else "")


def code_in_mail() -> str:
    return re.search(r"^\d{6}$", newest(SIGN_IN).body, re.MULTILINE).group()
