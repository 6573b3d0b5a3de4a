"""Looks at what this installation was told: key, names, mail."""

import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from zhike.core.examination.findings import Finding, hint, ill, well

SHORTEST_KEY, DIFFERENT, PATIENCE = 50, 5, 5


def secret_key() -> Iterator[Finding]:
    """Whoever knows the key can sign in as anybody."""
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < DIFFERENT or key.startswith("django-insecure"):
        yield ill(
            "secret-key",
            _(
                "The secret key is too short or too simple. Give ZHIKE_SECRET_KEY at least 50 random "
                "characters, or remove it and one is made."
            ),
        )
    else:
        yield well("secret-key", _("The secret key is this installation's own."))


def debugging() -> Iterator[Finding]:
    if settings.DEBUG:
        yield ill("debug", _("Debugging is on: errors show source and settings to everyone. Unset ZHIKE_DEBUG."))
    elif "*" in settings.ALLOWED_HOSTS:
        yield hint("hosts", _("Any host name is answered. Name yours in ZHIKE_HOSTS."))
    else:
        yield well("hosts", _("Answers to: %(hosts)s.") % {"hosts": ", ".join(settings.ALLOWED_HOSTS)})


def mail() -> Iterator[Finding]:
    """Without mail nobody can be invited or get a new password."""
    if not settings.EMAIL_HOST:
        where = getattr(settings, "EMAIL_FILE_PATH", "") or settings.EMAIL_BACKEND
        yield hint(
            "mail",
            _("No mail server is set: mails are kept in %(where)s. Set ZHIKE_MAIL_HOST.") % {"where": where},
        )
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=PATIENCE) as smtp:
            smtp.ehlo()
            if settings.EMAIL_USE_TLS:
                smtp.starttls()
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as error:
        words = _("The mail server %(server)s does not take our mail: %(error)s")
        yield ill("mail", words % {"server": server, "error": error})
        return
    yield well("mail", _("The mail server %(server)s takes our mail.") % {"server": server})
