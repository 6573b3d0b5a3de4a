"""Who counts as one of us."""

from django.utils.translation import gettext as _

from zhike.accounts.models import Membership, User
from zhike.core.actors import STAFF
from zhike.core.errors import Invalid


def check_colleague(user: User, field: str) -> None:
    """Refuse somebody who is not a current member of staff here."""
    staff = [role.value for role in STAFF]
    if not Membership.objects.filter(user=user, role__in=staff, ended_at=None).exists():
        raise Invalid({field: _("Choose a colleague of your organisation.")})
