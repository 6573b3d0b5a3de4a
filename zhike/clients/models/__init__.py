from zhike.clients.models.companies import (
    AccountMember,
    Client,
    EndCustomer,
    FieldConfirmation,
    Handover,
    Term,
    Understanding,
)
from zhike.clients.models.contacts import PORTAL_ROLES, Contact
from zhike.clients.models.grouping import ClientTag, Scheme, SegmentMember, Tag
from zhike.clients.models.identity import IdentityKey, Merge, NotDuplicate
from zhike.clients.models.imports import ImportRow, ImportRun

__all__ = [
    "PORTAL_ROLES",
    "AccountMember",
    "Client",
    "ClientTag",
    "Contact",
    "EndCustomer",
    "FieldConfirmation",
    "Handover",
    "IdentityKey",
    "ImportRow",
    "ImportRun",
    "Merge",
    "NotDuplicate",
    "Scheme",
    "SegmentMember",
    "Tag",
    "Term",
    "Understanding",
]
