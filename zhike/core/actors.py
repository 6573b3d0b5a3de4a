"""Who acts. The first argument of every query and every action."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """Staff, client and system roles in one list, so that one table answers who may do what."""

    OWNER = "owner"
    MANAGER = "manager"
    MEMBER = "member"
    FINANCE = "finance"
    OBSERVER = "observer"
    SIGNATORY = "signatory"  # client side: signs what both sides agreed
    CLIENT_MANAGER = "client_manager"  # client side: sees everything of the own company
    CONTACT = "contact"  # client side: reads, answers, comments
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    Role.OWNER: _("Owner"),
    Role.MANAGER: _("Manager"),
    Role.MEMBER: _("Member"),
    Role.FINANCE: _("Finance"),
    Role.OBSERVER: _("Observer"),
    Role.SIGNATORY: _("Client signatory"),
    Role.CLIENT_MANAGER: _("Client manager"),
    Role.CONTACT: _("Client contact"),
    Role.SYSTEM: _("System"),
}
NOBODY = UUID(int=0)
STAFF = frozenset({Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER})
CLIENT = frozenset({Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which organisation, in which role, and through which way in.

    `contact_id` narrows a client actor to one contact: set while a member of staff views the portal as that
    contact, or when someone who is a contact of several clients has chosen one. `limited_to` holds the
    capabilities of an API token; None means all the role has. `viewed_by` is the member of staff behind a
    "view as": such an actor may look and never change anything.
    """

    organisation_id: UUID
    role: Role
    user_id: UUID | None = None
    name: str = ""
    via: str = "page"
    contact_id: UUID | None = None
    limited_to: frozenset[str] | None = None
    viewed_by: UUID | None = None

    @property
    def person_id(self) -> UUID:
        """For lookups: the person's key, or one that is nobody's (the system, a contact without an account)."""
        return self.user_id or NOBODY

    @property
    def is_client(self) -> bool:
        return self.role in CLIENT

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def only_looks(self) -> bool:
        return self.viewed_by is not None

    def through(self, via: str) -> "Actor":
        """The same person by another way in (an import that runs later, say)."""
        return replace(self, via=via)

    @classmethod
    def system(cls, organisation_id: UUID, via: str = "job") -> "Actor":
        return cls(organisation_id, Role.SYSTEM, name=str(_("Zhike")), via=via)
