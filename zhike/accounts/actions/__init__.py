from zhike.accounts.actions.branding import change_logo, remove_logo
from zhike.accounts.actions.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from zhike.accounts.actions.members import change_role, end_membership, leave, restore_membership
from zhike.accounts.actions.organisations import change_organisation, found_organisation, set_up
from zhike.accounts.actions.tokens import create_token, revoke_token
from zhike.accounts.invitations import Letter, grant, redeemer
from zhike.accounts.mails import link_in_letter
from zhike.accounts.viewing import start as start_viewing

__all__ = [
    "Letter",
    "accept_invitation",
    "change_logo",
    "change_organisation",
    "change_role",
    "create_token",
    "end_membership",
    "found_organisation",
    "grant",
    "invite",
    "leave",
    "link_in_letter",
    "redeemer",
    "remove_logo",
    "resend_invitation",
    "restore_membership",
    "revoke_token",
    "set_up",
    "start_viewing",
    "withdraw_invitation",
]
