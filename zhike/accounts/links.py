"""Magic links: good once, for signing in and nothing else.

One asked for on the sign-in page lives half an hour. One in a letter to a client (something to read, answer or
sign) lives a week, because it is opened when there is time; it lets in nobody who works for a firm here.
"""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from sesame.utils import get_user

from zhike.accounts.mails import ADDRESSED, IN_A_LETTER, SIGN_IN
from zhike.accounts.models import User
from zhike.accounts.queries import is_on_our_side

LETTER_AGE = timedelta(days=7)


def is_good(token: str) -> bool:
    """Would this link let somebody in? Spends nothing."""
    return _owner(token) is not None


@transaction.atomic
def spend(token: str) -> User | None:
    """The person this link lets in, once; None if it is spent, too old or not ours.

    A token is good for the moment of the last sign-in, so setting that moment spends it. The row is locked
    between looking and setting: of two clicks at once one gets in.
    """
    owner = _owner(token)
    if owner is None:
        return None
    User.objects.select_for_update().get(pk=owner.pk)
    owner = _owner(token)
    if owner is None:
        return None
    owner.last_login = timezone.now()
    owner.save(update_fields=["last_login"])
    return owner


def addressee(hint: str) -> User | None:
    """Whom the mail with this link was written to. Knowing it lets nobody in: a fresh link goes to that address."""
    try:
        key = signing.loads(hint, salt=ADDRESSED)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, is_active=True).first()


def veiled(email: str) -> str:
    """Enough of an address for its owner to recognise it, too little for whom the mail was passed on to."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def _owner(token: str) -> User | None:
    owner: User | None = get_user(token, scope=SIGN_IN, update_last_login=False)
    if owner is not None:
        return owner
    reader: User | None = get_user(token, scope=IN_A_LETTER, max_age=LETTER_AGE, update_last_login=False)
    return reader if reader is not None and not is_on_our_side(reader) else None
