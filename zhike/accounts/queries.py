"""Questions about organisations and the people in them."""

from uuid import UUID

from zhike.accounts.models import Organisation


def organisation_ids() -> list[UUID]:
    """Every organisation of this installation, for scheduled work."""
    return list(Organisation.objects.values_list("pk", flat=True))
