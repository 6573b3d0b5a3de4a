"""The verbs of this room. Pages, API, imports and jobs all come through here."""

from zhike.clients.actions.archive import archive_client, restore_client
from zhike.clients.actions.cards import read_cards
from zhike.clients.actions.companies import change_client, confirm_client, create_client
from zhike.clients.actions.contacts import (
    change_contact,
    create_contact,
    note_departure,
    note_return,
)
from zhike.clients.actions.grouping import (
    add_tags,
    change_scheme,
    compute_scheme,
    create_scheme,
    create_tag,
    set_tags,
)
from zhike.clients.actions.merge import judge_different, merge_clients, undo_merge
from zhike.clients.actions.portal import invite_contact, set_portal_role, view_as_contact
from zhike.clients.actions.team import assign_client, join_account_team, leave_account_team
from zhike.clients.actions.understanding import (
    change_understanding,
    set_end_customers,
    set_terms,
    write_sheet,
)

__all__ = [
    "add_tags",
    "archive_client",
    "assign_client",
    "change_client",
    "change_contact",
    "change_scheme",
    "change_understanding",
    "compute_scheme",
    "confirm_client",
    "create_client",
    "create_contact",
    "create_scheme",
    "create_tag",
    "invite_contact",
    "join_account_team",
    "judge_different",
    "leave_account_team",
    "merge_clients",
    "note_departure",
    "note_return",
    "read_cards",
    "restore_client",
    "set_end_customers",
    "set_portal_role",
    "set_tags",
    "set_terms",
    "undo_merge",
    "view_as_contact",
    "write_sheet",
]
