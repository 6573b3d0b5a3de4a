"""What an invitation can bring besides the membership: rooms above say how it is redeemed.

A room registers when it starts, and then passes `grants` to `actions.invite`:

    @redeemer("contact")
    def link_contact(actor: Actor, user: User, membership: Membership, key: UUID) -> None: ...

    invite(actor, email=…, name=…, role="contact", grants=[grant("contact", contact.pk, words="…")])

The function runs in the transaction of the acceptance and inside the organisation, as the system; it must
bear being called when the grant is already there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.accounts.models import Membership, User
from zhike.core.actors import Actor
from zhike.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in place of the usual one, of a room above that invites for a reason: `template` gets what the usual one
    gets and `says`; `following` is where the invited person goes on once they are in."""

    template: str
    says: Mapping[str, Any] = field(default_factory=dict)
    following: str = ""


Redeemer = Callable[[Actor, User, Membership, UUID], None]
_redeemers: dict[str, Redeemer] = {}


def redeemer(kind: str) -> Callable[[Redeemer], Redeemer]:
    """Declare how grants of this kind are redeemed."""

    def register(function: Redeemer) -> Redeemer:
        if _redeemers.get(kind, function) is not function:
            raise LookupError(f"Grants of kind {kind!r} already have a redeemer.")
        _redeemers[kind] = function
        return function

    return register


def grant(kind: str, key: UUID, *, words: str = "") -> dict[str, str]:
    """One thing the invited person gets. `words` say it to them: “Project P-12 of Huaxin”."""
    return {"kind": kind, "id": str(key), "words": words}


def checked(grants: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Grants that can be redeemed later, or Invalid now."""
    found = [grant(str(one["kind"]), UUID(str(one["id"])), words=str(one.get("words", ""))) for one in grants]
    if any(one["kind"] not in _redeemers for one in found):
        raise Invalid(_=_("Nobody knows how to give what this invitation promises."))
    return found


def merged(earlier: list[dict[str, str]], later: list[dict[str, str]]) -> list[dict[str, str]]:
    """Both, each thing once; the later words win."""
    return list({(one["kind"], one["id"]): one for one in [*earlier, *later]}.values())


def redeem(actor: Actor, user: User, membership: Membership, grants: Iterable[dict[str, str]]) -> None:
    for one in grants:
        _redeemers[one["kind"]](actor, user, membership, UUID(one["id"]))
