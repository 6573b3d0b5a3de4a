from zhike.accounts.models.organisations import Membership, Organisation
from zhike.accounts.models.people import User

__all__ = ["Membership", "Organisation", "User"]
