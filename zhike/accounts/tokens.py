"""API tokens: `Authorization: Bearer zk_…`."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from zhike.accounts.models import ApiToken, Organisation
from zhike.accounts.secrets import TOKEN_PREFIX, digest_of
from zhike.core.actors import Actor, Role
from zhike.core.prepared import prepared

USE_IS_NOTED_EVERY = timedelta(minutes=1)


def actor_of_token(header: str, slug: str) -> tuple[Actor, Organisation] | None:
    """Who acts with this token in this organisation, in one query; or None.

    The role is the owner's role now: whoever was demoted or left has demoted or dead tokens.
    """
    scheme, _space, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip().startswith(TOKEN_PREFIX):
        return None
    now = timezone.now()
    token = next(iter(_held(digest_of(secret.strip()))), None)
    if token is None or token.organisation.slug != slug or not _is_good(token, now):
        return None
    if token.last_used_at is None or token.last_used_at < now - USE_IS_NOTED_EVERY:
        ApiToken.everywhere.filter(pk=token.pk).update(last_used_at=now)
    owner = token.membership.user
    actor = Actor(
        token.organisation_id,
        Role(token.membership.role),
        owner.pk,
        str(owner),
        "api",
        limited_to=frozenset(token.capabilities),
    )
    return actor, token.organisation


@prepared
def _held(digest: str) -> QuerySet[ApiToken]:
    return ApiToken.everywhere.filter(digest=digest).select_related("membership__user", "organisation")


def _is_good(token: ApiToken, now: datetime) -> bool:
    lives = token.revoked_at is None and (token.expires_at is None or token.expires_at > now)
    return lives and token.membership.ended_at is None and token.membership.user.is_active
