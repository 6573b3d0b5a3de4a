"""The address in every notification mail by which one gets no more of them, without signing in (RFC 8058)."""

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from zhike.core.errors import Missing

SALT = "zhike.activity.unsubscribe"
EVERYTHING = ""  # the kind of the daily mail


class Unsubscribing(NamedTuple):
    organisation_id: UUID
    user_id: UUID
    kind: str


def one_click_address(organisation_id: UUID, user_id: UUID, kind: str) -> str:
    token = signing.dumps([organisation_id.hex, user_id.hex, kind], salt=SALT, compress=True)
    return f"{settings.SITE_ADDRESS}/-/unsubscribe/{token}/"


def read_token(token: str) -> Unsubscribing:
    """Who wants no more of which mails. Does not expire: an old mail must unsubscribe as well as a new one."""
    try:
        organisation_id, user_id, kind = signing.loads(token, salt=SALT)
        return Unsubscribing(UUID(organisation_id), UUID(user_id), kind)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Missing(_("This link is not complete. Copy it whole from the mail.")) from error
