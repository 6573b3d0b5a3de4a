from zhike.accounts.actions.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from zhike.accounts.actions.members import change_role, end_membership, leave, restore_membership
from zhike.accounts.actions.organisations import change_organisation, found_organisation, set_up
from zhike.accounts.actions.tokens import create_token, revoke_token

__all__ = [
    "accept_invitation",
    "change_organisation",
    "change_role",
    "create_token",
    "end_membership",
    "found_organisation",
    "invite",
    "leave",
    "resend_invitation",
    "restore_membership",
    "revoke_token",
    "set_up",
    "withdraw_invitation",
]
