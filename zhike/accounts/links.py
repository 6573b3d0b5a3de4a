"""Magic links: good once, for signing in and nothing else; for half an hour if asked for, for a week in a letter."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from sesame.utils import get_user

from zhike.accounts.mails import IN_A_LETTER, SIGN_IN
from zhike.accounts.models import User

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


def _owner(token: str) -> User | None:
    owner: User | None = get_user(token, scope=SIGN_IN, update_last_login=False)
    if owner is None:
        owner = get_user(token, scope=IN_A_LETTER, update_last_login=False, max_age=LETTER_AGE)
    return owner
