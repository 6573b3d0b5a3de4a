from zhike.accounts.models.invitations import Invitation
from zhike.accounts.models.organisations import Installation, Membership, Organisation
from zhike.accounts.models.people import User
from zhike.accounts.models.tokens import ApiToken

__all__ = ["ApiToken", "Installation", "Invitation", "Membership", "Organisation", "User"]
