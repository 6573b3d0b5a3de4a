"""Mail, one way for everyone: `send(to, template, context, language)`.

It is a job: enqueued in the caller's transaction, rendered and sent by the worker after commit, tried again
with growing pauses. A mail is one text template; the HTML form is made from it (core/mail_paper.py), so the
two cannot differ. The first line is the subject.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.mime.image import MIMEImage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation

from zhike.core import mail_paper
from zhike.core.jobs import job
from zhike.core.sealing import seal, unseal

LOGO = "logo"  # the Content-ID of the picture in the letterhead


@dataclass(frozen=True)
class Letterhead:
    """Whose mail it is: name, one of the palettes, and the logo as PNG (empty: none)."""

    firm: str = ""
    colour: str = ""
    logo: bytes = b""


_letterhead: list[Callable[[], Letterhead]] = []


def letterhead_from(source: Callable[[], Letterhead]) -> None:
    """`accounts` says here whose paper the mails of the organisation at hand are written on."""
    _letterhead[:] = [source]


def send(
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    *,
    unsubscribe: str = "",
    reply_to: str = "",
    key: str = "",
) -> None:
    """Mail `template` to somebody, in their language.

    The letterhead is that of the organisation at hand; `context` may name another `firm` and `colour`.
    `unsubscribe` is an address that takes a POST and needs no sign-in (RFC 8058). A mail that waits under the
    same `key` is enough.
    """
    deliver.later(
        key=key,
        to=to,
        template=template,
        sealed=_sealed(context),
        language=language,
        unsubscribe=unsubscribe,
        reply_to=reply_to,
    )


@job(most_attempts=10)
def deliver(to: str, template: str, sealed: str, language: str, unsubscribe: str = "", reply_to: str = "") -> None:
    """Render and send one mail."""
    with translation.override(language):
        message = compose(to, template, json.loads(unseal(sealed, "mail")), unsubscribe=unsubscribe, reply_to=reply_to)
    message.send()


def compose(
    to: str, template: str, context: Mapping[str, Any], *, unsubscribe: str = "", reply_to: str = ""
) -> EmailMultiAlternatives:
    """The mail as it will be sent, in the language that is active."""
    shielded = {name: mail_paper.shield(value) for name, value in context.items()}
    source = render_to_string(template, {**shielded, "site": settings.SITE_ADDRESS})
    subject, _newline, body = source.strip().partition("\n")
    head = _letterhead[0]() if _letterhead else Letterhead()
    colours, told = mail_paper.palette(str(context.get("colour") or head.colour)), mail_paper.unshield(subject)
    frame = {
        "firm": context.get("firm") or head.firm or "知客 Zhike",
        "logo": f"cid:{LOGO}" if head.logo else "",
        "palette": colours,
        "language": translation.get_language(),
        "subject": told,
        "unsubscribe": unsubscribe,
    }
    text = render_to_string("core/mail/frame.txt", {**frame, "body": mail_paper.as_text(body)})
    message = EmailMultiAlternatives(" ".join(told.split()), text.strip() + "\n", None, [to])
    message.attach_alternative(
        render_to_string("core/mail/frame.html", {**frame, "body": mail_paper.as_html(body, colours)}),
        "text/html",
    )
    _enclose(message, head.logo)
    message.reply_to = [reply_to] if reply_to else []
    if unsubscribe:
        message.extra_headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _enclose(message: EmailMultiAlternatives, logo: bytes) -> None:
    """Within the mail, not fetched from us: mail programs block pictures from elsewhere, and nobody is told when a
    mail was read."""
    if not logo:
        return
    picture = MIMEImage(logo, "png")
    picture.add_header("Content-ID", f"<{LOGO}>")
    picture.add_header("Content-Disposition", "inline", filename="logo.png")
    message.mixed_subtype = "related"  # type: ignore[attr-defined]
    message.attach(picture)


def _sealed(context: Mapping[str, Any]) -> str:
    """Waiting and given-up jobs are rows people look at; what a mail says (links that sign in) is not."""
    plain = {name: value for name, value in context.items() if value is not None}
    return seal(json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False), "mail")
