"""That it is really this person: six digits mailed to them, or a code of their authenticator app."""

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.signoff import mails
from zhike.signoff.access import SIGN
from zhike.signoff.actions.locking import locked_with_signer
from zhike.signoff.events import CODE_SENT
from zhike.signoff.models import IdentityCode, Signature, Signer
from zhike.signoff.queries.signers import has_app, why_not_now

VALID = timedelta(minutes=10)
MOST_TRIES = 5
PAUSE = timedelta(seconds=30)  # between two mails
MOST_AN_HOUR = 6


@transaction.atomic
def ask_for_code(actor: Actor, signer: Signer) -> IdentityCode:
    """Mail six digits to the signer. An earlier code stops working; more than a few an hour are refused."""
    must(actor, SIGN, signer)
    request, signer = locked_with_signer(signer)
    refusal = why_not_now(signer, request)
    if refusal:
        raise Conflict(refusal)
    _refuse_haste(signer)
    digits = f"{secrets.randbelow(10**6):06d}"
    IdentityCode.objects.filter(signer=signer, used_at=None).update(expires_at=timezone.now())
    code = IdentityCode(signer=signer, digest="", expires_at=timezone.now() + VALID)
    code.digest = digest_of_code(code, digits)
    code.save(force_insert=True)
    mails.send_code(request, signer, digits)
    record(actor, CODE_SENT, request.paper, person=signer.name, request=request.code)
    return code


def prove_identity(signer: Signer, code: str, actor: Actor) -> tuple[Signature.Means, IdentityCode | None]:
    """How the typed code proves who it is. Raises `Invalid` in words if it does not; each try counts, also if what
    follows is refused."""
    must(actor, SIGN, signer)
    digits = "".join(character for character in code if character.isdigit())
    if has_app(actor) and _app_says_yes(actor, digits):
        return Signature.Means.TOTP, None
    return Signature.Means.MAIL_CODE, _mailed(signer, digits)


def _refuse_haste(signer: Signer) -> None:
    now = timezone.now()
    lately = IdentityCode.objects.filter(signer=signer, created_at__gt=now - timedelta(hours=1))
    if lately.filter(created_at__gt=now - PAUSE).exists():
        raise Conflict(_("A code was sent a moment ago. Look into your mailbox, or try again in half a minute."))
    if lately.count() >= MOST_AN_HOUR:
        raise Conflict(_("Too many codes were sent within an hour. Try again later."))


def _mailed(signer: Signer, digits: str) -> IdentityCode:
    """The newest code, if these are its digits."""
    if len(digits) != 6:
        raise Invalid(code=_("Type the six digits of the mail."))
    latest = IdentityCode.objects.filter(signer=signer, used_at=None).order_by("-created_at", "-id").first()
    if latest is None or latest.expires_at <= timezone.now():
        raise Invalid(code=_("This code is no longer valid. Have a new one sent."))
    counted = IdentityCode.objects.filter(pk=latest.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise Invalid(code=_("Too many wrong tries. Have a new code sent."))
    if not constant_time_compare(latest.digest, digest_of_code(latest, digits)):
        raise Invalid(code=_("These are not the digits of the newest mail. Look again."))
    return latest


def digest_of_code(code: IdentityCode, digits: str) -> str:
    """Keyed: six digits could be guessed from a plain hash in a moment."""
    return salted_hmac("zhike.signoff.code", f"{code.pk.hex}:{digits}", algorithm="sha256").hexdigest()


def _app_says_yes(actor: Actor, digits: str) -> bool:
    row = Authenticator.objects.filter(user_id=actor.person_id, type=Authenticator.Type.TOTP).first()
    return row is not None and len(digits) == 6 and bool(TOTP(row).validate_code(digits))
