"""API tokens: `Authorization: Bearer zk_…`."""

from zhike.accounts.models import Organisation
from zhike.core.actors import Actor


def actor_of_token(header: str, slug: str) -> tuple[Actor, Organisation] | None:
    return None
