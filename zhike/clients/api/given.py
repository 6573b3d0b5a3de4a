"""Reading what a caller sent."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.accounts.models import Membership, User
from zhike.core.api import Input
from zhike.core.errors import Invalid, Missing

EMPTIED_BY_NULL = frozenset({"annual_value", "potential_value", "birthday", "version"})


def given(body: Input) -> dict[str, Any]:
    """Only what the caller sent; null empties what can be empty and is refused elsewhere."""
    sent: dict[str, Any] = body.dict(exclude_unset=True)
    nulls = [name for name, value in sent.items() if value is None and name not in EMPTIED_BY_NULL]
    if nulls:
        raise Invalid(dict.fromkeys(nulls, _('This cannot be null. To empty it, send "".')))
    return sent


def colleague(user_id: UUID) -> User:
    """A member of the organisation by key; the action decides whether they fit."""
    member = Membership.objects.filter(user_id=user_id).select_related("user").first()
    if member is None:
        raise Missing(_("There is no such colleague."))
    return member.user
